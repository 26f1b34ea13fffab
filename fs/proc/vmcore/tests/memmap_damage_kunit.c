// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page structs of a small machine, damaged in many ways, and so is the way to
 * them: what pages are is asked as the filter does. For kernels without kdump,
 * which know no page tables.
 */
#include <kunit/test.h>
#include <linux/array_size.h>
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/prandom.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "classify.h"
#include "memmap.h"
#include "page_make.h"
#include "tables_make.h"

/* Eight sections of 64 pages, the machine's sections 8 to 15. */
#define FIRST 512
#define PAGES 512
#define SECTION_SHIFT 6
#define ONLINE 4
#define PRESENT 2
#define SECTION_SIZE 16

/* Physical: tables, sections, page structs. */
#define ROOT 0x100
#define UPPER 0x200
#define UPPER_NR 3
#define LOWER 0x400
#define LOWER_NR 17
#define WAY 0x1000
#define ROOTS 0x1000
#define PARTS 0x1100
#define STRUCTS 0x4000
#define MEMORY (STRUCTS + PAGES * 64)
static_assert(sizeof(struct page) <= 64);

/* Virtual: one table of the last level has the way, the others structs. */
#define ROOTS_AT HIGH
#define PARTS_AT (HIGH + PIECE)
#define STRUCTS_AT (HIGH + SZ_2K)
#define MAPPING 0x7000

#define CASES 600
/* So many words may be asked for each page, and no more. */
#define READS_A_PAGE 40

static u8 memory[MEMORY] __aligned(8), whole[MEMORY] __aligned(8);
static u8 kept_before[PAGES], class[PAGES];
static bool is_own[PAGES];
static unsigned int nr_reads;

static int memory_read(void *context, void *to, u64 address, size_t size)
{
	nr_reads++;
	if (address >= MEMORY || size > MEMORY - address)
		return -EFAULT;
	memcpy(to, memory + address, size);
	return 0;
}

static const struct kdump_tables tables = TABLES_MAKE(ROOT);

static struct vmcore_memmap_shape shape = {
	.sections = ROOTS_AT, .nr_roots = 4, .per_root = 4,
	.by_pointer = true, .section_size = SECTION_SIZE, .map_offset = 8,
	.map_mask = ~7ULL, .map_flags = ONLINE | PRESENT,
	.section_shift = SECTION_SHIFT,
};

static struct vmcore_memmap memmap, heads;

static bool find_pair(void *context, u64 pfn, struct page *to)
{
	u64 at;

	return !vmcore_memmap_copy(&heads, pfn, 2, to, &at);
}

static bool find_link(void *context, u64 at, struct list_head *to)
{
	return !vmcore_memmap_read(&heads, to, at, sizeof(*to));
}

static struct vmcore_classifier classifier = {
	.pair = find_pair, .link = find_link,
};

static u64 place_of(unsigned int i)
{
	return STRUCTS + i * sizeof(struct page);
}

static struct page *struct_of(unsigned int i)
{
	return (struct page *)(memory + place_of(i));
}

/* Whether the struct that is found for a page is its own, and whole. */
static bool struct_is_own(unsigned int i)
{
	u64 at = STRUCTS_AT + i * sizeof(struct page), last, found;
	const struct vmcore_mapped *mapped;
	unsigned int end;

	if (vmcore_memmap_find(&heads, FIRST + i, &found) || found != at ||
	    memcmp(memory + place_of(i), whole + place_of(i),
		   sizeof(struct page)))
		return false;
	last = sizeof(struct page) - 1;
	for (end = 0; end < 2; end++, at += last) {
		mapped = vmcore_memmap_walk(&heads, at);
		if (mapped->error || mapped->address + (at - mapped->start) !=
				     place_of(i) + end * last)
			return false;
	}
	return true;
}

static void look_at(unsigned int i)
{
	struct page copies[VMCORE_PAGES];
	struct vmcore_pages pages = { .page = copies, .pfn = FIRST + i };

	if (vmcore_memmap_copy(&memmap, pages.pfn, VMCORE_PAGES, copies,
			       &pages.at)) {
		vmcore_classify_from(&classifier);
		memset(class + i, KDUMP_CLASS_KERNEL, VMCORE_PAGES);
	} else if (vmcore_classify(&classifier, &pages, class + i) == 1) {
		memset(class + i, class[i], VMCORE_PAGES);
	}
}

static void look(void)
{
	unsigned int i;

	vmcore_memmap_init(&memmap, &shape, &tables);
	vmcore_memmap_init(&heads, &shape, &tables);
	memmap.read = memory_read;
	heads.read = memory_read;
	nr_reads = 0;
	vmcore_classify_from(&classifier);
	for (i = 0; i < PAGES; i += VMCORE_PAGES)
		look_at(i);
}

static void put(u64 address, unsigned int index, u64 value)
{
	memcpy(memory + address + index * sizeof(value), &value, sizeof(value));
}

static void put_word(u64 address, unsigned long value)
{
	memcpy(memory + address, &value, sizeof(value));
}

static void make_tables(void)
{
	unsigned int i;

	for (i = 0; i < UPPER_NR; i++)
		put(ROOT, i, (UPPER + i * 64) | TABLE);
	for (i = 0; i < LOWER_NR; i++)
		put(UPPER, i, (LOWER + i * 64) | TABLE);
	put(LOWER, 0, ROOTS | LEAF);
	put(LOWER, 1, PARTS | LEAF);
	for (i = 0; i < PAGES * 64 / PIECE; i++)
		put(LOWER, 8 + i, (STRUCTS + i * PIECE) | LEAF);
}

static void make_sections(void)
{
	unsigned long base = STRUCTS_AT - FIRST * sizeof(struct page);
	unsigned int i;

	for (i = 0; i < 2; i++)
		put_word(ROOTS + (2 + i) * sizeof(long),
			 PARTS_AT + i * 4 * SECTION_SIZE);
	for (i = 0; i < PAGES >> SECTION_SHIFT; i++)
		put_word(PARTS + i * SECTION_SIZE + 8,
			 base | ONLINE | PRESENT);
}

static void make_folio(unsigned int first, unsigned int order)
{
	unsigned int i;

	page_make_compound(struct_of(first), FIRST + first, order);
	for (i = 1; i < 1U << order; i++)
		kdump_page_link(struct_of(first + i)) =
			page_make_link(STRUCTS_AT +
				       first * sizeof(struct page), order);
}

/* The kernel's, page cache, free, in use, of processes, folios, in turns. */
static void make_structs(void)
{
	unsigned int i;

	for (i = 0; i < PAGES; i++)
		page_make(struct_of(i), 0, 1);
	for (i = 64; i < 128; i++)
		page_make_mapped(struct_of(i), BIT(PG_lru), MAPPING);
	/* Its pfn would do for a larger block, too. */
	for (i = 128; i < 192; i++)
		page_make(struct_of(i), 0, 0);
	page_make_buddy(struct_of(128), 6);
	/* Four pages each, of which only the first says that they are used. */
	for (i = 192; i < 256; i++)
		page_make(struct_of(i), 0, !(i % 4));
	for (i = 256; i < 320; i++)
		page_make_mapped(struct_of(i), BIT(PG_lru) | BIT(PG_swapbacked),
				 MAPPING | PAGE_MAPPING_ANON);
	page_make_mapped(struct_of(320), BIT(PG_lru) | BIT(PG_swapbacked),
			 MAPPING | PAGE_MAPPING_ANON);
	make_folio(320, 5);
	page_make_slab(struct_of(352));
	make_folio(352, 3);
	for (i = 384; i < 448; i++)
		page_make(struct_of(i), BIT(PG_reserved), 1);
	for (i = 448; i < 512; i += 2)
		page_make_mapped(struct_of(i), BIT(PG_lru), MAPPING);
}

static int damage_test_init(struct kunit *test)
{
	unsigned int i;

	memset(memory, 0, sizeof(memory));
	make_tables();
	make_sections();
	make_structs();
	memcpy(whole, memory, sizeof(memory));
	shape.map_base = 0;
	look();
	for (i = 0; i < PAGES; i++)
		kept_before[i] = class[i] == KDUMP_CLASS_KERNEL;
	return 0;
}

static void all_is_whole(struct kunit *test)
{
	static const u8 expected[] = {
		KDUMP_CLASS_KERNEL, KDUMP_CLASS_CACHE, KDUMP_CLASS_FREE,
		KDUMP_CLASS_KERNEL, KDUMP_CLASS_USER, KDUMP_CLASS_USER,
		KDUMP_CLASS_KERNEL, KDUMP_CLASS_CACHE,
	};
	unsigned int i;

	for (i = 0; i < PAGES; i += VMCORE_PAGES)
		KUNIT_EXPECT_EQ_MSG(test, class[i], expected[i / VMCORE_PAGES],
				    "page %u", i);
	KUNIT_EXPECT_EQ(test, class[352], KDUMP_CLASS_KERNEL);
	KUNIT_EXPECT_EQ(test, class[PAGES - 1], KDUMP_CLASS_KERNEL);
	for (i = 0; i < PAGES; i++)
		KUNIT_EXPECT_TRUE(test, struct_is_own(i));
}

static u32 below(struct rnd_state *state, u32 limit)
{
	return prandom_u32_state(state) % limit;
}

/* Any entry of any table. */
static u64 some_entry(struct rnd_state *state)
{
	u32 nr = 8 + UPPER_NR * 8 + LOWER_NR * 8, i = below(state, nr);

	return i < 8 ? ROOT + i * 8 : i < 8 + UPPER_NR * 8 ?
	       UPPER + (i - 8) * 8 : LOWER + (i - 8 - UPPER_NR * 8) * 8;
}

static void flip(struct rnd_state *state, u64 from, u64 size)
{
	memory[from + below(state, size)] ^= BIT(below(state, 8));
}

static void swap_entries(struct rnd_state *state)
{
	u64 a = some_entry(state), b = some_entry(state), entry;

	memcpy(&entry, memory + a, sizeof(entry));
	memcpy(memory + a, memory + b, sizeof(entry));
	memcpy(memory + b, &entry, sizeof(entry));
}

/* A table, the list of sections or a section leads to itself. */
static void point_to_itself(struct rnd_state *state)
{
	u64 entry = some_entry(state);

	switch (below(state, 3)) {
	case 0:
		put(entry, 0, (entry & ~63ULL) | (below(state, 2) ? TABLE : LEAF));
		break;
	case 1:
		put_word(ROOTS + (2 + below(state, 2)) * sizeof(long),
			 ROOTS_AT);
		break;
	case 2:
		put_word(PARTS + below(state, 8) * SECTION_SIZE + 8,
			 PARTS_AT | ONLINE | PRESENT);
	}
}

static void damage(unsigned int number, struct rnd_state *state)
{
	memcpy(memory, whole, sizeof(memory));
	shape.map_base = number / 6 % 2 ?
			 STRUCTS_AT - FIRST * sizeof(struct page) : 0;
	switch (number % 6) {
	case 0:
		flip(state, ROOT, WAY - ROOT);
		break;
	case 1:
		flip(state, ROOTS, 2 * PIECE);
		break;
	case 2:
		flip(state, STRUCTS, PAGES * sizeof(struct page));
		break;
	case 3:
		put(some_entry(state), 0, 0);
		break;
	case 4:
		swap_entries(state);
		break;
	case 5:
		point_to_itself(state);
	}
}

/* By its own struct, whatever the others say. */
static bool says_itself(unsigned int i)
{
	return atomic_read(&struct_of(i)->_refcount) > 0 ||
	       kdump_page_link(struct_of(i)) & 1;
}

static bool piece_is_own(unsigned int i)
{
	unsigned int end = (i & ~(VMCORE_PAGES - 1)) + VMCORE_PAGES;

	for (i = end - VMCORE_PAGES; i < end; i++)
		if (!is_own[i])
			return false;
	return true;
}

/* Returns how many pages are found by their own, whole structs. */
static unsigned int expect_nothing_lost(struct kunit *test, unsigned int number)
{
	unsigned int i, nr = 0;

	KUNIT_EXPECT_LE_MSG(test, nr_reads, READS_A_PAGE * PAGES, "case %u",
			    number);
	for (i = 0; i < PAGES; i++) {
		is_own[i] = struct_is_own(i);
		nr += is_own[i];
	}
	for (i = 0; i < PAGES; i++)
		if (kept_before[i] && is_own[i] &&
		    (says_itself(i) || piece_is_own(i)))
			KUNIT_EXPECT_EQ_MSG(test, class[i], KDUMP_CLASS_KERNEL,
					    "case %u, page %u", number, i);
	return nr;
}

static void damaged_in_many_ways(struct kunit *test)
{
	unsigned int number, nr_damaged = 0;
	struct rnd_state state;

	prandom_seed_state(&state, 1);
	for (number = 0; number < CASES; number++) {
		damage(number, &state);
		look();
		nr_damaged += expect_nothing_lost(test, number) < PAGES;
	}
	/* Many bits are of no use. */
	KUNIT_EXPECT_GE(test, nr_damaged, CASES / 3);
	kunit_info(test, "%u of %u cases hit page structs or the way to them",
		   nr_damaged, CASES);
}

/* On which other pages depend: a free block's first, heads and first tails. */
static void each_bit_of_heads(struct kunit *test)
{
	static const unsigned int pages[] = { 128, 129, 320, 321, 352, 353 };
	unsigned int i, bit;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		for (bit = 0; bit < 8 * sizeof(struct page); bit++) {
			memcpy(memory, whole, sizeof(memory));
			memory[place_of(pages[i]) + bit / 8] ^= BIT(bit % 8);
			look();
			KUNIT_EXPECT_EQ(test, expect_nothing_lost(test, bit),
					PAGES - 1);
		}
	}
}

static struct kunit_case damage_cases[] = {
	KUNIT_CASE(all_is_whole),
	KUNIT_CASE(each_bit_of_heads),
	KUNIT_CASE(damaged_in_many_ways),
	{}
};

static struct kunit_suite damage_suite = {
	.name = "kdump_vmcore_memmap_damage",
	.init = damage_test_init,
	.test_cases = damage_cases,
};

kunit_test_suite(damage_suite);
