/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to module/: prototypes, by the file that defines them.
 */
#ifndef _KDUMP_MODULE_H
#define _KDUMP_MODULE_H

#include <linux/init.h>
#include <linux/types.h>

struct file;
struct vmcore_layout;

/* elfcorehdr_param.c, by early_param(), which is ours: see names.h */
extern const struct kdump_early_param kdump_elfcorehdr_setup;

/* command_line.c */
int __init kdump_find_elfcorehdr(void);

/* kernel_file.c: the file of the kernel's own reader */
int __init kdump_kernel_file_open(void);
int __init kdump_kernel_file_index(const struct vmcore_layout *layout);
void kdump_kernel_file_close(void);
struct file *kdump_kernel_file(loff_t *size);
u64 kdump_kernel_file_find(u64 address, loff_t *offset);

/* ram.c: what drivers say about old memory */
void __init kdump_ram_watch(void);
int __init kdump_ram_check(const struct vmcore_layout *layout);
void kdump_ram_unwatch(void);

/* takeover.c */
int __init kdump_takeover_check(void);
void __init kdump_takeover(void);
void kdump_give_back(void);

#endif /* _KDUMP_MODULE_H */
