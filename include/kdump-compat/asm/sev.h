/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A base that does not host SEV-SNP guests has nothing that a CPU writes back
 * for them before it stops.
 */
#ifndef _KDUMP_COMPAT_ASM_SEV_H
#define _KDUMP_COMPAT_ASM_SEV_H

#include_next <asm/sev.h>

#ifdef KDUMP_LACKS_SEV_CALLBACK
static inline void kdump_sev_callback(void) { }
#endif

#endif /* _KDUMP_COMPAT_ASM_SEV_H */
