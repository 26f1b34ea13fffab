/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a dump goes: a file, a device, or a pipe.
 */
#ifndef KDUMP_SAVE_TARGET_H
#define KDUMP_SAVE_TARGET_H

#include <pthread.h>
#include <stdatomic.h>

#include "common.h"

#define TARGETS_MAX 8

/**
 * struct target - one of them
 * @name: as the user said it
 * @path: what is written to; NULL if it is no file that has to be made
 * @final: what @path is called when it is complete
 * @fd: what is written to
 * @flattened: as records, for what cannot seek
 * @lock: of a flattened one, held for a record
 * @dead: it failed, and gets nothing any more
 * @why: what failed
 * @written: bytes so far
 */
struct target {
	const char *name;
	char *path;
	char *final;
	int fd;
	bool flattened;
	pthread_mutex_t lock;
	atomic_bool dead;
	struct fault why;
	atomic_ullong written;
};

/**
 * struct targets - all that get the same dump
 * @list: they
 * @count: how many
 */
struct targets {
	struct target list[TARGETS_MAX];
	unsigned int count;
};

bool targets_open(struct targets *targets);
bool targets_alive(struct targets *targets);
bool targets_write(struct targets *targets, const void *bytes, size_t size,
		   uint64_t offset);
void targets_resize(struct targets *targets, uint64_t size);
void targets_flush(struct targets *targets);
void targets_close(struct targets *targets, bool complete);
void targets_free(struct targets *targets);
void target_fail(struct target *target, const char *what, int error);
int target_space(const struct target *target, uint64_t *ret);

#endif
