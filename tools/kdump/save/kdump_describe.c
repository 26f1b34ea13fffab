// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the headers of a kdump-compressed file say: where its parts are, and of
 * which machine it is.
 */
#include <elf.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "kdump_format.h"

#define NOTES_MAX (1u << 30)

/* How the kernel calls the machine, which readers go by. */
static const char *machine_name(const struct elf_file *elf)
{
	static const struct {
		uint16_t machine;
		const char *name;
	} names[] = {
		{ EM_X86_64, "x86_64" }, { EM_386, "i686" },
		{ EM_AARCH64, "aarch64" }, { EM_ARM, "armv7l" },
		{ EM_S390, "s390x" }, { EM_PPC64, "ppc64le" },
	};
	size_t i;

	if (elf->machine == EM_RISCV)
		return elf->bits == 64 ? "riscv64" : "riscv32";
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].machine == elf->machine)
			return names[i].name;
	return "unknown";
}

static bool is_ended(const char *name)
{
	return memchr(name, '\0', KDUMP_NAME_BYTES);
}

/* The kernel's own words are in its memory, and may be damaged. */
static bool read_name(struct dump *dump, struct kdump_utsname *name)
{
	char release[KDUMP_NAME_BYTES];
	uint64_t address, place;
	struct fault fault;

	return vmcoreinfo_address(&dump->info, "SYMBOL(init_uts_ns)",
				  &address) &&
	       vmcoreinfo_number(&dump->info, "OFFSET(uts_namespace.name)",
				 &place) &&
	       !dump_read_virtual(dump, address + place, name, sizeof(*name),
				  &fault) &&
	       is_ended(name->sysname) && is_ended(name->nodename) &&
	       is_ended(name->release) && is_ended(name->version) &&
	       is_ended(name->machine) && is_ended(name->domainname) &&
	       vmcoreinfo_value(&dump->info, "OSRELEASE", release,
				sizeof(release)) &&
	       !strcmp(name->release, release);
}

static void describe_name(struct dump *dump, struct kdump_utsname *name)
{
	if (read_name(dump, name))
		return;
	memset(name, 0, sizeof(*name));
	snprintf(name->sysname, sizeof(name->sysname), "Linux");
	vmcoreinfo_value(&dump->info, "OSRELEASE", name->release,
			 sizeof(name->release));
	snprintf(name->machine, sizeof(name->machine), "%s",
		 machine_name(&dump->elf));
}

static uint32_t compression_status(enum compression kind)
{
	static const uint32_t status[] = {
		[COMPRESS_ZSTD] = KDUMP_ZSTD,
		[COMPRESS_LZO] = KDUMP_LZO,
		[COMPRESS_ZLIB] = KDUMP_ZLIB,
	};

	return status[kind];
}

/* Where the kernel, or memory, begins: its architecture says which. */
static uint64_t physical_base(const struct vmcoreinfo *info)
{
	uint64_t base = 0;

	if (!vmcoreinfo_number(info, "NUMBER(phys_base)", &base) &&
	    !vmcoreinfo_number(info, "NUMBER(PHYS_OFFSET)", &base))
		vmcoreinfo_number(info, "NUMBER(phys_ram_base)", &base);
	return base;
}

static uint64_t notes_bytes(const struct dump *dump)
{
	uint64_t size = 0;
	uint32_t i;

	for (i = 0; i < dump->note_ranges.count && size < NOTES_MAX; i++)
		size += round_up(dump->note_ranges.list[i].end -
				 dump->note_ranges.list[i].start, 4);
	return size;
}

/* Where VMCOREINFO will be: its note is in one of the ranges. */
static int64_t info_place(const struct dump *dump, uint64_t notes)
{
	const struct run *range = dump->note_ranges.list;
	uint32_t i;

	for (i = 0; i < dump->note_ranges.count; i++, range++) {
		if (dump->notes.info_offset >= range->start &&
		    dump->notes.info_offset < range->end)
			return (int64_t)(notes + dump->notes.info_offset -
					 range->start);
		notes += round_up(range->end - range->start, 4);
	}
	return 0;
}

static void describe_notes(const struct dump *dump, struct kdump_file *file,
			   uint64_t size)
{
	file->notes = dump->page_size + sizeof(file->sub);
	file->sub.notes_offset = (int64_t)file->notes;
	file->sub.notes_size = size;
	if (!dump->info.size)
		return;
	file->sub.info_size = dump->info.size;
	file->sub.info_offset = info_place(dump, file->notes);
}

static void lay_out(const struct dump *dump, struct kdump_file *file)
{
	uint64_t page = dump->page_size, pages = dump_pages(dump);

	file->bitmap_bytes = round_up((pages + 7) / 8, page);
	file->bitmaps = round_up(file->notes + file->sub.notes_size, page);
	file->table = file->bitmaps + 2 * file->bitmap_bytes;
	file->zero_page = round_up(file->table + file->pages *
				   sizeof(struct kdump_page), page);
	atomic_init(&file->end, file->zero_page + page);
	file->sub.max_pfn_64 = pages;
	file->header.max_pfn = (uint32_t)MIN(pages, UINT32_MAX);
	file->header.block_size = (int32_t)page;
	file->header.sub_blocks =
		(int32_t)((file->bitmaps - page) >> dump->page_shift);
	file->header.bitmap_blocks =
		(uint32_t)(2 * file->bitmap_bytes >> dump->page_shift);
}

static void describe_header(struct save *save, struct kdump_header *header)
{
	struct dump *dump = &save->dump;
	uint64_t crash_time = 0;

	memcpy(header->signature, KDUMP_SIGNATURE, sizeof(header->signature));
	header->version = KDUMP_VERSION;
	describe_name(dump, &header->name);
	vmcoreinfo_number(&dump->info, "CRASHTIME", &crash_time);
	header->seconds = (long)crash_time;
	header->status = compression_status(save->compression) |
			 KDUMP_INCOMPLETE |
			 (save->level & 32 ? KDUMP_NO_MEMMAP : 0);
	header->cpus = (int32_t)dump->notes.cpus;
}

/**
 * kdump_describe - say what will be where
 * @save: the run, with the number of bytes that are kept
 * @file: set; its header is that of an incomplete file
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int kdump_describe(struct save *save, struct kdump_file *file,
		   struct fault *fault)
{
	const struct dump *dump = &save->dump;
	uint64_t notes = notes_bytes(dump);

	if (dump->elf.bits != 8 * sizeof(long))
		return fault_set(fault, "EI_CLASS is that of %u bits: this program compresses dumps of %zu bits only; -E saves the file as it is",
				 dump->elf.bits, 8 * sizeof(long));
	if (notes > NOTES_MAX)
		return fault_set(fault, "p_filesz of the notes is 0x%" PRIx64
				 " in all, must be at most 0x%x", notes,
				 NOTES_MAX);
	memset(file, 0, sizeof(*file));
	file->pages = save->kept >> dump->page_shift;
	describe_notes(dump, file, notes);
	lay_out(dump, file);
	describe_header(save, &file->header);
	file->sub.phys_base = (unsigned long)physical_base(&dump->info);
	file->sub.level = (int32_t)save->level;
	return 0;
}

static int copy_range(struct save *save, const struct run *range, uint64_t to,
		      struct fault *fault)
{
	unsigned char bytes[16384];
	uint64_t offset;
	size_t size;

	for (offset = range->start; offset < range->end; offset += size) {
		size = MIN(range->end - offset, sizeof(bytes));
		if (source_read(save->dump.source, bytes, offset, size, fault))
			return -1;
		targets_write(&save->targets, bytes, size, to);
		to += size;
	}
	return 0;
}

/**
 * kdump_write_notes - write all notes of the source, one after the other
 * @save: the run
 * @file: says where
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int kdump_write_notes(struct save *save, const struct kdump_file *file,
		      struct fault *fault)
{
	const struct run *range = save->dump.note_ranges.list;
	uint64_t to = file->notes;
	uint32_t i;

	for (i = 0; i < save->dump.note_ranges.count; i++, range++) {
		if (copy_range(save, range, to, fault))
			return -1;
		to += round_up(range->end - range->start, 4);
	}
	return 0;
}
