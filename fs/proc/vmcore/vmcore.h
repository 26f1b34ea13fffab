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
#include <linux/io.h>
#include <linux/list.h>
#include <linux/mm_types.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/kdump.h>

#include "layout.h"

struct vmcore_header;

/**
 * struct vmcore_file - /proc/vmcore
 * @lock: guards @layout, @header, @dumps and @frozen until @frozen is set;
 *	afterwards nothing of them changes and readers need no lock
 * @layout: what is at which offset
 * @header: the ELF headers clients see, layout.header_size bytes
 * @notes: the notes, padded to a page with zeros; NULL if there are none
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
	struct list_head dumps;
	bool frozen;
};

/**
 * struct vmcore_window - a piece of old memory that is mapped
 * @range: what is mapped, whole pages; empty if nothing is
 * @mapping: where it is mapped
 */
struct vmcore_window {
	struct kdump_range range;
	void *mapping;
};

/**
 * struct vmcore_reader - an open /proc/vmcore
 * @file: what is read
 * @lock: guards @window, held while bytes are copied out of it
 * @window: kept from one read to the next, as reads mostly go on
 */
struct vmcore_reader {
	const struct vmcore_file *file;
	struct mutex lock; /* the window */
	struct vmcore_window window;
};

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

/* oldmem.c */
u64 vmcore_oldmem_end(void);
bool vmcore_oldmem_encrypted(void);
int vmcore_oldmem_check(const struct kdump_range *pages);
int vmcore_oldmem_read(void *to, u64 address, size_t size, bool encrypted);
const void *vmcore_window_at(struct vmcore_window *window, u64 address,
			     const struct kdump_range *within, bool encrypted);
void vmcore_window_close(struct vmcore_window *window);

static inline size_t vmcore_window_left(const struct vmcore_window *window,
					u64 address)
{
	return window->range.end - address;
}

/* read.c */
ssize_t vmcore_read_iter(struct kiocb *iocb, struct iov_iter *to);

/* mmap.c */
int vmcore_mmap(struct file *file, struct vm_area_struct *vma);

/* ram_callbacks.c */
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
