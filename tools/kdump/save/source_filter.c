// SPDX-License-Identifier: GPL-2.0-only
/*
 * The filter of the capture kernel: which pieces of /proc/vmcore are kept.
 *
 * A level is taken when the file is opened. Pieces are asked of one that was
 * opened at the level, and bytes are read from one at level 0: that shows all
 * memory, so that it can be mapped by large pages.
 *
 * A dump is walked over several times, and it costs the kernel a look at each
 * page struct to tell what is kept. So answers are remembered, from the start of
 * the file on, as long as there is room.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kdump_filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "source.h"

/* The last piece that a batch has no room for was looked at for nothing. */
#define BATCH 512u
#define REMEMBERED_MAX 32768u

/**
 * struct source_filter - what is known of the pieces
 * @fd: the file, opened at the level
 * @count: of @remembered
 * @last: the one that was looked at last
 * @remembered: where each piece ends, and in bit 0 whether it is kept; offsets
 *	are even, for all that can be left out is pages
 * @start: of the pieces in @batch
 * @batch_count: how many there are
 * @batch: the last ones that were asked for, and not remembered
 */
struct source_filter {
	int fd;
	uint32_t count;
	uint32_t last;
	uint64_t remembered[REMEMBERED_MAX];
	uint64_t start;
	uint32_t batch_count;
	struct kdump_filter_extent batch[BATCH];
};

static int ask(struct source_filter *filter, uint64_t offset, uint32_t *level)
{
	struct kdump_filter_extents question = {
		.offset = offset, .end = UINT64_MAX,
		.extents = (uintptr_t)filter->batch, .count = BATCH };

	while (ioctl(filter->fd, KDUMP_IOC_EXTENTS, &question))
		if (errno != EINTR)
			return errno;
	filter->start = offset;
	filter->batch_count = MIN(question.count, BATCH);
	*level = question.level;
	return 0;
}

static uint64_t remembered_end(const struct source_filter *filter, uint32_t at)
{
	return filter->remembered[at] & ~1ull;
}

static bool is_kept(const struct kdump_filter_extent *extent)
{
	return extent->flags & KDUMP_EXTENT_KEPT;
}

/* Pieces that are alike and follow each other are one. */
static bool remember(struct source_filter *filter, uint64_t end, bool kept)
{
	uint32_t last = filter->count - 1;

	if (end & 1)
		return false;
	if (filter->count && (filter->remembered[last] & 1) == kept) {
		filter->remembered[last] = end | kept;
		return true;
	}
	if (filter->count == REMEMBERED_MAX)
		return false;
	filter->remembered[filter->count++] = end | kept;
	return true;
}

/* Returns false when there is no more room, or nothing more to be told. */
static bool remember_batch(struct source_filter *filter)
{
	const struct kdump_filter_extent *extent = filter->batch;
	uint32_t i;

	for (i = 0; i < filter->batch_count; i++, extent++)
		if (!remember(filter, extent->offset + extent->size,
			      is_kept(extent)))
			return false;
	return filter->batch_count;
}

static uint64_t known_end(const struct source_filter *filter)
{
	return filter->count ? remembered_end(filter, filter->count - 1) : 0;
}

/* Up to an offset, if there is room. */
static int remember_up_to(struct source_filter *filter, uint64_t offset)
{
	uint32_t level;
	int error;

	while (known_end(filter) <= offset && filter->count < REMEMBERED_MAX) {
		error = ask(filter, known_end(filter), &level);
		if (error)
			return error;
		if (!remember_batch(filter))
			break;
	}
	return 0;
}

/* The piece that an offset is in; most come one after the other. */
static void recall(struct source_filter *filter, uint64_t offset,
		   struct source_extent *ret)
{
	uint32_t low = 0, high = filter->count - 1, middle;

	if (filter->last && remembered_end(filter, filter->last - 1) <= offset)
		low = filter->last;
	if (remembered_end(filter, low) > offset)
		high = low;
	else if (low < high && remembered_end(filter, low + 1) > offset)
		high = ++low;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (remembered_end(filter, middle) > offset)
			high = middle;
		else
			low = middle + 1;
	}
	filter->last = low;
	ret->end = remembered_end(filter, low);
	ret->kept = filter->remembered[low] & 1;
}

static bool find_in_batch(const struct source_filter *filter, uint64_t offset,
			  struct source_extent *ret)
{
	const struct kdump_filter_extent *extent = filter->batch;
	uint32_t i;

	for (i = 0; i < filter->batch_count; i++, extent++) {
		if (offset < extent->offset ||
		    offset - extent->offset >= extent->size)
			continue;
		ret->end = extent->offset + extent->size;
		ret->kept = is_kept(extent);
		return true;
	}
	return false;
}

static int filter_extent(struct source *source, uint64_t offset,
			 struct source_extent *ret)
{
	struct source_filter *filter = source->filter;
	uint32_t level;
	int error;

	error = remember_up_to(filter, offset);
	if (error)
		return error;
	if (offset < known_end(filter)) {
		recall(filter, offset, ret);
		return 0;
	}
	if (find_in_batch(filter, offset, ret))
		return 0;
	error = ask(filter, offset, &level);
	if (error)
		return error;
	return find_in_batch(filter, offset, ret) ? 0 : EIO;
}

static const struct source_ops filter_ops = {
	.read = source_file_read,
	.extent = filter_extent,
};

/* Of the module, which takes the place of the kernel's own reader; or of that. */
static int open_level(int flags)
{
	int fd = open("/sys/module/kdump_vmcore/parameters/filter",
		      flags | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		fd = open("/sys/kernel/kdump/filter", flags | O_CLOEXEC);
	return fd;
}

static int set_level(unsigned int level)
{
	char text[16];
	int fd = open_level(O_WRONLY), error = 0, size;

	if (fd < 0)
		return errno;
	size = snprintf(text, sizeof(text), "%u\n", level);
	if (write(fd, text, (size_t)size) != size)
		error = errno;
	close(fd);
	return error;
}

static unsigned int get_level(void)
{
	int fd = open_level(O_RDONLY);
	char text[16] = "";

	if (fd < 0)
		return 0;
	if (read(fd, text, sizeof(text) - 1) < 0)
		text[0] = '\0';
	close(fd);
	return (unsigned int)strtoul(text, NULL, 10);
}

/* Returns the open file, or minus an errno. */
static int open_at(const char *name, unsigned int level)
{
	int error = set_level(level), fd;

	if (error)
		return -error;
	fd = open(name, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int no_filter(struct source *source, unsigned int level, int error,
		     struct fault *fault)
{
	const char *why = error == ENOENT || error == ENOTTY ?
			  "this kernel has no filter" :
			  error == EOPNOTSUPP ?
			  "this kernel cannot filter the dump of that one, its log says why" :
			  strerror(error);

	return fault_set(fault, "-d %u: %s: %s; load kdump_vmcore.ko, let makedumpfile -d %u filter it, or save all of it with -d 1",
			 level, source->name, why, level);
}

/* Of an open filter: does it do what was asked for? */
static int check_level(struct source_filter *filter, unsigned int level)
{
	uint32_t opened = 0;
	int error = ask(filter, 0, &opened);

	if (error)
		return error;
	/* What the kernel leaves to us, it may or may not repeat. */
	return (opened | LEVEL_ZERO) == (level | LEVEL_ZERO) ? 0 : EOPNOTSUPP;
}

static int open_filter(struct source *source, unsigned int level)
{
	struct source_filter *filter = calloc(1, sizeof(*filter));
	int error;

	if (!filter)
		return ENOMEM;
	filter->fd = open_at(source->name, level);
	error = filter->fd < 0 ? -filter->fd : check_level(filter, level);
	if (!error) {
		remember_batch(filter);
		source->filter = filter;
		source->ops = &filter_ops;
		return 0;
	}
	if (filter->fd >= 0)
		close(filter->fd);
	free(filter);
	return error;
}

/* The file that bytes are read from shows all of them. */
static int reopen_whole(struct source *source)
{
	int fd = open_at(source->name, 0);

	if (fd < 0)
		return -fd;
	close(source->fd);
	source->fd = fd;
	return 0;
}

/**
 * source_filter - leave out what is not wanted
 * @source: an open one
 * @level: makedumpfile's; what a level of the kernel says does not count
 * @fault: says what to do instead
 *
 * Return: 0, or -1 if that cannot be done.
 */
int source_filter(struct source *source, unsigned int level,
		  struct fault *fault)
{
	unsigned int before = get_level();
	bool wanted = level > LEVEL_ZERO;
	int error = 0;

	if (wanted && !source->mapped)
		return fault_set(fault, "-d %u: %s is a file, and the filter is of /proc/vmcore; let makedumpfile -d %u filter it, or save all of it with -d 1",
				 level, source->name, level);
	if (!source->mapped || (!wanted && !before))
		return 0;
	if (wanted)
		error = open_filter(source, level);
	if (!error)
		error = reopen_whole(source);
	set_level(before);
	return error ? no_filter(source, level, error, fault) : 0;
}

/* Its memory and file, if there is one. */
void source_filter_close(struct source *source)
{
	if (!source->filter)
		return;
	close(source->filter->fd);
	free(source->filter);
	source->filter = NULL;
}
