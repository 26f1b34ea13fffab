// SPDX-License-Identifier: GPL-2.0-only
/*
 * The capture image that is installed, and the one path that installs it.
 *
 * There is one reserved region, so there is at most one image, in one state:
 *
 *   EMPTY --install--> BUSY --> ARMED --crash--> CRASHING --> (new kernel)
 *   ARMED --install or unload--> BUSY --> ARMED or EMPTY
 *
 * CRASHING is for good: an image that was found damaged is never tried again.
 *
 * Loaders exclude each other by the load lock, a mutex that nobody waits for.
 * The crash path may interrupt anything and can take no lock: it and the
 * loaders meet only in the state word, which is changed by
 * compare-and-exchange. A loader is in BUSY no longer than the copy into the
 * region takes; a crash in that moment finds no image and says so. A crash at
 * any other moment of a load finds an image armed. That includes the moments
 * in which the region is being made writable or read-only: those wait for all
 * CPUs, one of which may be why the machine is about to crash.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/atomic.h>
#include <linux/io.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/xxhash.h>

#include "image/image.h"

enum image_state {
	IMAGE_EMPTY,
	IMAGE_ARMED,
	IMAGE_BUSY,
	IMAGE_CRASHING,
};

static atomic_t image_state = ATOMIC_INIT(IMAGE_EMPTY);

/*
 * The installed image, NULL while there is none. It has the name and type of
 * <linux/kexec.h> because platform NMI code compares it with NULL; only this
 * file looks at what it points to, which is a struct kdump_image.
 */
struct kimage *kexec_crash_image;

static DEFINE_MUTEX(load_lock);

/* Is the elfcorehdr of the installed image hotplug's to write? */
static bool image_updatable;

/**
 * kdump_load_lock - keep other loads, unloads and shrinking away
 *
 * Return: 0, or %-EBUSY at once if somebody else is at it.
 */
int kdump_load_lock(void)
{
	return mutex_trylock(&load_lock) ? 0 : -EBUSY;
}

/**
 * kdump_load_drop - let others in, without a look at what hotplug left to do
 *
 * For hotplug itself.
 */
void kdump_load_drop(void)
{
	mutex_unlock(&load_lock);
}

/**
 * kdump_load_unlock - let others in
 *
 * CPUs and memory that came or went meanwhile are brought into the image.
 */
void kdump_load_unlock(void)
{
	kdump_load_drop();
	kdump_hotplug_catch_up();
}

/**
 * kdump_image_loaded - is a capture kernel armed?
 *
 * Return: true if a crash now would find one. Any context.
 */
bool kdump_image_loaded(void)
{
	return atomic_read(&image_state) == IMAGE_ARMED;
}

/* The loader's way into BUSY; tells what the state was. */
static int state_take(enum image_state *before)
{
	int state = atomic_read(&image_state);

	if (state != IMAGE_EMPTY && state != IMAGE_ARMED)
		return -EBUSY;
	*before = state;
	return atomic_try_cmpxchg_acquire(&image_state, &state, IMAGE_BUSY) ?
		0 : -EBUSY;
}

static void state_set(enum image_state state)
{
	atomic_set_release(&image_state, state);
}

/**
 * kdump_image_hold_off - make sure that there is no image and will be none
 *
 * Process context, the load lock is held. To be undone by kdump_image_allow().
 *
 * Return: 0; %-ENOENT if an image is loaded; %-EBUSY if the machine is
 * crashing.
 */
int kdump_image_hold_off(void)
{
	enum image_state before;
	int error = state_take(&before);

	if (error || before == IMAGE_EMPTY)
		return error;
	state_set(before);
	return -ENOENT;
}

void kdump_image_allow(void)
{
	state_set(IMAGE_EMPTY);
}

/*
 * Our own pieces: the page of the image itself, the copy of vmcoreinfo, the
 * spare elfcorehdr with its seals if there is to be one, and what the
 * architecture jumps through, in one run of pages.
 */
struct own_pages {
	struct kdump_image *image;
	struct kdump_range image_memory;
	struct kdump_range vmcoreinfo_memory;
	struct kdump_range spare_memory;
	struct kdump_range control_memory;
	size_t vmcoreinfo_size;
};

static struct kdump_range take_pages(u64 *at, unsigned int pages)
{
	struct kdump_range range = { *at, *at + (u64)pages * PAGE_SIZE };

	*at = range.end;
	return range;
}

/* The seals have a page of their own. */
static unsigned int spare_pages(const struct kdump_builder *builder)
{
	if (kdump_range_empty(&builder->elfcorehdr))
		return 0;
	return 1 + kdump_range_size(&builder->elfcorehdr) / PAGE_SIZE;
}

static int find_own_pages(struct kdump_builder *builder,
			  unsigned int control_pages, struct own_pages *own)
{
	unsigned int spare = spare_pages(builder);
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
	own->image_memory = take_pages(&at, 1);
	own->vmcoreinfo_memory = take_pages(&at, 1);
	own->spare_memory = take_pages(&at, spare);
	own->control_memory = take_pages(&at, control_pages);
	return 0;
}

static int add_control(struct kdump_builder *builder,
		       const struct own_pages *own)
{
	struct kdump_control control = {
		.memory = own->control_memory,
		.map = &builder->room.ranges,
	};
	u64 size = kdump_range_size(&control.memory);
	int error;

	control.staging = kdump_builder_alloc(builder, size);
	if (!control.staging)
		return -ENOMEM;
	error = kdump_arch.control_build(&control);
	if (error)
		return error;
	return kdump_builder_add(builder, "jump code", control.staging, size,
				 &control.memory);
}

static int add_own_pages(struct kdump_builder *builder, struct own_pages *own)
{
	const char *vmcoreinfo;
	int error, pages;

	pages = kdump_arch.control_pages(&builder->room.ranges);
	if (pages < 0)
		return pages;
	error = find_own_pages(builder, pages, own);
	if (error)
		return error;
	own->image = kdump_builder_alloc(builder, PAGE_SIZE);
	if (!own->image)
		return -ENOMEM;

	vmcoreinfo = kdump_vmcoreinfo_text(&own->vmcoreinfo_size);
	error = kdump_builder_add(builder, "vmcoreinfo", vmcoreinfo,
				  own->vmcoreinfo_size,
				  &own->vmcoreinfo_memory);
	if (!error && !kdump_range_empty(&own->spare_memory))
		error = kdump_builder_add(builder, "spare elfcorehdr", NULL, 0,
					  &own->spare_memory);
	if (error)
		return error;
	return add_control(builder, own);
}

/* The twin seals itself. */
static u64 sealed_size(const struct kdump_builder *builder,
		       const struct kdump_segment *segment)
{
	if (kdump_ranges_overlap(&segment->memory, &builder->elfcorehdr))
		return 0;
	return segment->size;
}

/* From here on the image is what it is. */
static void seal(const struct kdump_builder *builder,
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
	image->spare = own->spare_memory;
	image->jump = (struct kdump_jump){
		.entry = builder->entry,
		.argument = builder->argument,
		.control = own->control_memory,
	};
	image->digest = kdump_sealed_digest(image);
}

/* Copies in pieces: an image may be hundreds of megabytes. */
static void copy_segment(const struct kdump_segment *segment)
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
}

static void copy_twin(const struct kdump_builder *builder,
		      const struct kdump_image *image)
{
	const struct kdump_segment *segment = builder->segment;
	struct kdump_twin twin = kdump_sealed_twin(image);

	while (!kdump_ranges_overlap(&segment->memory, &builder->elfcorehdr))
		segment++;
	kdump_twin_write(&twin, segment->data, segment->size);
}

static void copy_all(const struct kdump_builder *builder,
		     const struct own_pages *own)
{
	struct kdump_image *to = phys_to_virt(own->image_memory.start);
	bool updatable = !kdump_range_empty(&builder->elfcorehdr);
	unsigned int i;

	for (i = 0; i < builder->count; i++)
		copy_segment(&builder->segment[i]);
	memcpy(to, own->image, PAGE_SIZE);
	if (updatable)
		copy_twin(builder, to);
	kexec_crash_image = (struct kimage *)to;
	WRITE_ONCE(image_updatable, updatable);
}

/* Both regions are the capture kernel's: neither is to be written to. */
static int protect(bool read_only)
{
	struct kdump_range region = kdump_region();
	struct kdump_range low = kdump_region_low();
	int error = kdump_arch.protect(&region, read_only);

	if (error || kdump_range_empty(&low))
		return error;
	return kdump_arch.protect(&low, read_only);
}

static void make_read_only(void)
{
	if (protect(true))
		pr_warn("the reserved memory could not be made read-only\n");
}

/* Into BUSY with the region writable; on error it is neither. */
static int open_region(void)
{
	enum image_state before;
	int error = protect(false);

	if (!error)
		error = state_take(&before);
	if (error && kdump_image_loaded())
		make_read_only();
	return error;
}

/* The only code that writes to the region while the machine lives. */
static int swap_in(const struct kdump_builder *builder,
		   const struct own_pages *own)
{
	int error = open_region();

	if (error)
		return error;
	copy_all(builder, own);
	state_set(IMAGE_ARMED);
	make_read_only();
	return 0;
}

/**
 * kdump_image_install - check, seal and install what was built
 * @builder: the image; still the caller's to destroy
 *
 * Process context, the load lock is held. On any error the image that was
 * installed before is still armed.
 *
 * Return: 0; the errnos of kdump_builder_check(); %-ENOMEM if memory, or room
 * in the region, ran out; %-EBUSY if the machine is crashing.
 */
int kdump_image_install(struct kdump_builder *builder)
{
	struct own_pages own;
	int error;

	error = kdump_builder_check(builder);
	if (error)
		return error;
	error = add_own_pages(builder, &own);
	if (error)
		return error;
	seal(builder, &own);
	error = swap_in(builder, &own);
	if (!error)
		pr_info("capture kernel armed: %u segments in 0x%llx-0x%llx, entry 0x%llx\n",
			builder->count, builder->region.start,
			builder->region.end - 1, builder->entry);
	return error;
}

/**
 * kdump_image_unload - disarm
 *
 * Process context, the load lock is held. Nothing loaded is fine.
 *
 * Return: 0; %-EBUSY if the machine is crashing; the errno of protect().
 */
int kdump_image_unload(void)
{
	int error;

	if (!kexec_crash_image)
		return 0;
	error = open_region();
	if (error)
		return error;
	kexec_crash_image = NULL;
	WRITE_ONCE(image_updatable, false);
	state_set(IMAGE_EMPTY);
	pr_info("capture kernel unloaded: a crash will not be dumped\n");
	return 0;
}

/**
 * kdump_image_updatable - may the elfcorehdr be written anew?
 *
 * Return: true if an image is loaded whose loader allows it. Any context.
 */
bool kdump_image_updatable(void)
{
	return READ_ONCE(image_updatable);
}

/**
 * kdump_image_update_elfcorehdr - replace the elfcorehdr of the loaded image
 * @header: the new one
 * @size: its bytes
 *
 * Process context, the load lock is held, kdump_image_updatable() is true.
 *
 * Return: as kdump_sealed_update().
 */
int kdump_image_update_elfcorehdr(const void *header, size_t size)
{
	return kdump_sealed_update((const struct kdump_image *)
				   kexec_crash_image, header, size);
}

/* What it points to may be followed only if it is what was sealed. */
static const struct kdump_image *whole_image(void)
{
	const struct kdump_image *image =
		(const struct kdump_image *)kexec_crash_image;

	if (kdump_sealed_whole(image))
		return image;
	pr_emerg("no dump: the capture image's own page at 0x%llx is damaged\n",
		 (u64)virt_to_phys((void *)image));
	return NULL;
}

/**
 * kdump_image_claim - take the image for a crash
 *
 * Crash path: any context, no lock. Says in the log why there is none.
 *
 * Return: the image, the caller's for good, its own page verified; NULL if
 * there is none to be had.
 */
const struct kdump_image *kdump_image_claim(void)
{
	int state = IMAGE_ARMED;

	if (atomic_try_cmpxchg_acquire(&image_state, &state, IMAGE_CRASHING))
		return whole_image();
	if (state == IMAGE_BUSY)
		pr_emerg("no dump: the crash came while a capture kernel was being swapped in, or reserved memory given back\n");
	else if (state == IMAGE_CRASHING)
		pr_emerg("no dump: an earlier attempt did not get through\n");
	else if (crashk_res.end)
		pr_emerg("no dump: no capture kernel is loaded (kexec -p loads one)\n");
	return NULL;
}

/**
 * kdump_image_vmcoreinfo - the vmcoreinfo text as it was at load time
 * @image: the claimed image, verified
 * @size: set to the bytes of the text
 *
 * Return: the text, read-only.
 */
const char *kdump_image_vmcoreinfo(const struct kdump_image *image,
				   size_t *size)
{
	*size = kdump_range_size(&image->vmcoreinfo);
	return phys_to_virt(image->vmcoreinfo.start);
}

/**
 * kdump_image_jump - leave this kernel for the image
 * @image: the claimed image, verified
 *
 * Crash path. Does not return.
 */
void kdump_image_jump(const struct kdump_image *image)
{
	kdump_arch.jump(&image->jump);
}
