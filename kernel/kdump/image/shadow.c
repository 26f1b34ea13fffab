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

static void write_copy(void *copy, struct kdump_twin_seal *seal,
		       const void *data, u64 size)
{
	memcpy(copy, data, size);
	seal->size = size;
	seal->digest = xxh64(data, size, 0);
	/* A CPU that crashes must not see the next copy before this one. */
	smp_wmb();
}

/**
 * kdump_twin_write - replace the bytes
 * @twin: the copies
 * @data: the new bytes
 * @size: how many
 *
 * Return: 0, or %-ENOSPC, with nothing written, if they do not fit.
 */
int kdump_twin_write(const struct kdump_twin *twin, const void *data, u64 size)
{
	if (size > twin->room)
		return -ENOSPC;
	write_copy(twin->spare, &twin->seals->spare, data, size);
	write_copy(twin->main, &twin->seals->main, data, size);
	return 0;
}

/* A seal may be damaged as well as what it seals. */
static bool whole(const struct kdump_twin *twin, const void *copy,
		  const struct kdump_twin_seal *seal)
{
	return seal->size && seal->size <= twin->room &&
	       xxh64(copy, seal->size, 0) == seal->digest;
}

/**
 * kdump_twin_state - which of the copies are whole?
 * @twin: the copies; not changed
 *
 * Crash path: its time is bounded by the room.
 *
 * Return: what there is to do.
 */
enum kdump_twin_state kdump_twin_state(const struct kdump_twin *twin)
{
	if (whole(twin, twin->main, &twin->seals->main))
		return KDUMP_TWIN_GOOD;
	if (whole(twin, twin->spare, &twin->seals->spare))
		return KDUMP_TWIN_TORN;
	return KDUMP_TWIN_DAMAGED;
}

/**
 * kdump_twin_mend - finish a write that was cut off
 * @twin: copies whose state is %KDUMP_TWIN_TORN, writable
 *
 * Crash path.
 */
void kdump_twin_mend(const struct kdump_twin *twin)
{
	write_copy(twin->main, &twin->seals->main, twin->spare,
		   twin->seals->spare.size);
}
