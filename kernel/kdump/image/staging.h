/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory for the bytes of an image while it is loaded.
 */
#ifndef _KDUMP_STAGING_H
#define _KDUMP_STAGING_H

#include <linux/types.h>

void *kdump_staging_alloc(size_t size, gfp_t zero);
void kdump_staging_free(void *memory);
void kdump_staging_settle(void);

#endif
