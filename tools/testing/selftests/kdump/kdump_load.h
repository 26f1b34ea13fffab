/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of the crash kernel loader and what they offer each other.
 *
 *	kdump_load.c       options; the two system calls
 *	load_message.c     progress and errors in words
 *	load_file.c        whole files, whatever they are, into memory
 *	load_bzimage.c     is it a kernel we can start, and its boot_params
 *	load_memory.c      the machine's memory as /proc/iomem tells it
 *	load_kcore.c       where that memory is mapped, as /proc/kcore tells it
 *	load_elfcorehdr.c  the ELF header that describes the crashed machine
 *	load_segments.c    puts them all into the crash region: kexec_load(2)
 *	load_entry.S       the first instructions after the jump
 *
 * Everything read is foreign: each part checks sizes before it uses bytes, and
 * fail() ends the program, so a function that returns has succeeded.
 */
#ifndef KDUMP_LOAD_H
#define KDUMP_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <asm/bootparam.h>

#define PAGE_BYTES 4096ULL
#define MEBIBYTE (1ULL << 20)

/* What the user asked for. */
struct load_request {
	const char *kernel_path;
	const char *initrd_path;	/* NULL: none */
	const char *command_line;	/* never NULL, may be empty */
};

/* load_message.c APIs: */
extern bool message_debug;
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void debug(const char *format, ...) __attribute__((format(printf, 1, 2)));
void fail(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void fail_load(const char *call, int error) __attribute__((noreturn));
const char *size_text(uint64_t bytes);

/* load_file.c APIs: */
struct blob {
	unsigned char *data;	/* followed by a NUL that size does not count */
	size_t size;
};

struct blob file_read(const char *path, size_t limit);
bool file_try_read(const char *path, size_t limit, struct blob *ret);
void *zero_alloc(size_t size);

/* load_memory.c APIs: */
enum memory_kind {
	MEMORY_RAM,
	MEMORY_ACPI_TABLES,
	MEMORY_ACPI_STORAGE,
	MEMORY_PERSISTENT,
	MEMORY_RESERVED,
	MEMORY_UNUSABLE,
	MEMORY_CRASH,		/* inside a MEMORY_RAM range */
	MEMORY_KERNEL_CODE,	/* inside a MEMORY_RAM range */
};

struct memory_range {
	uint64_t start;
	uint64_t end;		/* first address behind it */
	enum memory_kind kind;
};

struct memory_map {
	struct memory_range *ranges;
	size_t count;
};

void memory_read(struct memory_map *ret);
const struct memory_range *memory_crash_region(const struct memory_map *map);
void memory_each_dumped(const struct memory_map *map,
			void (*visit)(void *data, uint64_t start, uint64_t end),
			void *data);

/* load_kcore.c APIs: */
struct kernel_mapping {
	bool have_direct;
	uint64_t direct_offset;		/* direct map address - physical */
	bool have_text;
	uint64_t text_virtual;
	uint64_t text_size;
};

void kcore_read(const struct memory_map *map, struct kernel_mapping *ret);

/* load_elfcorehdr.c APIs: */
struct blob elfcorehdr_build(const struct memory_map *map);

/* load_bzimage.c APIs: */
struct bzimage {
	struct setup_header header;
	const unsigned char *payload;	/* the 64-bit kernel, inside file */
	size_t payload_size;
	uint64_t memory_size;		/* what it needs while it unpacks */
	uint64_t alignment;
};

void bzimage_parse(const struct blob *file, struct bzimage *ret);

struct boot_layout {
	uint64_t kernel;
	uint64_t initrd;
	uint64_t initrd_size;
	uint64_t command_line;
	struct memory_range elfcorehdr;	/* kind is not used */
};

void boot_params_fill(struct boot_params *params, const struct bzimage *image,
		      const struct boot_layout *layout,
		      const struct memory_map *map);

/* load_segments.c APIs: */
int segments_load(const struct load_request *request);

/* load_entry.S: copied into the crash region, its fields set before that */
struct entry_fields {
	uint64_t gdt_base;
	uint64_t boot_params;
	uint64_t kernel;
} __attribute__((packed));
extern const unsigned char entry_start[], entry_gdt[], entry_fields[],
	entry_end[];

#endif
