// SPDX-License-Identifier: GPL-2.0-only
/*
 * An image while it is put together, in ordinary memory.
 *
 * Everything that can be refused or can fault happens to a builder; the
 * reserved region and the image that is armed in it are not touched here.
 *
 * Context: process context; the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include "describe/describe.h"
#include "describe/elf_core.h"
#include "image/image.h"
#include "image/staging.h"

/**
 * kdump_builder_new - start an image of a capture kernel
 *
 * Return: the builder, to be given to kdump_builder_destroy(), or NULL if
 * memory ran out.
 */
struct kdump_builder *kdump_builder_new(void)
{
	struct kdump_builder *builder;

	kdump_assert_load_locked();
	builder = kzalloc(sizeof(*builder), KDUMP_LOAD_GFP);
	if (!builder)
		return NULL;
	builder->region = kdump_region();
	kdump_range_set_init(&builder->allowed.ranges, &builder->region, 1);
	builder->allowed.ranges.count = 1;
	builder->allowed.outside = "is outside the reserved region";
	builder->allowed_name = "reserved by crashkernel=";
	return builder;
}

/**
 * kdump_builder_destroy - forget an image that was built, installed or not
 * @builder: the builder, or NULL
 */
void kdump_builder_destroy(struct kdump_builder *builder)
{
	if (!builder)
		return;
	while (builder->allocations)
		kdump_staging_free(builder->allocation[--builder->allocations]);
	kfree(builder);
}

/**
 * kdump_builder_own - let memory go away with the builder
 * @builder: owns the memory from now on, if it can
 * @memory: from kdump_staging_alloc() or vmalloc(); on failure it is gone already
 *
 * Return: 0, or %-ENOMEM if the builder has more than it can keep.
 */
int kdump_builder_own(struct kdump_builder *builder, void *memory)
{
	if (WARN_ON_ONCE(builder->allocations == KDUMP_ALLOCATIONS_MAX)) {
		kdump_staging_free(memory);
		return -ENOMEM;
	}
	builder->allocation[builder->allocations++] = memory;
	return 0;
}

/* Pass NULL through so that callers can nest the allocation. */
static void *builder_keep(struct kdump_builder *builder, void *memory)
{
	if (!memory || kdump_builder_own(builder, memory))
		return NULL;
	return memory;
}

/**
 * kdump_builder_alloc - staging memory for the builder's lifetime
 * @builder: the builder; owns the memory
 * @size: bytes, not 0
 *
 * Return: zeroed memory, page aligned, or NULL if memory ran out.
 */
void *kdump_builder_alloc(struct kdump_builder *builder, size_t size)
{
	kdump_assert_load_locked();
	return builder_keep(builder, kdump_staging_alloc(size, __GFP_ZERO));
}

/**
 * kdump_builder_add - add a piece whose place is given
 * @builder: gets the piece as its last one
 * @name: what it is; not copied
 * @data: its bytes, which must stay until the image is installed; NULL if
 *	kdump_builder_stage() will provide them
 * @size: bytes of @data
 * @memory: where it goes; checked later, by kdump_builder_check()
 *
 * Return: 0, or %-EINVAL if there are too many pieces.
 */
int kdump_builder_add(struct kdump_builder *builder, const char *name,
		      const void *data, u64 size,
		      const struct kdump_range *memory)
{
	if (builder->count == KDUMP_SEGMENTS_MAX)
		return -EINVAL;
	builder->segment[builder->count++] = (struct kdump_segment){
		.name = name,
		.data = data,
		.size = size,
		.memory = *memory,
	};
	return 0;
}

/**
 * kdump_builder_stage - memory for the bytes of a piece that has none yet
 * @builder: the builder; owns the memory
 * @index: the piece, with a size above 0
 *
 * Return: memory to be filled completely, or NULL if memory ran out.
 */
void *kdump_builder_stage(struct kdump_builder *builder, unsigned int index)
{
	struct kdump_segment *segment = &builder->segment[index];
	void *memory = builder_keep(builder,
				    kdump_staging_alloc(segment->size, 0));

	segment->data = memory;
	return memory;
}

/**
 * kdump_builder_segment - look at a piece that was added
 * @builder: with all pieces that are to be seen
 * @index: in the order of kexec_load(2), from 0
 *
 * Its bytes are there in an image that is started by a crash.
 *
 * Return: the piece, read-only; NULL past the last one.
 */
const struct kdump_segment *
kdump_builder_segment(const struct kdump_builder *builder, unsigned int index)
{
	return index < builder->count ? &builder->segment[index] : NULL;
}

static u64 allowed_size(const struct kdump_allowed *allowed)
{
	u64 size = 0;
	unsigned int i;

	for (i = 0; i < allowed->ranges.count; i++)
		size += kdump_range_size(&allowed->ranges.range[i]);
	return size;
}

static u64 half_of_ram(void)
{
	return (u64)totalram_pages() / 2 * PAGE_SIZE;
}

/**
 * kdump_builder_capacity - how large the pieces can become
 * @builder: whose pieces share the space
 *
 * Return: bytes for all of them, with those that are placed already; not more
 * than memory can be had for while they are put together.
 */
u64 kdump_builder_capacity(const struct kdump_builder *builder)
{
	return min3(allowed_size(&builder->allowed), half_of_ram(),
		    (u64)SSIZE_MAX);
}

/**
 * kdump_builder_find - find a place for a piece in the allowed ranges
 * @builder: with all pieces that are in the way
 * @what: the piece and what it needs
 * @ret: where it can be; untouched on failure
 *
 * Return: 0; %-EADDRNOTAVAIL, with a message, if there is no room.
 */
int kdump_builder_find(const struct kdump_builder *builder,
		       const struct kdump_placement *what,
		       struct kdump_range *ret)
{
	struct kdump_hole want = {
		.window = { what->lowest, what->highest ?: U64_MAX },
		.size = PAGE_ALIGN(what->offset + what->memory_size),
		.align = max_t(u64, what->align, PAGE_SIZE),
		.top_down = what->top_down,
	};
	u64 start;
	int error;

	kdump_assert_load_locked();
	error = -EADDRNOTAVAIL;
	if (want.size)
		error = kdump_segments_find_allowed(builder->segment,
						    builder->count,
						    &builder->allowed,
						    &want, &start);
	if (error) {
		pr_err("load refused: no room for the %s (%llu KiB) in the %llu KiB %s\n",
		       what->name, want.size >> 10,
		       allowed_size(&builder->allowed) >> 10, builder->allowed_name);
		return error;
	}
	*ret = (struct kdump_range){ start + what->offset, start + want.size };
	return 0;
}

/**
 * kdump_builder_place - add a piece wherever in the allowed ranges it fits
 * @builder: gets the piece as its last one
 * @what: the piece and what it needs
 * @ret: where it will be; untouched on failure
 *
 * Return: 0; %-EADDRNOTAVAIL, with a message, if there is no room; %-EINVAL
 * if there are too many pieces.
 */
int kdump_builder_place(struct kdump_builder *builder,
			const struct kdump_placement *what,
			struct kdump_range *ret)
{
	struct kdump_range memory;
	int error = kdump_builder_find(builder, what, &memory);

	if (!error)
		error = kdump_builder_add(builder, what->name, what->data,
					  what->size, &memory);
	if (!error)
		*ret = memory;
	return error;
}

/*
 * Only this kernel may have taken a digest of that piece. Without effect where
 * the kernel is not configured for it.
 */
static void builder_make_updatable(struct kdump_builder *builder,
				   const struct kdump_range *elfcorehdr)
{
	if (KDUMP_UPDATABLE)
		builder->elfcorehdr = *elfcorehdr;
}

/**
 * kdump_builder_place_elfcorehdr - describe this machine to the capture kernel
 * @builder: the image, whose format will tell the capture kernel of all memory
 *	that is to be its own
 * @ret: where the header will be, with space for what may be added later; to
 *	be kept out of the capture kernel's RAM. Untouched on failure
 *
 * Return: 0; the errnos of kdump_elfcorehdr_new(); %-EADDRNOTAVAIL if there
 * is no room.
 */
int kdump_builder_place_elfcorehdr(struct kdump_builder *builder,
				   struct kdump_range *ret)
{
	struct kdump_placement placement = {
		.name = "elfcorehdr",
	};
	void *header = kdump_elfcorehdr_new(true, &placement.size);
	int error;

	if (IS_ERR(header))
		return PTR_ERR(header);
	error = kdump_builder_own(builder, header);
	if (error)
		return error;
	placement.data = header;
	placement.memory_size = max_t(u64, placement.size,
				      kdump_elfcorehdr_space());
	error = kdump_builder_place(builder, &placement, ret);
	if (error)
		return error;
	builder->lent = true;
	builder_make_updatable(builder, ret);
	return 0;
}

/* One of this machine, of either class: see kdump_elfcorehdr_new(). */
static bool segment_is_elfcorehdr(const struct kdump_segment *segment)
{
	struct kdump_elf_identity identity = kdump_elf_identity();

	if (kdump_elfhdr_is_core(segment->data, segment->size, &identity))
		return true;
	identity.class = ELFCLASS64;
	return kdump_elfhdr_is_core(segment->data, segment->size, &identity);
}

/**
 * kdump_builder_find_updatable - find the elfcorehdr of a foreign image
 * @builder: the builder with all its bytes
 *
 * For callers that promise not to have taken a digest of it. It is the one
 * piece that is an ELF core header; of several, none is certain to be it.
 */
void kdump_builder_find_updatable(struct kdump_builder *builder)
{
	const struct kdump_range *found = NULL;
	unsigned int i;

	for (i = 0; i < builder->count; i++) {
		const struct kdump_segment *segment = &builder->segment[i];

		if (!segment_is_elfcorehdr(segment))
			continue;
		if (found) {
			pr_notice("several segments look like the elfcorehdr: hotplug will not update this image\n");
			return;
		}
		found = &segment->memory;
	}
	if (found)
		builder_make_updatable(builder, found);
	else
		pr_notice("no segment is an elfcorehdr: hotplug will not update this image\n");
}

/**
 * kdump_builder_set_entry - say where the new kernel starts
 * @builder: whose entry is set, or set again
 * @entry: physical address of its first instruction
 * @argument: value for the boot protocol's register, else 0
 */
void kdump_builder_set_entry(struct kdump_builder *builder, u64 entry,
			     u64 argument)
{
	builder->entry = entry;
	builder->argument = argument;
}

/**
 * kdump_builder_set_argument - say what the jump hands over
 * @builder: whose entry is set
 * @argument: value for the boot protocol's register
 */
void kdump_builder_set_argument(struct kdump_builder *builder, u64 argument)
{
	builder->argument = argument;
}

/* For kexec -d -s, which can see nothing of this by itself. */
static void builder_print_layout(const struct kdump_builder *builder)
{
	unsigned int i;

	for (i = 0; i < builder->count; i++) {
		const struct kdump_segment *segment = &builder->segment[i];

		pr_info("layout: segment %u: %s, 0x%llx-0x%llx, %llu bytes of data\n",
			i, segment->name, segment->memory.start,
			segment->memory.end - 1, segment->size);
	}
	pr_info("layout: entry 0x%llx, argument 0x%llx\n", builder->entry,
		builder->argument);
}

/**
 * kdump_builder_check - may this image be installed?
 * @builder: the builder with all pieces and the entry
 *
 * Return: 0; else, with a message, %-EADDRNOTAVAIL or %-EINVAL as
 * kdump_segments_check() says, or %-EADDRNOTAVAIL if the entry is in no piece.
 */
int kdump_builder_check(const struct kdump_builder *builder)
{
	char why[KDUMP_DIAG_SIZE];
	struct kdump_diag diag;
	int error;

	error = kdump_segments_check(builder->segment, builder->count,
				     &builder->allowed, &diag);
	if (error) {
		kdump_diag_string(&diag, why, sizeof(why));
		pr_err("load refused: %s\n", why);
		return error;
	}
	if (builder->print_layout)
		builder_print_layout(builder);
	if (!kdump_segments_hold(builder->segment, builder->count,
				 builder->entry)) {
		pr_err("load refused: the entry 0x%llx is in no segment\n",
		       builder->entry);
		return -EADDRNOTAVAIL;
	}
	return 0;
}

/**
 * kdump_builder_too_large - does an image take more than half of RAM?
 * @builder: the builder with all pieces, not checked yet
 *
 * Its staging would push the machine into reclaim, and everything else out.
 *
 * Return: true, with a message, if so.
 */
bool kdump_builder_too_large(const struct kdump_builder *builder)
{
	u64 limit = half_of_ram(), total = 0;
	unsigned int i;

	for (i = 0; i < builder->count; i++) {
		u64 size = kdump_range_size(&builder->segment[i].memory);

		if (check_add_overflow(total, size, &total) || total > limit)
			break;
	}
	if (i == builder->count)
		return false;
	pr_err("load refused: the segments take more than half of RAM (%llu KiB)\n",
	       limit >> 10);
	return true;
}

/**
 * kdump_load_refuse - say why what is to be loaded is of no use
 * @what: the file or a part of it
 * @diag: what a parser said of it
 * @error: what the load fails with
 *
 * Return: @error.
 */
int kdump_load_refuse(const char *what, const struct kdump_diag *diag, int error)
{
	char why[KDUMP_DIAG_SIZE];

	kdump_diag_string(diag, why, sizeof(why));
	pr_err("load refused: no usable %s: %s\n", what, why);
	return error;
}
