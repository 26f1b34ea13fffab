/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Newer bases do not tell the boot loader's setup_data from other RAM.
 */
#ifndef _KDUMP_COMPAT_ASM_E820_TYPES_H
#define _KDUMP_COMPAT_ASM_E820_TYPES_H

#include_next <asm/e820/types.h>

#ifdef KDUMP_LACKS_E820_KERN
#define E820_TYPE_RESERVED_KERN E820_TYPE_RAM
#endif

#endif /* _KDUMP_COMPAT_ASM_E820_TYPES_H */
