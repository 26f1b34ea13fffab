// SPDX-License-Identifier: GPL-2.0-only
/*
 * A source without a filter: all of it is kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "source.h"

/* The end of the file is an error: sizes were compared with its size before. */
static int file_read(struct source *source, void *to, uint64_t offset,
		     size_t size)
{
	size_t done = 0;
	ssize_t got;

	while (done < size) {
		got = pread(source->fd, (char *)to + done, size - done,
			    (off_t)(offset + done));
		if (got > 0)
			done += (size_t)got;
		else if (!got)
			return ENODATA;
		else if (errno != EINTR)
			return errno;
	}
	return 0;
}

static int file_extent(struct source *source, uint64_t offset,
		       struct source_extent *ret)
{
	(void)offset;
	*ret = (struct source_extent) { .end = source->size, .kept = true };
	return 0;
}

static const struct source_ops file_ops = {
	.read = file_read,
	.extent = file_extent,
};

/*
 * A mapped file kills its reader if another program makes it shorter. Files of
 * proc stay as they are, and there a copy costs as much as all the rest.
 */
static bool may_be_mapped(int fd)
{
	struct statfs status;

	return !fstatfs(fd, &status) && status.f_type == PROC_SUPER_MAGIC;
}

/**
 * source_open - open a dump
 * @source: set
 * @name: a path, which has to stay
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int source_open(struct source *source, const char *name, struct fault *fault)
{
	off_t size;

	*source = (struct source) { .ops = &file_ops, .name = name };
	source->fd = open(name, O_RDONLY | O_CLOEXEC);
	if (source->fd < 0)
		return fault_set(fault, "%s: %s", name, strerror(errno));
	size = lseek(source->fd, 0, SEEK_END);
	if (size < 0) {
		fault_set(fault, "%s: %s; a dump is read more than once", name,
			  strerror(errno));
		source_close(source);
		return -1;
	}
	source->size = (uint64_t)size;
	source->mapped = may_be_mapped(source->fd);
	return 0;
}

/**
 * source_filter - leave out what is not wanted
 * @source: an open one
 * @level: makedumpfile's
 * @fault: says what to do instead
 *
 * Return: 0, or -1 if that cannot be done.
 */
int source_filter(struct source *source, unsigned int level,
		  struct fault *fault)
{
	if (level <= LEVEL_ZERO)
		return 0;
	return fault_set(fault, "-d %u: %s has no filter; save all of it with -d 1, or let makedumpfile -d %u filter it",
			 level, source->name, level);
}

void source_close(struct source *source)
{
	close(source->fd);
	source->fd = -1;
}

/**
 * source_read - read a part that is small
 * @source: what to read
 * @to: has room for @size bytes
 * @offset: where
 * @size: how much
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int source_read(struct source *source, void *to, uint64_t offset, size_t size,
		struct fault *fault)
{
	int error;

	if (offset > source->size || size > source->size - offset)
		return fault_set(fault, "%zu bytes at 0x%" PRIx64
				 " reach past the end of the file, which has 0x%"
				 PRIx64, size, offset, source->size);
	error = source->ops->read(source, to, offset, size);
	if (error)
		return fault_set(fault, "reading %zu bytes at 0x%" PRIx64
				 ": %s", size, offset, strerror(error));
	return 0;
}
