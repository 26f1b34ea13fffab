/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 names the hint that nothing called this code differently.
 */
#ifndef _KDUMP_6_1_ASM_UNWIND_HINTS_H
#define _KDUMP_6_1_ASM_UNWIND_HINTS_H

#include_next <asm/unwind_hints.h>

#define UNWIND_HINT_END_OF_STACK UNWIND_HINT_EMPTY

#endif /* _KDUMP_6_1_ASM_UNWIND_HINTS_H */
