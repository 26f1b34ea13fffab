/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Devices that use memory which the capture kernel is about to get.
 */
#ifndef _KDUMP_LENT_WAIT_H
#define _KDUMP_LENT_WAIT_H

/* lent_wait.c; crash path, alone */
void kdump_lent_wait(void);

#endif /* _KDUMP_LENT_WAIT_H */
