// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whole files into memory. /proc and /sys tell no size beforehand, so reading
 * goes on until the end of the file or until the caller's limit is passed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kdump_load.h"

void *zero_alloc(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		fail("out of memory (%s wanted)", size_text(size));
	return memory;
}

/* Returns 0 or an errno; EFBIG beyond the limit. */
static int read_all(int fd, size_t limit, struct blob *blob)
{
	size_t room = 0;
	ssize_t got;

	for (;;) {
		if (room - blob->size < 2) {
			room = room ? 2 * room : 64 * 1024;
			blob->data = realloc(blob->data, room);
			if (!blob->data)
				return ENOMEM;
		}
		/* One byte stays free for the NUL. */
		got = read(fd, blob->data + blob->size, room - blob->size - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0)
			break;
		blob->size += (size_t)got;
		if (blob->size > limit)
			return EFBIG;
	}
	blob->data[blob->size] = '\0';
	return 0;
}

/* Returns false, with errno set, if the file is absent or not readable. */
bool file_try_read(const char *path, size_t limit, struct blob *ret)
{
	struct blob blob = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return false;
	error = read_all(fd, limit, &blob);
	close(fd);
	if (error) {
		free(blob.data);
		errno = error;
		return false;
	}
	*ret = blob;
	return true;
}

struct blob file_read(const char *path, size_t limit)
{
	struct blob blob;

	if (!file_try_read(path, limit, &blob))
		fail("cannot read %s: %s", path, strerror(errno));
	return blob;
}
