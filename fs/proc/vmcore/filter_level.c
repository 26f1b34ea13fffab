// SPDX-License-Identifier: GPL-2.0-only
/*
 * The level of the filter, and whether there can be one: only a kernel of the
 * same build knows what the crashed one's page structs say.
 *
 * Context: process context.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/buildid.h>
#include <linux/errno.h>
#include <linux/hex.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "classify.h"
#include "filter.h"
#include "memmap_runs.h"
#include "vmcore.h"

#define ID_TEXT_SIZE (2 * BUILD_ID_SIZE_MAX + 1)

/* Set before the file can be opened. */
static struct vmcore_page_structs page_structs;
static int page_structs_error = -EOPNOTSUPP;
static char crashed_id[ID_TEXT_SIZE], own_id[ID_TEXT_SIZE];
static const struct kdump_range_set *memory;
static bool is_set_up;

/* Guards the finding of what is in page_structs.runs. */
static DEFINE_MUTEX(runs_lock);

/* What the next open takes. Before there is a file, what is asked for. */
static u32 filter_level;

static void own_id_read(void)
{
	u8 id[BUILD_ID_SIZE_MAX] = { };

	if (!vmcore_build_id(id, sizeof(id)))
		*bin2hex(own_id, id, sizeof(id)) = '\0';
}

static bool same_build(const struct kdump_info *info)
{
	own_id_read();
	if (kdump_info_string(info, "BUILD-ID", crashed_id, sizeof(crashed_id)))
		return false;
	return own_id[0] && !strcmp(own_id, crashed_id);
}

static int page_structs_find(const struct kdump_info *info)
{
	if (!same_build(info))
		return -EXDEV;
	return kdump_arch_tables(info, &page_structs.tables) ?:
	       vmcore_memmap_shape_init(&page_structs.shape, info);
}

/* The reason in the log: the answer of a write is only a number. */
static void report_refused(u32 level)
{
	switch (page_structs_error) {
	case -EXDEV:
		pr_warn("filter=%u is refused: the crashed kernel's build id is %s, this one's is %s, and only the same build knows its page structs\n",
			level, crashed_id[0] ? crashed_id : "unknown",
			own_id[0] ? own_id : "unknown");
		return;
	case -EINVAL:
		pr_warn("filter=%u is refused: vmcoreinfo does not tell where page structs are\n",
			level);
		return;
	}
	pr_warn("filter=%u is refused: page tables of this architecture are not known\n",
		level);
}

/**
 * vmcore_filter_set_level - say what the next open leaves out
 * @level: the sum of KDUMP_FILTER_*
 *
 * Before there is a file, the level is only remembered.
 *
 * Return: 0; %-EINVAL if there is no such level; %-EOPNOTSUPP, with a message,
 * if nothing can be left out.
 */
int vmcore_filter_set_level(u32 level)
{
	if (level > KDUMP_FILTER_MAX)
		return -EINVAL;
	if (is_set_up && page_structs_error && vmcore_classes_left_out(level)) {
		report_refused(level);
		return -EOPNOTSUPP;
	}
	WRITE_ONCE(filter_level, level);
	return 0;
}

/**
 * vmcore_filter_level - what the next open leaves out
 *
 * Return: the sum of KDUMP_FILTER_*.
 */
u32 vmcore_filter_level(void)
{
	return READ_ONCE(filter_level);
}

/**
 * vmcore_filter_setup - see whether there can be a filter
 * @file: the file, not to be opened yet; stays
 *
 * A level that was asked for and cannot be had becomes 0, with a message.
 */
void vmcore_filter_setup(const struct vmcore_file *file)
{
	memory = &file->ranges;
	page_structs_error = page_structs_find(&file->info);
	is_set_up = true;
	if (vmcore_filter_set_level(filter_level))
		filter_level = 0;
}

/**
 * vmcore_filter_teardown - undo vmcore_filter_setup()
 *
 * The file cannot be opened any more.
 */
void vmcore_filter_teardown(void)
{
	kvfree(page_structs.runs);
	page_structs.runs = NULL;
	is_set_up = false;
}

/* Once for all readers: it goes through all of memory, in large steps. */
static int memmap_runs_learn(struct vmcore_window_cache *windows)
{
	struct vmcore_memmap_runs *runs;
	int error = 0;

	mutex_lock(&runs_lock);
	if (page_structs.runs)
		goto out_unlock;
	runs = kvzalloc(sizeof(*runs), GFP_KERNEL);
	error = runs ? 0 : -ENOMEM;
	if (error)
		goto out_unlock;
	vmcore_filter_find_runs(runs, windows, &page_structs, memory);
	page_structs.runs = runs;
out_unlock:
	mutex_unlock(&runs_lock);
	return error;
}

/**
 * vmcore_filter_open - give a reader the present level, and its filter
 * @reader: being opened, its windows are there
 *
 * Return: 0; %-ENOMEM.
 */
int vmcore_filter_open(struct vmcore_reader *reader)
{
	u32 level = vmcore_filter_level();
	int error;

	reader->level = level;
	if (!vmcore_classes_left_out(level))
		return 0;
	if (level & KDUMP_FILTER_MEMMAP) {
		error = memmap_runs_learn(&reader->windows);
		if (error)
			return error;
	}
	reader->filter = vmcore_filter_new(&reader->windows, &page_structs,
					   level);
	return reader->filter ? 0 : -ENOMEM;
}
