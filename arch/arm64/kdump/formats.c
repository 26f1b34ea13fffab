// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kinds of kernel file that kexec_file_load(2) takes: none. What it returns
 * makes kexec -a try kexec_load(2).
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/printk.h>

static int none_check(const void *kernel, size_t size)
{
	pr_err("load refused: kexec_file_load(2) takes no kernel file on this architecture, kexec_load(2) does (kexec -c)\n");
	return -ENOEXEC;
}

static const struct kdump_format format_none = {
	.name = "none",
	.check = none_check,
};

const struct kdump_format *const kdump_arch_formats[] = {
	&format_none,
	NULL
};
