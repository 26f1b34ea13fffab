/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What each file of kdump_save uses.
 */
#ifndef KDUMP_SAVE_COMMON_H
#define KDUMP_SAVE_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MIB ((uint64_t)1 << 20)

#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

/* Of a power of two. */
static inline uint64_t round_down(uint64_t value, uint64_t unit)
{
	return value & ~(unit - 1);
}

static inline uint64_t round_up(uint64_t value, uint64_t unit)
{
	return round_down(value + unit - 1, unit);
}

/**
 * struct fault - why something cannot be done, for a person
 * @text: names what is wrong and its value, ends without a line end
 */
struct fault {
	char text[256];
};

int fault_set(struct fault *fault, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A line on the standard error, after the name of the program. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
