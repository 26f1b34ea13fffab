/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to fs/proc/vmcore/: what its stateful files share.
 *
 * main.c builds one struct vmcore_file at boot; read.c and mmap.c serve it,
 * ask layout.c where things are and oldmem.c for the bytes.
 */
#ifndef _VMCORE_VMCORE_H
#define _VMCORE_VMCORE_H

#include <linux/fs.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/pgtable.h>
#include <linux/proc_fs.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/kdump.h>

#include "layout.h"

struct kdump_oldmem_slot;
struct vmcore_header;

/**
 * struct vmcore_file - /proc/vmcore
 * @lock: guards @layout, @header, @dumps and @frozen until @frozen is set;
 *	afterwards nothing of them changes and readers need no lock
 * @layout: what is at which offset
 * @header: the ELF headers clients see, layout.header_size bytes
 * @notes: the notes, padded to a page with zeros; NULL if there are none
 * @runs: all memory of @layout, in runs of neighbours
 * @dumps: device dumps (devdump.c), shown before @notes
 * @frozen: somebody has opened the file, so offsets are being relied upon
 *
 * @header and @notes come from vmalloc_user(), as mmap.c maps them.
 */
struct vmcore_file {
	struct mutex lock; /* what changes before the first open */
	struct vmcore_layout layout;
	void *header;
	void *notes;
	struct kdump_range_set runs;
	struct list_head dumps;
	bool frozen;
};

/**
 * struct vmcore_window - a piece of old memory that is mapped
 * @range: what is mapped, whole pages
 * @mapping: where it is mapped
 * @list: in vmcore_pool.windows, if @kept
 * @users: how many are copying out of it; guarded by the pool's lock
 * @kept: stays open without users
 */
struct vmcore_window {
	struct kdump_range range;
	void *mapping;
	struct list_head list;
	unsigned int users;
	bool kept;
};

/**
 * struct vmcore_pool - the windows that a reader keeps open
 * @memory: what can be seen: runs of whole pages, the file's
 * @lock: guards the rest, and users of the windows; never held for long
 * @windows: struct vmcore_window, the one used last first
 * @nr_windows: entries of @windows
 * @slot: shows pages of short runs; NULL if the architecture has none, fixed
 * @single: the page that @slot shows, if it has a user; never more than one
 * @not_own: pages that are no RAM of the running kernel, for @single; its
 *	user's
 */
struct vmcore_pool {
	const struct kdump_range_set *memory;
	spinlock_t lock; /* the list */
	struct list_head windows;
	unsigned int nr_windows;
	struct kdump_oldmem_slot *slot;
	struct vmcore_window single;
	struct kdump_range not_own;
};

/**
 * struct vmcore_reader - an open /proc/vmcore
 * @file: what is read
 * @pool: windows for read(2) and mmap(2)
 * @touched: it has read or mapped something
 */
struct vmcore_reader {
	const struct vmcore_file *file;
	struct vmcore_pool pool;
	bool touched;
};

/* What messages call the file. */
#ifdef MODULE
#define VMCORE_PATH "/proc/kdump/vmcore"
#else
#define VMCORE_PATH "/proc/vmcore"
#endif

/* entry.c, or module/main.c where the reader is a module; NULL if it fails */
struct proc_dir_entry *__init vmcore_entry_create(void);

/* main.c */
int __init vmcore_capture(void);
void vmcore_file_destroy(struct vmcore_file *file);
extern const struct proc_ops vmcore_proc_ops;

/* main.c; NULL where there is no /proc/vmcore */
struct vmcore_file *vmcore_file_get(void);
void vmcore_file_resized(void);
const void *vmcore_kept_bytes(const struct vmcore_file *file,
			      const struct vmcore_place *place, size_t *left);

/* notes.c */
/**
 * struct vmcore_notes - the notes of the crashed kernel, one behind the other
 * @data: vmalloc_user() memory in whole pages, NULL if there are none
 * @size: bytes of notes, a multiple of 4
 * @nr_cpus: how many of them are registers of a CPU
 */
struct vmcore_notes {
	void *data;
	size_t size;
	unsigned int nr_cpus;
};

int vmcore_notes_collect(struct vmcore_notes *notes,
			 const struct vmcore_header *header);

/* stages.c */
void vmcore_find_record(const struct vmcore_notes *notes);
void vmcore_touched(const struct vmcore_file *file, u64 end);

/* Most reads are neither the first nor the last. */
static inline void vmcore_reader_touched(struct vmcore_reader *reader, u64 end)
{
	if (READ_ONCE(reader->touched) &&
	    end < vmcore_layout_size(&reader->file->layout))
		return;
	WRITE_ONCE(reader->touched, true);
	vmcore_touched(reader->file, end);
}

/* oldmem.c */
u64 vmcore_oldmem_end(void);
bool vmcore_oldmem_encrypted(void);
int vmcore_oldmem_check(const struct kdump_range *pages);
struct kdump_range vmcore_oldmem_from(u64 page);
int vmcore_oldmem_read(void *to, u64 address, size_t size, bool encrypted);
struct vmcore_window *vmcore_window_open(u64 address, u64 size,
					 const struct kdump_range *within,
					 bool encrypted);
void vmcore_window_close(struct vmcore_window *window);

static inline const void *
vmcore_window_bytes(const struct vmcore_window *window, u64 address)
{
	return window->mapping + (address - window->range.start);
}

static inline size_t vmcore_window_left(const struct vmcore_window *window,
					u64 address)
{
	return window->range.end - address;
}

/* pool.c */
void vmcore_pool_init(struct vmcore_pool *pool,
		      const struct kdump_range_set *memory);
void vmcore_pool_destroy(struct vmcore_pool *pool);
struct vmcore_window *vmcore_pool_get(struct vmcore_pool *pool, u64 address);
struct vmcore_window *vmcore_pool_get_to_copy(struct vmcore_pool *pool,
					      u64 address);
void vmcore_pool_put(struct vmcore_pool *pool, struct vmcore_window *window);

/* read.c */
ssize_t vmcore_read_iter(struct kiocb *iocb, struct iov_iter *to);

/* mmap.c */
int vmcore_mmap(struct file *file, struct vm_area_struct *vma);

/* large.c */
#ifdef CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
static inline bool vmcore_maps_large(void)
{
	return PMD_SIZE == VMCORE_LARGE_PAGE;
}

vm_fault_t vmcore_large_fault(struct vm_fault *vmf, unsigned int order);
#else
static inline bool vmcore_maps_large(void)
{
	return false;
}

#define vmcore_large_fault NULL
#endif

/* seek.c */
loff_t vmcore_lseek(struct file *file, loff_t offset, int whence);

/* ram_callbacks.c */
bool vmcore_ram_unasked(void);
int vmcore_ram_lock(void);
void vmcore_ram_unlock(int cookie);
u64 vmcore_ram_run(u64 start, u64 size, bool *is_ram);
void vmcore_ram_opened(void);

/* devdump.c */
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

#endif /* _VMCORE_VMCORE_H */
