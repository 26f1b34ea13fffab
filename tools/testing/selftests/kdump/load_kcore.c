// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where physical memory and the kernel's text are mapped, as the ELF header of
 * /proc/kcore tells it. Dump readers get along without, by vmcoreinfo, so a
 * machine that hides /proc/kcore is worth a note, not a refusal.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kdump_load.h"

#define KCORE_PATH "/proc/kcore"
#define KALLSYMS_PATH "/proc/kallsyms"

/* The headers come first; the kernel writes no more than a few pages. */
#define KCORE_HEADER_LIMIT (64 * 1024)

/* Returns 0 if it is not known. */
static uint64_t find_symbol(const char *wanted)
{
	uint64_t address = 0, found = 0;
	char line[256], type, name[128];
	FILE *file = fopen(KALLSYMS_PATH, "re");

	if (!file)
		return 0;
	while (!found && fgets(line, sizeof(line), file))
		if (sscanf(line, "%lx %c %127s", &address, &type, name) == 3 &&
		    !strcmp(name, wanted))
			found = address;
	fclose(file);
	return found;
}

static bool is_ram(const struct memory_map *map, uint64_t address)
{
	size_t i;

	for (i = 0; i < map->count; i++)
		if (map->ranges[i].kind == MEMORY_RAM &&
		    address >= map->ranges[i].start &&
		    address < map->ranges[i].end)
			return true;
	return false;
}

static void take_segment(const Elf64_Phdr *segment, uint64_t text,
			 const struct memory_map *map,
			 struct kernel_mapping *mapping)
{
	if (segment->p_type != PT_LOAD)
		return;
	if (text && text >= segment->p_vaddr &&
	    text - segment->p_vaddr < segment->p_memsz) {
		mapping->have_text = true;
		mapping->text_virtual = segment->p_vaddr;
		mapping->text_size = segment->p_memsz;
		return;
	}
	/* vmalloc and the like carry no physical address, only -1 or 0. */
	if (!mapping->have_direct && segment->p_paddr &&
	    is_ram(map, segment->p_paddr)) {
		mapping->have_direct = true;
		mapping->direct_offset = segment->p_vaddr - segment->p_paddr;
	}
}

static bool header_is_sane(const Elf64_Ehdr *header, size_t size)
{
	return size >= sizeof(*header) &&
	       !memcmp(header->e_ident, ELFMAG, SELFMAG) &&
	       header->e_ident[EI_CLASS] == ELFCLASS64 &&
	       header->e_phentsize == sizeof(Elf64_Phdr) &&
	       header->e_phoff <= size &&
	       header->e_phnum <= (size - header->e_phoff) / sizeof(Elf64_Phdr);
}

/* Returns how much of the headers could be read, 0 if nothing. */
static size_t read_headers(void *buffer)
{
	int fd = open(KCORE_PATH, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return 0;
	got = read(fd, buffer, KCORE_HEADER_LIMIT);
	close(fd);
	return got < 0 ? 0 : (size_t)got;
}

void kcore_read(const struct memory_map *map, struct kernel_mapping *ret)
{
	struct kernel_mapping mapping = { 0 };
	uint64_t text = find_symbol("_stext");
	unsigned char *bytes = zero_alloc(KCORE_HEADER_LIMIT);
	size_t size = read_headers(bytes);
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	int i;

	memcpy(&header, bytes, sizeof(header));
	if (header_is_sane(&header, size)) {
		for (i = 0; i < header.e_phnum; i++) {
			memcpy(&segment, bytes + header.e_phoff +
			       (size_t)i * sizeof(segment), sizeof(segment));
			take_segment(&segment, text, map, &mapping);
		}
	} else {
		say("note: %s is not readable; virtual addresses are left out",
		    KCORE_PATH);
	}
	free(bytes);
	*ret = mapping;
}
