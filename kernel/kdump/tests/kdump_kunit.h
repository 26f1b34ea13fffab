/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the pure files share: sizes that read well in a table, and
 * random numbers that are the same on every run.
 */
#ifndef _KDUMP_KUNIT_H
#define _KDUMP_KUNIT_H

#include <linux/prandom.h>
#include <linux/types.h>

#define KIB(n) ((u64)(n) << 10)
#define MIB(n) ((u64)(n) << 20)
#define GIB(n) ((u64)(n) << 30)
#define TIB(n) ((u64)(n) << 40)

static inline u32 random_below(struct rnd_state *random, u32 limit)
{
	return prandom_u32_state(random) % limit;
}

/* As many small numbers as large ones. */
static inline u64 random_u64(struct rnd_state *random)
{
	u64 value = (u64)prandom_u32_state(random) << 32 |
		    prandom_u32_state(random);

	return value >> random_below(random, 64);
}

#endif /* _KDUMP_KUNIT_H */
