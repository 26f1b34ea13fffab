// SPDX-License-Identifier: GPL-2.0-only
/*
 * Device dumps: what drivers of the capture kernel found in their hardware.
 *
 * Each dump is a note of its own in whole pages, put before the notes of the
 * crashed kernel: those do not fill their last page, and zeros between notes
 * would end the list. Adding one moves all that follows, so the file is frozen
 * when it is opened for the first time.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/crash_dump.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "vmcore.h"

static bool dumps_disabled;
core_param(novmcoredd, dumps_disabled, bool, 0);

/**
 * struct device_dump - one dump
 * @list: in vmcore_file.dumps, in the order of the file
 * @note: the note, from vmalloc_user()
 * @size: bytes of @note, whole pages
 */
struct device_dump {
	struct list_head list;
	struct vmcoredd_header *note;
	size_t size;
};

/**
 * vmcore_dumps_bytes - find a byte of the device dumps
 * @file: the file, frozen
 * @offset: bytes from the first dump's start
 * @left: how many bytes there are from there to the end of one dump
 *
 * Return: where the byte is, NULL past the last dump.
 */
const void *vmcore_dumps_bytes(const struct vmcore_file *file, u64 offset,
			       size_t *left)
{
	const struct device_dump *dump;

	list_for_each_entry(dump, &file->dumps, list) {
		if (offset < dump->size) {
			*left = dump->size - offset;
			return (const void *)dump->note + offset;
		}
		offset -= dump->size;
	}
	return NULL;
}

/**
 * vmcore_dumps_size - how much the device dumps take of the file
 * @file: the file, frozen or with its lock held
 *
 * Return: bytes, whole pages.
 */
u64 vmcore_dumps_size(const struct vmcore_file *file)
{
	const struct device_dump *dump;
	u64 size = 0;

	list_for_each_entry(dump, &file->dumps, list)
		size += dump->size;
	return size;
}

static void dump_destroy(struct device_dump *dump)
{
	vfree(dump->note);
	kfree(dump);
}

/* The payload reaches to the end of the page, so that no gap follows. */
static void dump_write_header(struct device_dump *dump, const char *name)
{
	struct vmcoredd_header *note = dump->note;

	note->n_type = NT_VMCOREDD;
	note->n_namesz = sizeof(note->name);
	note->n_descsz = dump->size -
			 offsetof(struct vmcoredd_header, dump_name);
	strscpy_pad((char *)note->name, VMCOREDD_NOTE_NAME, sizeof(note->name));
	strscpy_pad((char *)note->dump_name, name, sizeof(note->dump_name));
}

static struct device_dump *dump_create(const struct vmcoredd_data *data)
{
	struct device_dump *dump = kzalloc(sizeof(*dump), GFP_KERNEL);

	if (!dump)
		return NULL;
	dump->size = PAGE_ALIGN(sizeof(*dump->note) + (size_t)data->size);
	dump->note = vmalloc_user(dump->size);
	if (!dump->note) {
		dump_destroy(dump);
		return NULL;
	}
	dump_write_header(dump, data->dump_name);
	return dump;
}

static int dump_append_locked(struct vmcore_file *file,
			      struct device_dump *dump, const char *name)
{
	struct vmcore_layout before = file->layout;
	int error;

	lockdep_assert_held(&file->lock);
	if (file->frozen) {
		pr_warn("device dump %s came after /proc/vmcore was opened and is not in it\n",
			name);
		return -EBUSY;
	}
	error = vmcore_layout_grow_notes(&file->layout, dump->size);
	if (error)
		return error;
	vmcore_export_move(&before, &file->layout, file->header);
	list_add_tail(&dump->list, &file->dumps);
	vmcore_file_resized();
	return 0;
}

static int dump_append(struct vmcore_file *file, struct device_dump *dump,
		       const char *name)
{
	int error;

	mutex_lock(&file->lock);
	error = dump_append_locked(file, dump, name);
	mutex_unlock(&file->lock);
	return error;
}

static bool dump_request_is_sane(const struct vmcoredd_data *data)
{
	return data && data->vmcoredd_callback && data->size &&
	       data->size <= U32_MAX - sizeof(struct vmcoredd_header) -
			     PAGE_SIZE &&
	       data->dump_name[0] &&
	       strnlen(data->dump_name, sizeof(data->dump_name)) <
	       sizeof(data->dump_name);
}

/**
 * vmcore_add_device_dump - let a driver put its dump into /proc/vmcore
 * @data: name, size, and the callback that writes the dump; not kept
 *
 * Process context, may sleep; the callback is called before the return.
 *
 * Return: 0; %-EINVAL without a name, a callback or a sensible size, or when
 * novmcoredd forbids it; %-ENODEV if there is no /proc/vmcore; %-EBUSY if it
 * has been opened already; %-EFBIG if it would become too large; %-ENOMEM; or
 * what the callback returned.
 */
int vmcore_add_device_dump(struct vmcoredd_data *data)
{
	struct vmcore_file *file = vmcore_file_get();
	struct device_dump *dump;
	int error;

	might_sleep();
	if (dumps_disabled) {
		pr_info_once("device dumps are off: novmcoredd\n");
		return -EINVAL;
	}
	if (!dump_request_is_sane(data))
		return -EINVAL;
	if (!file)
		return -ENODEV;

	dump = dump_create(data);
	if (!dump)
		return -ENOMEM;
	error = data->vmcoredd_callback(data, dump->note + 1);
	if (!error)
		error = dump_append(file, dump, data->dump_name);
	if (error)
		dump_destroy(dump);
	return error;
}
EXPORT_SYMBOL(vmcore_add_device_dump);
