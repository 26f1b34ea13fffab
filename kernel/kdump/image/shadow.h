/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes that are replaced while a crash may come at any moment. Pure.
 */
#ifndef _KDUMP_SHADOW_H
#define _KDUMP_SHADOW_H

#include <linux/types.h>

/**
 * struct kdump_shadow_seal - what a copy holds
 * @size: bytes, from its start
 * @digest: xxh64 of them
 */
struct kdump_shadow_seal {
	u64 size;
	u64 digest;
};

/**
 * struct kdump_shadow_seals - the seals of both copies
 * @main: of the copy that counts
 * @spare: of the other one
 */
struct kdump_shadow_seals {
	struct kdump_shadow_seal main;
	struct kdump_shadow_seal spare;
};

/**
 * struct kdump_shadow - two copies, of which one is whole at any moment
 * @main: the copy that others read, at an address that they know
 * @spare: the other one
 * @seals: what tells which of them is whole
 * @capacity: bytes that fit into each
 *
 * The memory belongs to the caller, who lets one writer in at a time.
 */
struct kdump_shadow {
	void *main;
	void *spare;
	struct kdump_shadow_seals *seals;
	u64 capacity;
};

/**
 * enum kdump_shadow_state - what there is to do before main may be used
 * @KDUMP_SHADOW_GOOD: nothing
 * @KDUMP_SHADOW_TORN: kdump_shadow_mend(), as a write did not get to its end
 * @KDUMP_SHADOW_DAMAGED: neither copy is whole
 */
enum kdump_shadow_state {
	KDUMP_SHADOW_GOOD,
	KDUMP_SHADOW_TORN,
	KDUMP_SHADOW_DAMAGED,
};

int kdump_shadow_write(const struct kdump_shadow *shadow, const void *data, u64 size);
enum kdump_shadow_state kdump_shadow_state(const struct kdump_shadow *shadow);
void kdump_shadow_mend(const struct kdump_shadow *shadow);

#endif /* _KDUMP_SHADOW_H */
