// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one path that installs a capture image in the reserved region.
 *
 * Everything that can fail happens in ordinary memory first. Only then is the
 * region made writable, and the state goes through BUSY for as long as the copy
 * takes (load_lock.c).
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/io.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/xxhash.h>

#include "describe/describe.h"
#include "image/image.h"

/*
 * The installed image, NULL while there is none. It has the name and type of
 * <linux/kexec.h> because platform NMI code compares it with NULL; what it
 * points to is a struct kdump_image, see kdump_image_installed().
 */
struct kimage *kexec_crash_image;

/* Is the elfcorehdr of the installed image hotplug's to write? */
static bool image_updatable;

/**
 * struct own_pages - the pieces that this kernel adds to every image
 * @image: the sealed image, in staging memory
 * @image_memory: a page for it
 * @vmcoreinfo_memory: a page for the copy of vmcoreinfo
 * @vmcoreinfo_size: bytes of that copy
 * @spare_memory: a page of seals and the spare elfcorehdr; empty without one
 * @control_memory: what the architecture jumps through
 *
 * All of them are in one run of pages.
 */
struct own_pages {
	struct kdump_image *image;
	struct kdump_range image_memory;
	struct kdump_range vmcoreinfo_memory;
	size_t vmcoreinfo_size;
	struct kdump_range spare_memory;
	struct kdump_range control_memory;
};

static struct kdump_range own_pages_cut(u64 *at, unsigned int pages)
{
	struct kdump_range range = { *at, *at + (u64)pages * PAGE_SIZE };

	*at = range.end;
	return range;
}

/* The seals have a page of their own. */
static unsigned int own_pages_spare(const struct kdump_builder *builder)
{
	if (kdump_range_empty(&builder->elfcorehdr))
		return 0;
	return 1 + kdump_range_pages(&builder->elfcorehdr);
}

static int own_pages_find(struct kdump_builder *builder,
			  unsigned int control_pages, struct own_pages *own)
{
	unsigned int spare = own_pages_spare(builder);
	struct kdump_hole want = {
		.window = builder->region,
		.size = (u64)(control_pages + spare + 2) * PAGE_SIZE,
		.align = PAGE_SIZE,
	};
	u64 at;

	if (kdump_segments_find_hole(builder->segment, builder->count, &want,
				     &at)) {
		pr_err("load refused: the segments leave no %llu KiB free in the reserved region for the jump\n",
		       want.size >> 10);
		return -ENOMEM;
	}
	own->image_memory = own_pages_cut(&at, 1);
	own->vmcoreinfo_memory = own_pages_cut(&at, 1);
	own->spare_memory = own_pages_cut(&at, spare);
	own->control_memory = own_pages_cut(&at, control_pages);
	return 0;
}

/* The pages follow each other, in staging memory and in the region. */
static int control_build(struct kdump_builder *builder, void *staging,
			 const struct kdump_range *memory)
{
	unsigned int count = kdump_range_pages(memory), i;
	void **page = kdump_builder_alloc(builder, count * sizeof(*page));
	u64 *address = kdump_builder_alloc(builder, count * sizeof(*address));
	const struct kdump_control control = {
		.page = page,
		.address = address,
		.count = count,
		.map = &builder->allowed.ranges,
	};

	if (!page || !address)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		page[i] = staging + i * PAGE_SIZE;
		address[i] = memory->start + i * PAGE_SIZE;
	}
	return kdump_arch_control_build(&control);
}

static int own_pages_add_control(struct kdump_builder *builder,
				 const struct own_pages *own)
{
	u64 size = kdump_range_size(&own->control_memory);
	void *staging = kdump_builder_alloc(builder, size);
	int error;

	if (!staging)
		return -ENOMEM;
	error = control_build(builder, staging, &own->control_memory);
	if (error)
		return error;
	return kdump_builder_add(builder, "jump code", staging, size,
				 &own->control_memory);
}

static int own_pages_add_spare(struct kdump_builder *builder,
			       const struct own_pages *own)
{
	if (kdump_range_empty(&own->spare_memory))
		return 0;
	return kdump_builder_add(builder, "spare elfcorehdr", NULL, 0,
				 &own->spare_memory);
}

static int own_pages_add(struct kdump_builder *builder, struct own_pages *own)
{
	const char *vmcoreinfo;
	int error, pages;

	pages = kdump_arch_control_pages(&builder->allowed.ranges);
	if (pages < 0)
		return pages;
	error = own_pages_find(builder, pages, own);
	if (error)
		return error;
	own->image = kdump_builder_alloc(builder, PAGE_SIZE);
	if (!own->image)
		return -ENOMEM;
	vmcoreinfo = kdump_vmcoreinfo_text(&own->vmcoreinfo_size);
	error = kdump_builder_add(builder, "vmcoreinfo", vmcoreinfo,
				  own->vmcoreinfo_size,
				  &own->vmcoreinfo_memory);
	if (error)
		return error;
	error = own_pages_add_spare(builder, own);
	if (error)
		return error;
	return own_pages_add_control(builder, own);
}

/* The elfcorehdr that may be rewritten has seals of its own. */
static u64 sealed_size(const struct kdump_builder *builder,
		       const struct kdump_segment *segment)
{
	if (kdump_ranges_overlap(&segment->memory, &builder->elfcorehdr))
		return 0;
	return segment->size;
}

static void image_seal(const struct kdump_builder *builder,
		       const struct own_pages *own)
{
	struct kdump_image *image = own->image;
	unsigned int i;

	for (i = 0; i < builder->count; i++) {
		const struct kdump_segment *from = &builder->segment[i];
		struct kdump_sealed_segment *to = &image->segment[i];

		to->memory = from->memory;
		to->size = sealed_size(builder, from);
		to->digest = xxh64(from->data, to->size, 0);
		strscpy(to->name, from->name, sizeof(to->name));
		cond_resched();
	}
	image->count = builder->count;
	image->vmcoreinfo = (struct kdump_range){
		own->vmcoreinfo_memory.start,
		own->vmcoreinfo_memory.start + own->vmcoreinfo_size,
	};
	image->elfcorehdr = builder->elfcorehdr;
	image->lent = builder->lent;
	image->spare = own->spare_memory;
	image->jump = (struct kdump_jump){
		.entry = builder->entry,
		.argument = builder->argument,
		.control = own->control_memory.start,
		.tables = own->control_memory.start + PAGE_SIZE,
	};
	image->digest = kdump_image_digest(image);
}

/* Copies in pieces: an image may be hundreds of megabytes. */
static void segment_copy(const struct kdump_segment *segment)
{
	u64 size = kdump_range_size(&segment->memory);
	void *to = phys_to_virt(segment->memory.start);
	u64 done, piece;

	for (done = 0; done < segment->size; done += piece) {
		piece = min_t(u64, segment->size - done, SZ_1M);
		memcpy(to + done, segment->data + done, piece);
		cond_resched();
	}
	for (; done < size; done += piece) {
		piece = min_t(u64, size - done, SZ_1M);
		memset(to + done, 0, piece);
		cond_resched();
	}
	kdump_arch_publish(&segment->memory);
}

static void elfcorehdr_copy(const struct kdump_builder *builder,
			    const struct kdump_image *image)
{
	const struct kdump_segment *segment = builder->segment;

	if (kdump_range_empty(&builder->elfcorehdr))
		return;
	while (!kdump_ranges_overlap(&segment->memory, &builder->elfcorehdr))
		segment++;
	kdump_image_write_elfcorehdr(image, segment->data, segment->size);
}

static void image_copy(const struct kdump_builder *builder,
		       const struct own_pages *own)
{
	struct kdump_image *to = phys_to_virt(own->image_memory.start);
	unsigned int i;

	for (i = 0; i < builder->count; i++)
		segment_copy(&builder->segment[i]);
	memcpy(to, own->image, PAGE_SIZE);
	kdump_arch_publish(&own->image_memory);
	elfcorehdr_copy(builder, to);
	kexec_crash_image = (struct kimage *)to;
	WRITE_ONCE(image_updatable, !kdump_range_empty(&builder->elfcorehdr));
}

/* Both regions are the capture kernel's: neither is to be written to. */
static int region_protect(bool read_only)
{
	struct kdump_range region = kdump_region();
	struct kdump_range low = kdump_region_low();
	int error = kdump_arch_protect(&region, read_only);

	if (error || kdump_range_empty(&low))
		return error;
	return kdump_arch_protect(&low, read_only);
}

static void region_close(void)
{
	if (region_protect(true))
		pr_warn("the reserved memory could not be made read-only\n");
}

/* Into BUSY with the region writable; on error it is neither. */
static int region_open(void)
{
	enum kdump_image_state before;
	int error = region_protect(false);

	if (!error)
		error = kdump_image_take(&before);
	if (error && kdump_image_loaded())
		region_close();
	return error;
}

/* The only code that writes to the region while the machine lives. */
static int image_swap_in(const struct kdump_builder *builder,
			 const struct own_pages *own)
{
	int error = region_open();

	if (error)
		return error;
	image_copy(builder, own);
	kdump_image_put(KDUMP_IMAGE_ARMED);
	region_close();
	return 0;
}

/**
 * kdump_image_install - check, seal and install what was built
 * @builder: the image; still the caller's to destroy
 *
 * Process context, the load lock is held. On any error the image that was
 * installed before is still armed.
 *
 * Return: 0; the errnos of kdump_builder_check(); %-ENOMEM if memory, or space
 * in the region, ran out; %-EBUSY if the machine is crashing; the errno of
 * kdump_arch_protect().
 */
int kdump_image_install(struct kdump_builder *builder)
{
	struct own_pages own;
	int error;

	kdump_assert_load_locked();
	error = kdump_builder_check(builder);
	if (error)
		return error;
	error = own_pages_add(builder, &own);
	if (error)
		return error;
	image_seal(builder, &own);
	error = image_swap_in(builder, &own);
	if (error)
		return error;
	pr_info("capture kernel armed: %u segments in 0x%llx-0x%llx, entry 0x%llx\n",
		builder->count, builder->region.start,
		builder->region.end - 1, builder->entry);
	return 0;
}

/**
 * kdump_image_unload - disarm
 *
 * Process context, the load lock is held. Nothing loaded is fine.
 *
 * Return: 0; %-EBUSY if the machine is crashing; the errno of
 * kdump_arch_protect().
 */
int kdump_image_unload(void)
{
	int error;

	kdump_assert_load_locked();
	if (!kexec_crash_image)
		return 0;
	error = region_open();
	if (error)
		return error;
	kexec_crash_image = NULL;
	WRITE_ONCE(image_updatable, false);
	kdump_image_put(KDUMP_IMAGE_EMPTY);
	pr_info("capture kernel unloaded: a crash will not be dumped\n");
	return 0;
}

/**
 * kdump_image_updatable - may the elfcorehdr be rewritten?
 *
 * Any context.
 *
 * Return: true if an image is loaded whose loader allows it.
 */
bool kdump_image_updatable(void)
{
	return READ_ONCE(image_updatable);
}
