/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kernel does differently because it is the capture kernel.
 */
#ifndef _KDUMP_CAPTURE_H
#define _KDUMP_CAPTURE_H

#include <linux/seq_buf.h>
#include <linux/types.h>

/* profile_text.c; pure */
bool kdump_profile_lacks(const char *text, const char *name);
const char *kdump_profile_unknown(const char *text, const char *const *names,
				  size_t *length);

/* profile.c */
bool kdump_profile_has(const char *name);
u64 kdump_capture_started(void);

#endif /* _KDUMP_CAPTURE_H */
