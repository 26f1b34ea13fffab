/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the reader's sources find in place of names that are not for modules.
 *
 * The compiler reads this before everything else, so that the declarations in
 * the kernel's own headers become declarations of our functions, with the
 * types that this kernel has. The sources are the same as in the kernel.
 */
#ifndef _KDUMP_MODULE_NAMES_H
#define _KDUMP_MODULE_NAMES_H

/* stubs.c */
#define walk_system_ram_res kdump_walk_system_ram_res

/*
 * elfcorehdr_param.c: the kernel's own reader forgets the address once it has
 * read the header, so the command line is read again.
 */
#define elfcorehdr_addr kdump_elfcorehdr_addr
#define elfcorehdr_size kdump_elfcorehdr_size
#define early_param(parameter, handler) \
	const struct kdump_early_param kdump_##handler __initconst = { \
		.name = parameter, \
		.set = handler, \
	}

/**
 * struct kdump_early_param - a word of the command line
 * @name: its name, before the '='
 * @set: takes the value
 */
struct kdump_early_param {
	const char *name;
	int (*set)(char *value);
};

/* Drivers bring device dumps to the kernel's own reader, never to this one. */
#undef CONFIG_PROC_VMCORE_DEVICE_DUMP

/*
 * For pgprot_encrypted() of a user mapping, which has what it takes from the
 * kernel's table of protections.
 */
#include <asm/coco.h>
#define cc_mkenc(value) (value)

#endif /* _KDUMP_MODULE_NAMES_H */
