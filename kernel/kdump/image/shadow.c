// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes that are replaced while a crash may come at any moment. Pure.
 *
 * The spare copy is written and sealed first, then the main one: wherever a
 * write is cut off, one of the two is whole, and its seal says so.
 */
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/xxhash.h>

#include <asm/barrier.h>

#include "image/shadow.h"

static void shadow_copy_write(void *copy, struct kdump_shadow_seal *seal,
			      const void *data, u64 size)
{
	memcpy(copy, data, size);
	seal->size = size;
	seal->digest = xxh64(data, size, 0);
	/* A CPU that crashes must not see the next copy before this one. */
	smp_wmb();
}

/**
 * kdump_shadow_write - replace the bytes
 * @shadow: both copies with their seals, writable
 * @data: the new bytes
 * @size: how many
 *
 * Return: 0, or %-ENOSPC, with nothing written, if they do not fit.
 */
int kdump_shadow_write(const struct kdump_shadow *shadow, const void *data, u64 size)
{
	if (size > shadow->capacity)
		return -ENOSPC;
	shadow_copy_write(shadow->spare, &shadow->seals->spare, data, size);
	shadow_copy_write(shadow->main, &shadow->seals->main, data, size);
	return 0;
}

/* A seal may be damaged as well as what it seals. */
static bool shadow_copy_whole(const struct kdump_shadow *shadow,
			      const void *copy,
			      const struct kdump_shadow_seal *seal)
{
	return seal->size && seal->size <= shadow->capacity &&
	       xxh64(copy, seal->size, 0) == seal->digest;
}

/**
 * kdump_shadow_state - which of the copies are whole?
 * @shadow: the copies; not changed
 *
 * Crash path: its time is bounded by the capacity.
 *
 * Return: what there is to do.
 */
enum kdump_shadow_state kdump_shadow_state(const struct kdump_shadow *shadow)
{
	if (shadow_copy_whole(shadow, shadow->main, &shadow->seals->main))
		return KDUMP_SHADOW_GOOD;
	if (shadow_copy_whole(shadow, shadow->spare, &shadow->seals->spare))
		return KDUMP_SHADOW_TORN;
	return KDUMP_SHADOW_DAMAGED;
}

/**
 * kdump_shadow_mend - finish a write that was cut off
 * @shadow: copies whose state is %KDUMP_SHADOW_TORN, writable
 *
 * Crash path.
 */
void kdump_shadow_mend(const struct kdump_shadow *shadow)
{
	shadow_copy_write(shadow->main, &shadow->seals->main, shadow->spare,
			  shadow->seals->spare.size);
}
