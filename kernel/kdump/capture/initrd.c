// SPDX-License-Identifier: GPL-2.0-only
/*
 * The initramfs of a capture kernel, given back while it is unpacked: else it
 * is there twice when its last file is written, and this is when a capture
 * kernel needs most memory.
 *
 * Context: at boot, the task that unpacks it.
 */
#include <linux/init.h>
#include <linux/initrd.h>
#include <linux/kdump_capture.h>
#include <linux/memblock.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "capture/capture.h"

/* Of a plain archive: how much is written before it is given back. */
#define PIECE_BYTES SZ_64K

/**
 * struct initrd_stream - a packed archive on its way
 * @data: its bytes
 * @size: how many
 * @given: how many of them the decompressor was given
 * @last: where those start that it was given last
 * @flush: takes what comes out
 * @begun: something came out
 * @archive: it was the start of an archive; else all is kept, for it may be an
 *	old initrd, which becomes a file as it is
 */
struct initrd_stream {
	const u8 *data;
	size_t size;
	size_t given;
	size_t last;
	long (*flush)(void *data, unsigned long size);
	bool begun;
	bool archive;
};

static struct initrd_stream initrd_work __initdata;

/* It is to be kept, and shown in sysfs. */
static bool initrd_retained __initdata;

static int __init initrd_retain(char *text)
{
	initrd_retained = true;
	return 0;
}
early_param("retain_initrd", initrd_retain);

/* The same, as some architectures call it. */
static int __init initrd_keep(char *text)
{
	return initrd_retain(text);
}
early_param("keepinitrd", initrd_keep);

static bool __init initrd_to_free(const void *data, size_t size)
{
	unsigned long start = (unsigned long)data;

	return !initrd_retained && kdump_profile_has("initrd") &&
	       initrd_start && start >= initrd_start &&
	       start + size <= initrd_end;
}

/* What is left is the base's to free. */
static void __init initrd_free_up_to(const void *end)
{
	unsigned long start = PAGE_ALIGN(initrd_start);
	unsigned long stop = (unsigned long)end & PAGE_MASK;

	if (stop <= start)
		return;
	if (IS_ENABLED(CONFIG_ARCH_KEEP_MEMBLOCK))
		memblock_free((void *)start, stop - start);
	free_reserved_area((void *)start, (void *)stop, -1, NULL);
	initrd_start = stop;
}

/* Asked for more, the decompressor is done with all that it was given. */
static long __init initrd_fill(void *to, unsigned long size)
{
	struct initrd_stream *work = &initrd_work;
	size_t bytes = min_t(size_t, size, work->size - work->given);

	if (!bytes)
		return -1;
	if (work->archive)
		initrd_free_up_to(work->data + work->given);
	memcpy(to, work->data + work->given, bytes);
	work->last = work->given;
	work->given += bytes;
	return bytes;
}

static long __init initrd_flush(void *data, unsigned long size)
{
	struct initrd_stream *work = &initrd_work;

	if (!work->begun)
		work->archive = size >= 6 && (!memcmp(data, "070701", 6) ||
					      !memcmp(data, "070702", 6));
	work->begun = true;
	return work->flush(data, size);
}

/*
 * Of these kinds it is known how they count what they have used when they are
 * fed bit by bit: gzip from where the last bytes were put, the others all.
 */
static bool __init initrd_can_feed(const u8 *data, long size, bool *from_last)
{
	const char *name = NULL;

	decompress_method(data, size, &name);
	*from_last = name && !strcmp(name, "gzip");
	return *from_last || (name && (!strcmp(name, "xz") ||
				       !strcmp(name, "zstd")));
}

/**
 * kdump_capture_unpack - unpack a part of the initramfs
 * @unpack: the decompressor
 * @data: the packed part, and what follows it
 * @size: bytes of it
 * @flush: takes what comes out
 * @used: set to the bytes of the part
 * @report: takes an error's message
 *
 * Return: what @unpack returns.
 */
int __init kdump_capture_unpack(decompress_fn unpack, u8 *data, long size,
				long (*flush)(void *, unsigned long),
				long *used, void (*report)(char *))
{
	bool from_last;
	int error;

	if (!initrd_to_free(data, size) ||
	    !initrd_can_feed(data, size, &from_last)) {
		error = unpack(data, size, NULL, flush, NULL, used, report);
	} else {
		initrd_work = (struct initrd_stream){
			.data = data, .size = size, .flush = flush,
		};
		error = unpack(NULL, 0, initrd_fill, initrd_flush, NULL, used,
			       report);
		if (from_last)
			*used += initrd_work.last;
	}
	kdump_capture_memory_look();
	return error;
}

/**
 * kdump_capture_write - write the files of a part that is not packed
 * @write: writes them; returns how many bytes it took, all if it wants more
 * @data: the part, and what follows it
 * @size: bytes of it
 *
 * Return: the bytes that @write took.
 */
long __init kdump_capture_write(long (*write)(char *, unsigned long),
				char *data, unsigned long size)
{
	unsigned long done = 0, piece = PIECE_BYTES, bytes, written;

	if (!initrd_to_free(data, size))
		piece = size;
	do {
		bytes = min(size - done, piece);
		written = write(data + done, bytes);
		done += written;
		/* What comes next is looked at where it is. */
		if (written == bytes && done < size)
			initrd_free_up_to(data + done);
	} while (written == bytes && done < size);
	kdump_capture_memory_look();
	return done;
}
