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
#include <linux/printk.h>
#include <linux/string.h>

#include "describe/elfcorehdr_text.h"
#include "lib/text.h"

/* Physical address of the ELF core header, or one of ELFCORE_ADDR_*. */
unsigned long long elfcorehdr_addr = ELFCORE_ADDR_MAX;
EXPORT_SYMBOL_GPL(elfcorehdr_addr);

/* Bytes of the header if the loader said so, else 0. */
unsigned long long elfcorehdr_size;

/* A header that is meant but not found: /proc/vmcore would show nothing. */
static void __init elfcorehdr_missing(const char *text)
{
	/* Started after a crash, but from where there is no telling. */
	pr_err("elfcorehdr=%s: expected an address: there will be no /proc/vmcore\n",
	       text);
	vmcore_unusable();
}

static void __init elfcorehdr_report_rest(const char *rest)
{
	char buffer[64];
	struct seq_buf out;

	kdump_text_begin(&out, buffer, sizeof(buffer));
	kdump_text_foreign(&out, rest, strlen(rest));
	kdump_text_end(&out);
	pr_warn("elfcorehdr=0x%llx: ignoring \"%s\" after the address\n",
		elfcorehdr_addr, buffer);
}

/* The value as the loader wrote it. */
static int __init elfcorehdr_setup(char *text)
{
	struct kdump_elfcorehdr_text found;

	if (!text || kdump_elfcorehdr_parse(text, &found)) {
		elfcorehdr_missing(text ?: "");
		return 0;
	}
	elfcorehdr_addr = found.address;
	elfcorehdr_size = found.size;
	if (*found.rest)
		elfcorehdr_report_rest(found.rest);
	return 0;
}
early_param("elfcorehdr", elfcorehdr_setup);
