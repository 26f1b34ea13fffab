// SPDX-License-Identifier: GPL-2.0-only
/*
 * An initramfs, unpacked while it is loaded: after a crash there is no time for
 * it. Where that does not work it stays as it is, for the new kernel can do it.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "formats/decompress.h"
#include "formats/initramfs.h"
#include "formats/unpack.h"
#include "image/image.h"

/* More than any packer makes of files; a bound for what is allocated. */
#define TIMES_MAX 16

/* Archives start at multiples of this. */
#define ARCHIVE_ALIGN 4

/**
 * struct initramfs_unpacking - an initramfs on its way
 * @data: its parts, one after the other; not trusted
 * @size: its bytes
 * @at: how far it has come in it
 * @out: where the archives go, zeroed
 * @capacity: bytes of @out
 * @done: bytes of @out in use
 */
struct initramfs_unpacking {
	const u8 *data;
	size_t size;
	size_t at;
	u8 *out;
	size_t capacity;
	size_t done;
};

static int unpack_copy(struct initramfs_unpacking *work,
		       const struct kdump_initramfs_part *part)
{
	size_t bytes = part->end - part->start;

	if (bytes > work->capacity - work->done)
		return -ENOSPC;
	memcpy(work->out + work->done, work->data + part->start, bytes);
	work->done += bytes;
	work->at = part->end;
	return 0;
}

/* Of gzip alone there may be several streams; all others end with the file. */
static int unpack_stream(struct initramfs_unpacking *work, size_t *used,
			 size_t *bytes)
{
	size_t left = work->size - work->at, capacity = work->capacity - work->done;
	const u8 *data = work->data + work->at;
	u8 *out = work->out + work->done;
	kdump_decompress_fn *decompress;
	struct kdump_packed packed;
	struct kdump_diag diag;
	int error;

	if (kdump_packing_of(data, left) == KDUMP_PACKED_GZIP)
		return kdump_decompress_gzip_member(data, left, out, capacity,
						    used,
						    bytes);
	error = kdump_packed_parse(data, left, &diag, &packed);
	if (error)
		return error;
	decompress = kdump_decompressor(packed.packing);
	if (!decompress)
		return -EOPNOTSUPP;
	*used = left;
	return decompress(&packed, out, capacity, bytes);
}

/* What comes out has to be archives: no image of a disk, nor packed twice. */
static int unpack_packed(struct initramfs_unpacking *work,
			 const struct kdump_initramfs_part *part)
{
	size_t used, bytes;
	int error;

	work->at = part->start;
	error = unpack_stream(work, &used, &bytes);
	if (error)
		return error;
	if (!kdump_initramfs_plain(work->out + work->done, bytes))
		return -ENOEXEC;
	work->at += used;
	work->done += bytes;
	return 0;
}

static int unpack_parts(struct initramfs_unpacking *work)
{
	struct kdump_initramfs_part part;
	int error;

	work->at = 0;
	work->done = 0;
	do {
		work->done = min(ALIGN(work->done, ARCHIVE_ALIGN),
				 work->capacity);
		error = kdump_initramfs_next(work->data, work->size, work->at,
					     &part);
		if (error || part.kind == KDUMP_INITRAMFS_END)
			return error;
		error = part.kind == KDUMP_INITRAMFS_CPIO ?
			unpack_copy(work, &part) : unpack_packed(work, &part);
	} while (!error);
	return error;
}

/* Before it is placed: what the pieces so far leave of all that there is. */
static u64 initramfs_room(const struct kdump_builder *builder)
{
	u64 capacity = kdump_builder_capacity(builder);
	unsigned int i;

	for (i = 0; i < builder->count; i++)
		capacity -= min(capacity,
				kdump_range_size(&builder->segment[i].memory));
	return capacity;
}

/* The other half is for what the load needs besides. */
static bool memory_to_spare(size_t bytes)
{
	return PFN_UP(bytes) <= si_mem_available() / 2UL;
}

static int unpack_within(struct kdump_builder *builder,
			 struct initramfs_unpacking *work, size_t capacity)
{
	work->capacity = capacity;
	work->out = NULL;
	if (capacity > work->size && memory_to_spare(capacity))
		work->out = kdump_builder_alloc(builder, capacity);
	return work->out ? unpack_parts(work) : -ENOSPC;
}

/*
 * First into as much memory as the file says that it needs, for all memory that
 * is allocated is zeroed, too. Of several gzip streams only the last one says it,
 * so that it may need more.
 */
static int unpack_all(struct kdump_builder *builder,
		      struct initramfs_unpacking *work)
{
	u64 most = min_t(u64, kdump_initramfs_most(initramfs_room(builder)),
			 (u64)work->size * TIMES_MAX);
	u64 told = kdump_initramfs_content(work->data, work->size);

	if (told < most && !unpack_within(builder, work, told))
		return 0;
	return unpack_within(builder, work, most);
}

static void unpack_say(const struct initramfs_unpacking *work, int error)
{
	if (!error)
		pr_info("the initramfs is unpacked: %zu KiB became %zu KiB\n",
			work->size >> 10, work->done >> 10);
	else
		pr_notice("the initramfs stays packed: it is no archive of %zu KiB or less that this kernel can unpack (%d)\n",
			  work->capacity >> 10, error);
}

/**
 * kdump_initramfs_unpack - unpack the ramdisk of a capture kernel
 * @builder: the image with all pieces but this; owns the memory
 * @files: its ramdisk becomes the unpacked one, or stays as it is
 *
 * Says in the log what was done. Nothing that can fail makes the load fail, and
 * where memory is short it is left for the rest of the load.
 */
void kdump_initramfs_unpack(struct kdump_builder *builder,
			    struct kdump_files *files)
{
	struct initramfs_unpacking work = {
		.data = files->initrd, .size = files->initrd_size,
	};
	int error;

	kdump_assert_load_locked();
	if (!files->initrd || !kdump_unpack_wanted() ||
	    kdump_initramfs_plain(work.data, work.size))
		return;
	error = unpack_all(builder, &work);
	unpack_say(&work, error);
	if (error)
		return;
	files->initrd = work.out;
	files->initrd_size = work.done;
}
