// SPDX-License-Identifier: GPL-2.0-only
/*
 * This machine's CPUs and memory, gathered and written as an ELF core header
 * for the capture kernel.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpumask.h>
#include <linux/elf.h>
#include <linux/ioport.h>
#include <linux/kexec.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/vmalloc.h>

#include <asm/sections.h>

#include "elfhdr.h"
#include "internal.h"

/* Memory that comes online between the count and the walk. */
#define SPARE_RANGES 16

static int count_ram(struct resource *resource, void *count)
{
	(*(unsigned int *)count)++;
	return 0;
}

static int add_ram(struct resource *resource, void *set)
{
	struct kdump_range range = { resource->start, resource->end + 1 };

	return kdump_range_set_add(set, &range);
}

/* All RAM, less what the capture kernel will overwrite. */
static int fill_ram(struct kdump_range_set *ram)
{
	const struct kdump_range omit[] = {
		/* Never given to anyone by this kernel, used by the next. */
		{ 0, SZ_1M },
		kdump_region(),
		kdump_region_low(),
	};
	unsigned int i;
	int error;

	error = walk_system_ram_res(0, U64_MAX, ram, add_ram);
	for (i = 0; i < ARRAY_SIZE(omit) && !error; i++)
		error = kdump_range_set_exclude(ram, &omit[i]);
	return error;
}

static int gather_ram(struct kdump_builder *builder,
		      struct kdump_range_set *ram)
{
	unsigned int capacity = SPARE_RANGES;
	struct kdump_range *storage;
	int error;

	walk_system_ram_res(0, U64_MAX, &capacity, count_ram);
	storage = kdump_builder_alloc(builder, capacity * sizeof(*storage));
	if (!storage)
		return -ENOMEM;
	kdump_range_set_init(ram, storage, capacity);
	error = fill_ram(ram);
	if (error)
		pr_err("load refused: the memory map changed while it was read (%d): try again\n",
		       error);
	return error;
}

static struct kdump_range note_range(phys_addr_t start, size_t size)
{
	return (struct kdump_range){ start, start + size };
}

static struct kdump_range cpu_note_range(unsigned int cpu)
{
	note_buf_t *note = per_cpu_ptr(crash_notes, cpu);

	return note_range(per_cpu_ptr_to_phys(note), sizeof(*note));
}

/* One for each CPU there may ever be, and vmcoreinfo's behind them. */
static const struct kdump_range *gather_notes(struct kdump_builder *builder,
					      unsigned int *count)
{
	struct kdump_range *notes;
	unsigned int cpu, i = 0;

	/* Early allocations failed, and the log said so at boot. */
	if (!crash_notes || !vmcoreinfo_note)
		return NULL;
	notes = kdump_builder_alloc(builder, (num_possible_cpus() + 1) *
				    sizeof(*notes));
	if (!notes)
		return NULL;
	for_each_possible_cpu(cpu)
		notes[i++] = cpu_note_range(cpu);
	notes[i++] = note_range(paddr_vmcoreinfo_note(), VMCOREINFO_NOTE_SIZE);
	*count = i;
	return notes;
}

/**
 * kdump_elfcorehdr_place - write the header and give it a place in the image
 * @builder: the image
 * @ret: where it will be; to be kept out of the capture kernel's RAM
 *
 * Return: 0; %-ENOMEM; %-ENOSPC if the memory map changed meanwhile; %-E2BIG
 * for more ranges than ELF can count; %-EADDRNOTAVAIL if there is no room.
 */
int kdump_elfcorehdr_place(struct kdump_builder *builder,
			   struct kdump_range *ret)
{
	struct kdump_placement placement = {
		.name = "elfcorehdr",
		.align = PAGE_SIZE,
	};
	struct kdump_range_set ram;
	struct kdump_elfhdr header = {
		.machine = ELF_ARCH,
		.kernel = {
			__pa_symbol(_text), __pa_symbol(_end),
		},
		.kernel_virtual = (unsigned long)_text,
		.ram = &ram,
		.direct_map = (unsigned long)__va(0),
	};
	void *buffer;
	int error;

	error = gather_ram(builder, &ram);
	if (error)
		return error;
	header.notes = gather_notes(builder, &header.nr_notes);
	if (!header.notes)
		return -ENOMEM;

	placement.size = kdump_elfhdr_bytes(header.nr_notes, ram.count);
	placement.memory_size = placement.size;
	buffer = kdump_builder_alloc(builder, placement.size);
	if (!buffer)
		return -ENOMEM;
	error = kdump_elfhdr_write(&header, buffer, placement.size);
	if (error) {
		pr_err("load refused: %u memory ranges do not fit an ELF header\n",
		       ram.count);
		return error;
	}
	placement.data = buffer;
	return kdump_builder_place(builder, &placement, ret);
}
