// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands for filter_sysfs.c in a module:
 *
 *	insmod kdump_vmcore.ko filter=31
 *	/sys/module/kdump_vmcore/parameters/filter, filter_stats
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kdump.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "filter.h"
#include "vmcore.h"

#define NOTES "/sys/kernel/notes"
#define NOTES_SIZE 65536

/* The note that the linker makes, its owner with the NUL. */
#define ID_NOTE_NAME "GNU"
#define ID_NOTE_TYPE 3

static int id_find(const void *notes, size_t size, u8 *id, size_t id_size)
{
	struct kdump_note note;
	size_t offset = 0;

	while (kdump_note_next(notes, size, &offset, &note) > 0) {
		if (note.type != ID_NOTE_TYPE ||
		    note.name_size != sizeof(ID_NOTE_NAME) ||
		    memcmp(note.name, ID_NOTE_NAME, sizeof(ID_NOTE_NAME)) ||
		    note.desc_size > id_size)
			continue;
		memcpy(id, note.desc, note.desc_size);
		return 0;
	}
	return -ENOENT;
}

static ssize_t notes_read(void *to, size_t size)
{
	struct file *file = filp_open(NOTES, O_RDONLY, 0);
	loff_t offset = 0;
	ssize_t got;

	if (IS_ERR(file))
		return PTR_ERR(file);
	got = kernel_read(file, to, size, &offset);
	filp_close(file, NULL);
	return got;
}

/**
 * vmcore_build_id - the build id of this kernel
 * @id: where it goes
 * @size: how much fits there
 *
 * The kernel does not tell it to modules, but to user space. Process context,
 * may sleep.
 *
 * Return: 0; an errno if it cannot be told.
 */
int vmcore_build_id(u8 *id, size_t size)
{
	void *notes = kvmalloc(NOTES_SIZE, GFP_KERNEL);
	ssize_t got;
	int error;

	if (!notes)
		return -ENOMEM;
	got = notes_read(notes, NOTES_SIZE);
	error = got < 0 ? got : id_find(notes, got, id, size);
	kvfree(notes);
	return error;
}

static int filter_set(const char *value, const struct kernel_param *parameter)
{
	u32 level;

	return kstrtou32(value, 10, &level) ?: vmcore_filter_set_level(level);
}

static int filter_get(char *buffer, const struct kernel_param *parameter)
{
	return scnprintf(buffer, PAGE_SIZE, "%u\n", vmcore_filter_level());
}

static const struct kernel_param_ops filter_ops = {
	.set = filter_set,
	.get = filter_get,
};

module_param_cb(filter, &filter_ops, NULL, 0600);
MODULE_PARM_DESC(filter, "what the next open of the dump leaves out: the sum of 2 (cache), 4 (cache private), 8 (user), 16 (free), 32 (page structs)");

static int filter_stats_get(char *buffer, const struct kernel_param *parameter)
{
	return vmcore_filter_stats(buffer, PAGE_SIZE);
}

static const struct kernel_param_ops filter_stats_ops = {
	.get = filter_stats_get,
};

module_param_cb(filter_stats, &filter_stats_ops, NULL, 0400);
MODULE_PARM_DESC(filter_stats, "class, pages and bytes that readers came past");
