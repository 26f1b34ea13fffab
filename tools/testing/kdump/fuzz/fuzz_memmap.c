// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page structs of a kernel whose memory is any bytes: each search ends, soon,
 * and reads nothing but what it says.
 *
 * Input: a line of text, which is vmcoreinfo, up to a byte of 0; seven bytes for
 * where to look; then memory, again and again.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/bits.h>
#include <linux/limits.h>
#include <linux/mm_types.h>

#include "fuzz.h"
#include "memmap.h"

/* What finding a map may take: three words, each on a border, each by walks. */
#define READS_MAX (3 * 2 * (KDUMP_TABLE_LEVELS + 1))
#define COUNT 64
#define MEMORY (1ULL << 40)

static const u8 *memory;
static size_t memory_size;
static unsigned int nr_reads;

int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	return -EOPNOTSUPP;
}

/* As hostile as an architecture may be: in the last level there are tables. */
enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	if (entry % 4 == 0)
		return KDUMP_ENTRY_NONE;
	*address = entry & ~0xfULL;
	return entry % 4 == 1 ? KDUMP_ENTRY_LEAF : KDUMP_ENTRY_TABLE;
}

static int memory_read(void *context, void *to, u64 address, size_t size)
{
	u8 *byte = to;
	size_t i;

	EXPECT(size && size <= COUNT * sizeof(struct page));
	nr_reads++;
	if (address >= MEMORY || size > MEMORY - address)
		return -EFAULT;
	for (i = 0; i < size; i++)
		byte[i] = memory_size ? memory[(address + i) % memory_size] : 0;
	return 0;
}

/* The text is looked up by the C library, too: @line is how one of @key begins. */
static void check_string(const struct kdump_info *info, const char *text,
			 const char *key, const char *line)
{
	const char *expected = strstr(text, line);
	char value[16];
	size_t length;
	int error = kdump_info_string(info, key, value, sizeof(value));

	expected = expected ? expected + strlen(line) : "";
	if (!strchr(expected, '\n')) {
		EXPECT(error == -ENOENT);
		return;
	}
	length = strchr(expected, '\n') - expected;
	EXPECT(error == (length < sizeof(value) ? 0 : -E2BIG));
	if (!error)
		EXPECT(strlen(value) <= length &&
		       !memcmp(value, expected, strlen(value)));
}

static void read_info(struct fuzz_input *input)
{
	size_t size = strnlen((const char *)input->at, input->left);
	char *text = fuzz_memory(input->at, size);
	struct kdump_info info = { text, size };
	struct vmcore_memmap_shape shape;
	char *copy = fuzz_memory(NULL, size + 2);
	u64 number;

	/* Before each line there is an end of one. */
	snprintf(copy, size + 2, "\n%.*s", (int)size, (const char *)input->at);
	check_string(&info, copy, "A", "\nA=");
	check_string(&info, copy, "SYMBOL(mem_section)",
		     "\nSYMBOL(mem_section)=");
	kdump_info_number(&info, "A", 10, &number);
	if (!vmcore_memmap_shape_init(&shape, &info))
		EXPECT(shape.sections && shape.nr_roots);
	size += size < input->left;
	input->at += size;
	input->left -= size;
	free(copy);
	free(text);
}

static void shape_take(struct vmcore_memmap_shape *shape,
		       struct fuzz_input *input)
{
	u64 how = fuzz_take(input, 1);

	*shape = (struct vmcore_memmap_shape){
		.nr_roots = 1ULL << (how >> 4),
		.per_root = how & 2 ? 256 : 1,
		.by_pointer = how & 1,
		.section_size = 16,
		.map_mask = ~0x3fULL,
		.map_flags = how & 4 ? 6 : 0,
		.section_shift = 6 + (how & 8),
		.node_start = 8,
		.node_pages = 16,
	};
	if (how == 255)
		shape->node = fuzz_take(input, 3);
	else
		shape->sections = fuzz_take(input, 3) | 1;
}

static void tables_take(struct kdump_tables *tables, struct fuzz_input *input)
{
	unsigned int i;

	tables->levels = 1 + fuzz_below(input, KDUMP_TABLE_LEVELS);
	tables->root = fuzz_take(input, 2);
	for (i = 0; i < tables->levels; i++) {
		tables->shift[i] = 12 + 9 * (tables->levels - 1 - i);
		tables->bits[i] = 9;
	}
}

static void search(struct vmcore_memmap *memmap, u64 pfn, unsigned int count)
{
	struct page *copy = fuzz_memory(NULL, count * sizeof(*copy));
	u64 damaged = memmap->nr_damaged, at;
	unsigned int pieces = 2 + count * sizeof(*copy) / 4096;
	int error;

	nr_reads = 0;
	error = vmcore_memmap_copy(memmap, pfn, count, copy, &at);
	EXPECT(!error || error == -ENXIO || error == -EFAULT);
	EXPECT(memmap->nr_damaged == damaged + (error == -EFAULT));
	EXPECT(nr_reads <= READS_MAX + pieces * (KDUMP_TABLE_LEVELS + 1));
	free(copy);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input input = { data, size };
	struct vmcore_memmap_shape shape;
	struct vmcore_memmap memmap;
	struct kdump_tables tables;
	u64 pfn;

	read_info(&input);
	shape_take(&shape, &input);
	tables_take(&tables, &input);
	pfn = fuzz_take(&input, 2);
	memory = input.at;
	memory_size = input.left;

	vmcore_memmap_init(&memmap, &shape, &tables);
	memmap.read = memory_read;
	search(&memmap, pfn, 1);
	search(&memmap, pfn + 1, 2);
	search(&memmap, pfn & ~63ULL, COUNT);
	search(&memmap, ~pfn, COUNT);
	return 0;
}
