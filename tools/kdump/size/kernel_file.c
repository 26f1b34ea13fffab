// SPDX-License-Identifier: GPL-2.0-only
/*
 * How much memory a kernel's file wants for itself: its header says so. Of that of
 * x86 several MiB are padding between code, constants and data, which a capture
 * kernel may use as memory; to see them the file is unpacked.
 */
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "size.h"

#define HEADER_BYTES 4096
/* No kernel is that large: what says so is damaged. */
#define KERNEL_BYTES_MAX ((uint64_t)1 << 40)

/* Documentation/arch/x86/boot.rst */
#define X86_MAGIC 0x202
#define X86_VERSION 0x206
#define X86_INIT_SIZE 0x260
#define X86_VERSION_OF_INIT_SIZE 0x20a
#define X86_SETUP_SECTORS 0x1f1
#define X86_PAYLOAD 0x248
#define SECTOR_BYTES 512
/* Documentation/arch/arm64/booting.rst, and riscv's boot-image-header.rst */
#define IMAGE_SIZE 16
#define IMAGE_MAGIC 56

static uint64_t le64_at(const unsigned char *header, size_t offset)
{
	uint64_t value;

	memcpy(&value, header + offset, sizeof(value));
	return le64toh(value);
}

static uint32_t le32_at(const unsigned char *header, size_t offset)
{
	return (uint32_t)le64_at(header, offset);
}

static uint64_t x86_memory(const unsigned char *header)
{
	if (memcmp(header + X86_MAGIC, "HdrS", 4) ||
	    (le32_at(header, X86_VERSION) & 0xffff) < X86_VERSION_OF_INIT_SIZE)
		return 0;
	return le32_at(header, X86_INIT_SIZE);
}

static uint64_t image_memory(const unsigned char *header)
{
	if (memcmp(header + IMAGE_MAGIC, "ARM\x64", 4) &&
	    memcmp(header + IMAGE_MAGIC, "RSC\x05", 4))
		return 0;
	return le64_at(header, IMAGE_SIZE);
}

/* Of this machine's byte order; as far as program headers are in these bytes. */
static uint64_t elf_memory(const unsigned char *header)
{
	uint64_t start = UINT64_MAX, end = 0, entry_end;
	Elf64_Ehdr file;
	Elf64_Phdr entry;
	unsigned int i;

	memcpy(&file, header, sizeof(file));
	if (memcmp(file.e_ident, ELFMAG, SELFMAG) ||
	    file.e_ident[EI_CLASS] != ELFCLASS64 || file.e_phoff > HEADER_BYTES)
		return 0;
	for (i = 0; i < file.e_phnum && file.e_phoff + (i + 1) * sizeof(entry) <=
		    HEADER_BYTES; i++) {
		memcpy(&entry, header + file.e_phoff + i * sizeof(entry),
		       sizeof(entry));
		if (entry.p_type != PT_LOAD)
			continue;
		if (__builtin_add_overflow(entry.p_paddr, entry.p_memsz,
					   &entry_end))
			return 0;
		start = start < entry.p_paddr ? start : entry.p_paddr;
		end = larger_of(end, entry_end);
	}
	return end > start ? end - start : 0;
}

static uint64_t header_memory(const unsigned char *header)
{
	return x86_memory(header) ?: image_memory(header) ?: elf_memory(header);
}

/* Padding is one byte again and again, whatever byte that is. */
static bool is_padding(const unsigned char *page)
{
	return !memcmp(page, page + 1, HEADER_BYTES - 1);
}

/*
 * Of the ELF file inside a bzImage, whose pages are where they will be in memory;
 * 0 if it cannot be unpacked here. What follows the packed data does not matter.
 */
static uint64_t x86_content(int fd, const unsigned char *header)
{
	uint64_t at = (header[X86_SETUP_SECTORS] + 1) * (uint64_t)SECTOR_BYTES +
		      le32_at(header, X86_PAYLOAD);
	unsigned char page[HEADER_BYTES];
	struct unpacker unpacker;
	uint64_t memory = 0, padding = 0;

	if (!unpack_start(&unpacker, fd, at))
		return 0;
	if (fread(page, sizeof(page), 1, unpacker.from) == 1)
		memory = elf_memory(page);
	while (fread(page, sizeof(page), 1, unpacker.from) == 1)
		padding += is_padding(page) ? sizeof(page) : 0;
	unpack_end(&unpacker);
	return memory > padding ? memory - padding : 0;
}

/* Of a file that is packed as a whole, as Images may be. */
static uint64_t packed_memory(int fd)
{
	unsigned char header[HEADER_BYTES] = { 0 };
	struct unpacker unpacker;

	if (!unpack_start(&unpacker, fd, 0))
		return 0;
	if (!fread(header, 1, sizeof(header), unpacker.from))
		header[0] = 0;
	unpack_end(&unpacker);
	return header_memory(header);
}

static void read_memory(int fd, const unsigned char *header,
			struct kernel *ret)
{
	ret->load = header_memory(header) ?: packed_memory(fd);
	ret->content = ret->load;
	if (x86_memory(header))
		ret->content = x86_content(fd, header) ?: ret->load;
	if (ret->content > ret->load)
		ret->content = ret->load;
}

/**
 * kernel_file_read - say what a kernel takes
 * @name: of its file
 * @ret: set
 *
 * Return: false, with words, if that is no kernel.
 */
bool kernel_file_read(const char *name, struct kernel *ret)
{
	unsigned char header[HEADER_BYTES] = { 0 };
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, header, sizeof(header)) < 0) {
		say("%s: %s", name, strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	read_memory(fd, header, ret);
	close(fd);
	if (!ret->load)
		say("%s: neither a bzImage, nor an Image, nor ELF; or packed, and what unpacks it is not here",
		    name);
	if (ret->load > KERNEL_BYTES_MAX)
		say("%s: its header asks for %" PRIu64 " MiB, which no kernel takes",
		    name, ret->load / MIB);
	return ret->load && ret->load <= KERNEL_BYTES_MAX;
}
