// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel with a filter, for a program that is told so by LD_PRELOAD: any file
 * is one of proc, and a file that was opened when FAKE_FILTER_LEVEL said so has
 * a filter that keeps a part of it.
 *
 * FAKE_FILTER_LEVEL is the path of a file that stands for
 * /sys/kernel/kdump/filter. Of the file the first 16 pages are kept, and then
 * each page whose number FAKE_FILTER_KEPT has as a bit, modulo 8.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kdump_filter.h>
#include <linux/magic.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096u
#define LEVEL_FILE "/sys/kernel/kdump/filter"
#define FDS 64

static unsigned int levels[FDS];

static unsigned int level_now(const char *path)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
	char text[16] = "";

	if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
		return 0;
	close(fd);
	return (unsigned int)strtoul(text, NULL, 10);
}

static int do_open(const char *path, int flags, unsigned int mode)
{
	const char *level = getenv("FAKE_FILTER_LEVEL");
	int fd;

	if (!strcmp(path, LEVEL_FILE))
		path = level;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && fd < FDS)
		levels[fd] = level_now(level);
	return fd;
}

int open64(const char *path, int flags, ...)
{
	va_list arguments;
	unsigned int mode;

	va_start(arguments, flags);
	mode = flags & O_CREAT ? va_arg(arguments, unsigned int) : 0;
	va_end(arguments);
	return do_open(path, flags, mode);
}

int fstatfs64(int fd, struct statfs64 *ret)
{
	(void)fd;
	memset(ret, 0, sizeof(*ret));
	ret->f_type = PROC_SUPER_MAGIC;
	return 0;
}

static int is_kept(uint64_t page)
{
	return page < 16 ||
	       strtoul(getenv("FAKE_FILTER_KEPT"), NULL, 0) >> page % 8 & 1;
}

static int answer(int fd, struct kdump_filter_extents *question)
{
	struct kdump_filter_extent *to = (void *)(uintptr_t)question->extents;
	uint64_t at = question->offset, end;
	struct stat status;
	uint32_t count;

	if (fstat(fd, &status))
		return -1;
	for (count = 0; count < question->count; count++, at = end) {
		if (at >= (uint64_t)status.st_size)
			break;
		end = (at / PAGE + 1) * PAGE;
		if (end > (uint64_t)status.st_size)
			end = (uint64_t)status.st_size;
		to[count] = (struct kdump_filter_extent) {
			.offset = at, .size = end - at,
			.flags = is_kept(at / PAGE) ? KDUMP_EXTENT_KEPT : 0 };
	}
	question->count = count;
	question->offset = at;
	question->level = levels[fd];
	return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
	void *argument;
	va_list arguments;

	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	if (request != KDUMP_IOC_EXTENTS || fd < 0 || fd >= FDS) {
		errno = ENOTTY;
		return -1;
	}
	return answer(fd, argument);
}
