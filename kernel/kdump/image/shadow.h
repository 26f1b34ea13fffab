/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes that are replaced while a crash may come at any moment. Pure.
 */
#ifndef _KDUMP_TWIN_H
#define _KDUMP_TWIN_H

#include <linux/types.h>

/**
 * struct kdump_twin_seal - what a copy holds
 * @size: bytes, from its start
 * @digest: xxh64 of them
 */
struct kdump_twin_seal {
	u64 size;
	u64 digest;
};

/**
 * struct kdump_twin_seals - the seals of both copies
 * @main: of the copy that counts
 * @spare: of the other one
 */
struct kdump_twin_seals {
	struct kdump_twin_seal main;
	struct kdump_twin_seal spare;
};

/**
 * struct kdump_twin - two copies, of which one is whole at any moment
 * @main: the copy that others read, at an address that they know
 * @spare: the other one
 * @seals: what tells which of them is whole
 * @room: bytes that fit into each
 *
 * The memory belongs to the caller, who lets one writer in at a time.
 */
struct kdump_twin {
	void *main;
	void *spare;
	struct kdump_twin_seals *seals;
	u64 room;
};

/**
 * enum kdump_twin_state - what there is to do before main may be used
 * @KDUMP_TWIN_GOOD: nothing
 * @KDUMP_TWIN_TORN: kdump_twin_mend(), as a write did not get to its end
 * @KDUMP_TWIN_DAMAGED: neither copy is whole
 */
enum kdump_twin_state {
	KDUMP_TWIN_GOOD,
	KDUMP_TWIN_TORN,
	KDUMP_TWIN_DAMAGED,
};

int kdump_twin_write(const struct kdump_twin *twin, const void *data, u64 size);
enum kdump_twin_state kdump_twin_state(const struct kdump_twin *twin);
void kdump_twin_mend(const struct kdump_twin *twin);

#endif /* _KDUMP_TWIN_H */
