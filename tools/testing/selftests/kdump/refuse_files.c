// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_file_load(2) with files and command lines that must be refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refusals.h"

#define SCRATCH "/run/refusals.file"

long load_file(int kernel, int initrd, const char *cmdline, size_t size,
	       unsigned long flags)
{
	return kexec_file_load(kernel, initrd, cmdline, size,
			       flags | KEXEC_FILE_ON_CRASH);
}

int open_file(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		fail(path);
	return fd;
}

/* A kernel may do without. */
int open_initrd(void)
{
	return initrd_path ? open_file(initrd_path) : -1;
}

long load_good_files(int kernel, int initrd)
{
	return load_file(kernel, initrd, good_cmdline, strlen(good_cmdline) + 1,
			 initrd < 0 ? KEXEC_FILE_NO_INITRAMFS : 0);
}

long load_good(void)
{
	int kernel = open_file(kernel_path), initrd = open_initrd();
	long result = load_good_files(kernel, initrd);
	int error = errno;

	close(kernel);
	if (initrd >= 0)
		close(initrd);
	errno = error;
	return result;
}

long unload(void)
{
	return load_file(-1, -1, NULL, 0, KEXEC_FILE_UNLOAD);
}

void refuse_kernel(const char *name, int fd, int expected)
{
	refused(name, load_file(fd, -1, NULL, 0, KEXEC_FILE_NO_INITRAMFS),
		expected);
	if (fd >= 0)
		close(fd);
}

/* A file with this content, and zeros up to size; not open for writing. */
int file_of(const void *content, size_t filled, off_t size)
{
	int fd = open(SCRATCH, O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, content, filled) != (ssize_t)filled ||
	    ftruncate(fd, size) || close(fd))
		fail(SCRATCH);
	return open_file(SCRATCH);
}

static void refuse_descriptors(void)
{
	int writer, fd;

	refuse_kernel("kernel: no descriptor", -1, EBADF);
	refuse_kernel("kernel: descriptor 12345", 12345, EBADF);
	close(file_of("x", 1, 1));
	refuse_kernel("kernel: opened for writing",
		      open(SCRATCH, O_WRONLY), EBADF);
	refuse_kernel("kernel: opened as a path",
		      open(kernel_path, O_PATH), EBADF);
	refuse_kernel("kernel: a folder", open_file("/"), EINVAL);
	refuse_kernel("kernel: a device", open_file("/dev/null"), EINVAL);
	fd = file_of("x", 1, 4096);
	writer = open(SCRATCH, O_WRONLY);
	refuse_kernel("kernel: it is open for writing", fd, ETXTBSY);
	close(writer);
}

static void refuse_formats(void)
{
	refuse_kernel("kernel: empty", file_of("", 0, 0), EINVAL);
	refuse_kernel("kernel: one byte", file_of("x", 1, 1), ENOEXEC);
	refuse_kernel("kernel: 1023 bytes", file_of("MZ", 2, 1023), ENOEXEC);
	refuse_kernel("kernel: zeros", file_of("", 0, 65536), ENOEXEC);
	refuse_kernel("kernel: ELF", file_of("\177ELF\2\1\1", 7, 65536),
		      ENOEXEC);
	refuse_kernel("kernel: gzip", file_of("\037\213\010", 3, 65536),
		      ENOEXEC);
	if (initrd_path)
		refuse_kernel("kernel: the initrd", open_initrd(), ENOEXEC);
	else
		skip("kernel: the initrd", "there is none");
	refuse_kernel("kernel: 4 GiB and a byte",
		      file_of("MZ", 2, (1LL << 32) + 1), EFBIG);
}

static void refuse_initrds(void)
{
	int kernel = open_file(kernel_path), initrd;

	refused("initrd: no descriptor", load_file(kernel, -1, NULL, 0, 0),
		EBADF);
	initrd = file_of("", 0, 0);
	refused("initrd: empty", load_file(kernel, initrd, NULL, 0, 0), EINVAL);
	close(initrd);
	/* Zeros that are read into memory, but do not fit into the region. */
	initrd = file_of("", 0, region_size());
	refused("initrd: as large as the region", load_file(kernel, initrd, NULL, 0, 0),
		EADDRNOTAVAIL);
	close(initrd);
	unlink(SCRATCH);
	close(kernel);
}

static void refuse_cmdline(const char *name, const char *text, size_t size,
			   int expected)
{
	int kernel = open_file(kernel_path);

	refused(name, load_file(kernel, -1, text, size,
				KEXEC_FILE_NO_INITRAMFS), expected);
	close(kernel);
}

static void refuse_cmdlines(void)
{
	static char text[70000];

	memset(text, 'x', sizeof(text));
	refuse_cmdline("command line: does not end", text, 10, EINVAL);
	text[9] = '\0';
	refuse_cmdline("command line: ends twice", text, 20, EINVAL);
	text[9] = 'x';
	text[2999] = '\0';
	refuse_cmdline("command line: 3000 bytes", text, 3000, EINVAL);
	text[65536] = '\0';
	text[2999] = 'x';
	refuse_cmdline("command line: 64 KiB and a byte", text, 65537, EINVAL);
	refuse_cmdline("command line: 2^64 - 1 bytes", text, -1UL, EINVAL);
	refuse_cmdline("command line: at NULL", NULL, 10, EFAULT);
	refuse_cmdline("command line: in the kernel", (char *)(-1UL << 12), 10,
		       EFAULT);
}

static void refuse_flags(void)
{
	int kernel = open_file(kernel_path);

	/* To pass a device tree is nothing that a load can ask for. */
	refused("kexec_file_load: flag 0x20",
		load_file(kernel, -1, NULL, 0, 0x20 | KEXEC_FILE_NO_INITRAMFS),
		EINVAL);
	refused("kexec_file_load: flag 0x40",
		load_file(kernel, -1, NULL, 0, 0x40 | KEXEC_FILE_NO_INITRAMFS),
		EINVAL);
	if (IS_64_BIT)
		refused("kexec_file_load: flag in bit 32",
			load_file(kernel, -1, NULL, 0,
				  (unsigned long)(1ULL << 32)), EINVAL);
	else
		skip("kexec_file_load: flag in bit 32", "there is no such bit");
	close(kernel);
}

void refuse_files(void)
{
	refuse_descriptors();
	refuse_formats();
	refuse_initrds();
	refuse_cmdlines();
	refuse_flags();
}
