/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of kdump_size share. All sizes are in bytes.
 */
#ifndef KDUMP_SIZE_H
#define KDUMP_SIZE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define KIB ((uint64_t)1 << 10)
#define MIB ((uint64_t)1 << 20)

static inline uint64_t round_up(uint64_t value, uint64_t unit)
{
	return (value + unit - 1) / unit * unit;
}

static inline uint64_t larger_of(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* main.c: a line on the standard error. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* unpack.c */

/**
 * struct unpacker - a program that unpacks the rest of a file
 * @from: what it writes
 * @pid: the program
 */
struct unpacker {
	FILE *from;
	int pid;
};

bool unpack_start(struct unpacker *unpacker, int fd, uint64_t offset);
bool unpack_end(struct unpacker *unpacker);

/* kernel_file.c */

/**
 * struct kernel - what a kernel takes
 * @load: what it is loaded into
 * @content: what of that is not padding, as far as it is known
 */
struct kernel {
	uint64_t load;
	uint64_t content;
};

bool kernel_file_read(const char *name, struct kernel *ret);

/* initramfs.c */

/**
 * struct initramfs - what is in an initramfs
 * @packed: the size of its file
 * @files: what its files take when they are unpacked
 * @modules: what of them this machine has loaded as modules takes once more
 * @guessed: a part of it could not be unpacked here
 */
struct initramfs {
	uint64_t packed;
	uint64_t files;
	uint64_t modules;
	bool guessed;
};

bool initramfs_read(const char *name, struct initramfs *ret);

/* machine.c */
uint64_t machine_module(const char *name);
uint64_t machine_reserved(void);
bool machine_has_kdump(void);

#endif
