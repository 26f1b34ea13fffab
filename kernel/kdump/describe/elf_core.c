// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ELF core header that describes the memory of this kernel. Pure.
 *
 * Format: ELF-64, ET_CORE (System V ABI; include/uapi/linux/elf.h). The
 * header is read in the capture kernel, where file offsets are old physical
 * addresses: p_offset repeats p_paddr, as every reader of elfcorehdr= expects.
 */
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/string.h>

#include "describe/elf_core.h"

/**
 * kdump_elfhdr_bytes - bytes that a header takes
 * @nr_notes: PT_NOTE entries
 * @nr_ram: PT_LOAD entries for RAM; the one for the kernel is added here
 *
 * Return: the bytes, not rounded.
 */
size_t kdump_elfhdr_bytes(unsigned int nr_notes, unsigned int nr_ram)
{
	size_t entries = (size_t)nr_notes + 1 + nr_ram;

	return sizeof(struct elf64_hdr) + entries * sizeof(struct elf64_phdr);
}

static struct elf64_hdr file_header(u16 machine, unsigned int entries)
{
	return (struct elf64_hdr){
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3,
			[EI_CLASS] = ELFCLASS64,
			[EI_DATA] = ELFDATA2LSB,
			[EI_VERSION] = EV_CURRENT,
		},
		.e_type = ET_CORE,
		.e_machine = machine,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(struct elf64_hdr),
		.e_ehsize = sizeof(struct elf64_hdr),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = entries,
	};
}

static struct elf64_phdr segment_at(u32 type, u64 virtual,
				    const struct kdump_range *memory)
{
	return (struct elf64_phdr){
		.p_type = type,
		.p_flags = type == PT_LOAD ? PF_R | PF_W | PF_X : 0,
		.p_offset = memory->start,
		.p_vaddr = virtual,
		.p_paddr = memory->start,
		.p_filesz = kdump_range_size(memory),
		.p_memsz = kdump_range_size(memory),
	};
}

/**
 * kdump_elfhdr_is_core - is this the ELF core header of a machine?
 * @data: any bytes, not trusted; NULL only if @size is 0
 * @size: how many
 * @machine: e_machine to be
 *
 * Return: true if it is one, with all of its program headers present.
 */
bool kdump_elfhdr_is_core(const void *data, u64 size, u16 machine)
{
	struct elf64_hdr header, expected;

	if (size < sizeof(header))
		return false;
	memcpy(&header, data, sizeof(header));
	expected = file_header(machine, header.e_phnum);
	/* Whatever padding and ABI bytes the tool has put in. */
	return !memcmp(header.e_ident, expected.e_ident, EI_OSABI) &&
	       header.e_type == expected.e_type &&
	       header.e_machine == expected.e_machine &&
	       header.e_phoff == expected.e_phoff &&
	       header.e_phentsize == expected.e_phentsize &&
	       header.e_phnum && header.e_phnum < PN_XNUM &&
	       size - sizeof(header) >=
	       header.e_phnum * sizeof(struct elf64_phdr);
}

/**
 * kdump_elfhdr_write - write the header
 * @what: what it is to say
 * @buffer: where it goes, 8-byte aligned
 * @size: bytes of @buffer
 *
 * Return: 0; %-ENOSPC if it does not fit @size; %-E2BIG if it needs more
 * program headers than e_phnum can count.
 */
int kdump_elfhdr_write(const struct kdump_elfhdr *what, void *buffer,
		       size_t size)
{
	u64 entries = (u64)what->nr_notes + 1 + what->ram->count;
	struct elf64_phdr *out = buffer + sizeof(struct elf64_hdr);
	const struct kdump_range *ram = what->ram->range;
	struct elf64_hdr header;
	unsigned int i;

	if (entries >= PN_XNUM)
		return -E2BIG;
	if (kdump_elfhdr_bytes(what->nr_notes, what->ram->count) > size)
		return -ENOSPC;

	header = file_header(what->machine, entries);
	memcpy(buffer, &header, sizeof(header));
	for (i = 0; i < what->nr_notes; i++)
		*out++ = segment_at(PT_NOTE, 0, &what->notes[i]);
	*out++ = segment_at(PT_LOAD, what->kernel_virtual, &what->kernel);
	for (i = 0; i < what->ram->count; i++)
		*out++ = segment_at(PT_LOAD, what->direct_map + ram[i].start,
				    &ram[i]);
	return 0;
}
