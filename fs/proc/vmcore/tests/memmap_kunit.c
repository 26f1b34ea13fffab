// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of memmap.c: page structs in a small memory with page tables of its
 * own, whole and damaged. For kernels without kdump, which know no page tables.
 */
#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "memmap.h"
#include "page_make.h"
#include "tables_make.h"

#define MEMORY SZ_64K

#define ROOT 0x100
#define TABLE_1 0x200
#define TABLE_2 0x300
#define SECTIONS 0x400
#define SECTION_PART 0x500
#define NODE 0x600
/* A large entry maps all of it: 8 pages of 256 bytes. */
#define STRUCTS 0x1000
#define LARGE (8 * PIECE)

/* Virtual addresses: 256 bytes each from HIGH on, then a large piece. */
#define SECTIONS_AT (HIGH + 0x000)
#define PART_AT (HIGH + 0x100)
#define NODE_AT (HIGH + 0x200)
#define STRUCTS_AT (HIGH + LARGE)

/* Sections of 16 pages, of which number 2 has structs. */
#define SECTION_SHIFT 4
#define FIRST 32
#define LAST 47
#define ONLINE 4
#define PRESENT 2

static u8 memory[MEMORY] __aligned(8);
static struct kdump_range bad_memory;
static unsigned int nr_reads;

int kdump_arch_tables(const struct kdump_info *info,
		      struct kdump_tables *tables)
{
	return -EOPNOTSUPP;
}

enum kdump_entry kdump_arch_table_entry(u64 entry, unsigned int shift,
					u64 *address)
{
	*address = entry & ~7ULL;
	if (entry & LEAF || (entry & TABLE && shift == PAGE_BITS))
		return KDUMP_ENTRY_LEAF;
	return entry & TABLE ? KDUMP_ENTRY_TABLE : KDUMP_ENTRY_NONE;
}

static int memory_read(void *context, void *to, u64 address, size_t size)
{
	nr_reads++;
	if (address >= MEMORY || size > MEMORY - address)
		return -EFAULT;
	if (address + size > bad_memory.start && address < bad_memory.end)
		return -EIO;
	memcpy(to, memory + address, size);
	return 0;
}

static void put(u64 address, unsigned int index, u64 value)
{
	memcpy(memory + address + index * sizeof(value), &value, sizeof(value));
}

static void put_word(u64 address, unsigned long value)
{
	memcpy(memory + address, &value, sizeof(value));
}

static const struct kdump_tables tables = TABLES_MAKE(ROOT);

/* Sections of 16 bytes, the word at 8, two to a root. */
static const struct vmcore_memmap_shape by_pointer = {
	.sections = SECTIONS_AT, .nr_roots = 4, .per_root = 2,
	.by_pointer = true, .section_size = 16, .map_offset = 8,
	.map_mask = ~7ULL, .map_flags = ONLINE | PRESENT,
	.section_shift = SECTION_SHIFT,
};

static const struct vmcore_memmap_shape in_place = {
	.sections = SECTIONS_AT, .nr_roots = 4, .per_root = 1,
	.section_size = 16, .map_offset = 8, .map_mask = ~7ULL,
	.map_flags = ONLINE | PRESENT, .section_shift = SECTION_SHIFT,
};

static const struct vmcore_memmap_shape one_node = {
	.node = NODE_AT, .node_map = 0, .node_start = 16, .node_pages = 32,
};

static struct vmcore_memmap memmap;
static struct page copies[16];

static void start(const struct vmcore_memmap_shape *shape)
{
	vmcore_memmap_init(&memmap, shape, &tables);
	memmap.read = memory_read;
	nr_reads = 0;
}

static unsigned long base_of_structs(void)
{
	return STRUCTS_AT - FIRST * sizeof(struct page);
}

static int memmap_test_init(struct kunit *test)
{
	struct page page;
	unsigned int i;

	memset(memory, 0, sizeof(memory));
	bad_memory = (struct kdump_range){ };
	/* HIGH is entry 0 of each table: the bits below are all clear. */
	put(ROOT, 0, TABLE_1 | TABLE);
	put(TABLE_1, 0, TABLE_2 | TABLE);
	put(TABLE_1, 1, STRUCTS | LEAF);
	put(TABLE_2, 0, SECTIONS | LEAF);
	put(TABLE_2, 1, SECTION_PART | LEAF);
	put(TABLE_2, 2, NODE | LEAF);
	for (i = 0; i <= LAST - FIRST; i++) {
		page_make(&page, i, 1);
		memcpy(memory + STRUCTS + i * sizeof(page), &page,
		       sizeof(page));
	}
	put_word(NODE, STRUCTS_AT);
	put_word(NODE + 16, FIRST);
	put_word(NODE + 32, LAST + 1 - FIRST);
	return 0;
}

static void put_sections_by_pointer(unsigned long word)
{
	put_word(SECTIONS + sizeof(long), PART_AT);
	put_word(SECTION_PART + 8, word);
}

static void expect_struct(struct kunit *test, u64 pfn)
{
	u64 at;

	KUNIT_ASSERT_EQ_MSG(test, vmcore_memmap_copy(&memmap, pfn, 1, copies,
						     &at), 0, "pfn %llu", pfn);
	KUNIT_EXPECT_EQ(test, kdump_page_flags(&copies[0]), pfn - FIRST);
	KUNIT_EXPECT_EQ(test, at, STRUCTS_AT + (pfn - FIRST) *
			sizeof(struct page));
}

static void expect_error(struct kunit *test, u64 pfn, int error)
{
	u64 at;

	KUNIT_EXPECT_EQ_MSG(test, vmcore_memmap_copy(&memmap, pfn, 1, copies,
						     &at), error,
			    "pfn %llu", pfn);
}

static void sections_by_pointer(struct kunit *test)
{
	put_sections_by_pointer(base_of_structs() | ONLINE | PRESENT);
	start(&by_pointer);
	expect_struct(test, FIRST);
	expect_struct(test, LAST);
	expect_error(test, FIRST - 1, -ENXIO);
	expect_error(test, LAST + 1, -ENXIO);
	expect_error(test, 8 * 16, -ENXIO);
	expect_error(test, U64_MAX, -ENXIO);
	KUNIT_EXPECT_EQ(test, memmap.nr_damaged, 0);
}

static void sections_in_place(struct kunit *test)
{
	put_word(SECTIONS + 2 * 16 + 8, base_of_structs() | ONLINE | PRESENT);
	start(&in_place);
	expect_struct(test, FIRST);
	expect_struct(test, LAST);
	expect_error(test, FIRST - 1, -ENXIO);
	expect_error(test, 4 * 16, -ENXIO);
}

static void no_sections(struct kunit *test)
{
	start(&one_node);
	expect_struct(test, FIRST);
	expect_struct(test, LAST);
	expect_error(test, FIRST - 1, -ENXIO);
	expect_error(test, LAST + 1, -ENXIO);
	expect_struct(test, FIRST + 3);
	put_word(NODE + 32, ~0UL);
	start(&one_node);
	expect_error(test, FIRST, -EFAULT);
}

static void a_section_that_is_offline(struct kunit *test)
{
	put_sections_by_pointer(base_of_structs() | PRESENT);
	start(&by_pointer);
	expect_error(test, FIRST, -ENXIO);
	KUNIT_EXPECT_EQ(test, memmap.nr_damaged, 0);
}

/* Where all structs are in one array, a section cannot say another place. */
static void a_section_with_a_wrong_base(struct kunit *test)
{
	struct vmcore_memmap_shape shape = by_pointer;

	shape.map_base = base_of_structs();
	put_sections_by_pointer(base_of_structs() | ONLINE | PRESENT);
	start(&shape);
	expect_struct(test, FIRST);
	put_sections_by_pointer((base_of_structs() + 8) | ONLINE | PRESENT);
	start(&shape);
	expect_error(test, FIRST, -EFAULT);
	KUNIT_EXPECT_EQ(test, memmap.nr_damaged, 1);
}

/* What is remembered is not read again. */
static void neighbours_cost_one_read(struct kunit *test)
{
	u64 at;

	put_sections_by_pointer(base_of_structs() | ONLINE | PRESENT);
	start(&by_pointer);
	expect_struct(test, FIRST);
	nr_reads = 0;
	expect_struct(test, FIRST + 1);
	KUNIT_EXPECT_EQ(test, nr_reads, 1);
	KUNIT_EXPECT_EQ(test, vmcore_memmap_copy(&memmap, FIRST, 16, copies,
						 &at), 0);
	KUNIT_EXPECT_EQ(test, kdump_page_flags(&copies[15]), 15);
	KUNIT_EXPECT_EQ(test, nr_reads, 2);
	KUNIT_EXPECT_EQ(test, vmcore_memmap_copy(&memmap, FIRST + 1, 16, copies,
						 &at), -ENXIO);
}

/* Pieces of 256 bytes, in an order of their own, and one that is missing. */
static void structs_in_small_pieces(struct kunit *test)
{
	unsigned int i, last = 15 * sizeof(struct page) / PIECE;

	put_sections_by_pointer(base_of_structs() | ONLINE | PRESENT);
	put(TABLE_1, 1, 0x700 | TABLE);
	for (i = 0; i <= last; i++) {
		put(0x700, i, (0x4000 + (7 - i) * PIECE) | LEAF);
		memcpy(memory + 0x4000 + (7 - i) * PIECE,
		       memory + STRUCTS + i * PIECE, PIECE);
	}
	start(&by_pointer);
	for (i = FIRST; i <= LAST; i++)
		expect_struct(test, i);
	put(0x700, last, 0);
	start(&by_pointer);
	expect_struct(test, FIRST);
	expect_error(test, LAST, -ENXIO);
	KUNIT_EXPECT_EQ(test, memmap.nr_damaged, 0);
}

static void tables_that_are_damaged(struct kunit *test)
{
	static const struct {
		const char *what;
		u64 table;
		unsigned int index;
		u64 entry;
		int error;
	} rows[] = {
		{ "no memory", ROOT, 0, 0xfffff000 | TABLE, -EFAULT },
		{ "nothing", ROOT, 0, 0, -ENXIO },
		{ "itself", ROOT, 0, ROOT | TABLE, -ENXIO },
		/* Some table is taken for page structs then. */
		{ "itself, one level down", TABLE_1, 1, TABLE_1 | TABLE, 0 },
		{ "a leaf past all memory", TABLE_1, 1, MEMORY | LEAF,
		  -EFAULT },
		{ "a leaf at the end of memory", TABLE_1, 1,
		  (MEMORY - 8) | LEAF, -EFAULT },
	};
	unsigned int i;
	u64 at;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		memmap_test_init(test);
		put_sections_by_pointer(base_of_structs() | ONLINE | PRESENT);
		start(&by_pointer);
		put(rows[i].table, rows[i].index, rows[i].entry);
		KUNIT_EXPECT_EQ_MSG(test, vmcore_memmap_copy(&memmap, FIRST, 1,
							     copies, &at),
				    rows[i].error, "%s", rows[i].what);
		KUNIT_EXPECT_LE_MSG(test, nr_reads, 3 * (LEVELS + 1), "%s",
				    rows[i].what);
	}
}

static void a_table_in_bad_memory(struct kunit *test)
{
	put_sections_by_pointer(base_of_structs() | ONLINE | PRESENT);
	bad_memory = (struct kdump_range){ TABLE_1 + 8, TABLE_1 + 9 };
	start(&by_pointer);
	expect_error(test, FIRST, -EIO);
	nr_reads = 0;
	expect_error(test, FIRST + 1, -EIO);
	KUNIT_EXPECT_EQ(test, nr_reads, 0);
	KUNIT_EXPECT_EQ(test, memmap.nr_damaged, 2);
}

static void a_wild_pointer(struct kunit *test)
{
	static const unsigned long words[] = {
		BIT(BITS_PER_LONG - 4) | 0xabcd8, ~0UL, 8, HIGH ^ BIT(BITS_PER_LONG - 1),
		SECTIONS_AT, PART_AT,
	};
	unsigned int i;
	u64 at;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		put_sections_by_pointer(words[i] | ONLINE | PRESENT);
		start(&by_pointer);
		vmcore_memmap_copy(&memmap, FIRST, 1, copies, &at);
		KUNIT_EXPECT_LE_MSG(test, nr_reads, 3 * (LEVELS + 1), "%u", i);
		/* The same as pointer to the sections. */
		put_word(SECTIONS + sizeof(long), words[i]);
		start(&by_pointer);
		vmcore_memmap_copy(&memmap, FIRST, 1, copies, &at);
		KUNIT_EXPECT_LE_MSG(test, nr_reads, 3 * (LEVELS + 1), "%u", i);
	}
}

static struct kunit_case memmap_cases[] = {
	KUNIT_CASE(sections_by_pointer),
	KUNIT_CASE(sections_in_place),
	KUNIT_CASE(no_sections),
	KUNIT_CASE(a_section_that_is_offline),
	KUNIT_CASE(a_section_with_a_wrong_base),
	KUNIT_CASE(neighbours_cost_one_read),
	KUNIT_CASE(structs_in_small_pieces),
	KUNIT_CASE(tables_that_are_damaged),
	KUNIT_CASE(a_table_in_bad_memory),
	KUNIT_CASE(a_wild_pointer),
	{}
};

static struct kunit_suite memmap_suite = {
	.name = "kdump_vmcore_memmap",
	.init = memmap_test_init,
	.test_cases = memmap_cases,
};

kunit_test_suite(memmap_suite);
