// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads a dump's headers and notes, of either ELF class; and what the programs
 * that read dumps have in common besides.
 */
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "vmcore_file.h"

#define NATIVE_DATA (htole16(1) == 1 ? ELFDATA2LSB : ELFDATA2MSB)

size_t page_bytes;

static void __attribute__((constructor)) find_page_size(void)
{
	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
}

void fail(const char *format, ...)
{
	const char *reason = strerror(errno);
	va_list arguments;

	fprintf(stderr, "guest: %s: ", program_invocation_short_name);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, ": %s\n", reason);
	exit(1);
}

void tell(const char *format, ...)
{
	va_list arguments;

	fputs("guest: ", stdout);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

void verdict(const char *name, bool good)
{
	tell("%s - %s", good ? "ok" : "not ok", name);
}

bool all_zeros(const void *bytes, size_t size)
{
	const char *first = bytes;

	return !*first && !memcmp(first, first + 1, size - 1);
}

void set_level(const char *control, const char *level)
{
	int fd = open(control, O_WRONLY);

	if (fd < 0 || write(fd, level, strlen(level)) < 0)
		fail("level %s to %s", level, control);
	close(fd);
}

ssize_t read_fully(int fd, void *to, size_t size, off_t offset)
{
	size_t filled = 0;
	ssize_t got;

	while (filled < size) {
		got = pread(fd, (char *)to + filled, size - filled,
			    offset + (off_t)filled);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		filled += (size_t)got;
	}
	return (ssize_t)filled;
}

ssize_t map_piece(int fd, void *to, size_t size, off_t offset)
{
	size_t before = (size_t)offset % page_bytes;
	char *map = mmap(NULL, before + size, PROT_READ, MAP_PRIVATE, fd,
			 offset - (off_t)before);

	if (map == MAP_FAILED)
		return -1;
	memcpy(to, map + before, size);
	munmap(map, before + size);
	return (ssize_t)size;
}

/*
 * Copies, for nothing says that a header lies where its type wants it. Whatever
 * is wrong with the bytes from here on, the file is no dump: ENOEXEC.
 */
static bool get(const struct vmcore_file *file, void *to, size_t size,
		uint64_t offset)
{
	errno = ENOEXEC;
	if (offset > file->kept_size || size > file->kept_size - offset)
		return false;
	memcpy(to, file->kept + offset, size);
	return true;
}

/* The two classes have fields of the same names. The first @most segments, or all. */
#define DEFINE_CLASS(bits)						\
static bool list_segments_##bits(struct vmcore_file *file,		\
				 uint32_t most)				\
{									\
	Elf##bits##_Ehdr header;					\
	Elf##bits##_Shdr section;					\
	Elf##bits##_Phdr entry;						\
	uint32_t i;							\
									\
	if (!get(file, &header, sizeof(header), 0))			\
		return false;						\
	file->count = most ?: header.e_phnum;				\
	if (file->count == PN_XNUM) {					\
		if (!get(file, &section, sizeof(section), header.e_shoff)) \
			return false;					\
		file->count = section.sh_info;				\
	}								\
	file->segments = realloc(file->segments, file->count *		\
				 sizeof(*file->segments));		\
	for (i = 0; file->segments && i < file->count; i++) {		\
		if (!get(file, &entry, sizeof(entry), header.e_phoff +	\
			 (uint64_t)i * sizeof(entry)))			\
			return false;					\
		file->segments[i] = (struct vmcore_segment){		\
			.type = entry.p_type,				\
			.flags = entry.p_flags,				\
			.offset = entry.p_offset,			\
			.virtual = entry.p_vaddr,			\
			.physical = entry.p_paddr,			\
			.filesz = entry.p_filesz,			\
			.memsz = entry.p_memsz,				\
		};							\
	}								\
	return file->segments;						\
}

DEFINE_CLASS(32)
DEFINE_CLASS(64)

static bool get_class(struct vmcore_file *file)
{
	unsigned char ident[EI_NIDENT];

	if (!get(file, ident, sizeof(ident), 0) ||
	    memcmp(ident, ELFMAG, SELFMAG) || ident[EI_DATA] != NATIVE_DATA)
		return false;
	file->bits = ident[EI_CLASS] * 32;
	return file->bits == 32 || file->bits == 64;
}

static bool list_segments(struct vmcore_file *file, uint32_t most)
{
	return get_class(file) && (file->bits == 32 ?
				   list_segments_32(file, most) :
				   list_segments_64(file, most));
}

static bool read_kept(struct vmcore_file *file, size_t size)
{
	file->kept = realloc(file->kept, size);
	file->kept_size = size;
	return file->kept &&
	       read_fully(file->fd, file->kept, size, 0) == (ssize_t)size;
}

/* The notes come before all memory, and their header before all others. */
static bool find_kept_size(struct vmcore_file *file, size_t *ret)
{
	uint64_t end;

	if (!read_kept(file, page_bytes) || !list_segments(file, 1))
		return false;
	end = file->segments[0].offset + file->segments[0].filesz;
	*ret = (end + page_bytes - 1) / page_bytes * page_bytes;
	return true;
}

bool vmcore_open(struct vmcore_file *file, const char *name)
{
	struct stat status;
	size_t size;

	*file = (struct vmcore_file){ .name = name };
	file->fd = open(name, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0 || fstat(file->fd, &status))
		return false;
	file->size = (uint64_t)status.st_size;
	return find_kept_size(file, &size) && read_kept(file, size) &&
	       list_segments(file, 0);
}

uint64_t nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}
