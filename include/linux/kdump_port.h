/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a port in arch/<arch>/kdump/ may call. Addresses are physical, sizes are
 * bytes. What several ports need to load files is in the headers of
 * kernel/kdump/formats/: files.h, unpack.h, elf_kernel.h, fdt.h, initramfs.h and
 * decompress.h; lib/diag.h has what a parser says of a file that it refuses.
 */
#ifndef _LINUX_KDUMP_PORT_H
#define _LINUX_KDUMP_PORT_H

#include <linux/build_bug.h>
#include <linux/stddef.h>
#include <linux/types.h>
#include <linux/kdump.h>

struct cpumask;
struct kdump_builder;
struct kdump_diag;
struct kdump_request;
struct pt_regs;

/*
 * How a load allocates. Where there is not enough memory the load fails; it must
 * not make the OOM killer end other tasks. Wants <linux/gfp.h>.
 */
#define KDUMP_LOAD_GFP (GFP_KERNEL | __GFP_RETRY_MAYFAIL | __GFP_NOWARN)

/* load_lock.c, for duties and formats that are called with the load lock held */
void kdump_assert_load_locked(void);

/* describe/cpu_notes.c, for kdump_arch_stop_cpus(); crash path, NMI included */
void kdump_notes_save(struct pt_regs *regs, unsigned int cpu);
const struct cpumask *kdump_notes_cpus(void);

/* crash/stop_ipi.c, for kdump_arch_stop_cpus(); crash path, NMI included */
const struct cpumask *kdump_stop_by_ipi(void);

/* crash/quiet_irqs.c, for machine_crash_shutdown(); crash path, alone */
void kdump_quiet_irqs(void);

/* image/verify.c, for hibernation: any context in which no load runs */
bool kdump_image_holds(u64 address);

/* capture/profile.c, for bases that reserve by a hook; at boot, before others do */
void kdump_profile_apply(void);

/* capture/holes.c, for kdump_arch_profile; at boot, memblock is the allocator */
void kdump_capture_use_hole(unsigned long start, unsigned long end);

/* reserve/reserve.c, for bases that reserve by a hook; the first two at boot */
const struct kdump_request *kdump_reserve_parse(const char *cmdline, u64 ram);
void kdump_reserve(void);
const char *kdump_reservation_text(void);

/* reserve/reserve.c, for formats; process context */
struct kdump_range kdump_region(void);
struct kdump_range kdump_region_low(void);

/* reserve/lent.c, for formats; any context */
const struct kdump_range *kdump_lent_ranges(unsigned int *count);

/**
 * struct kdump_segment - a piece of an image
 * @name: what it is, for messages; not owned
 * @data: its bytes; not owned; NULL only if @size is 0
 * @size: bytes of @data
 * @memory: physical addresses it takes; what is past @size is zeroed
 */
struct kdump_segment {
	const char *name;
	const void *data;
	u64 size;
	struct kdump_range memory;
};

/* image/builder.c, for kdump_arch_adopt(); process context */
const struct kdump_segment *
kdump_builder_segment(const struct kdump_builder *builder, unsigned int index);
void kdump_builder_set_argument(struct kdump_builder *builder, u64 argument);

/**
 * struct kdump_placement - a piece of an image that needs a place
 * @name: what it is, for messages; not copied
 * @data: its bytes, which must stay until the image is installed
 * @size: bytes of @data
 * @memory_size: bytes it takes in memory; the part after @data is zeroed
 * @align: it starts at a multiple of this; at least a page is taken
 * @offset: it starts that much later; whole pages
 * @lowest: it does not start below this address
 * @highest: it ends at this address or below; 0 for no such limit
 * @top_down: take the highest hole instead of the lowest
 */
struct kdump_placement {
	const char *name;
	const void *data;
	size_t size;
	u64 memory_size;
	u64 align;
	u64 offset;
	u64 lowest;
	u64 highest;
	bool top_down;
};

/* image/builder.c, for formats; process context, the load lock is held */
void *kdump_builder_alloc(struct kdump_builder *builder, size_t size);
u64 kdump_builder_capacity(const struct kdump_builder *builder);
int kdump_builder_place(struct kdump_builder *builder,
			const struct kdump_placement *what,
			struct kdump_range *ret);
void kdump_builder_set_entry(struct kdump_builder *builder, u64 entry,
			     u64 argument);

/* image/builder.c, for whatever looks at foreign bytes; process context */
int kdump_load_refuse(const char *what, const struct kdump_diag *diag, int error);

/* formats/pe_signature.c, for struct kdump_format */
#ifdef CONFIG_SIGNED_PE_FILE_VERIFICATION
int kdump_pe_signature_verify(const void *kernel, size_t size);
#else
#define kdump_pe_signature_verify NULL
#endif

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

/* jump_entry.S of each port knows the list of copies by these offsets. */
static_assert(offsetof(struct kdump_copy_page, next) == 0);
static_assert(offsetof(struct kdump_copy_page, count) == 8);
static_assert(offsetof(struct kdump_copy_page, copy) == 16);
static_assert(offsetof(struct kdump_copy, destination) == 0);
static_assert(offsetof(struct kdump_copy, source) == 8);
static_assert(offsetof(struct kdump_copy, bytes) == 16);
static_assert(sizeof(struct kdump_copy) == 24);

#endif /* _LINUX_KDUMP_PORT_H */
