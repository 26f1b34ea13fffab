/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 does not host SEV-SNP guests: a CPU that stops has nothing to
 * write back for them.
 */
#ifndef _KDUMP_6_1_ASM_SEV_H
#define _KDUMP_6_1_ASM_SEV_H

#include_next <asm/sev.h>

static inline void kdump_sev_callback(void) { }

#endif /* _KDUMP_6_1_ASM_SEV_H */
