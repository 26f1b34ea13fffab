// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads ELF headers, and believes none of them: a kernel that crashed wrote
 * them, or someone else. What is wrong is named with its value.
 */
#include <endian.h>
#include <inttypes.h>
#include <string.h>

#include "elf_file.h"

/* 65535 program headers are common, and more than this are an accident. */
#define MAX_SEGMENTS (1u << 20)

#define NATIVE_ORDER (htole16(1) == 1 ? ELFDATA2LSB : ELFDATA2MSB)

static int wrong(struct fault *fault, const char *field, uint64_t value,
		 uint64_t wanted)
{
	return fault_set(fault, "%s is 0x%" PRIx64 ", must be 0x%" PRIx64, field,
			 value, wanted);
}

/* Both classes as one of 64 bits. */
static void widen_header(const Elf32_Ehdr *from, Elf64_Ehdr *ret)
{
	*ret = (Elf64_Ehdr) {
		.e_type = from->e_type, .e_machine = from->e_machine,
		.e_version = from->e_version, .e_phoff = from->e_phoff,
		.e_shoff = from->e_shoff, .e_flags = from->e_flags,
		.e_ehsize = from->e_ehsize, .e_phentsize = from->e_phentsize,
		.e_phnum = from->e_phnum, .e_shentsize = from->e_shentsize,
	};
	memcpy(ret->e_ident, from->e_ident, EI_NIDENT);
}

static size_t entry_bytes(const struct elf_file *file)
{
	return file->bits == 64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
}

static int check_ident(const unsigned char *ident, struct fault *fault)
{
	uint32_t magic;

	if (memcmp(ident, ELFMAG, SELFMAG)) {
		memcpy(&magic, ident, sizeof(magic));
		return fault_set(fault, "the file begins with 0x%" PRIx32
				 ", which is no ELF file", be32toh(magic));
	}
	if (ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64)
		return fault_set(fault, "EI_CLASS is 0x%x, must be 1 or 2",
				 ident[EI_CLASS]);
	if (ident[EI_DATA] != NATIVE_ORDER)
		return wrong(fault, "EI_DATA", ident[EI_DATA], NATIVE_ORDER);
	if (ident[EI_VERSION] != EV_CURRENT)
		return wrong(fault, "EI_VERSION", ident[EI_VERSION],
			     EV_CURRENT);
	return 0;
}

static int check_header(const struct elf_file *file, const Elf64_Ehdr *header,
			struct fault *fault)
{
	size_t size = file->bits == 64 ? sizeof(Elf64_Ehdr) :
		      sizeof(Elf32_Ehdr);

	if (header->e_type != ET_CORE)
		return wrong(fault, "e_type", header->e_type, ET_CORE);
	if (header->e_version != EV_CURRENT)
		return wrong(fault, "e_version", header->e_version, EV_CURRENT);
	if (header->e_ehsize != size)
		return wrong(fault, "e_ehsize", header->e_ehsize, size);
	if (header->e_phentsize != entry_bytes(file))
		return wrong(fault, "e_phentsize", header->e_phentsize,
			     entry_bytes(file));
	if (header->e_phoff < size)
		return fault_set(fault, "e_phoff is 0x%" PRIx64
				 ", must be at least 0x%zx", header->e_phoff,
				 size);
	return 0;
}

/* With more than 16 bits can say, the count is in the first section header. */
static int read_count(struct elf_file *file, const Elf64_Ehdr *header,
		      struct fault *fault)
{
	size_t place = file->bits == 64 ? offsetof(Elf64_Shdr, sh_info) :
		       offsetof(Elf32_Shdr, sh_info);

	file->count = header->e_phnum;
	if (header->e_phnum != PN_XNUM)
		return 0;
	if (header->e_shoff > file->source->size)
		return fault_set(fault, "e_shoff is 0x%" PRIx64
				 ", the file has 0x%" PRIx64 " bytes",
				 header->e_shoff, file->source->size);
	return source_read(file->source, &file->count, header->e_shoff + place,
			   sizeof(file->count), fault);
}

static int check_table(const struct elf_file *file, struct fault *fault)
{
	uint64_t size = file->source->size;

	if (!file->count || file->count > MAX_SEGMENTS)
		return fault_set(fault, "e_phnum is 0x%" PRIx32
				 ", must be from 1 to 0x%x", file->count,
				 MAX_SEGMENTS);
	if (file->table > size ||
	    file->count > (size - file->table) / entry_bytes(file))
		return fault_set(fault, "e_phoff is 0x%" PRIx64
				 ": %" PRIu32 " program headers reach past the end of the file, which has 0x%"
				 PRIx64, file->table, file->count, size);
	return 0;
}

/**
 * elf_open - read the file header
 * @file: set
 * @source: the file
 * @fault: says what is wrong
 *
 * Return: 0, or -1 if it is no ELF core file of this machine's byte order.
 */
int elf_open(struct elf_file *file, struct source *source, struct fault *fault)
{
	Elf64_Ehdr header;
	Elf32_Ehdr narrow;

	*file = (struct elf_file) { .source = source, .bits = 64 };
	if (source_read(source, &narrow, 0, sizeof(narrow), fault) ||
	    check_ident(narrow.e_ident, fault))
		return -1;
	file->flags_offset = offsetof(Elf64_Ehdr, e_flags);
	if (narrow.e_ident[EI_CLASS] == ELFCLASS32) {
		file->bits = 32;
		file->flags_offset = offsetof(Elf32_Ehdr, e_flags);
		widen_header(&narrow, &header);
	} else if (source_read(source, &header, 0, sizeof(header), fault)) {
		return -1;
	}
	file->machine = header.e_machine;
	file->flags = header.e_flags;
	file->table = header.e_phoff;
	if (check_header(file, &header, fault) ||
	    read_count(file, &header, fault))
		return -1;
	return check_table(file, fault);
}

/**
 * elf_table_start - walk over all program headers
 * @table: set
 * @file: whose, which has to stay
 */
void elf_table_start(struct elf_table *table, const struct elf_file *file)
{
	table->file = file;
	table->next = 0;
	table->read = 0;
}

/* Some at once: there may be 65535. */
static int read_entries(struct elf_table *table, struct fault *fault)
{
	const struct elf_file *file = table->file;
	size_t bytes = entry_bytes(file);
	uint32_t count = MIN(file->count - table->next,
			     (uint32_t)(sizeof(table->bytes) / bytes));

	if (source_read(file->source, table->bytes,
			file->table + table->next * bytes, count * bytes,
			fault))
		return -1;
	table->read = table->next + count;
	return 0;
}

static void decode_entry(const struct elf_file *file, const void *bytes,
			 struct elf_segment *ret)
{
	Elf32_Phdr narrow;
	Elf64_Phdr wide;

	if (file->bits == 64) {
		memcpy(&wide, bytes, sizeof(wide));
		*ret = (struct elf_segment) {
			wide.p_type, wide.p_offset, wide.p_vaddr, wide.p_paddr,
			wide.p_filesz, wide.p_memsz };
	} else {
		memcpy(&narrow, bytes, sizeof(narrow));
		*ret = (struct elf_segment) {
			narrow.p_type, narrow.p_offset, narrow.p_vaddr,
			narrow.p_paddr, narrow.p_filesz, narrow.p_memsz };
	}
}

static int bad_entry(struct fault *fault, const char *field, uint32_t index,
		     uint64_t value, const char *why)
{
	return fault_set(fault, "%s of program header %" PRIu32 " is 0x%" PRIx64
			 ": %s", field, index, value, why);
}

/* What is neither memory nor notes is of no use, so it may say what it likes. */
static int check_entry(const struct elf_file *file, uint32_t index,
		       const struct elf_segment *segment, struct fault *fault)
{
	uint64_t size = file->source->size;
	uint64_t memory = 1ull << ELF_ADDRESS_BITS;

	if (segment->type != PT_LOAD && segment->type != PT_NOTE)
		return 0;
	if (segment->offset > size)
		return bad_entry(fault, "p_offset", index, segment->offset,
				 "it is past the end of the file");
	if (segment->filesz > size - segment->offset)
		return bad_entry(fault, "p_filesz", index, segment->filesz,
				 "it reaches past the end of the file");
	if (segment->type == PT_NOTE)
		return 0;
	if (segment->filesz > segment->memsz)
		return bad_entry(fault, "p_filesz", index, segment->filesz,
				 "it is more than p_memsz");
	if (segment->paddr > memory)
		return bad_entry(fault, "p_paddr", index, segment->paddr,
				 "no machine has memory there");
	if (segment->memsz > memory - segment->paddr)
		return bad_entry(fault, "p_memsz", index, segment->memsz,
				 "no machine has so much memory");
	return 0;
}

/**
 * elf_table_next - the next program header
 * @table: the walk
 * @ret: set
 * @fault: says what is wrong
 *
 * Return: 1; 0 after the last one; -1 if it cannot be read or be right.
 */
int elf_table_next(struct elf_table *table, struct elf_segment *ret,
		   struct fault *fault)
{
	const struct elf_file *file = table->file;
	size_t bytes = entry_bytes(file);
	struct elf_segment segment;
	uint32_t place;

	if (table->next == file->count)
		return 0;
	if (table->next == table->read && read_entries(table, fault))
		return -1;
	place = table->next % (uint32_t)(sizeof(table->bytes) / bytes);
	decode_entry(file, table->bytes + place * bytes, &segment);
	if (check_entry(file, table->next, &segment, fault))
		return -1;
	table->next++;
	*ret = segment;
	return 1;
}
