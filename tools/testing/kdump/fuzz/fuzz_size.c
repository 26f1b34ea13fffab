// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files that kdump_size reads: a kernel, and an initramfs.
 *
 * Input: the file, which is tried as both. What is packed in it is what follows
 * one odd byte.
 */
/* memfd_create() */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "size.h"

/* Of an entry of an archive: its header and a name, and what a file takes. */
#define ENTRY_LEAST 112
#define ENTRY_MOST (1024 + 4096)
/* What is packed may count four times, or be read as archives once more. */
#define TIMES 5

static bool said;

void say(const char *format, ...)
{
	EXPECT(format[0]);
	said = true;
}

uint64_t machine_module(const char *name)
{
	EXPECT(!strchr(name, '-') && !strchr(name, '/'));
	return strlen(name);
}

bool unpack_start(struct unpacker *unpacker, int fd, uint64_t offset)
{
	unsigned char first;

	if (pread(fd, &first, 1, (off_t)offset) != 1 || !(first & 1))
		return false;
	unpacker->from = fdopen(dup(fd), "r");
	EXPECT(unpacker->from &&
	       !fseeko(unpacker->from, (off_t)offset + 1, SEEK_SET));
	unpacker->pid = first & 2;
	return true;
}

bool unpack_end(struct unpacker *unpacker)
{
	fclose(unpacker->from);
	return unpacker->pid;
}

static void check_kernel(const char *name, size_t size)
{
	struct kernel kernel;

	said = false;
	if (!kernel_file_read(name, &kernel)) {
		EXPECT(said);
		return;
	}
	EXPECT(!said && size);
	EXPECT(kernel.content && kernel.content <= kernel.load);
	EXPECT(kernel.load <= (uint64_t)1 << 40);
}

static void check_initramfs(const char *name, size_t size)
{
	struct initramfs initramfs;

	if (!initramfs_read(name, &initramfs))
		return;
	EXPECT(initramfs.packed == size);
	EXPECT(initramfs.files <= TIMES * (size + (size / ENTRY_LEAST + 1) *
						  ENTRY_MOST));
	EXPECT(initramfs.modules <= TIMES * size);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	int fd = memfd_create("file", MFD_CLOEXEC);
	char name[40];

	EXPECT(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	check_kernel(name, size);
	check_initramfs(name, size);
	close(fd);
	return 0;
}
