/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Not every architecture has words of its own for memory that is encrypted.
 */
#ifndef _KDUMP_COMPAT_ASM_COCO_H
#define _KDUMP_COMPAT_ASM_COCO_H

#ifndef KDUMP_LACKS_COCO_H
#include_next <asm/coco.h>
#endif

#endif /* _KDUMP_COMPAT_ASM_COCO_H */
