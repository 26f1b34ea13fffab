// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes to targets. Each one gets the same bytes; one that fails is named and
 * left alone, and the others go on.
 *
 * A file has a name that says it is incomplete until it is not.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include "flattened.h"
#include "target.h"

#define INCOMPLETE_SUFFIX ".incomplete"

/**
 * target_fail - give up a target
 * @target: gets nothing any more
 * @what: what was tried
 * @error: an errno
 *
 * Several threads may find out; the first one says so.
 */
void target_fail(struct target *target, const char *what, int error)
{
	if (atomic_exchange(&target->dead, true))
		return;
	fault_set(&target->why, "%s: %s", what, strerror(error));
	say("%s: %s", target->name, target->why.text);
}

/* All of the pieces, in order, where the file stands. Changes the array. */
static int write_here(int fd, struct iovec *pieces, int count)
{
	ssize_t put;

	while (count) {
		put = writev(fd, pieces, count);
		if (put < 0 && errno != EINTR)
			return errno;
		if (put < 0)
			continue;
		for (; count && (size_t)put >= pieces->iov_len; count--)
			put -= (ssize_t)pieces++->iov_len;
		if (count) {
			pieces->iov_base = (char *)pieces->iov_base + put;
			pieces->iov_len -= (size_t)put;
		}
	}
	return 0;
}

static int write_record(struct target *target, const void *bytes, size_t size,
			uint64_t offset)
{
	struct flattened_record record = { htobe64(offset), htobe64(size) };
	struct iovec pieces[] = {
		{ &record, sizeof(record) }, { (void *)bytes, size } };
	int error;

	pthread_mutex_lock(&target->lock);
	error = write_here(target->fd, pieces, 2);
	pthread_mutex_unlock(&target->lock);
	return error;
}

static int write_at(const struct target *target, const char *bytes,
		    size_t size, uint64_t offset)
{
	ssize_t put;

	while (size) {
		put = pwrite(target->fd, bytes, size, (off_t)offset);
		if (put < 0 && errno != EINTR)
			return errno;
		if (put > 0) {
			bytes += put;
			size -= (size_t)put;
			offset += (uint64_t)put;
		}
	}
	return 0;
}

static void write_one(struct target *target, const void *bytes, size_t size,
		      uint64_t offset)
{
	int error = target->flattened ?
		    write_record(target, bytes, size, offset) :
		    write_at(target, bytes, size, offset);

	if (error)
		target_fail(target, "writing", error);
	else
		atomic_fetch_add(&target->written, size);
}

/* Some target is not dead. */
bool targets_alive(struct targets *targets)
{
	unsigned int i;

	for (i = 0; i < targets->count; i++)
		if (!atomic_load(&targets->list[i].dead))
			return true;
	return false;
}

/**
 * targets_write - write the same to all of them
 * @targets: where to
 * @bytes: what
 * @size: how many
 * @offset: where in the dump they belong
 *
 * Context: any thread.
 * Return: false if all targets are dead.
 */
bool targets_write(struct targets *targets, const void *bytes, size_t size,
		   uint64_t offset)
{
	struct target *target = targets->list;
	unsigned int i;

	for (i = 0; i < targets->count; i++, target++)
		if (!atomic_load(&target->dead))
			write_one(target, bytes, size, offset);
	return targets_alive(targets);
}

/**
 * targets_resize - let the dump be so long, where it is a file
 * @targets: all of them
 * @size: what is not written reads as zeros
 */
void targets_resize(struct targets *targets, uint64_t size)
{
	struct target *target = targets->list;
	unsigned int i;

	for (i = 0; i < targets->count; i++, target++)
		if (!atomic_load(&target->dead) && !target->flattened &&
		    target->path && ftruncate(target->fd, (off_t)size))
			target_fail(target, "setting its size", errno);
}

static int start_stream(struct target *target)
{
	union {
		struct flattened_header header;
		char bytes[FLATTENED_BYTES];
	} start = { .header = {
		.signature = FLATTENED_SIGNATURE,
		.type = htobe64(1), .version = htobe64(1) } };
	struct iovec piece = { &start, sizeof(start) };

	return write_here(target->fd, &piece, 1);
}

static int end_stream(struct target *target)
{
	struct flattened_record end = { UINT64_MAX, UINT64_MAX };
	struct iovec piece = { &end, sizeof(end) };

	return write_here(target->fd, &piece, 1);
}

/* A device, a pipe or the like is there already, and has no other name. */
static bool is_special(const char *path)
{
	struct stat status;

	return !stat(path, &status) && !S_ISREG(status.st_mode) &&
	       !S_ISDIR(status.st_mode);
}

/* What may be taken for the dump of another crash is never written over. */
static int make_file(struct target *target)
{
	if (!access(target->final, F_OK)) {
		errno = EEXIST;
		return -1;
	}
	if (asprintf(&target->path, "%s" INCOMPLETE_SUFFIX, target->final) < 0) {
		target->path = NULL;
		return -1;
	}
	return open(target->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		    0600);
}

static void open_one(struct target *target)
{
	int error;

	pthread_mutex_init(&target->lock, NULL);
	if (!strcmp(target->name, "-"))
		target->fd = STDOUT_FILENO;
	else if (is_special(target->final))
		target->fd = open(target->final, O_WRONLY | O_CLOEXEC);
	else
		target->fd = make_file(target);
	if (target->fd < 0) {
		target_fail(target, "opening", errno);
		return;
	}
	error = target->flattened ? start_stream(target) : 0;
	if (error)
		target_fail(target, "writing", error);
}

/**
 * targets_open - open all, and name those that cannot be
 * @targets: names and formats are set
 *
 * Return: false if none could be opened.
 */
bool targets_open(struct targets *targets)
{
	unsigned int i;

	for (i = 0; i < targets->count; i++)
		if (!atomic_load(&targets->list[i].dead))
			open_one(&targets->list[i]);
	return targets_alive(targets);
}

/* The new name is safe only when the folder is. */
static int sync_folder(const char *path)
{
	char *copy = strdup(path);
	int fd, error = 0;

	if (!copy)
		return ENOMEM;
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd))
		error = errno;
	if (fd >= 0)
		close(fd);
	free(copy);
	return error;
}

/* A file of nothing is of no use. */
static int finish_file(struct target *target, bool complete)
{
	if (target->path && !atomic_load(&target->written))
		return unlink(target->path) ? errno : 0;
	if (!target->path || !complete || atomic_load(&target->dead))
		return 0;
	if (rename(target->path, target->final))
		return errno;
	return sync_folder(target->final);
}

/* A pipe cannot be flushed, which is no failure. */
static int flush(int fd)
{
	return fsync(fd) && errno != EINVAL && errno != EROFS ? errno : 0;
}

/**
 * targets_flush - get what was written to where it is safe
 * @targets: all of them
 */
void targets_flush(struct targets *targets)
{
	struct target *target = targets->list;
	unsigned int i;
	int error;

	for (i = 0; i < targets->count; i++, target++) {
		error = atomic_load(&target->dead) ? 0 : flush(target->fd);
		if (error)
			target_fail(target, "flushing", error);
	}
}

static void close_one(struct target *target, bool complete)
{
	int error = 0;

	if (target->fd < 0)
		return;
	if (target->flattened && !atomic_load(&target->dead))
		error = end_stream(target);
	if (close(target->fd) && !error)
		error = errno;
	if (error)
		target_fail(target, "closing", error);
	error = finish_file(target, complete);
	if (error)
		target_fail(target, "renaming", error);
}

/**
 * targets_close - give the complete ones their names
 * @targets: all of them, flushed
 * @complete: the whole dump was given to them
 */
void targets_close(struct targets *targets, bool complete)
{
	unsigned int i;

	for (i = 0; i < targets->count; i++)
		close_one(&targets->list[i], complete);
}

/* The names of files, which results are told of until the end. */
void targets_free(struct targets *targets)
{
	unsigned int i;

	for (i = 0; i < targets->count; i++) {
		free(targets->list[i].path);
		free(targets->list[i].final);
	}
	targets->count = 0;
}

/**
 * target_space - how much fits on the file system of a target
 * @target: an open one
 * @ret: set to bytes
 *
 * Return: 0; an errno if that cannot be known, as of a pipe.
 */
int target_space(const struct target *target, uint64_t *ret)
{
	struct statvfs status;

	if (!target->path)
		return ESPIPE;
	if (fstatvfs(target->fd, &status))
		return errno;
	*ret = (uint64_t)status.f_bavail * status.f_frsize;
	return 0;
}
