/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who may change what is loaded: the load lock, and the state of the capture
 * image, in which loaders and the crash path meet.
 */
#ifndef _KDUMP_LOAD_LOCK_H
#define _KDUMP_LOAD_LOCK_H

#include <linux/kdump_port.h>
#include <linux/types.h>

/**
 * enum kdump_image_state - what became of the capture image
 * @KDUMP_IMAGE_EMPTY: none is loaded
 * @KDUMP_IMAGE_ARMED: a crash starts it
 * @KDUMP_IMAGE_BUSY: a loader writes to the region, or gives it back
 * @KDUMP_IMAGE_CRASHING: a crash has claimed it
 */
enum kdump_image_state {
	KDUMP_IMAGE_EMPTY,
	KDUMP_IMAGE_ARMED,
	KDUMP_IMAGE_BUSY,
	KDUMP_IMAGE_CRASHING,
};

int kdump_load_trylock(void);
void kdump_load_unlock(void);

bool kdump_image_loaded(void);
int kdump_image_take(enum kdump_image_state *before);
void kdump_image_put(enum kdump_image_state state);
int kdump_image_hold_off(void);
void kdump_image_allow(void);
enum kdump_image_state kdump_image_claim_state(void);

#endif /* _KDUMP_LOAD_LOCK_H */
