// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading the kernel that kexec -e starts.
 *
 * It waits in ordinary memory, and a list says which page belongs where. No
 * page of the image, of the list or of the jump lies where something will be
 * copied to, so the jump copies in any order and needs no page to swap with.
 *
 * A load is a transaction as one of a capture kernel is: the new image is
 * complete before the old one is let go. Both kinds may be loaded side by side.
 *
 * Context: process context; the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "image/image.h"
#include "kexec/copy_list.h"
#include "kexec/kexec.h"
#include "kexec/source_pages.h"
#include "reserve/reserve.h"

/* Far more pieces of RAM than any machine has; 128 KiB while a load runs. */
#define RAM_RANGES_MAX 8192

/*
 * The loaded image, NULL while there is none. It has the name and type of
 * <linux/kexec.h> because sysfs compares it with NULL; what it points to is a
 * struct kdump_kexec_image, see kdump_kexec_loaded().
 */
struct kimage *kexec_image;

/**
 * struct kexec_build - a load that runs
 * @builder: the segments
 * @user: where bytes are in user memory that the segments do not have; or NULL
 * @sources: where pages come from
 * @copies: the list so far
 * @image: what becomes of it
 * @avoid: all destinations
 * @destination: memory for @avoid
 */
struct kexec_build {
	const struct kdump_builder *builder;
	const struct kexec_segment *user;
	struct kdump_sources sources;
	struct kdump_copies copies;
	struct kdump_kexec_image *image;
	struct kdump_range_set avoid;
	struct kdump_range destination[KDUMP_SEGMENTS_MAX];
};

static int build_take_page(struct kexec_build *build, struct kdump_range *page)
{
	int error = kdump_sources_take(&build->sources, PAGE_SIZE, page);

	if (!error)
		memset(phys_to_virt(page->start), 0, PAGE_SIZE);
	return error;
}

/* A list that is full gets another page. */
static int build_add_copy(struct kexec_build *build,
			  const struct kdump_copy *copy)
{
	struct kdump_range page;
	int error = kdump_copies_add(&build->copies, copy);

	if (error != -ENOSPC)
		return error;
	error = build_take_page(build, &page);
	if (error)
		return error;
	kdump_copies_extend(&build->copies, phys_to_virt(page.start),
			    page.start);
	build->image->jump.copies = build->copies.first;
	build->image->pages++;
	return kdump_copies_add(&build->copies, copy);
}

static int build_refuse_buffer(unsigned int index)
{
	pr_err("load refused: segment %u: its buffer cannot be read\n", index);
	return -EFAULT;
}

/* The bytes of a segment from @done on, as many as there are; then zeroes. */
static int build_fill(const struct kexec_build *build, unsigned int index,
		      u64 done, const struct kdump_range *range)
{
	const struct kdump_segment *segment = &build->builder->segment[index];
	u64 size = kdump_range_size(range);
	u64 bytes = min(segment->size - done, size);
	void *to = phys_to_virt(range->start);

	memset(to + bytes, 0, size - bytes);
	if (segment->data)
		memcpy(to, segment->data + done, bytes);
	else if (copy_from_user(to, build->user[index].buf + done, bytes))
		return build_refuse_buffer(index);
	return 0;
}

static int build_add_range(struct kexec_build *build, unsigned int index,
			   u64 done, const struct kdump_range *range)
{
	const struct kdump_segment *segment = &build->builder->segment[index];
	const struct kdump_copy copy = {
		.destination = segment->memory.start + done,
		.source = range->start,
		.bytes = kdump_range_size(range),
	};
	int error = build_fill(build, index, done, range);

	return error ?: build_add_copy(build, &copy);
}

static int build_add_segment(struct kexec_build *build, unsigned int index)
{
	const struct kdump_segment *segment = &build->builder->segment[index];
	struct kdump_copy zeroes;
	struct kdump_range range;
	u64 done = 0;
	int error;

	while (done < segment->size) {
		error = kdump_sources_take(&build->sources,
					   segment->size - done, &range);
		if (error)
			return error;
		error = build_add_range(build, index, done, &range);
		if (error) {
			kdump_sources_free(&range);
			return error;
		}
		done += kdump_range_size(&range);
	}
	zeroes = (struct kdump_copy){
		.destination = segment->memory.start + done,
		.bytes = kdump_range_size(&segment->memory) - done,
	};
	return build_add_copy(build, &zeroes);
}

/* What the jump copies and the new kernel uses: RAM, also what came later. */
static int jump_ram_add(struct resource *resource, void *set)
{
	const struct kdump_range range = {
		ALIGN_DOWN((u64)resource->start, PAGE_SIZE),
		PAGE_ALIGN((u64)resource->end + 1),
	};

	return kdump_range_set_add(set, &range);
}

static int jump_ram_gather(struct kdump_range_set *ram)
{
	int error;

	ram->count = 0;
	error = kdump_arch_ram(ram) ?:
		walk_system_ram_res(0, U64_MAX, ram, jump_ram_add);
	if (error)
		pr_err("load refused: RAM is in more than %u pieces\n",
		       ram->capacity);
	return error;
}

/* Single pages: the tables for terabytes of RAM are not had in one piece. */
static int control_take(struct kexec_build *build, void **page,
			unsigned int count)
{
	struct kdump_kexec_image *image = build->image;
	struct kdump_range range;
	int error;

	while (image->control_pages < count) {
		error = build_take_page(build, &range);
		if (error)
			return error;
		page[image->control_pages] = phys_to_virt(range.start);
		image->control[image->control_pages++] = range.start;
	}
	return 0;
}

static int control_fill(struct kexec_build *build, void **page,
			unsigned int count, const struct kdump_range_set *ram)
{
	struct kdump_kexec_image *image = build->image;
	const struct kdump_control control = {
		.page = page,
		.address = image->control,
		.count = count,
		.map = ram,
	};
	int error = control_take(build, page, count);

	if (error)
		return error;
	image->jump.control = image->control[0];
	image->jump.tables = count > 1 ? image->control[1] : 0;
	return kdump_arch_control_build(&control);
}

static int control_add(struct kexec_build *build,
		       const struct kdump_range_set *ram)
{
	struct kdump_kexec_image *image = build->image;
	int count = kdump_arch_control_pages(ram), error = -ENOMEM;
	void **page;

	if (count < 0)
		return count;
	image->control = kvmalloc_array(count, sizeof(*image->control),
					KDUMP_LOAD_GFP);
	page = kvmalloc_array(count, sizeof(*page), KDUMP_LOAD_GFP);
	if (image->control && page)
		error = control_fill(build, page, count, ram);
	kvfree(page);
	return error;
}

static int build_control(struct kexec_build *build)
{
	struct kdump_range *storage;
	struct kdump_range_set ram;
	int error;

	storage = kvmalloc_array(RAM_RANGES_MAX, sizeof(*storage),
				 KDUMP_LOAD_GFP);
	if (!storage)
		return -ENOMEM;
	kdump_range_set_init(&ram, storage, RAM_RANGES_MAX);
	error = jump_ram_gather(&ram) ?: control_add(build, &ram);
	kvfree(storage);
	return error;
}

static int build_avoid_destinations(struct kexec_build *build)
{
	const struct kdump_builder *builder = build->builder;
	unsigned int i;
	int error;

	kdump_range_set_init(&build->avoid, build->destination,
			     ARRAY_SIZE(build->destination));
	for (i = 0; i < builder->count; i++) {
		error = kdump_range_set_add(&build->avoid,
					    &builder->segment[i].memory);
		if (error)
			return error;
	}
	return 0;
}

/* A host may still keep what no one has allocated: destinations are not. */
static void build_accept_destinations(const struct kexec_build *build)
{
	const struct kdump_range_set *set = &build->avoid;
	unsigned int i;

	for (i = 0; i < set->count; i++)
		accept_memory(set->range[i].start,
			      kdump_range_size(&set->range[i]));
}

static int build_all(struct kexec_build *build)
{
	const struct kdump_builder *builder = build->builder;
	struct kdump_kexec_image *image = build->image;
	unsigned int i;
	int error;

	error = build_avoid_destinations(build);
	if (error)
		return error;
	build_accept_destinations(build);
	for (i = 0; i < builder->count; i++) {
		error = build_add_segment(build, i);
		if (error)
			return error;
	}
	error = build_control(build);
	if (error)
		return error;
	image->jump.entry = builder->entry;
	image->jump.argument = builder->argument;
	kdump_kexec_image_seal(image);
	return 0;
}

static int image_build(const struct kdump_builder *builder,
		       const struct kexec_segment *user,
		       struct kdump_kexec_image *image)
{
	struct kexec_build *build = kzalloc(sizeof(*build), KDUMP_LOAD_GFP);
	int error;

	if (!build)
		return -ENOMEM;
	build->builder = builder;
	build->user = user;
	build->image = image;
	kdump_sources_init(&build->sources, &build->avoid);
	error = build_all(build);
	kdump_sources_done(&build->sources);
	kfree(build);
	return error;
}

static int image_new(const struct kdump_builder *builder,
		     const struct kexec_segment *user,
		     struct kdump_kexec_image **ret)
{
	struct kdump_kexec_image *image = kdump_kexec_image_new();
	int error;

	if (!image)
		return -ENOMEM;
	error = image_build(builder, user, image);
	if (error)
		kdump_kexec_image_destroy(image);
	else
		*ret = image;
	return error;
}

/**
 * kdump_kexec_check - may this image be installed?
 * @builder: the image with all pieces and the entry; bytes are not looked at
 *
 * Return: 0; %-EBUSY if other CPUs could not be taken out of this kernel; the
 * errnos of kdump_builder_check(); %-EINVAL if it takes more than half of RAM.
 */
int kdump_kexec_check(const struct kdump_builder *builder)
{
	int error = kdump_arch_check_leave() ?: kdump_builder_check(builder);

	if (error)
		return error;
	return kdump_builder_too_large(builder) ? -EINVAL : 0;
}

/**
 * kdump_kexec_install - check what was built and make it what kexec -e starts
 * @builder: the image; still the caller's to destroy
 * @user: for each of its segments where the bytes are in user memory, if it does
 *	not have them; NULL if all have
 *
 * On any error what was loaded before is still loaded.
 *
 * Return: 0; the errnos of kdump_kexec_check(); %-EFAULT for a bad buffer;
 * %-ENOMEM; %-EINTR when killed; %-ENOSPC if RAM is in too many pieces.
 */
int kdump_kexec_install(const struct kdump_builder *builder,
			const struct kexec_segment *user)
{
	struct kdump_kexec_image *image, *before = kdump_kexec_loaded();
	int error;

	kdump_assert_load_locked();
	error = kdump_kexec_check(builder);
	if (error)
		return error;
	error = image_new(builder, user, &image);
	if (error == -ENOMEM)
		pr_err("load refused: there is not enough free memory\n");
	if (error)
		return error;
	kexec_image = (struct kimage *)image;
	kdump_ima_installed(&builder->measurements);
	kdump_kexec_image_destroy(before);
	pr_info("kernel loaded for kexec -e: %u segments, entry 0x%llx\n",
		builder->count, builder->entry);
	return 0;
}

/**
 * kdump_kexec_unload - forget what kexec -e would start
 *
 * Nothing loaded is fine.
 */
void kdump_kexec_unload(void)
{
	struct kdump_kexec_image *image = kdump_kexec_loaded();
	static const struct kdump_range none;

	kdump_assert_load_locked();
	kexec_image = NULL;
	kdump_ima_installed(&none);
	kdump_kexec_image_destroy(image);
}

/*
 * System RAM in whole pages, less what belongs to capture kernels. What a driver
 * brought (virtio-mem) is none to the next kernel before it has that driver.
 */
static int hole_add(struct resource *resource, void *set)
{
	struct kdump_range range = {
		PAGE_ALIGN((u64)resource->start),
		ALIGN_DOWN((u64)resource->end + 1, PAGE_SIZE),
	};

	if (resource->flags & IORESOURCE_SYSRAM_DRIVER_MANAGED)
		return 0;
	return range.start < range.end ? kdump_range_set_add(set, &range) : 0;
}

static int holes_gather(struct kdump_range_set *holes)
{
	int error = walk_system_ram_res(0, U64_MAX, holes, hole_add) ?:
		    kdump_region_exclude(holes) ?:
		    kdump_arch_keep(holes);

	if (error)
		pr_err("load refused: RAM is in more than %u pieces\n",
		       holes->capacity);
	return error;
}

static int builder_find_allowed(struct kdump_builder *builder, bool choose)
{
	struct kdump_range *storage;

	storage = kdump_builder_alloc(builder,
				      RAM_RANGES_MAX * sizeof(*storage));
	if (!storage)
		return -ENOMEM;
	kdump_range_set_init(&builder->allowed.ranges, storage, RAM_RANGES_MAX);
	builder->allowed.outside = "is not in RAM";
	builder->allowed_name = "of free RAM";
	return choose ? holes_gather(&builder->allowed.ranges) :
			jump_ram_gather(&builder->allowed.ranges);
}

/**
 * kdump_kexec_builder_new - start an image for kexec -e
 * @choose: places are still to be found; else user space has chosen them, and
 *	may have chosen memory that this kernel does not use
 * @ret: the builder, to be given to kdump_builder_destroy(); untouched on
 *	failure
 *
 * Return: 0; %-ENOMEM; %-ENOSPC if RAM is in too many pieces.
 */
int kdump_kexec_builder_new(bool choose, struct kdump_builder **ret)
{
	struct kdump_builder *builder;
	int error;

	kdump_assert_load_locked();
	builder = kdump_builder_new();
	if (!builder)
		return -ENOMEM;
	error = builder_find_allowed(builder, choose);
	if (error)
		kdump_builder_destroy(builder);
	else
		*ret = builder;
	return error;
}
