/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of module/ say to each other.
 */
#ifndef _KDUMP_MODULE_H
#define _KDUMP_MODULE_H

#include <linux/init.h>
#include <linux/types.h>

struct file;

/* capture.c, by early_param(), which is ours: see names.h */
extern const struct kdump_parameter kdump_setup_elfcorehdr;

/* command_line.c */
int __init kdump_find_elfcorehdr(void);

/* ram.c: what drivers say about old memory */
int __init kdump_ram_watch(void);
int __init kdump_ram_check(void);
void kdump_ram_unwatch(void);
struct file *kdump_kernels_file(loff_t *size);

/* takeover.c */
int __init kdump_takeover(void);
void kdump_give_back(void);

#endif /* _KDUMP_MODULE_H */
