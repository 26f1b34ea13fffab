/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The duties of an architecture: what kdump calls and a port provides.
 *
 * One architecture is linked into a kernel, so a duty is a plain function and
 * a missing one does not link. A port lives in arch/<arch>/kdump/, selects
 * HAVE_KDUMP, and may call what <linux/kdump_port.h> declares, and for kernel
 * files what the headers of kernel/kdump/formats/ do; the list to follow is in
 * Documentation/kdump/porting.rst. Addresses are physical and sizes are bytes
 * unless a duty says otherwise.
 *
 * Duties that have had a name in every kernel keep it, and are called by it:
 *
 *   crash_setup_regs()		<asm/kexec.h>; registers of this CPU, or a copy
 *				of those given. Any context
 *   elf_core_copy_regs()	<linux/elfcore.h>; registers as a note has them
 *   crash_smp_send_stop()	stop the other CPUs, once; also called by panic()
 *				before its notifiers. Any context, no lock
 *   crash_save_cpu()		<linux/kexec.h>; smp.c calls it on each CPU that
 *				stops by interrupt. crash/stop_ipi.c has it for
 *				all that select KDUMP_STOP_IPI
 *   machine_crash_shutdown()	quiet interrupts and devices that would disturb
 *				a capture kernel. Crash path, alone
 *   machine_shutdown()		stop other CPUs and devices for kexec -e.
 *				Process context
 *   panic_smp_self_stop()	stop this CPU, which panicked after another one did.
 *				Only where the base's own leaves it deaf to the
 *				message to stop, or without registers in the dump.
 *				Any context, does not return
 *   crash_free_reserved_phys_range()
 *				give reserved memory to the page allocator;
 *				generic but for powerpc
 *
 * And where hibernation asks for them (arm64 does):
 *
 *   crash_is_nosave()		need a page of the region not be saved? Any
 *				context; kdump_image_holds() knows
 *   crash_prepare_suspend(), crash_post_resume()
 *				make the region accessible to the code that saves
 *				memory, and undo that. Process context
 */
#ifndef _LINUX_KDUMP_ARCH_H
#define _LINUX_KDUMP_ARCH_H

#include <linux/sizes.h>
#include <linux/types.h>
#include <linux/kdump.h>

struct cpumask;
struct iov_iter;
struct kdump_builder;
struct kdump_oldmem_slot;
struct kdump_segment;

/**
 * struct kdump_limits - what architecture and machine allow a reservation
 * @align: it starts at a multiple of this; a power of two
 * @lowest: it never starts below this address
 * @low_end: first address that is not "low": devices with 32-bit DMA and
 *	boot code reach everything below it
 * @high_end: first address at which a capture kernel may not be able to run,
 *	or that is not in the direct map: the region is written, protected and
 *	verified through phys_to_virt()
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
 * kdump_arch_limits - say where a reservation may lie
 * @limits: filled in
 *
 * Called once at boot, before memblock hands out memory to others; may print,
 * may not allocate.
 */
void kdump_arch_limits(struct kdump_limits *limits);

/**
 * kdump_arch_boot_area - RAM that every kernel uses while it boots
 *
 * Boot code, firmware and CPUs that are started write to it whatever memory
 * a new kernel is told it has. A dump does not claim to show it, and kexec -e
 * places nothing there. Process context.
 *
 * Return: the range; empty where there is nothing of the kind.
 */
struct kdump_range kdump_arch_boot_area(void);

/**
 * kdump_arch_vmcoreinfo - append the architecture's keys
 *
 * With vmcoreinfo_append_str(). Called once, in an initcall.
 */
void kdump_arch_vmcoreinfo(void);

/**
 * kdump_arch_ram - collect all memory that firmware calls RAM
 * @set: where it is added, widened to whole pages, whether this kernel uses it
 *	or not
 *
 * A kernel that is started without a crash may be put anywhere in it, and
 * finds all of it mapped. Process context.
 *
 * Return: 0; %-ENOSPC if @set is too small.
 */
int kdump_arch_ram(struct kdump_range_set *set);

/**
 * kdump_arch_keep - leave out RAM that the next kernel must find as it is
 * @set: RAM in which kexec_file_load(2) will place a kernel that is started
 *	without a crash; what must stay is taken out, and what cannot be told
 *	apart from it
 *
 * Tables of firmware and of devices lie in RAM here and there, and devices go
 * on writing to theirs. Process context.
 *
 * Return: 0; %-ENOSPC if @set is too small.
 */
int kdump_arch_keep(struct kdump_range_set *set);

/**
 * struct kdump_control - the pages an architecture jumps through
 * @page: zeroed memory in which to write them, a page each
 * @address: where each of them is when it is used; for a capture kernel in the
 *	region, to which they will be copied, else where @page is
 * @count: entries of @page and @address
 * @map: memory that the jump copies or the new kernel uses; all of it is
 *	mapped wherever the new kernel starts
 */
struct kdump_control {
	void **page;
	const u64 *address;
	unsigned int count;
	const struct kdump_range_set *map;
};

/**
 * kdump_arch_control_pages - how many pages kdump_arch_control_build() needs
 * @map: what will be mapped
 *
 * Process context, may sleep.
 *
 * Return: the number, above 0; or an errno, with a message.
 */
int kdump_arch_control_pages(const struct kdump_range_set *map);

/**
 * kdump_arch_control_build - write what the jump uses
 * @control: where to write it, and where it must work
 *
 * Jump code, page tables and whatever else. Page 0 is where the jump begins.
 * Pages need not follow each other. Process context, may sleep.
 *
 * Return: 0; or an errno, with a message, if what was counted is not there any
 * more.
 */
int kdump_arch_control_build(const struct kdump_control *control);

/**
 * kdump_arch_protect - make reserved memory read-only, or writable again
 * @region: whole pages of the region
 * @read_only: this kernel must not be able to write there; else it must
 *
 * The crash path reads protected memory. Called with @read_only false before
 * the first write. Process context, the load lock is held.
 *
 * Return: 0, or an errno; what the region holds is then unchanged, its
 * protection may not be.
 */
int kdump_arch_protect(const struct kdump_range *region, bool read_only);

/**
 * kdump_arch_publish - make written bytes visible without caches
 * @written: what was written to the region, through the direct map
 *
 * Where a new kernel starts with its caches off, it sees memory and not what
 * is still in a cache. Process context, the load lock is held, @written is
 * writable; and the crash path.
 */
void kdump_arch_publish(const struct kdump_range *written);

/**
 * kdump_arch_expose - make memory readable for the jump
 * @range: memory of this kernel; what it holds is lost
 *
 * The jump may see memory without this kernel's encryption. Process context,
 * the load lock is held.
 *
 * Return: 0, or an errno; kdump_arch_release() is then to be called all the
 * same.
 */
int kdump_arch_expose(const struct kdump_range *range);

/**
 * kdump_arch_release - undo what made memory readable for the jump
 * @range: memory that goes back to the kernel: writable, if it was in the
 *	region, and after kdump_arch_expose() otherwise
 *
 * Process context, the load lock is held.
 *
 * Return: 0, or an errno if the memory must not be used again.
 */
int kdump_arch_release(const struct kdump_range *range);

/**
 * struct kdump_files - what kexec_file_load(2) read for a new image
 * @kernel: the kernel file, not trusted
 * @kernel_size: bytes of @kernel
 * @initrd: the initial ramdisk, NULL if there is none
 * @initrd_size: bytes of @initrd
 * @cmdline: the user's command line, NUL-terminated, never NULL
 * @elfcorehdr: where the ELF core header of the dump was placed; empty for a
 *	kernel that is not started by a crash
 * @measurements: where IMA's list of measurements was placed, which the new
 *	kernel goes on from; empty if there is none
 */
struct kdump_files {
	const void *kernel;
	size_t kernel_size;
	const void *initrd;
	size_t initrd_size;
	const char *cmdline;
	struct kdump_range elfcorehdr;
	struct kdump_range measurements;
};

/**
 * struct kdump_format - a kind of kernel file that kexec_file_load(2) takes
 * @name: for messages
 */
struct kdump_format {
	const char *name;

	/**
	 * @probe: Is this file one of the kind, by its magic? NULL in the last
	 * format, whose @check then says what is wrong with a file of no kind.
	 */
	bool (*probe)(const void *kernel, size_t size);

	/**
	 * @check: Can @load load this file on this machine? Process context.
	 * Return: 0; -ENOEXEC, with a message, if it is damaged or made for
	 * another machine (user space may then try kexec_load(2)).
	 */
	int (*check)(const void *kernel, size_t size);

	/**
	 * @verify_signature: Check the file's signature as the configuration
	 * demands; NULL if files of the kind carry none that can be checked.
	 * Process context, may sleep.
	 * Return: 0 for a good signature, else why not.
	 */
	int (*verify_signature)(const void *kernel, size_t size);

	/**
	 * @load: Place a kernel that @check passed, with its ramdisk, boot
	 * parameters and command line, and set the entry. If files->elfcorehdr
	 * is not empty, the new kernel is told where that header is and which
	 * memory is its own: the region without the header, what comes with
	 * it, and what is lent to user space; else it gets the memory that
	 * firmware told of. Process context, may sleep; nothing of an armed
	 * image may be touched.
	 * Return: 0; -ENOEXEC if the file is damaged; -EINVAL for a command
	 * line that is too long; -EADDRNOTAVAIL if something does not fit;
	 * -ENOMEM.
	 */
	int (*load)(struct kdump_builder *builder,
		    const struct kdump_files *files);
};

/**
 * kdump_arch_formats - the kinds of kernel file, NULL after the last one
 *
 * The first one whose probe says so is taken, else the last one. Not empty where
 * kexec_file_load(2) is built. Read-only.
 */
extern const struct kdump_format *const kdump_arch_formats[];

/* What a port sees of each segment at first, if it has as many bytes. */
#define KDUMP_SEGMENT_HEAD 64

/* What is handed over is no larger. */
#define KDUMP_HANDED_OVER_MAX SZ_2M

/**
 * kdump_arch_hands_over - is this segment what the jump hands over?
 * @segment: of kexec_load(2). Its bytes are user space's and not trusted, and no
 *	more than KDUMP_SEGMENT_HEAD of them are there
 *
 * Where a segment brings a purgatory that knows its arguments, none is. Of several
 * the first one counts. Process context.
 *
 * Return: true if so.
 */
bool kdump_arch_hands_over(const struct kdump_segment *segment);

/**
 * kdump_arch_adopt - take what the jump hands over
 * @builder: the image of kexec_load(2)
 * @segment: what kdump_arch_hands_over() found, with all its bytes, which are not
 *	trusted either; NULL if there is none
 *
 * Its address is to be set by kdump_builder_set_argument(). Process context.
 *
 * Return: 0; %-EINVAL, with a message, if what must be there is missing, or
 * damaged.
 */
int kdump_arch_adopt(struct kdump_builder *builder,
		     const struct kdump_segment *segment);

/**
 * kdump_arch_check_leave - can a kernel be started without a crash?
 *
 * Called when one is loaded. It will be copied over this kernel, which no other
 * CPU may be in by then. Process context, the load lock is held.
 *
 * Return: 0; %-EBUSY, with a message, if other CPUs cannot be taken out of it.
 */
int kdump_arch_check_leave(void);

/**
 * kdump_arch_leave - let go of memory that devices use of this kernel's
 *
 * Before a kernel is started without a crash. Drivers have shut their devices
 * down; this is for what no driver does. Process context, may sleep.
 */
void kdump_arch_leave(void);

/**
 * kdump_arch_stop_cpus - stop all other CPUs within a bounded time
 *
 * A wait of the port's own ends whatever a clock does; what it calls of the base
 * may delay by one that has to move.
 *
 * With their registers saved by kdump_notes_save(). Crash path: any context,
 * NMI included; no lock, no allocation. May be called more than once; works
 * the first time.
 *
 * Return: the CPUs that did not stop; no CPU where it cannot be told.
 */
const struct cpumask *kdump_arch_stop_cpus(void);

/**
 * kdump_arch_ticks - a clock that runs on through the jump
 *
 * Any context, no lock.
 *
 * Return: its ticks; 0 if there is no such clock.
 */
u64 kdump_arch_ticks(void);

/**
 * kdump_arch_ticks_khz - how fast that clock runs
 *
 * Any context.
 *
 * Return: ticks per millisecond, or 0 if that is not known.
 */
u64 kdump_arch_ticks_khz(void);

/**
 * struct kdump_profile_entry - something that only a capture kernel does
 * @name: for the log, and for kdump.profile=-NAME
 * @apply: does it, at boot as kdump_profile_apply() says; returns false if it
 *	made no difference
 */
struct kdump_profile_entry {
	const char *name;
	bool (*apply)(void);
};

/* In the order in which they are applied; one without a name after the last. */
extern const struct kdump_profile_entry kdump_arch_profile[];

/**
 * struct kdump_jump - all that the jump needs to know
 * @entry: first instruction of the new kernel, or of its purgatory
 * @argument: what the boot protocol hands over in a register, else 0. What
 *	only the CPU that jumps knows, as its own number, the port adds
 * @copies: physical address of the first struct kdump_copy_page; 0 if the new
 *	kernel is where it belongs, as a capture kernel is
 * @control: physical address of the first page of struct kdump_control, which
 *	leads to the others
 * @tables: physical address of the second one; 0 if there is none
 */
struct kdump_jump {
	u64 entry;
	u64 argument;
	u64 copies;
	u64 control;
	u64 tables;
};

/**
 * kdump_arch_jump - leave this kernel
 * @jump: where to: carry out jump->copies, if there are any, and enter
 *
 * Interrupts off, alone in the machine. After a crash only memory in the
 * region may be relied upon. Does not return.
 */
void kdump_arch_jump(const struct kdump_jump *jump);

/**
 * kdump_arch_memory_end - where physical addresses end
 *
 * What a machine could have, not what it has: the header of a dump is not
 * trusted, and nothing at or above this address may be mapped. Capture kernel,
 * any context.
 *
 * Return: the first address that no memory can have, or that this kernel's page
 * tables have no room for.
 */
u64 kdump_arch_memory_end(void);

/**
 * kdump_arch_own_elfcorehdr - the ELF core header, if this kernel has it
 * @size: set to the bytes of the header
 *
 * Where the machine itself saves what a dump needs, the capture kernel can
 * write the header: the crashed one loads none. And what the crashed kernel
 * has written may lie in RAM that this kernel calls its own, and has kept
 * reserved. Capture kernel, at boot, may sleep; may be called more than once.
 *
 * Return: the header, which stays; NULL where it is in old memory, at
 * elfcorehdr_addr.
 */
const void *kdump_arch_own_elfcorehdr(size_t *size);

/**
 * kdump_arch_oldmem_map - map memory of the crashed kernel
 * @range: whole pages, none of them RAM of the running kernel
 * @encrypted: the crashed kernel had encrypted it
 *
 * Readable and writable: the capture kernel goes on with the record of the
 * crash where it lies. Capture kernel, process context, may sleep.
 *
 * Return: the mapping, or NULL.
 */
void *kdump_arch_oldmem_map(const struct kdump_range *range, bool encrypted);

/**
 * kdump_arch_oldmem_unmap - undo kdump_arch_oldmem_map()
 * @mapping: what it returned
 */
void kdump_arch_oldmem_unmap(void *mapping);

/**
 * kdump_arch_oldmem_copy - copy from a mapping of old memory
 * @to: where to; undefined on failure
 * @from: in what kdump_arch_oldmem_map() returned
 * @size: bytes
 *
 * Survives memory that the hardware cannot read any more, where a machine can.
 * For many small pieces: it has to be fast whatever the kernel is optimized
 * for. Any context.
 *
 * Return: 0; %-EIO if the memory is damaged.
 */
int kdump_arch_oldmem_copy(void *to, const void *from, size_t size);

/**
 * kdump_arch_oldmem_to_iter - copy from a mapping of old memory to a reader
 * @from: in what kdump_arch_oldmem_map() or kdump_arch_slot_show() returned
 * @size: bytes, no more than @to takes
 * @to: where to; goes on by what was copied
 *
 * For large pieces. Survives memory that the hardware cannot read any more, where
 * a machine can. Process context, may sleep.
 *
 * Return: bytes copied: fewer than @size if the next one could not be written to
 * @to or is damaged.
 */
size_t kdump_arch_oldmem_to_iter(const void *from, size_t size,
				 struct iov_iter *to);

/* fs/proc/vmcore/oldmem_slot.c; the module for stock kernels has none */
struct kdump_oldmem_slot *kdump_slot_new(void);
void kdump_slot_destroy(struct kdump_oldmem_slot *slot);

/**
 * kdump_arch_slot_show - see a page of old memory
 * @slot: one that shows nothing; what is in it is in linux/kdump_slot.h
 * @address: of the page, which is no RAM of the running kernel and was not
 *	encrypted
 *
 * Until kdump_arch_slot_hide() the caller may sleep. Where only the CPU that shows
 * a page can be sure of it, this keeps the caller there.
 *
 * Return: where to read it.
 */
void *kdump_arch_slot_show(struct kdump_oldmem_slot *slot, u64 address);

/**
 * kdump_arch_slot_hide - undo kdump_arch_slot_show()
 * @slot: one that shows a page
 */
void kdump_arch_slot_hide(struct kdump_oldmem_slot *slot);

/* Levels of page tables that a machine can have. */
#define KDUMP_TABLE_LEVELS 5

/**
 * struct kdump_tables - the page tables of a crashed kernel
 * @root: physical address of the topmost table
 * @levels: how many levels there are
 * @shift: for each, the topmost first: what an address is shifted by to get the
 *	number of an entry
 * @bits: for each: bits of that number
 *
 * An entry is 8 bytes.
 */
struct kdump_tables {
	u64 root;
	unsigned int levels;
	u8 shift[KDUMP_TABLE_LEVELS];
	u8 bits[KDUMP_TABLE_LEVELS];
};

/**
 * kdump_arch_tables - find the page tables of a crashed kernel
 * @info: its vmcoreinfo, not trusted
 * @tables: filled in on success
 *
 * Capture kernel, any context.
 *
 * Return: 0; %-EINVAL if @info lacks what tells it; %-EOPNOTSUPP if the port
 * does not know about page tables.
 */
int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables);

/**
 * enum kdump_entry - what an entry of a page table is
 * @KDUMP_ENTRY_NONE: nothing is mapped
 * @KDUMP_ENTRY_TABLE: leads to a table of the next level
 * @KDUMP_ENTRY_LEAF: maps memory
 */
enum kdump_entry {
	KDUMP_ENTRY_NONE,
	KDUMP_ENTRY_TABLE,
	KDUMP_ENTRY_LEAF,
};

/**
 * kdump_arch_table_entry - read an entry of a page table
 * @entry: what it says, not trusted
 * @shift: of its level, in struct kdump_tables; in the last level there are no
 *	tables
 * @address: set to where the entry leads, physical
 *
 * Any context.
 *
 * Return: what the entry is.
 */
enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address);

#endif /* _LINUX_KDUMP_ARCH_H */
