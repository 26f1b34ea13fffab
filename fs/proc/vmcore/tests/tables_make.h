/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Page tables as tests of memmap.c have them: three levels of 8 entries, pages
 * of 256 bytes; an address has 17 bits. An entry is an address, and what it is
 * in its lowest bits. kdump_arch_table_entry() of memmap_kunit.c knows them.
 */
#ifndef _VMCORE_TABLES_MAKE_H
#define _VMCORE_TABLES_MAKE_H

#include <linux/bits.h>
#include <linux/types.h>

#define TABLE 1
#define LEAF 2
#define LEVELS 3
#define PAGE_BITS 8
#define TABLE_BITS 3
#define PIECE BIT(PAGE_BITS)
/* What is mapped is mapped up here, where the bits above are all set. */
#define HIGH ((u64)(~0UL << (PAGE_BITS + LEVELS * TABLE_BITS)))

#define TABLES_MAKE(where) {						\
	.root = (where),						\
	.levels = LEVELS,						\
	.shift = { PAGE_BITS + 2 * TABLE_BITS, PAGE_BITS + TABLE_BITS,	\
		   PAGE_BITS },						\
	.bits = { TABLE_BITS, TABLE_BITS, TABLE_BITS },			\
}

#endif /* _VMCORE_TABLES_MAKE_H */
