/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to fs/proc/vmcore/: what its stateful files share, by the file that
 * defines it. The pure files have headers of their own.
 *
 *	proc.c		at boot: set up the file, publish it
 *	setup.c		what the crashed kernel left -> struct vmcore_file
 *	file.c		the file in /proc; open -> struct vmcore_reader
 *	read.c mmap.c mmap_huge.c lseek.c extents.c
 *			what a reader can do; each asks
 *	extent.c	what is at an offset; asks layout.c, device_dump.c,
 *			ram_filter.c and filter.c
 *	window_cache.c page_slot.c oldmem_slot.c window.c oldmem.c
 *			memory of the crashed kernel, mapped
 */
#ifndef _VMCORE_VMCORE_H
#define _VMCORE_VMCORE_H

#include <linux/fs.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/pgtable.h>
#include <linux/proc_fs.h>
#include <linux/sizes.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/kdump.h>

#include "layout.h"

struct kdump_oldmem_slot;
struct vmcore_filter;
struct vmcore_header;
struct vmcore_reader;

/* What messages call the file. */
#ifdef MODULE
#define VMCORE_PATH "/proc/kdump/vmcore"
#else
#define VMCORE_PATH "/proc/vmcore"
#endif

/**
 * struct vmcore_file - what /proc/vmcore shows
 * @lock: guards @layout, @header, @dumps and @frozen until @frozen is set;
 *	afterwards they do not change and readers need no lock
 * @layout: what is at which offset
 * @header: the ELF headers that clients see, layout.header_size bytes
 * @notes: the notes, padded to a page with zeros; NULL if there are none
 * @nr_cpus: how many of the notes are registers of a CPU
 * @info: the vmcoreinfo of @notes, empty if there is none
 * @ranges: all memory of @layout, each page in one contiguous range
 * @dumps: device dumps (device_dump.c), shown before @notes
 * @frozen: it was opened, so offsets are being relied upon
 *
 * @header and @notes come from vmalloc_user(), as mmap.c maps them.
 */
struct vmcore_file {
	struct mutex lock; /* what changes before the first open */
	struct vmcore_layout layout;
	void *header;
	void *notes;
	unsigned int nr_cpus;
	struct kdump_info info;
	struct kdump_range_set ranges;
	struct list_head dumps;
	bool frozen;
};

/* setup.c */
struct vmcore_file *__init vmcore_setup(void);

/* file.c */
int __init vmcore_file_publish(struct vmcore_file *file,
			       struct proc_dir_entry *directory);
void vmcore_file_destroy(struct vmcore_file *file);
struct vmcore_file *vmcore_file_get(void);
void vmcore_file_resized(void);
extern const struct proc_ops vmcore_proc_ops;

/* notes.c */
/**
 * struct vmcore_notes - the notes of the crashed kernel, back to back
 * @data: vmalloc_user() memory in whole pages, NULL if there are none
 * @size: bytes of notes, a multiple of 4
 * @nr_cpus: how many of them are registers of a CPU
 * @info: vmcoreinfo, the first one; empty if there is none
 */
struct vmcore_notes {
	void *data;
	size_t size;
	unsigned int nr_cpus;
	struct kdump_info info;
};

int vmcore_notes_collect(struct vmcore_notes *notes,
			 const struct vmcore_header *header);

/* oldmem.c */
bool vmcore_oldmem_encrypted(void);
int vmcore_oldmem_check(const struct kdump_range *pages);
struct kdump_range vmcore_oldmem_from(u64 page);
void *vmcore_oldmem_map(u64 address, struct kdump_range *pages);
int vmcore_oldmem_read(void *to, u64 address, size_t size);
int vmcore_oldmem_read_elfcorehdr(void *to, size_t size);

/* window.c */
/**
 * struct vmcore_window - a piece of old memory that is mapped
 * @range: what is mapped, whole pages
 * @mapping: where it is mapped
 * @list: in vmcore_window_cache.windows, if @cached
 * @users: how many copy from it or map by it; guarded by the cache's lock
 * @cached: stays open without users
 */
struct vmcore_window {
	struct kdump_range range;
	void *mapping;
	struct list_head list;
	unsigned int users;
	bool cached;
};

struct vmcore_window *vmcore_window_open(u64 address, u64 size,
					 const struct kdump_range *within);
void vmcore_window_close(struct vmcore_window *window);

static inline const void *
vmcore_window_bytes(const struct vmcore_window *window, u64 address)
{
	return window->mapping + (address - window->range.start);
}

static inline u64 vmcore_window_left(const struct vmcore_window *window,
				     u64 address)
{
	return window->range.end - address;
}

/* window_cache.c */
/**
 * struct vmcore_window_cache - the windows that a reader keeps open
 * @memory: what windows may show: contiguous ranges of whole pages, the file's
 * @lock: guards what follows, and the users of the windows; held for a walk
 *	over @windows at most
 * @windows: struct vmcore_window, the one used last first
 * @nr_windows: entries of @windows
 * @windows_max: how many are kept
 * @window_size: bytes of a large one
 */
struct vmcore_window_cache {
	const struct kdump_range_set *memory;
	spinlock_t lock; /* the list */
	struct list_head windows;
	unsigned int nr_windows;
	unsigned int windows_max;
	u64 window_size;
};

void vmcore_window_cache_init(struct vmcore_window_cache *cache,
			      const struct kdump_range_set *memory, u64 room);
void vmcore_window_cache_destroy(struct vmcore_window_cache *cache);
struct vmcore_window *
vmcore_window_cache_find(struct vmcore_window_cache *cache, u64 address);
struct vmcore_window *
vmcore_window_cache_open(struct vmcore_window_cache *cache, u64 address,
			 const struct kdump_range *within);
struct vmcore_window *
vmcore_window_cache_get(struct vmcore_window_cache *cache, u64 address);
void vmcore_window_cache_put(struct vmcore_window_cache *cache,
			     struct vmcore_window *window);

/* page_slot.c */
/**
 * struct vmcore_page_slot - a place that shows one page at a time
 * @place: the architecture's; NULL if nothing can be shown, fixed
 * @busy: bit 0 is set while a page is shown; its setter owns the rest
 * @window: that page, never cached
 * @not_own: pages that are no RAM of the running kernel
 */
struct vmcore_page_slot {
	struct kdump_oldmem_slot *place;
	unsigned long busy;
	struct vmcore_window window;
	struct kdump_range not_own;
};

void vmcore_page_slot_init(struct vmcore_page_slot *slot);
void vmcore_page_slot_destroy(struct vmcore_page_slot *slot);
struct vmcore_window *vmcore_page_slot_show(struct vmcore_page_slot *slot,
					    u64 address);
void vmcore_page_slot_hide(struct vmcore_page_slot *slot);

/* ram_filter.c, or module/ram.c where the reader is a module */
bool vmcore_ram_filtered(void);
int vmcore_ram_lock(void);
void vmcore_ram_unlock(int cookie);
u64 vmcore_ram_range(u64 start, u64 size, bool *is_ram);
void vmcore_ram_opened(void);

/* device_dump.c */
#ifdef CONFIG_PROC_VMCORE_DEVICE_DUMP
const void *vmcore_dumps_bytes(const struct vmcore_file *file, u64 offset,
			       size_t *left);
u64 vmcore_dumps_size(const struct vmcore_file *file);
#else
static inline const void *vmcore_dumps_bytes(const struct vmcore_file *file,
					     u64 offset, size_t *left)
{
	return NULL;
}

static inline u64 vmcore_dumps_size(const struct vmcore_file *file)
{
	return 0;
}
#endif

/* extent.c */
/**
 * enum vmcore_extent_kind - what a piece of the file is
 * @VMCORE_EXTENT_BUFFERED: headers or notes, in vmalloc_user() memory
 * @VMCORE_EXTENT_MEMORY: memory of the crashed kernel, to be mapped
 * @VMCORE_EXTENT_ZERO: reads as zeros without a look at memory: a hole
 */
enum vmcore_extent_kind {
	VMCORE_EXTENT_BUFFERED,
	VMCORE_EXTENT_MEMORY,
	VMCORE_EXTENT_ZERO,
};

/**
 * struct vmcore_extent - a piece of the file that is one thing
 * @kind: what it is
 * @class: enum kdump_filter_class of it, or of its first page; without a filter
 *	all memory is KDUMP_CLASS_KERNEL
 * @ram_cookie: private to extent.c
 * @size: bytes of it, not 0
 * @bytes: if buffered: where they are
 * @address: if memory, also if that is left out: the physical address
 */
struct vmcore_extent {
	enum vmcore_extent_kind kind;
	u32 class;
	int ram_cookie;
	u64 size;
	union {
		const void *bytes;
		u64 address;
	};
};

bool vmcore_extent_at(const struct vmcore_reader *reader, u64 offset, u64 size,
		      struct vmcore_extent *ret);
bool vmcore_extent_of_class(const struct vmcore_reader *reader, u64 offset,
			    u64 size, struct vmcore_extent *ret);
void vmcore_extent_end(const struct vmcore_extent *extent);

/**
 * struct vmcore_reader - an open /proc/vmcore
 * @file: what is read
 * @windows: what it has mapped, for read(2) and mmap(2)
 * @slot: for read(2) where memory is in short ranges
 * @level: the filter's, as it was when the file was opened
 * @filter: what it leaves out; NULL if nothing
 * @noted: what it reads or maps is noted from this offset on, see
 *	vmcore_reader_touched()
 */
struct vmcore_reader {
	const struct vmcore_file *file;
	struct vmcore_window_cache windows;
	struct vmcore_page_slot slot;
	u32 level;
	struct vmcore_filter *filter;
	u64 noted;
};

/* record.c, or module/record.c where the reader is a module */
void vmcore_record_find(const struct vmcore_file *file);
void vmcore_record_touched(const struct vmcore_file *file, u64 end);

/* How far a reader gets between two notes: what one costs is nothing to that. */
#define VMCORE_NOTED_BYTES SZ_16M

/* The first read is noted, the last one, and some on the way. */
static inline void vmcore_reader_touched(struct vmcore_reader *reader, u64 end)
{
	if (end < READ_ONCE(reader->noted))
		return;
	WRITE_ONCE(reader->noted,
		   min(end + VMCORE_NOTED_BYTES,
		       vmcore_layout_size(&reader->file->layout)));
	vmcore_record_touched(reader->file, end);
}

/* read.c */
ssize_t vmcore_read_iter(struct kiocb *iocb, struct iov_iter *to);

/* mmap.c */
int vmcore_mmap(struct file *file, struct vm_area_struct *vma);

/* mmap_huge.c */
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
static inline bool vmcore_maps_huge(void)
{
	return PMD_SIZE == VMCORE_LARGE_PAGE;
}

vm_fault_t vmcore_huge_fault(struct vm_fault *vmf, unsigned int order);
#else
static inline bool vmcore_maps_huge(void)
{
	return false;
}

#define vmcore_huge_fault NULL
#endif

/* lseek.c */
loff_t vmcore_lseek(struct file *file, loff_t offset, int whence);

#endif /* _VMCORE_VMCORE_H */
