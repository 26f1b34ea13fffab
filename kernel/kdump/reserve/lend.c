// SPDX-License-Identifier: GPL-2.0-only
/*
 * In which pieces memory is lent to user space. Pure.
 *
 * One piece is best. Where there is no hole for it, half as much is looked for,
 * until there is enough, or there are enough pieces, or they would be too small.
 */
#include <linux/align.h>
#include <linux/minmax.h>

#include "reserve/cmdline.h"

/**
 * kdump_lent_begin - say how much is wanted
 * @lent: filled in; nothing is found yet
 * @size: bytes that are wanted; rounded up to @border
 * @border: where pieces may start and end; a power of two
 */
void kdump_lent_begin(struct kdump_lent *lent, u64 size, u64 border)
{
	u64 whole = ALIGN(size, border);

	/* Nothing is as large as what cannot be rounded up. */
	if (whole < size)
		whole = ALIGN_DOWN(size, border);
	*lent = (struct kdump_lent){
		.border = border,
		.missing = whole,
		.piece = whole,
	};
}

/**
 * kdump_lent_found - note where the piece is
 * @lent: with a piece to look for; updated, with the next one
 * @start: the first byte of what was found, a multiple of the border
 */
void kdump_lent_found(struct kdump_lent *lent, u64 start)
{
	lent->range[lent->count++] = (struct kdump_range){
		start, start + lent->piece,
	};
	lent->missing -= lent->piece;
	lent->piece = lent->count < KDUMP_LENT_MAX ?
		      min(lent->piece, lent->missing) : 0;
}

/**
 * kdump_lent_not_found - note that there is no hole for the piece
 * @lent: with a piece to look for; updated, with a smaller one
 */
void kdump_lent_not_found(struct kdump_lent *lent)
{
	lent->piece = ALIGN_DOWN(lent->piece / 2, lent->border);
}

/**
 * kdump_lent_size - how much was found
 * @lent: what was
 *
 * Return: bytes of all ranges.
 */
u64 kdump_lent_size(const struct kdump_lent *lent)
{
	u64 size = 0;
	unsigned int i;

	for (i = 0; i < lent->count; i++)
		size += kdump_range_size(&lent->range[i]);
	return size;
}
