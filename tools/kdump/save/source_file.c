// SPDX-License-Identifier: GPL-2.0-only
/*
 * A source that is a file, without a filter: all of it is kept.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "source.h"

/* The end of the file is an error: sizes were compared with its size before. */
int source_file_read(struct source *source, void *to, uint64_t offset,
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
	.read = source_file_read,
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

void source_close(struct source *source)
{
	source_filter_close(source);
	close(source->fd);
	source->fd = -1;
}
