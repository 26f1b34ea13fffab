// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one question of all readers: what is at an offset, and how far?
 *
 * read(2), mmap(2), page faults, lseek(2) and the ioctl ask it, and do not look
 * at the layout, ask drivers or the filter themselves, so they agree about every
 * page.
 *
 * Context: process context, may sleep. The mmap lock may be held.
 */
#include <linux/kernel.h>
#include <linux/minmax.h>

#include "filter.h"
#include "vmcore.h"

/* The cookie where no driver has to be kept from withdrawing. */
#define RAM_NOT_LOCKED (-1)

/* Bytes of the headers or the notes, as far as they are in one buffer. */
static void extent_in_buffers(const struct vmcore_file *file,
			      const struct vmcore_place *place,
			      struct vmcore_extent *ret)
{
	size_t left = place->left;

	ret->kind = VMCORE_EXTENT_BUFFERED;
	ret->class = KDUMP_CLASS_DATA;
	if (place->area == VMCORE_HEADER) {
		ret->bytes = file->header + place->start;
	} else {
		ret->bytes = vmcore_dumps_bytes(file, place->start, &left);
		if (!ret->bytes)
			ret->bytes = file->notes + (place->start -
						    vmcore_dumps_size(file));
	}
	ret->size = min_t(u64, ret->size, left);
}

static void extent_is_gap(struct vmcore_extent *ret)
{
	ret->kind = VMCORE_EXTENT_ZERO;
	ret->class = KDUMP_CLASS_GAP;
}

/* Drivers may know that memory is no RAM any more: then it is not touched. */
static void extent_in_memory(const struct vmcore_place *place,
			     struct vmcore_extent *ret)
{
	bool is_ram;

	ret->kind = VMCORE_EXTENT_MEMORY;
	ret->class = KDUMP_CLASS_KERNEL;
	ret->address = place->start;
	if (!vmcore_ram_filtered())
		return;
	ret->ram_cookie = vmcore_ram_lock();
	ret->size = vmcore_ram_range(place->start, ret->size, &is_ram);
	if (!is_ram)
		extent_is_gap(ret);
}

/* What the reader's filter leaves out is not touched, either. */
static void extent_filter(struct vmcore_filter *filter, u64 offset,
			  bool by_class, struct vmcore_extent *ret)
{
	const struct vmcore_piece piece = { offset, ret->address, ret->size };
	struct vmcore_run run;

	vmcore_filter_run(filter, &piece, by_class, &run);
	ret->size = run.size;
	ret->class = run.class;
	if (!run.kept)
		ret->kind = VMCORE_EXTENT_ZERO;
}

static bool extent_at(const struct vmcore_reader *reader, u64 offset, u64 size,
		      bool by_class, struct vmcore_extent *ret)
{
	const struct vmcore_file *file = reader->file;
	struct vmcore_place place;

	might_sleep();
	if (!vmcore_layout_find(&file->layout, offset, &place))
		return false;
	ret->size = min(size, place.left);
	ret->ram_cookie = RAM_NOT_LOCKED;
	switch (place.area) {
	case VMCORE_HEADER:
	case VMCORE_NOTES:
		extent_in_buffers(file, &place, ret);
		break;
	case VMCORE_MEMORY:
		extent_in_memory(&place, ret);
		break;
	case VMCORE_GAP:
		extent_is_gap(ret);
		break;
	}
	if (reader->filter && ret->kind == VMCORE_EXTENT_MEMORY)
		extent_filter(reader->filter, offset, by_class, ret);
	return true;
}

/**
 * vmcore_extent_at - what is at an offset, and how far it goes
 * @reader: the open file
 * @offset: bytes from the start of the file
 * @size: how far to look, not 0
 * @ret: the extent, valid until vmcore_extent_end(); untouched at the end
 *
 * May ask drivers about each page of @size, so @size should not be much more
 * than what the caller is going to use.
 *
 * Return: false at or past the end of the file.
 */
bool vmcore_extent_at(const struct vmcore_reader *reader, u64 offset, u64 size,
		      struct vmcore_extent *ret)
{
	return extent_at(reader, offset, size, false, ret);
}

/**
 * vmcore_extent_of_class - the same, as far as the class does not change
 * @reader: the open file
 * @offset: bytes from the start of the file
 * @size: how far to look, not 0
 * @ret: the extent, valid until vmcore_extent_end(); untouched at the end
 *
 * Return: false at or past the end of the file.
 */
bool vmcore_extent_of_class(const struct vmcore_reader *reader, u64 offset,
			    u64 size, struct vmcore_extent *ret)
{
	return extent_at(reader, offset, size, true, ret);
}

/**
 * vmcore_extent_end - stop using an extent
 * @extent: what vmcore_extent_at() found
 *
 * Until then drivers cannot withdraw what they said of it.
 */
void vmcore_extent_end(const struct vmcore_extent *extent)
{
	if (extent->ram_cookie != RAM_NOT_LOCKED)
		vmcore_ram_unlock(extent->ram_cookie);
}
