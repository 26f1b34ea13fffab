// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's own /proc/vmcore, and where memory is in it.
 *
 * It has a chunk for each of ours, in the same order and without gaps, up to
 * its end; what is before them may differ. Segments may be many, in any order,
 * and overlap: an index by address is made once, so that looking something up
 * takes O(log n) steps.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/bsearch.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "module.h"
#include "vmcore.h"

/**
 * struct indexed_memory - memory that is in one piece in the kernel's file
 * @pages: whole pages, in no other entry
 * @to_end: bytes of the file from the first of these pages to its end
 */
struct indexed_memory {
	struct kdump_range pages;
	u64 to_end;
};

static struct file *kernel_file;
static loff_t kernel_file_size;

/* Ascending by address, without overlaps; fixed when init is over. */
static struct indexed_memory *memory_index;
static unsigned int nr_indexed;

static int indexed_compare(const void *left, const void *right)
{
	const struct indexed_memory *a = left, *b = right;

	if (a->pages.start != b->pages.start)
		return a->pages.start < b->pages.start ? -1 : 1;
	return 0;
}

static void __init index_fill(const struct vmcore_layout *layout)
{
	unsigned int i = layout->nr_chunks;
	u64 to_end = 0;

	while (i-- > 0) {
		to_end += kdump_range_size(&layout->chunks[i].memory);
		memory_index[i] = (struct indexed_memory){
			layout->chunks[i].memory, to_end,
		};
	}
	sort(memory_index, layout->nr_chunks, sizeof(*memory_index),
	     indexed_compare, NULL);
}

/* Of memory that is in several chunks, any place in the file will do. */
static void __init index_drop_overlaps(unsigned int nr)
{
	unsigned int i;
	u64 end = 0;

	for (i = 0; i < nr; i++) {
		struct indexed_memory entry = memory_index[i];
		u64 known = max(end, entry.pages.start) - entry.pages.start;

		if (known >= kdump_range_size(&entry.pages))
			continue;
		entry.pages.start += known;
		entry.to_end -= known;
		end = entry.pages.end;
		memory_index[nr_indexed++] = entry;
	}
}

/**
 * kdump_kernel_file_index - learn where memory is in the kernel's file
 * @layout: our own file
 *
 * Process context, may sleep; once.
 *
 * Return: 0; %-ENOMEM.
 */
int __init kdump_kernel_file_index(const struct vmcore_layout *layout)
{
	memory_index = kvcalloc(layout->nr_chunks, sizeof(*memory_index),
				GFP_KERNEL);
	if (!memory_index)
		return -ENOMEM;
	index_fill(layout);
	index_drop_overlaps(layout->nr_chunks);
	return 0;
}

static int indexed_find(const void *key, const void *entry)
{
	const struct kdump_range *pages =
		&((const struct indexed_memory *)entry)->pages;
	u64 address = *(const u64 *)key;

	if (address < pages->start)
		return -1;
	return address >= pages->end;
}

/**
 * kdump_kernel_file_find - find memory in the kernel's file
 * @address: physical address
 * @offset: where it is in the file
 *
 * Any context.
 *
 * Return: how many bytes follow there and in memory alike; 0 if the file does
 * not have @address.
 */
u64 kdump_kernel_file_find(u64 address, loff_t *offset)
{
	const struct indexed_memory *entry;

	entry = bsearch(&address, memory_index, nr_indexed, sizeof(*entry),
			indexed_find);
	if (!entry)
		return 0;
	*offset = kernel_file_size - entry->to_end +
		  (address - entry->pages.start);
	return *offset < 0 ? 0 : entry->pages.end - address;
}

/**
 * kdump_kernel_file_open - open the kernel's file
 *
 * Process context, may sleep; once.
 *
 * Return: 0; %-ENOENT, with a message, if it cannot be opened.
 */
int __init kdump_kernel_file_open(void)
{
	might_sleep();
	kernel_file = filp_open("/proc/vmcore", O_RDONLY, 0);
	if (IS_ERR(kernel_file)) {
		pr_err("/proc/vmcore cannot be opened (%ld), which knows the drivers that say what is RAM\n",
		       PTR_ERR(kernel_file));
		return -ENOENT;
	}
	kernel_file_size = i_size_read(file_inode(kernel_file));
	return 0;
}

/**
 * kdump_kernel_file_close - undo kdump_kernel_file_open() and what followed it
 *
 * Process context, may sleep.
 */
void kdump_kernel_file_close(void)
{
	might_sleep();
	kvfree(memory_index);
	filp_close(kernel_file, NULL);
}

/**
 * kdump_kernel_file - the kernel's own file
 * @size: how large it was when it was opened
 *
 * Return: the file, until kdump_kernel_file_close().
 */
struct file *kdump_kernel_file(loff_t *size)
{
	*size = kernel_file_size;
	return kernel_file;
}
