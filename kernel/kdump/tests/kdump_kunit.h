/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the pure files share: sizes that read well in a table,
 * random numbers that are the same on every run, and the byte order.
 */
#ifndef _KDUMP_KUNIT_H
#define _KDUMP_KUNIT_H

#include <linux/elf.h>
#include <linux/kconfig.h>
#include <linux/prandom.h>
#include <linux/types.h>

#define KIB(n) ((u64)(n) << 10)
#define MIB(n) ((u64)(n) << 20)
#define GIB(n) ((u64)(n) << 30)
#define TIB(n) ((u64)(n) << 40)

/*
 * Dumps are in the byte order of the machine. Said here by its configuration,
 * not by the headers that the tested files use.
 */
#define NATIVE_BIG IS_ENABLED(CONFIG_CPU_BIG_ENDIAN)
#define NATIVE_DATA (NATIVE_BIG ? ELFDATA2MSB : ELFDATA2LSB)
#define OTHER_DATA (NATIVE_BIG ? ELFDATA2LSB : ELFDATA2MSB)

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
