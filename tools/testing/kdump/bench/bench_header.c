// SPDX-License-Identifier: GPL-2.0-only
/*
 * An ELF core header of a machine whose memory is in many pieces, in the place
 * of the loaded image's: no machine that QEMU makes is like that.
 */
#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../guest/vmcore_file.h"
#include "bench_header.h"

#define RANGES_MAX 64
/* What is below is firmware's, or the capture kernel's. */
#define LOWEST ((uint64_t)1 << 20)

#ifdef __x86_64__
#define MACHINE EM_X86_64
#else
#define MACHINE EM_AARCH64
#endif

/* Pages from @start to @end. */
struct range {
	uint64_t start;
	uint64_t end;
};

struct ranges {
	struct range list[RANGES_MAX];
	size_t count;
};

static void add_range(struct ranges *ranges, uint64_t start, uint64_t end)
{
	if (start >= end || ranges->count == RANGES_MAX)
		return;
	ranges->list[ranges->count++] = (struct range){ start, end };
}

/* The capture kernel's own memory lies in the range that was found last. */
static void cut_range(struct ranges *ranges, uint64_t start, uint64_t end)
{
	struct range *last;
	uint64_t rest;

	if (!ranges->count)
		return;
	last = &ranges->list[ranges->count - 1];
	rest = last->end;
	last->end = start;
	add_range(ranges, end, rest);
}

static void take_line(struct ranges *ranges, const char *line)
{
	unsigned long long first, last;

	if (sscanf(line, " %llx-%llx :", &first, &last) != 2)
		return;
	first = (first + page_bytes - 1) / page_bytes;
	last = (last + 1) / page_bytes;
	if (strstr(line, "System RAM") && last * page_bytes > LOWEST)
		add_range(ranges, first, last);
	else if (strstr(line, "Crash kernel"))
		cut_range(ranges, first, last);
}

static uint64_t find_memory(struct ranges *ranges)
{
	FILE *file = fopen("/proc/iomem", "r");
	uint64_t pages = 0;
	char line[256];
	size_t i;

	if (!file)
		fail("/proc/iomem");
	while (fgets(line, sizeof(line), file))
		take_line(ranges, line);
	fclose(file);
	for (i = 0; i < ranges->count; i++)
		pages += ranges->list[i].end - ranges->list[i].start;
	return pages;
}

static Elf64_Phdr piece(uint64_t start, uint64_t end)
{
	uint64_t size = (end - start) * page_bytes;

	return (Elf64_Phdr){
		.p_type = PT_LOAD, .p_flags = PF_R | PF_W | PF_X,
		.p_offset = start * page_bytes, .p_paddr = start * page_bytes,
		.p_filesz = size, .p_memsz = size };
}

/* Pieces are cut where so many parts of all memory end, and where ranges do. */
static size_t list_pieces(Elf64_Phdr *entries, const struct ranges *ranges,
			  uint64_t pages, size_t count)
{
	const struct range *range = ranges->list;
	uint64_t done = 0, start, end;
	size_t part = 0, used = 0;

	for (; range < ranges->list + ranges->count; range++) {
		for (start = range->start; start < range->end; start = end) {
			while (pages * part / count <= done)
				part++;
			end = start + pages * part / count - done;
			if (end > range->end)
				end = range->end;
			done += end - start;
			entries[used++] = piece(start, end);
		}
	}
	return used;
}

static Elf64_Phdr note(void)
{
	FILE *file = fopen("/sys/kernel/vmcoreinfo", "r");
	unsigned long long address, size;

	if (!file || fscanf(file, "%llx %llx", &address, &size) != 2)
		fail("/sys/kernel/vmcoreinfo");
	fclose(file);
	return (Elf64_Phdr){
		.p_type = PT_NOTE, .p_offset = address, .p_paddr = address,
		.p_filesz = size, .p_memsz = size };
}

static void *map_memory(uint64_t address, size_t size)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC);
	void *map = MAP_FAILED;

	if (fd >= 0)
		map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			   (off_t)address);
	if (map == MAP_FAILED)
		fail("/dev/mem");
	close(fd);
	return map;
}

/* All memory in about @count pieces, told of at a physical address. */
void bench_header(size_t count, uint64_t address)
{
	size_t most = count + RANGES_MAX + 1;
	Elf64_Ehdr *header = map_memory(address, sizeof(*header) +
					most * sizeof(Elf64_Phdr));
	Elf64_Phdr *entries = (Elf64_Phdr *)(header + 1);
	static struct ranges ranges;
	uint64_t pages = find_memory(&ranges);

	entries[0] = note();
	*header = (Elf64_Ehdr){
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT },
		.e_type = ET_CORE, .e_machine = MACHINE,
		.e_version = EV_CURRENT, .e_phoff = sizeof(*header),
		.e_ehsize = sizeof(*header),
		.e_phentsize = sizeof(Elf64_Phdr) };
	header->e_phnum = (Elf64_Half)(1 + list_pieces(entries + 1, &ranges,
						       pages, count));
	tell("%u program headers for %llu pages", header->e_phnum,
	     (unsigned long long)pages);
}
