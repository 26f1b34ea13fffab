// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ELF core header that describes the memory of this kernel. Pure.
 *
 * Format: ELF-64 or ELF-32, ET_CORE (System V ABI; include/uapi/linux/elf.h),
 * in the byte order of this kernel. The header is read in the capture kernel,
 * where file offsets are old physical addresses: p_offset repeats p_paddr, as
 * every reader of elfcorehdr= expects.
 */
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "describe/elf_core.h"
#include "lib/elf_codec.h"

/**
 * kdump_elfhdr_bytes - bytes that a header takes
 * @class: ELFCLASS32 or ELFCLASS64
 * @nr_notes: PT_NOTE entries
 * @nr_ram: PT_LOAD entries for RAM; the one for the kernel is added here
 *
 * Return: the bytes, not rounded; SIZE_MAX if no buffer can be as large.
 */
size_t kdump_elfhdr_bytes(u8 class, unsigned int nr_notes, unsigned int nr_ram)
{
	const struct kdump_elf_format *format = kdump_elf_format(class);
	u64 bytes = ((u64)nr_notes + 1 + nr_ram) * format->entry_size +
		    format->file_size;

	return min_t(u64, bytes, SIZE_MAX);
}

static struct elf64_hdr file_header(const struct kdump_elf_identity *identity,
				    unsigned int entries)
{
	const struct kdump_elf_format *format = kdump_elf_format(identity->class);

	return (struct elf64_hdr){
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
			[EI_CLASS] = identity->class,
			[EI_DATA] = identity->data,
			[EI_VERSION] = EV_CURRENT,
		},
		.e_type = ET_CORE,
		.e_machine = identity->machine,
		.e_version = EV_CURRENT,
		.e_phoff = format->file_size,
		.e_flags = identity->flags,
		.e_ehsize = format->file_size,
		.e_phentsize = format->entry_size,
		.e_phnum = entries,
	};
}

/**
 * kdump_elfhdr_is_core - is this the ELF core header of a machine?
 * @data: any bytes, not trusted; NULL only if @size is 0
 * @size: how many
 * @identity: of the machine; e_flags may be any
 *
 * Return: true if it is one, with all of its program headers present.
 */
bool kdump_elfhdr_is_core(const void *data, u64 size,
			  const struct kdump_elf_identity *identity)
{
	const struct kdump_elf_format *format = kdump_elf_format(identity->class);
	struct elf64_hdr header, expected;

	if (size < format->file_size)
		return false;
	kdump_elf_format_load_file(format, data, &header);
	expected = file_header(identity, header.e_phnum);
	/* Whatever padding and ABI bytes the tool has put in. */
	return !memcmp(header.e_ident, expected.e_ident, EI_OSABI) &&
	       header.e_type == expected.e_type &&
	       header.e_machine == expected.e_machine &&
	       header.e_phoff == expected.e_phoff &&
	       header.e_phentsize == expected.e_phentsize &&
	       header.e_phnum && header.e_phnum < PN_XNUM &&
	       size - format->file_size >=
	       (u64)header.e_phnum * format->entry_size;
}

/* Has the class numbers for the size, and for the address of each byte? */
static bool range_fits(const struct kdump_elf_format *format,
		       const struct kdump_range *memory)
{
	return memory->start <= format->largest &&
	       kdump_range_size(memory) <= format->largest &&
	       (kdump_range_empty(memory) ||
		memory->end - 1 <= format->largest);
}

static bool all_fit(const struct kdump_elfhdr *what)
{
	const struct kdump_elf_format *format = kdump_elf_format(what->identity.class);
	bool fit = range_fits(format, &what->kernel);
	unsigned int i;

	for (i = 0; i < what->nr_notes; i++)
		fit &= range_fits(format, &what->notes[i]);
	for (i = 0; i < what->nr_saved; i++)
		fit &= range_fits(format, &what->saved[i].memory) &&
		       what->saved[i].copy <= format->largest;
	for (i = 0; i < what->ram->count; i++)
		fit &= range_fits(format, &what->ram->range[i]);
	return fit;
}

/* Does the direct map end inside of this? */
static bool is_split(const struct kdump_elfhdr *what,
		     const struct kdump_range *memory)
{
	return memory->start < what->direct_end &&
	       memory->end > what->direct_end;
}

static u64 entry_count(const struct kdump_elfhdr *what)
{
	u64 count = (u64)what->nr_notes + !kdump_range_empty(&what->kernel) +
		    what->nr_saved + what->ram->count;
	unsigned int i;

	/* All memory has a virtual address then. */
	if (!what->direct_end)
		return count;
	for (i = 0; i < what->ram->count; i++)
		count += is_split(what, &what->ram->range[i]);
	return count;
}

/* Writes one program header; returns where the next one goes. */
static void *put_segment(const struct kdump_elf_format *format, void *at, u32 type,
			 u64 virtual, const struct kdump_range *memory,
			 u64 offset)
{
	const struct elf64_phdr entry = {
		.p_type = type,
		.p_flags = type == PT_LOAD ? PF_R | PF_W | PF_X : 0,
		.p_offset = offset,
		.p_vaddr = virtual,
		.p_paddr = memory->start,
		.p_filesz = kdump_range_size(memory),
		.p_memsz = kdump_range_size(memory),
	};

	kdump_elf_format_store_entry(format, &entry, at);
	return at + format->entry_size;
}

static void *put_ram(const struct kdump_elfhdr *what,
		     const struct kdump_elf_format *format, void *at,
		     const struct kdump_range *memory, u64 offset)
{
	bool mapped = !what->direct_end || memory->start < what->direct_end;

	return put_segment(format, at, PT_LOAD,
			   mapped ? what->direct_map + memory->start : U64_MAX,
			   memory, offset);
}

static void *put_ram_split(const struct kdump_elfhdr *what,
			   const struct kdump_elf_format *format, void *at,
			   const struct kdump_range *memory)
{
	const struct kdump_range below = { memory->start, what->direct_end };
	const struct kdump_range above = { what->direct_end, memory->end };

	if (!is_split(what, memory))
		return put_ram(what, format, at, memory, memory->start);
	at = put_ram(what, format, at, &below, below.start);
	return put_ram(what, format, at, &above, above.start);
}

static void put_segments(const struct kdump_elfhdr *what,
			 const struct kdump_elf_format *format, void *at)
{
	const struct kdump_range *ram = what->ram->range;
	unsigned int i;

	for (i = 0; i < what->nr_notes; i++)
		at = put_segment(format, at, PT_NOTE, 0, &what->notes[i],
				 what->notes[i].start);
	if (!kdump_range_empty(&what->kernel))
		at = put_segment(format, at, PT_LOAD, what->kernel_virtual,
				 &what->kernel, what->kernel.start);
	for (i = 0; i < what->nr_saved; i++)
		at = put_ram(what, format, at, &what->saved[i].memory,
			     what->saved[i].copy);
	for (i = 0; i < what->ram->count; i++)
		at = put_ram_split(what, format, at, &ram[i]);
}

/**
 * kdump_elfhdr_write - write the header
 * @what: what it is to say
 * @buffer: where it goes, 8-byte aligned
 * @size: bytes of @buffer
 *
 * Virtual addresses are cut to what the class can hold.
 *
 * Return: 0; %-ENOSPC if it does not fit @size; %-E2BIG if it needs more
 * program headers than e_phnum can count; %-ERANGE if memory is where the
 * class has no addresses.
 */
int kdump_elfhdr_write(const struct kdump_elfhdr *what, void *buffer,
		       size_t size)
{
	const struct kdump_elf_format *format = kdump_elf_format(what->identity.class);
	u64 entries = entry_count(what);
	struct elf64_hdr header;

	if (entries >= PN_XNUM)
		return -E2BIG;
	if (format->file_size + entries * format->entry_size > size)
		return -ENOSPC;
	if (!all_fit(what))
		return -ERANGE;

	header = file_header(&what->identity, entries);
	kdump_elf_format_store_file(format, &header, buffer);
	put_segments(what, format, buffer + format->file_size);
	return 0;
}
