/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Before Linux 6.4 the hint that nothing called this code has another name.
 */
#ifndef _KDUMP_COMPAT_ASM_UNWIND_HINTS_H
#define _KDUMP_COMPAT_ASM_UNWIND_HINTS_H

#include_next <asm/unwind_hints.h>

#ifdef KDUMP_LACKS_END_OF_STACK
#define UNWIND_HINT_END_OF_STACK UNWIND_HINT_EMPTY
#endif

#endif /* _KDUMP_COMPAT_ASM_UNWIND_HINTS_H */
