/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contract between kdump and an architecture.
 *
 * To port kdump, provide one const table named kdump_arch with every member
 * of struct kdump_arch_ops filled in, select HAVE_KDUMP, and follow the list
 * in Documentation/kdump/design.rst. There are no defaults: a missing duty is
 * a NULL call in the first test, not a silent weak function. The one member
 * that may be left out, for it only saves time, is oldmem_slots.
 *
 * Addresses are physical and sizes are bytes unless a member says otherwise.
 */
#ifndef _LINUX_KDUMP_ARCH_H
#define _LINUX_KDUMP_ARCH_H

#include <linux/types.h>
#include <linux/kdump.h>

struct cpumask;
struct kdump_builder;
struct kdump_oldmem_slot;

/**
 * struct kdump_limits - what architecture and machine allow a reservation
 * @align: it starts at a multiple of this; a power of two
 * @lowest: it never starts below this address
 * @low_end: first address that is not "low": devices with 32-bit DMA and
 *	boot code reach everything below it
 * @high_end: first address at which a capture kernel may not be able to run
 * @low_size: bytes of low memory that accompany a high reservation if the
 *	user does not say
 */
struct kdump_limits {
	u64 align;
	u64 lowest;
	u64 low_end;
	u64 high_end;
	u64 low_size;
};

/**
 * struct kdump_files - what kexec_file_load(2) read for a new image
 * @kernel: the kernel file, not trusted
 * @kernel_size: bytes of @kernel
 * @initrd: the initial ramdisk, NULL if there is none
 * @initrd_size: bytes of @initrd
 * @cmdline: the user's command line, NUL-terminated, never NULL
 * @elfcorehdr: where the ELF core header of the dump was placed; empty for a
 *	kernel that is not started by a crash
 */
struct kdump_files {
	const void *kernel;
	size_t kernel_size;
	const void *initrd;
	size_t initrd_size;
	const char *cmdline;
	struct kdump_range elfcorehdr;
};

/**
 * struct kdump_placement - a piece of an image that needs a place
 * @name: what it is, for messages; not copied
 * @data: its bytes, which must stay until the image is installed
 * @size: bytes of @data
 * @memory_size: bytes it takes in memory; the part behind @data is zeroed
 * @align: it starts at a multiple of this; at least a page is taken
 * @lowest: it does not start below this address
 * @top_down: take the highest hole instead of the lowest
 */
struct kdump_placement {
	const char *name;
	const void *data;
	size_t size;
	u64 memory_size;
	u64 align;
	u64 lowest;
	bool top_down;
};

/* cpu_notes.c, for stop_cpus(); crash path, NMI included */
struct pt_regs;
void kdump_notes_save(struct pt_regs *regs, unsigned int cpu);

/* reserve.c, for loaders and ports; process context */
struct kdump_range kdump_region(void);
struct kdump_range kdump_region_low(void);

/* builder.c, for loaders; process context, the load lock is held */
void *kdump_builder_alloc(struct kdump_builder *builder, size_t size);
int kdump_builder_place(struct kdump_builder *builder,
			const struct kdump_placement *what,
			struct kdump_range *ret);
void kdump_builder_set_entry(struct kdump_builder *builder, u64 entry,
			     u64 argument);

/**
 * struct kdump_copy - memory that the jump fills
 * @destination: where the bytes go
 * @source: where they are, never in the destination of any copy of the list;
 *	0: there are none, the destination is zeroed
 * @bytes: how many
 *
 * All are multiples of PAGE_SIZE, and @bytes is not 0.
 */
struct kdump_copy {
	u64 destination;
	u64 source;
	u64 bytes;
};

/* What a page of 4 KiB has room for; with larger ones the rest is unused. */
#define KDUMP_COPIES_PER_PAGE 170

/**
 * struct kdump_copy_page - a page of the list of copies
 * @next: physical address of the next page, 0 in the last one
 * @count: entries of @copy in use, not 0
 * @copy: the copies; any order is right
 */
struct kdump_copy_page {
	u64 next;
	u64 count;
	struct kdump_copy copy[KDUMP_COPIES_PER_PAGE];
};

/**
 * struct kdump_control - the pages an architecture jumps through
 * @staging: zeroed memory in which to write them, page aligned
 * @memory: where @staging is when it is used; for a capture kernel in the
 *	region, to which it will be copied, else @staging's own address
 * @map: memory that the jump copies or the new kernel uses; all of it is
 *	mapped wherever the new kernel starts
 */
struct kdump_control {
	void *staging;
	struct kdump_range memory;
	const struct kdump_range_set *map;
};

/**
 * struct kdump_jump - all that the jump needs to know
 * @entry: first instruction of the new kernel, or of its purgatory
 * @argument: what the boot protocol hands over in a register, else 0
 * @copies: physical address of the first struct kdump_copy_page; 0 if the new
 *	kernel is where it belongs, as a capture kernel is
 * @control: the pages that control_build() wrote
 */
struct kdump_jump {
	u64 entry;
	u64 argument;
	u64 copies;
	struct kdump_range control;
};

/**
 * struct kdump_oldmem_slot_ops - a place to see any page of old memory at
 *
 * In the capture kernel, process context. A slot is its owner's, who uses it
 * for one page at a time.
 */
struct kdump_oldmem_slot_ops {
	/** @create: Make a slot; may sleep. Return: it, or NULL (no memory). */
	struct kdump_oldmem_slot *(*create)(void);

	/** @destroy: Undo create(). The slot shows nothing; may sleep. */
	void (*destroy)(struct kdump_oldmem_slot *slot);

	/**
	 * @show: See the page at physical @address, which is no RAM of the
	 * running kernel and was not encrypted. Until hide() the caller may
	 * sleep, but stays on its CPU.
	 * Return: where to read it.
	 */
	void *(*show)(struct kdump_oldmem_slot *slot, u64 address);

	/** @hide: Undo show(). */
	void (*hide)(struct kdump_oldmem_slot *slot);
};

/**
 * struct kdump_arch_ops - the duties of an architecture
 */
struct kdump_arch_ops {
	/**
	 * @limits: Say where a reservation may lie. Called once at boot, before
	 * memblock hands out memory to others; may print, may not allocate.
	 */
	void (*limits)(struct kdump_limits *limits);

	/**
	 * @vmcoreinfo: Append the architecture's keys with
	 * vmcoreinfo_append_str(). Called once, in an initcall.
	 */
	void (*vmcoreinfo)(void);

	/**
	 * @ram: Add to @set all memory that firmware calls RAM, whether this
	 * kernel uses it or not, widened to whole pages. A kernel that is
	 * started without a crash may be put anywhere in it, and finds all of
	 * it mapped. Process context.
	 * Return: 0; -ENOSPC if @set is too small.
	 */
	int (*ram)(struct kdump_range_set *set);

	/**
	 * @control_pages: How many pages control_build() needs for a jump with
	 * @map mapped. Process context, may sleep.
	 * Return: the number, above 0; or an errno, with a message.
	 */
	int (*control_pages)(const struct kdump_range_set *map);

	/**
	 * @control_build: Write jump code, page tables and whatever else the
	 * jump uses into control->staging, so that they work at
	 * control->memory. Process context, may sleep.
	 * Return: 0; or an errno, with a message, if what control_pages()
	 * counted is not there any more.
	 */
	int (*control_build)(const struct kdump_control *control);

	/**
	 * @protect: Make the region read-only in the direct map, or writable
	 * again. Process context, the load lock is held. Called with
	 * read_only = false before the first write.
	 * Return: 0, or an errno; what the region holds is then unchanged,
	 * its protection may not be.
	 */
	int (*protect)(const struct kdump_range *region, bool read_only);

	/**
	 * @expose: Make memory of this kernel readable for the jump, if it is
	 * not: the jump may see it without this kernel's encryption. What it
	 * holds is lost. Process context, the load lock is held.
	 * Return: 0, or an errno; release() is then to be called all the same.
	 */
	int (*expose)(const struct kdump_range *range);

	/**
	 * @release: Undo whatever else protect(), or expose(), did to memory
	 * that goes back to the kernel. Process context, the load lock is held.
	 * Return: 0, or an errno if the memory must not be used again.
	 */
	int (*release)(const struct kdump_range *range);

	/**
	 * @check_kernel: Is this file a kernel that load_kernel() can load?
	 * Process context.
	 * Return: 0; -ENOEXEC, with a message, if it is none of this
	 * architecture or is damaged (user space may then try
	 * kexec_load(2)).
	 */
	int (*check_kernel)(const void *kernel, size_t size);

	/**
	 * @load_kernel: Place a kernel that check_kernel() passed, with its
	 * ramdisk, boot parameters and command line, and set the entry. If
	 * files->elfcorehdr is not empty, the command line gets what tells the
	 * new kernel about it, and the memory map ends at the region; else the
	 * new kernel gets the memory map that firmware gave. Process context,
	 * may sleep; nothing of an armed image may be touched.
	 * Return: 0; -ENOEXEC if the file is damaged; -EINVAL for a command
	 * line that is too long; -EADDRNOTAVAIL if something does not fit;
	 * -ENOMEM.
	 */
	int (*load_kernel)(struct kdump_builder *builder,
			   const struct kdump_files *files);

	/**
	 * @verify_signature: Check the signature of a kernel file as the
	 * configuration demands. Process context, may sleep.
	 * Return: 0 for a good signature, else why not.
	 */
	int (*verify_signature)(const void *kernel, size_t size);

	/**
	 * @stop_cpus: Stop all other CPUs within a bounded time, with their
	 * registers saved by kdump_notes_save(). Crash path: any context, NMI
	 * included; no lock, no allocation. May be called more than once; works
	 * the first time.
	 * Return: the CPUs that did not stop; no CPU where nobody can tell.
	 */
	const struct cpumask *(*stop_cpus)(void);

	/**
	 * @ticks: A clock that runs on through the jump into the next kernel
	 * and that needs no lock. Any context.
	 * Return: its ticks, never 0.
	 */
	u64 (*ticks)(void);

	/**
	 * @ticks_khz: How fast @ticks runs. Any context.
	 * Return: ticks per millisecond, or 0 if that is not known.
	 */
	u64 (*ticks_khz)(void);

	/**
	 * @jump: Leave this kernel: carry out jump->copies, if there are any,
	 * and enter the new one. Interrupts off, alone in the machine. After a
	 * crash only memory in the region may be relied upon. Does not return.
	 */
	void (*jump)(const struct kdump_jump *jump);

	/**
	 * @oldmem_map: Map memory of the crashed kernel for reading in the
	 * capture kernel. @range is page aligned and holds no RAM of the
	 * running kernel. Process context, may sleep.
	 * Return: the mapping, or NULL.
	 */
	void *(*oldmem_map)(const struct kdump_range *range, bool encrypted);

	/** @oldmem_unmap: Undo oldmem_map(). */
	void (*oldmem_unmap)(void *mapping);

	/**
	 * @oldmem_slots: How to look at single pages of that memory for far
	 * less than oldmem_map() costs; NULL if there is no such way.
	 */
	const struct kdump_oldmem_slot_ops *oldmem_slots;
};

extern const struct kdump_arch_ops kdump_arch;

#endif /* _LINUX_KDUMP_ARCH_H */
