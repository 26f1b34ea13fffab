// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a kernel learns that it is the capture kernel: elfcorehdr=.
 *
 * Two globals say so to the rest of the kernel, through is_kdump_kernel() and
 * is_vmcore_usable() of <linux/crash_dump.h>.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/crash_dump.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/printk.h>

/* Physical address of the ELF core header, or one of ELFCORE_ADDR_*. */
unsigned long long elfcorehdr_addr = ELFCORE_ADDR_MAX;
EXPORT_SYMBOL_GPL(elfcorehdr_addr);

/* Bytes of the header if the loader said so, else 0. */
unsigned long long elfcorehdr_size;

/* elfcorehdr=[size@]address, both with the usual suffixes */
static int __init setup_elfcorehdr(char *text)
{
	unsigned long long size = 0, address;
	char *at = text;

	if (!text)
		goto bad;
	address = memparse(text, &at);
	if (at != text && *at == '@') {
		text = at + 1;
		size = address;
		address = memparse(text, &at);
	}
	if (at == text || *at)
		goto bad;

	elfcorehdr_addr = address;
	elfcorehdr_size = size;
	return 0;
bad:
	/* Started after a crash, but from where there is no telling. */
	pr_err("elfcorehdr=%s: expected an address: there will be no /proc/vmcore\n",
	       text ?: "");
	vmcore_unusable();
	return 0;
}
early_param("elfcorehdr", setup_elfcorehdr);
