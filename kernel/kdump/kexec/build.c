// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel that kexec -e starts: loading it, unloading it, starting it.
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

#include <linux/cpu.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kexec.h>
#include <linux/kmsg_dump.h>
#include <linux/printk.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscore_ops.h>
#include <linux/uaccess.h>
#include <linux/xxhash.h>

#include "image/image.h"
#include "kexec/copy_list.h"
#include "kexec/source_pages.h"

/* Far more pieces of RAM than any machine has; 128 KiB while a load runs. */
#define RAM_RANGES_MAX 8192

/**
 * struct reboot_image - a kernel that is ready to be started
 * @jump: for the architecture; owns all pages that it leads to
 * @pages: pages of the list of copies
 * @list_digest: xxh64 of them
 * @data_digest: xxh64 of all that they copy
 */
struct reboot_image {
	struct kdump_jump jump;
	unsigned int pages;
	u64 list_digest;
	u64 data_digest;
};

/*
 * The loaded image, NULL while there is none. It has the name and type of
 * <linux/kexec.h> because sysfs compares it with NULL; only this file looks at
 * what it points to, which is a struct reboot_image.
 */
struct kimage *kexec_image;

/* Read by drivers that leave their devices in another state for a new kernel. */
bool kexec_in_progress;

static struct reboot_image *loaded(void)
{
	return (struct reboot_image *)kexec_image;
}

/* A page that was written to leads elsewhere: no further than to other RAM. */
static u64 list_digest(const struct reboot_image *image)
{
	u64 at = image->jump.copies, digest = 0;
	unsigned int i;

	for (i = 0; i < image->pages && pfn_valid(PHYS_PFN(at)); i++) {
		const struct kdump_copy_page *page = phys_to_virt(at);

		digest = xxh64(page, sizeof(*page), digest);
		at = page->next;
	}
	return digest;
}

static u64 page_data_digest(const struct kdump_copy_page *page, u64 digest)
{
	unsigned int i;

	for (i = 0; i < page->count; i++) {
		const struct kdump_copy *copy = &page->copy[i];

		if (copy->source)
			digest = xxh64(phys_to_virt(copy->source), copy->bytes,
				       digest);
		cond_resched();
	}
	return digest;
}

/* The list is known to be good. */
static u64 data_digest(const struct reboot_image *image)
{
	u64 at = image->jump.copies, digest = 0;

	while (at) {
		const struct kdump_copy_page *page = phys_to_virt(at);

		digest = page_data_digest(page, digest);
		at = page->next;
	}
	return digest;
}

static void give_back_page(const struct kdump_copy_page *page)
{
	unsigned int i;

	for (i = 0; i < page->count; i++) {
		const struct kdump_copy *copy = &page->copy[i];
		const struct kdump_range source = {
			copy->source, copy->source + copy->bytes,
		};

		if (copy->source)
			kdump_sources_give_back(&source);
		cond_resched();
	}
}

static void image_destroy(struct reboot_image *image)
{
	struct kdump_range range;
	u64 at, next;

	if (!image)
		return;
	for (at = image->jump.copies; at; at = next) {
		next = ((struct kdump_copy_page *)phys_to_virt(at))->next;
		give_back_page(phys_to_virt(at));
		range = (struct kdump_range){ at, at + PAGE_SIZE };
		kdump_sources_give_back(&range);
	}
	if (!kdump_range_empty(&image->jump.control))
		kdump_sources_give_back(&image->jump.control);
	kfree(image);
}

/**
 * struct build - a load that runs
 * @builder: the segments
 * @user: where their bytes are in user memory, NULL if segments have them
 * @sources: where pages come from
 * @copies: the list so far
 * @image: what becomes of it
 * @avoid: all destinations
 * @destination: memory for @avoid
 */
struct build {
	const struct kdump_builder *builder;
	const struct kexec_segment *user;
	struct kdump_sources sources;
	struct kdump_copies copies;
	struct reboot_image *image;
	struct kdump_range_set avoid;
	struct kdump_range destination[KDUMP_SEGMENTS_MAX];
};

/* A list that has no room gets another page. */
static int add_copy(struct build *build, const struct kdump_copy *copy)
{
	struct kdump_range page;
	int error = kdump_copies_add(&build->copies, copy);

	if (error != -ENOSPC)
		return error;
	error = kdump_sources_take(&build->sources, PAGE_SIZE, &page);
	if (error)
		return error;
	memset(phys_to_virt(page.start), 0, PAGE_SIZE);
	kdump_copies_extend(&build->copies, phys_to_virt(page.start),
			    page.start);
	build->image->jump.copies = build->copies.first;
	build->image->pages++;
	return kdump_copies_add(&build->copies, copy);
}

/* The bytes of a segment from @done on, as many as there are; then zeroes. */
static int fill(const struct build *build, unsigned int index, u64 done,
		const struct kdump_range *range)
{
	const struct kdump_segment *segment = &build->builder->segment[index];
	u64 size = kdump_range_size(range);
	u64 bytes = min(segment->size - done, size);
	void *to = phys_to_virt(range->start);

	memset(to + bytes, 0, size - bytes);
	if (!build->user)
		memcpy(to, segment->data + done, bytes);
	else if (copy_from_user(to, build->user[index].buf + done, bytes))
		return -EFAULT;
	return 0;
}

static int add_piece(struct build *build, unsigned int index, u64 *done)
{
	const struct kdump_segment *segment = &build->builder->segment[index];
	struct kdump_range range;
	struct kdump_copy copy;
	int error;

	error = kdump_sources_take(&build->sources, segment->size - *done,
				   &range);
	if (error)
		return error;
	copy = (struct kdump_copy){
		.destination = segment->memory.start + *done,
		.source = range.start,
		.bytes = kdump_range_size(&range),
	};
	error = fill(build, index, *done, &range);
	if (!error)
		error = add_copy(build, &copy);
	if (error)
		kdump_sources_give_back(&range);
	else
		*done += copy.bytes;
	return error;
}

static int add_segment(struct build *build, unsigned int index)
{
	const struct kdump_segment *segment = &build->builder->segment[index];
	struct kdump_copy zeroes;
	u64 done = 0;
	int error;

	while (done < segment->size) {
		error = add_piece(build, index, &done);
		if (error)
			return error;
	}
	zeroes = (struct kdump_copy){
		.destination = segment->memory.start + done,
		.bytes = kdump_range_size(&segment->memory) - done,
	};
	return add_copy(build, &zeroes);
}

/* What the jump copies and the new kernel uses: RAM, also what came later. */
static int add_ram(struct resource *resource, void *set)
{
	const struct kdump_range range = {
		ALIGN_DOWN(resource->start, PAGE_SIZE),
		PAGE_ALIGN(resource->end + 1),
	};

	return kdump_range_set_add(set, &range);
}

static int gather_ram(struct kdump_range_set *ram)
{
	int error;

	ram->count = 0;
	error = kdump_arch.ram(ram);
	if (!error)
		error = walk_system_ram_res(0, U64_MAX, ram, add_ram);
	if (error)
		pr_err("load refused: RAM is in more than %u pieces\n",
		       ram->capacity);
	return error;
}

static int add_control(struct build *build, const struct kdump_range_set *ram)
{
	struct reboot_image *image = build->image;
	struct kdump_control control = { .map = ram };
	int pages = kdump_arch.control_pages(ram), error;

	if (pages < 0)
		return pages;
	error = kdump_sources_take_run(&build->sources, pages,
				       &image->jump.control);
	if (error) {
		pr_err("load refused: there are no %d free pages in one piece for the jump\n",
		       pages);
		return error;
	}
	control.memory = image->jump.control;
	control.staging = phys_to_virt(control.memory.start);
	memset(control.staging, 0, kdump_range_size(&control.memory));
	return kdump_arch.control_build(&control);
}

static int build_control(struct build *build)
{
	struct kdump_range_set ram;
	struct kdump_range *storage;
	int error = -ENOMEM;

	storage = kvmalloc_array(RAM_RANGES_MAX, sizeof(*storage), GFP_KERNEL);
	if (storage) {
		kdump_range_set_init(&ram, storage, RAM_RANGES_MAX);
		error = gather_ram(&ram);
	}
	if (!error)
		error = add_control(build, &ram);
	kvfree(storage);
	return error;
}

static int build_all(struct build *build)
{
	const struct kdump_builder *builder = build->builder;
	struct reboot_image *image = build->image;
	unsigned int i;
	int error = 0;

	for (i = 0; i < builder->count && !error; i++)
		error = kdump_range_set_add(&build->avoid,
					    &builder->segment[i].memory);
	for (i = 0; i < builder->count && !error; i++)
		error = add_segment(build, i);
	if (!error)
		error = build_control(build);
	if (error)
		return error;
	image->jump.entry = builder->entry;
	image->jump.argument = builder->argument;
	image->list_digest = list_digest(image);
	image->data_digest = data_digest(image);
	return 0;
}

static int image_new(const struct kdump_builder *builder,
		     const struct kexec_segment *user,
		     struct reboot_image **ret)
{
	struct build *build = kzalloc(sizeof(*build), GFP_KERNEL);
	int error = -ENOMEM;

	if (!build)
		return error;
	build->builder = builder;
	build->user = user;
	kdump_range_set_init(&build->avoid, build->destination,
			     ARRAY_SIZE(build->destination));
	kdump_sources_init(&build->sources, &build->avoid);
	build->image = kzalloc(sizeof(*build->image), GFP_KERNEL);
	if (build->image)
		error = build_all(build);
	kdump_sources_done(&build->sources);
	if (error)
		image_destroy(build->image);
	else
		*ret = build->image;
	kfree(build);
	return error;
}

/* Half of all RAM taken would push the machine into reclaim or OOM. */
static bool too_large(const struct kdump_builder *builder)
{
	u64 limit = (u64)totalram_pages() / 2 * PAGE_SIZE, total = 0;
	unsigned int i;

	for (i = 0; i < builder->count; i++)
		total += kdump_range_size(&builder->segment[i].memory);
	if (total <= limit)
		return false;
	pr_err("load refused: the segments take %llu KiB, more than half of RAM (%llu KiB)\n",
	       total >> 10, limit >> 10);
	return true;
}

/**
 * kdump_reboot_install - check what was built and make it what kexec -e starts
 * @builder: the image; still the caller's to destroy
 * @user: for each of its segments where the bytes are in user memory; NULL if
 *	the segments have them
 *
 * On any error what was loaded before is still loaded.
 *
 * Return: 0; the errnos of kdump_builder_check(); %-EINVAL if it takes more
 * than half of RAM; %-EFAULT for a bad buffer; %-ENOMEM; %-EINTR when killed;
 * %-ENOSPC if RAM is in too many pieces.
 */
int kdump_reboot_install(const struct kdump_builder *builder,
			 const struct kexec_segment *user)
{
	struct reboot_image *image, *before = loaded();
	int error;

	error = kdump_builder_check(builder);
	if (error)
		return error;
	if (too_large(builder))
		return -EINVAL;
	error = image_new(builder, user, &image);
	if (error == -ENOMEM)
		pr_err("load refused: there is not enough free memory\n");
	if (error)
		return error;
	kexec_image = (struct kimage *)image;
	image_destroy(before);
	pr_info("kernel loaded for kexec -e: %u segments, entry 0x%llx\n",
		builder->count, builder->entry);
	return 0;
}

/**
 * kdump_reboot_unload - forget what kexec -e would start
 *
 * Nothing loaded is fine.
 */
void kdump_reboot_unload(void)
{
	struct reboot_image *image = loaded();

	kexec_image = NULL;
	image_destroy(image);
}

/* System RAM in whole pages, less what belongs to capture kernels. */
static int add_hole(struct resource *resource, void *set)
{
	struct kdump_range range = {
		PAGE_ALIGN(resource->start),
		ALIGN_DOWN(resource->end + 1, PAGE_SIZE),
	};

	return range.start < range.end ? kdump_range_set_add(set, &range) : 0;
}

static int gather_holes(struct kdump_range_set *holes)
{
	const struct kdump_range omit[] = {
		kdump_region(),
		kdump_region_low(),
	};
	unsigned int i;
	int error;

	/* The first megabyte is full of what firmware and boot code use. */
	error = walk_system_ram_res(SZ_1M, U64_MAX, holes, add_hole);
	for (i = 0; i < ARRAY_SIZE(omit) && !error; i++)
		error = kdump_range_set_exclude(holes, &omit[i]);
	if (error)
		pr_err("load refused: RAM is in more than %u pieces\n",
		       holes->capacity);
	return error;
}

/**
 * kdump_reboot_builder - start an image for kexec -e
 * @choose: places are still to be found; else user space has chosen them, and
 *	may have chosen memory that this kernel does not use
 * @ret: the builder, to be given to kdump_builder_destroy()
 *
 * Return: 0; %-ENOMEM; %-ENOSPC if RAM is in too many pieces.
 */
int kdump_reboot_builder(bool choose, struct kdump_builder **ret)
{
	struct kdump_builder *builder = kdump_builder_new();
	struct kdump_range *storage;
	int error;

	if (!builder)
		return -ENOMEM;
	storage = kdump_builder_alloc(builder,
				      RAM_RANGES_MAX * sizeof(*storage));
	error = storage ? 0 : -ENOMEM;
	if (!error) {
		kdump_range_set_init(&builder->room.ranges, storage,
				     RAM_RANGES_MAX);
		builder->room.outside = "is not in RAM";
		builder->room_name = "of free RAM";
		error = choose ? gather_holes(&builder->room.ranges) :
				 gather_ram(&builder->room.ranges);
	}
	if (error)
		kdump_builder_destroy(builder);
	else
		*ret = builder;
	return error;
}

static int verify(const struct reboot_image *image)
{
	if (!image)
		return -EINVAL;
	if (list_digest(image) == image->list_digest &&
	    data_digest(image) == image->data_digest)
		return 0;
	pr_err("not started: the loaded kernel was damaged in memory; load it again, and suspect hardware if it comes back\n");
	return -EILSEQ;
}

/* As for any restart, but the firmware is left out. Does not return. */
static void start(const struct reboot_image *image)
{
	kexec_in_progress = true;
	kernel_restart_prepare("kexec reboot");
	migrate_to_reboot_cpu();
	syscore_shutdown();
	/* Off since the migration, but the others are not stopped yet. */
	cpu_hotplug_enable();
	pr_notice("starting the kernel at 0x%llx\n", image->jump.entry);
	machine_shutdown();
	kmsg_dump(KMSG_DUMP_SHUTDOWN);
	local_irq_disable();
	kdump_arch.jump(&image->jump);
}

/**
 * kdump_reboot - start what is loaded
 *
 * Return: not if it works; %-EBUSY while a load runs; %-EINVAL if nothing is
 * loaded; %-EILSEQ if it was damaged since.
 */
int kdump_reboot(void)
{
	int error = kdump_load_lock();

	if (error)
		return error;
	error = verify(loaded());
	if (!error)
		start(loaded());
	kdump_load_unlock();
	return error;
}
