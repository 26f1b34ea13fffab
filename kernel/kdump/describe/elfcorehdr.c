// SPDX-License-Identifier: GPL-2.0-only
/*
 * This machine's CPUs and memory, gathered and written as an ELF core header
 * for the capture kernel; at a load, and again when they change later.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpumask.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/math64.h>
#include <linux/memblock.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include <asm/sections.h>

#include "describe/elf_core.h"
#include "load_lock.h"
#include "reserve/reserve.h"
#include "describe/describe.h"

/*
 * Enough for most machines; twice as many are tried when they do not do, as
 * ranges that come and go cannot be counted first.
 */
#define FIRST_RANGES 128
#define RANGES_MAX SZ_4M

/*
 * Memory goes online and offline by the section. What is offline may be gone
 * at any time, with its resource still there: it is no RAM to dump.
 */
static int dump_ram_add_section(struct kdump_range_set *set, u64 start, u64 end)
{
	struct kdump_range range = { start, end };

	if (!pfn_to_online_page(PHYS_PFN(start)))
		return 0;
	return kdump_range_set_add(set, &range);
}

static int dump_ram_add(struct resource *resource, void *set)
{
	u64 end = (u64)resource->end + 1, at, next;
	int error = 0;

	for (at = resource->start; at < end && !error; at = next) {
		next = min(end, ALIGN_DOWN(at, KDUMP_SECTION_BYTES) + KDUMP_SECTION_BYTES);
		error = dump_ram_add_section(set, at, next);
	}
	return error;
}

/* All RAM, less what the capture kernel will overwrite; @lent: with that memory. */
static int dump_ram_fill(struct kdump_range_set *ram, bool lent)
{
	int error = walk_system_ram_res(0, U64_MAX, ram, dump_ram_add);

	if (!error && lent)
		error = kdump_lent_exclude(ram);
	return error ?: kdump_region_exclude(ram);
}

static int dump_ram_gather_into(struct kdump_range_set *ram, bool lent,
				unsigned int capacity)
{
	struct kdump_range *storage = __vmalloc_array(capacity, sizeof(*storage),
						      KDUMP_LOAD_GFP);

	vfree(ram->range);
	kdump_range_set_init(ram, storage, capacity);
	return storage ? dump_ram_fill(ram, lent) : -ENOMEM;
}

/* The ranges are the caller's to vfree(), error or not. */
static int dump_ram_gather(struct kdump_range_set *ram, bool lent)
{
	unsigned int capacity = FIRST_RANGES;
	int error = dump_ram_gather_into(ram, lent, capacity);

	while (error == -ENOSPC && capacity < RANGES_MAX) {
		capacity *= 2;
		error = dump_ram_gather_into(ram, lent, capacity);
	}
	if (error)
		pr_err("elfcorehdr: RAM in up to %u pieces could not be listed (%d)\n",
		       capacity, error);
	return error;
}

static struct kdump_range note_range(phys_addr_t start, size_t size)
{
	return (struct kdump_range){ start, start + size };
}

static struct kdump_range note_range_of_cpu(unsigned int cpu)
{
	note_buf_t *note = per_cpu_ptr(crash_notes, cpu);

	return note_range(per_cpu_ptr_to_phys(note), sizeof(*note));
}

/* One for each possible CPU, then vmcoreinfo's. */
static const struct kdump_range *notes_gather(unsigned int *count)
{
	struct kdump_range *notes;
	unsigned int cpu, i = 0;

	/* Early allocations failed, and the log said so at boot. */
	if (!crash_notes || !vmcoreinfo_note)
		return NULL;
	notes = __vmalloc_array(num_possible_cpus() + 1, sizeof(*notes),
				KDUMP_LOAD_GFP);
	if (!notes)
		return NULL;
	for_each_possible_cpu(cpu)
		notes[i++] = note_range_of_cpu(cpu);
	notes[i++] = note_range(paddr_vmcoreinfo_note(), VMCOREINFO_NOTE_SIZE);
	*count = i;
	return notes;
}

/*
 * From a physical to a virtual address, by one that is sure to be mapped: that
 * of 0, where there is no RAM, may be no address at all.
 */
static unsigned long direct_map_offset(void)
{
	struct kdump_range region = kdump_region();

	return (unsigned long)phys_to_virt(region.start) - region.start;
}

/* The range in which the direct map ends is described in two pieces. */
static size_t header_bytes(u8 class, unsigned int nr_notes,
			   unsigned int nr_ram)
{
	return kdump_elfhdr_bytes(class, nr_notes, nr_ram + KDUMP_HAS_HIGHMEM);
}

/* Dumps have this kernel's word size, but where its memory does not fit into that. */
static int header_write_by_need(struct kdump_elfhdr *header, void *buffer,
				size_t size)
{
	int error = kdump_elfhdr_write(header, buffer, size);

	if (error != -ERANGE)
		return error;
	header->identity.class = ELFCLASS64;
	return kdump_elfhdr_write(header, buffer, size);
}

static void *header_write(struct kdump_elfhdr *header, size_t *size)
{
	size_t bytes = header_bytes(ELFCLASS64, header->nr_notes,
				    header->ram->count);
	void *buffer = __vmalloc(bytes, KDUMP_LOAD_GFP | __GFP_ZERO);
	int error;

	if (!buffer)
		return ERR_PTR(-ENOMEM);
	error = header_write_by_need(header, buffer, bytes);
	if (error) {
		pr_err("elfcorehdr: %u memory ranges do not fit an ELF header\n",
		       header->ram->count);
		vfree(buffer);
		return ERR_PTR(error);
	}
	*size = bytes;
	return buffer;
}

/**
 * kdump_elfcorehdr_new - describe the machine as it is now
 * @lent: the capture kernel gets what is lent to user space, so no dump can show
 *	that
 * @size: set to the bytes of the header
 *
 * Return: the header, the caller's to vfree(); or an errno: %-ENOMEM;
 * %-ENOSPC for more than four million ranges of RAM; %-E2BIG for more than ELF
 * can count.
 */
void *kdump_elfcorehdr_new(bool lent, size_t *size)
{
	struct kdump_range_set ram = { };
	struct kdump_elfhdr header = {
		.identity = kdump_elf_identity(),
		.kernel = {
			__pa_symbol(_text), __pa_symbol(_end),
		},
		.kernel_virtual = (unsigned long)_text,
		.ram = &ram,
		.direct_map = direct_map_offset(),
		.direct_end = kdump_direct_map_end(),
	};
	void *result;
	int error;

	kdump_assert_load_locked();
	error = dump_ram_gather(&ram, lent);
	header.notes = notes_gather(&header.nr_notes);
	if (error)
		result = ERR_PTR(error);
	else if (!header.notes)
		result = ERR_PTR(-ENOMEM);
	else
		result = header_write(&header, size);
	vfree(header.notes);
	vfree(ram.range);
	return result;
}

/*
 * For the kernel's own image, what the region and lent memory split, and memory of
 * a hypervisor that firmware does not know of: 3.5 KiB.
 */
#define RANGES_BESIDES 64

static int count_range(struct resource *resource, void *count)
{
	++*(u64 *)count;
	return 0;
}

/*
 * What there is, and each section that may be plugged or unplugged by itself.
 * Where a hypervisor plugs more than its firmware told, a load has to follow.
 */
static unsigned int hotplug_ranges(void)
{
	u64 end = PFN_PHYS(max_t(u64, max_pfn, max_possible_pfn));
	u64 ranges = div64_u64(end, KDUMP_SECTION_BYTES) + RANGES_BESIDES;

	if (!IS_ENABLED(CONFIG_MEMORY_HOTPLUG))
		return 0;
	walk_system_ram_res(0, U64_MAX, &ranges, count_range);
	return min_t(u64, ranges, KDUMP_HOTPLUG_RANGES);
}

/**
 * kdump_elfcorehdr_space - bytes to keep for the header of a loaded image
 *
 * With hotplug it may grow, up to what is possible on this machine.
 *
 * Return: the bytes; 0 if it will stay as it is.
 */
size_t kdump_elfcorehdr_space(void)
{
	if (!IS_ENABLED(CONFIG_CRASH_HOTPLUG))
		return 0;
	return header_bytes(ELFCLASS64, num_possible_cpus() + 1,
			    hotplug_ranges());
}
