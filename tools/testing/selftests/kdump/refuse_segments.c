// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_load(2) with arguments that must be refused, one row each.
 */
#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "refusals.h"

static unsigned long region, region_end, page_size;
static char *page;

/* The last line of its name, as kexec(8) does. */
unsigned long find_region(unsigned long *ret_end)
{
	unsigned long start;
	char line[128];

	if (!find_line("/proc/iomem", "Crash kernel", line, sizeof(line)) ||
	    sscanf(line, "%lx-%lx", &start, ret_end) != 2)
		fail("no region in /proc/iomem");
	++*ret_end;
	return start;
}

/* An empty device tree, which has to be somewhere on some machines. */
void make_tree(void *at)
{
	static const uint32_t tree[] = {
		/* magic, totalsize, and where structure, texts and reservations are */
		0xd00dfeed, 72, 56, 72, 40,
		/* version, how far back it can be read, CPU, sizes of texts, structure */
		17, 16, 0, 0, 16,
		/* no reservation, then the root */
		0, 0, 0, 0, 1, 0, 2, 9,
	};
	uint32_t *words = at;
	size_t i;

	for (i = 0; i < sizeof(tree) / sizeof(tree[0]); i++)
		words[i] = htobe32(tree[i]);
}

/* A page to read from, with nothing after it. */
static void find_places(void)
{
	region = find_region(&region_end);
	page_size = page_bytes();
	page = mmap(NULL, 2 * page_size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED || munmap(page + page_size, page_size))
		fail("mmap");
	make_tree(page);
}

/* One segment, entered at its start. */
static void refuse_one(const char *name, unsigned long memory,
		       size_t memory_size, const void *buffer, size_t size,
		       int expected)
{
	struct kexec_segment one = { buffer, size, (void *)memory,
				     memory_size };

	refused(name, kexec_load(memory, 1, &one, FLAGS), expected);
}

/* A good first segment, and this one. */
static void refuse_second(const char *name, unsigned long memory,
			  size_t memory_size, int expected)
{
	struct kexec_segment two[] = {
		{ page, page_size, (void *)region, 2 * page_size },
		{ page, 1, (void *)memory, memory_size },
	};

	refused(name, kexec_load(region, 2, two, FLAGS), expected);
}

static void refuse_flags(void)
{
	struct kexec_segment one = { page, page_size, (void *)region,
				     page_size };
	static const struct {
		const char *name;
		unsigned long long flags;
	} row[] = {
		{ "flag 0x10", FLAGS | 0x10 },
		{ "flag 0x8000", FLAGS | 0x8000 },
		{ "flag in bit 32", FLAGS | 1ULL << 32 },
		{ "flag in bit 63", FLAGS | 1ULL << 63 },
		{ "KEXEC_PRESERVE_CONTEXT", FLAGS | KEXEC_PRESERVE_CONTEXT },
		{ "architecture 386", KEXEC_ON_CRASH | KEXEC_ARCH_386 },
		{ "architecture arm64", KEXEC_ON_CRASH | 183UL << 16 },
		{ "architecture 0xffff", KEXEC_ON_CRASH | 0xffffUL << 16 },
	};
	char name[64];
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		snprintf(name, sizeof(name), "kexec_load: %s", row[i].name);
		if (row[i].flags > -1UL)
			skip(name, "there is no such bit");
		else if (row[i].flags == FLAGS)
			skip(name, "it is this machine's");
		else
			refused(name, kexec_load(region, 1, &one, row[i].flags),
				EINVAL);
	}
}

static void refuse_lists(void)
{
	struct kexec_segment one = { page, page_size, (void *)region,
				     page_size };

	refused("kexec_load: 17 segments", kexec_load(region, 17, &one, FLAGS),
		EINVAL);
	refused("kexec_load: 2^64 - 1 segments",
		kexec_load(region, -1UL, &one, FLAGS), EINVAL);
	refused("kexec_load: 2^59 + 1 segments, which wrap to one",
		kexec_load(region, -1UL / sizeof(one) + 2, &one, FLAGS),
		EINVAL);
	refused("kexec_load: list at NULL", kexec_load(region, 1, NULL, FLAGS),
		EFAULT);
	refused("kexec_load: list not mapped",
		kexec_load(region, 1, page + page_size, FLAGS), EFAULT);
	refused("kexec_load: list half mapped",
		kexec_load(region, 1, page + page_size - sizeof(one) / 2,
			   FLAGS), EFAULT);
	refused("kexec_load: list in the kernel",
		kexec_load(region, 1, (void *)(-1UL << 12), FLAGS), EFAULT);
	refused("kexec_load: entry at 0", kexec_load(0, 1, &one, FLAGS),
		EADDRNOTAVAIL);
	refused("kexec_load: entry past the region",
		kexec_load(region_end, 1, &one, FLAGS), EADDRNOTAVAIL);
	refused("kexec_load: entry in no segment",
		kexec_load(region + page_size, 1, &one, FLAGS), EADDRNOTAVAIL);
}

static void refuse_places(void)
{
	refuse_one("kexec_load: not at a page", region + 512, page_size, page,
		   1, EADDRNOTAVAIL);
	refuse_one("kexec_load: not whole pages", region, 100, page, 100,
		   EADDRNOTAVAIL);
	refuse_second("kexec_load: below the region", region - page_size,
		      page_size, EADDRNOTAVAIL);
	refuse_second("kexec_load: past the region", region_end, page_size,
		      EADDRNOTAVAIL);
	refuse_second("kexec_load: across the region's end",
		      region_end - page_size, 2 * page_size, EADDRNOTAVAIL);
	refuse_second("kexec_load: at physical 0", 0, page_size, EADDRNOTAVAIL);
	refuse_second("kexec_load: at the last address", -page_size, page_size,
		      EADDRNOTAVAIL);
	refuse_second("kexec_load: wraps around", -2 * page_size, 4 * page_size,
		      EADDRNOTAVAIL);
	refuse_second("kexec_load: twice the same", region, 2 * page_size,
		      EINVAL);
	refuse_second("kexec_load: overlapping", region + page_size,
		      2 * page_size, EINVAL);
}

static void refuse_sizes(void)
{
	const size_t all = region_end - region;

	refuse_one("kexec_load: more data than memory", region, page_size, page,
		   page_size + 1, EINVAL);
	if (IS_64_BIT)
		refuse_second("kexec_load: 2^40 bytes", region,
			      (size_t)(1ULL << 40), EINVAL);
	else
		skip("kexec_load: 2^40 bytes", "no size is so large");
	refuse_second("kexec_load: 2^64 - 1 bytes", region, -1UL, EINVAL);
	refuse_one("kexec_load: no memory at all", region, 0, page, 0,
		   EADDRNOTAVAIL);
	refuse_one("kexec_load: all of the region", region, all, page,
		   page_size, ENOMEM);
	refuse_one("kexec_load: all but one page", region, all - page_size,
		   page, page_size, ENOMEM);
	refuse_one("kexec_load: buffer at NULL", region, page_size, NULL,
		   page_size, EFAULT);
	refuse_one("kexec_load: buffer not mapped", region, page_size,
		   page + page_size, 1, EFAULT);
	refuse_one("kexec_load: buffer half mapped", region, 2 * page_size,
		   page, 2 * page_size, EFAULT);
	refuse_one("kexec_load: buffer in the kernel", region, page_size,
		   (void *)(-1UL << 12), 8, EFAULT);
}

void refuse_loads(void)
{
	find_places();
	refuse_flags();
	refuse_lists();
	refuse_places();
	refuse_sizes();
	munmap(page, page_size);
	refuse_arch();
	refuse_files();
}
