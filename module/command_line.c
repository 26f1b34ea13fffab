// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds elfcorehdr= on the command line of the running kernel.
 *
 * elfcorehdr_param.c takes it apart, as it does at boot where it is part of the
 * kernel.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "module.h"

#define COMMAND_LINE "/proc/cmdline"
#define COMMAND_LINE_MAX 65536

/* The command line is not exported to modules, but to user space. */
static int __init command_line_read(char *to, size_t size)
{
	struct file *file = filp_open(COMMAND_LINE, O_RDONLY, 0);
	loff_t offset = 0;
	ssize_t got;

	if (IS_ERR(file))
		return PTR_ERR(file);
	do {
		got = kernel_read(file, to + offset, size - 1 - offset,
				  &offset);
	} while (got > 0);
	filp_close(file, NULL);
	to[offset] = '\0';
	return got;
}

/* As at boot: what follows "--" is for init, and the last one counts. */
static void __init command_line_parse(char *rest)
{
	char *name, *value;

	rest = skip_spaces(rest);
	while (*rest) {
		rest = next_arg(rest, &name, &value);
		if (!value && !strcmp(name, "--"))
			return;
		if (!strcmp(name, kdump_elfcorehdr_setup.name))
			kdump_elfcorehdr_setup.set(value);
	}
}

/**
 * kdump_find_elfcorehdr - learn where the crashed kernel's header is
 *
 * Process context, may sleep. Sets elfcorehdr_addr and elfcorehdr_size.
 *
 * Return: 0; %-ENODEV, with a message, if this is no capture kernel; %-ENOMEM;
 * or, with a message, why the command line cannot be read.
 */
int __init kdump_find_elfcorehdr(void)
{
	char *line = kvmalloc(COMMAND_LINE_MAX, GFP_KERNEL);
	int error;

	if (!line)
		return -ENOMEM;
	error = command_line_read(line, COMMAND_LINE_MAX);
	if (error)
		pr_err("cannot read " COMMAND_LINE " (%d): mount /proc first\n",
		       error);
	else
		command_line_parse(line);
	kvfree(line);
	if (!error && !is_vmcore_usable()) {
		pr_err("nothing crashed: no elfcorehdr=ADDRESS in " COMMAND_LINE ", so this is no capture kernel\n");
		error = -ENODEV;
	}
	return error;
}
