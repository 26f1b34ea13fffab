// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this kernel does differently because it is the capture kernel: it has
 * little memory, one thing to do, and people wait for it.
 *
 * Applied once, after the early parameters and before the others: what the
 * command line says of the same things comes later and wins. Each entry can be
 * left out by kdump.profile=-NAME, all of them by kdump.profile=off.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/array_size.h>
#include <linux/crash_dump.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "capture/capture.h"
#include "lib/text.h"

/**
 * struct profile_parameter - an entry that is a parameter of this kernel
 * @name: the entry's name
 * @parameter: as it would stand on the command line; one number, for nothing
 *	can be allocated yet
 */
struct profile_parameter {
	const char *name;
	const char *parameter;
};

static const struct profile_parameter profile_parameters[] __initconst = {
	/* 256 devices with their files in sysfs, which take 1.3 MiB. */
	{ "pty", "pty.legacy_count=0" },
	/* A pool of 2 MiB that finds errors of those who write kernels. */
	{ "kfence", "kfence.sample_interval=0" },
	/* It would compress into memory what does not fit into memory. */
	{ "zswap", "zswap.enabled=0" },
};

static bool __init rootfs_is_limited(void)
{
	return IS_ENABLED(CONFIG_TMPFS);
}

static bool __init initrd_is_known(void)
{
	return IS_ENABLED(CONFIG_BLK_DEV_INITRD);
}

static bool __init memmap_is_mapped(void)
{
	return IS_ENABLED(CONFIG_SPARSEMEM_VMEMMAP);
}

/* Entries whose turn comes later: each asks kdump_profile_has(). */
static const struct kdump_profile_entry profile_later[] __initconst = {
	{ "rootfs", rootfs_is_limited },
	{ "initrd", initrd_is_known },
	{ "memmap", memmap_is_mapped },
	{ }
};

/* Entries of this file and of the architecture, and a NULL. */
#define ENTRIES_MAX 16

static char *profile_given __initdata;

/* Ticks of the clock that runs on through the jump; 0 if there is none. */
static u64 capture_started __ro_after_init;

static int __init profile_setup(char *text)
{
	profile_given = text;
	return 0;
}
early_param("kdump.profile", profile_setup);

static int __init parameter_is_unknown(char *parameter, char *value,
				       const char *doing, void *unknown)
{
	*(bool *)unknown = true;
	return 0;
}

/* Returns whether this kernel has that parameter. */
static bool __init parameter_set(const char *parameter)
{
	bool unknown = false;
	char *error;
	char text[64];

	if (strscpy(text, parameter, sizeof(text)) < 0)
		return false;
	error = parse_args("kdump", text, __start___param,
			   __stop___param - __start___param, -1, -1, &unknown,
			   parameter_is_unknown);
	return !IS_ERR(error) && !unknown;
}

static void __init profile_say(struct seq_buf *applied, const char *name)
{
	seq_buf_printf(applied, "%s%s", applied->len ? ", " : "", name);
}

static void __init profile_apply_parameters(struct seq_buf *applied)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(profile_parameters); i++) {
		const struct profile_parameter *entry = &profile_parameters[i];

		if (!kdump_profile_lacks(profile_given, entry->name) &&
		    parameter_set(entry->parameter))
			profile_say(applied, entry->name);
	}
}

static void __init profile_apply_entries(const struct kdump_profile_entry *entry,
					 struct seq_buf *applied)
{
	for (; entry->name; entry++)
		if (!kdump_profile_lacks(profile_given, entry->name) &&
		    entry->apply())
			profile_say(applied, entry->name);
}

static void __init profile_report_unknown(void)
{
	const struct kdump_profile_entry *entry;
	const char *name[ENTRIES_MAX] = { };
	unsigned int i, count = 0;
	const char *word;
	size_t length;

	for (i = 0; i < ARRAY_SIZE(profile_parameters); i++)
		name[count++] = profile_parameters[i].name;
	for (entry = profile_later; entry->name; entry++)
		name[count++] = entry->name;
	for (entry = kdump_arch_profile; entry->name; entry++)
		if (count < ENTRIES_MAX - 1)
			name[count++] = entry->name;
	word = kdump_profile_unknown(profile_given, name, &length);
	if (word)
		pr_warn("kdump.profile=: ignoring \"%.*s\": expected off, or names with a '-' before each\n",
			(int)length, word);
}

/**
 * kdump_profile_has - shall this kernel do what an entry says?
 * @name: the entry
 *
 * At boot, once early parameters are known.
 *
 * Return: true if it is a capture kernel, and the entry was not left out.
 */
bool __init kdump_profile_has(const char *name)
{
	return is_kdump_kernel() && !kdump_profile_lacks(profile_given, name);
}

/**
 * kdump_profile_apply - start as a capture kernel, if this is one
 *
 * At boot, in setup_arch(): early parameters are known, others are not, and
 * nothing can be allocated.
 */
void __init kdump_profile_apply(void)
{
	char text[192];
	struct seq_buf applied;

	if (!is_kdump_kernel())
		return;
	capture_started = kdump_arch_ticks();
	profile_report_unknown();
	kdump_text_begin(&applied, text, sizeof(text));
	profile_apply_parameters(&applied);
	profile_apply_entries(profile_later, &applied);
	profile_apply_entries(kdump_arch_profile, &applied);
	if (!kdump_text_end(&applied))
		return;
	pr_info("capture kernel, starts with less: %s (kdump.profile=-NAME leaves one out)\n",
		text);
}

/**
 * kdump_capture_started - when this kernel found out that it is a capture kernel
 *
 * That is in setup_arch(), when it would reserve memory, and by a clock that
 * nothing sets: the kernel's own is wrong by what calibrations take.
 *
 * Return: kdump_arch_ticks() of then.
 */
u64 kdump_capture_started(void)
{
	return capture_started;
}
