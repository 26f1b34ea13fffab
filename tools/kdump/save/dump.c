// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finds out what is where in a dump.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump.h"

#define MIN_PAGE 4096u
#define MAX_PAGE 65536u

static int take_segment(struct dump *dump, const struct elf_segment *segment,
			struct fault *fault)
{
	uint64_t missing = segment->memsz - segment->filesz;
	bool taken = true;

	if (segment->type == PT_LOAD)
		taken = runs_add(&dump->memory, segment->paddr, segment->filesz,
				 segment->offset) &&
			runs_add(&dump->missing,
				 segment->paddr + segment->filesz, missing, 0);
	else if (segment->type == PT_NOTE)
		taken = runs_add(&dump->note_ranges, segment->offset,
				 segment->filesz, 0);
	return taken ? 0 : fault_set(fault, "no memory for the segments");
}

static int read_segments(struct dump *dump, struct fault *fault)
{
	struct elf_segment segment;
	struct elf_table table;
	int found;

	elf_table_start(&table, &dump->elf);
	while ((found = elf_table_next(&table, &segment, fault)) > 0)
		if (take_segment(dump, &segment, fault))
			return -1;
	runs_settle(&dump->memory);
	runs_settle(&dump->missing);
	return found;
}

/* What a file leaves out costs it nothing, so it could claim any amount. */
static int check_memory(const struct dump *dump, struct fault *fault)
{
	uint64_t bytes = runs_bytes(&dump->missing);

	if (bytes >> ELF_MEMORY_BITS)
		return fault_set(fault, "p_memsz of all program headers is 0x%"
				 PRIx64 " more than p_filesz: no machine has so much memory",
				 bytes);
	return 0;
}

static int read_info(struct dump *dump, struct fault *fault)
{
	char *text;

	if (!dump->notes.info_size)
		return 0;
	text = malloc(dump->notes.info_size);
	if (!text)
		return fault_set(fault, "no memory for VMCOREINFO");
	dump->info = (struct vmcoreinfo) { text, dump->notes.info_size };
	return source_read(dump->source, text, dump->notes.info_offset,
			   dump->notes.info_size, fault);
}

static int read_notes(struct dump *dump, struct fault *fault)
{
	const struct run *range = dump->note_ranges.list;
	uint32_t i;

	for (i = 0; i < dump->note_ranges.count; i++, range++)
		if (notes_scan(dump->source, range->start,
			       range->end - range->start, &dump->notes, fault))
			return -1;
	return read_info(dump, fault);
}

/* Without notes the pages are taken for those of this machine. */
static int read_page_size(struct dump *dump, struct fault *fault)
{
	uint64_t size = (uint64_t)sysconf(_SC_PAGESIZE);

	vmcoreinfo_number(&dump->info, "PAGESIZE", &size);
	if (size < MIN_PAGE || size > MAX_PAGE || (size & (size - 1)))
		return fault_set(fault, "PAGESIZE in VMCOREINFO is %" PRIu64
				 ", must be a power of two from %u to %u", size,
				 MIN_PAGE, MAX_PAGE);
	dump->page_size = size;
	dump->page_shift = (unsigned int)__builtin_ctzll(size);
	return 0;
}

/**
 * dump_open - read headers and notes
 * @dump: set; to be closed in any case
 * @source: the file
 * @fault: says what is wrong
 *
 * Return: 0, or -1.
 */
int dump_open(struct dump *dump, struct source *source, struct fault *fault)
{
	*dump = (struct dump) { .source = source };
	if (elf_open(&dump->elf, source, fault) ||
	    read_segments(dump, fault) || check_memory(dump, fault) ||
	    read_notes(dump, fault))
		return -1;
	return read_page_size(dump, fault);
}

void dump_close(struct dump *dump)
{
	runs_free(&dump->memory);
	runs_free(&dump->missing);
	runs_free(&dump->note_ranges);
	free((void *)dump->info.text);
	dump->info = (struct vmcoreinfo) { 0 };
}

static bool holds(const struct elf_segment *segment, uint64_t address)
{
	return segment->type == PT_LOAD && address >= segment->vaddr &&
	       address - segment->vaddr < segment->filesz;
}

static int find_virtual(struct dump *dump, uint64_t address,
			struct fault *fault)
{
	struct elf_segment segment;
	struct elf_table table;
	int found;

	elf_table_start(&table, &dump->elf);
	while ((found = elf_table_next(&table, &segment, fault)) > 0) {
		if (holds(&segment, address)) {
			dump->last = segment;
			return 0;
		}
	}
	return found ? found :
	       fault_set(fault, "virtual address 0x%" PRIx64 " is in no segment",
			 address);
}

/**
 * dump_read_virtual - read what the crashed kernel had at an address
 * @dump: the dump
 * @address: in its text, data or linear mapping: what segments tell
 * @to: has room for @size bytes
 * @size: how many, all in one segment
 * @fault: says why not
 *
 * Return: 0, or -1.
 */
int dump_read_virtual(struct dump *dump, uint64_t address, void *to,
		      size_t size, struct fault *fault)
{
	const struct elf_segment *segment = &dump->last;
	uint64_t place;

	if (!holds(segment, address) && find_virtual(dump, address, fault))
		return -1;
	place = address - segment->vaddr;
	if (size > segment->filesz - place)
		return fault_set(fault, "%zu bytes at virtual address 0x%" PRIx64
				 " are not in one segment", size, address);
	return source_read(dump->source, to, segment->offset + place, size,
			   fault);
}

/**
 * dump_read_page - put a page together from the pieces that the file has
 * @dump: the dump
 * @pfn: its number
 * @to: has room for it; what is in no piece is zeros
 *
 * Return: 0, or an errno.
 */
int dump_read_page(const struct dump *dump, uint64_t pfn, void *to)
{
	uint64_t start = pfn << dump->page_shift, end = start + dump->page_size;
	const struct run *run, *last = dump->memory.list + dump->memory.count;
	uint64_t from;
	int error;

	memset(to, 0, dump->page_size);
	run = dump->memory.list + runs_find(&dump->memory, start);
	for (; run < last && run->start < end; run++) {
		from = MAX(run->start, start);
		error = dump->source->ops->read(dump->source,
						(char *)to + (from - start),
						run->offset +
						(from - run->start),
						MIN(run->end, end) - from);
		if (error)
			return error;
	}
	return 0;
}

/* The number of the last page of memory, plus one. */
uint64_t dump_pages(const struct dump *dump)
{
	const struct runs *lists[] = { &dump->memory, &dump->missing };
	uint64_t end = 0;
	size_t i;

	for (i = 0; i < 2; i++)
		if (lists[i]->count)
			end = MAX(end,
				  lists[i]->list[lists[i]->count - 1].end);
	return round_up(end, dump->page_size) >> dump->page_shift;
}
