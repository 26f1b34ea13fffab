// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_load(2) with arguments that must be refused, one row each.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "refusals.h"

/* The 32-bit call's number and its segment. */
#define NR_KEXEC_LOAD_32 283

struct narrow_segment {
	uint32_t buffer, size, memory, memory_size;
};

static unsigned long region, region_end;
static char *page;

/* kexec(8) takes the last line, too. */
static void find_region(void)
{
	FILE *file = fopen("/proc/iomem", "r");
	unsigned long start, end;
	char line[128];

	if (!file)
		fail("/proc/iomem");
	while (fgets(line, sizeof(line), file))
		if (strstr(line, "Crash kernel") &&
		    sscanf(line, "%lx-%lx", &start, &end) == 2) {
			region = start;
			region_end = end + 1;
		}
	fclose(file);
	page = mmap(NULL, 2 * PAGE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (!region || page == MAP_FAILED ||
	    munmap(page + PAGE_BYTES, PAGE_BYTES))
		fail("no region, or no memory");
}

static long load(unsigned long entry, unsigned long count, const void *segments,
		 unsigned long flags)
{
	return syscall(SYS_kexec_load, entry, count, segments, flags);
}

/* One segment, entered at its start. */
static long load_one(unsigned long memory, size_t memory_size,
		     const void *buffer, size_t size)
{
	struct kexec_segment one = { buffer, size, (void *)memory,
				     memory_size };

	return load(memory, 1, &one, FLAGS);
}

/* A good first segment, and this one. */
static long load_second(unsigned long memory, size_t memory_size, size_t size)
{
	struct kexec_segment two[] = {
		{ page, PAGE_BYTES, (void *)region, 2 * PAGE_BYTES },
		{ page, size, (void *)memory, memory_size },
	};

	return load(region, 2, two, FLAGS);
}

static void refuse_flags(void)
{
	struct kexec_segment one = { page, PAGE_BYTES, (void *)region,
				     PAGE_BYTES };
	static const struct {
		const char *name;
		unsigned long flags;
	} row[] = {
		{ "flag 0x10", FLAGS | 0x10 },
		{ "flag 0x8000", FLAGS | 0x8000 },
		{ "flag in bit 32", FLAGS | 1UL << 32 },
		{ "flag in bit 63", FLAGS | 1UL << 63 },
		{ "KEXEC_PRESERVE_CONTEXT", FLAGS | KEXEC_PRESERVE_CONTEXT },
		{ "architecture 386", KEXEC_ON_CRASH | KEXEC_ARCH_386 },
		{ "architecture arm64", KEXEC_ON_CRASH | 183UL << 16 },
		{ "architecture 0xffff", KEXEC_ON_CRASH | 0xffffUL << 16 },
	};
	char name[64];
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		snprintf(name, sizeof(name), "kexec_load: %s", row[i].name);
		refused(name, load(region, 1, &one, row[i].flags), EINVAL);
	}
}

static void refuse_lists(void)
{
	struct kexec_segment one = { page, PAGE_BYTES, (void *)region,
				     PAGE_BYTES };

	refused("kexec_load: 17 segments", load(region, 17, &one, FLAGS),
		EINVAL);
	refused("kexec_load: 2^64 - 1 segments", load(region, -1UL, &one, FLAGS),
		EINVAL);
	refused("kexec_load: 2^59 + 1 segments, which wrap to one",
		load(region, (1UL << 59) + 1, &one, FLAGS), EINVAL);
	refused("kexec_load: list at NULL", load(region, 1, NULL, FLAGS),
		EFAULT);
	refused("kexec_load: list not mapped",
		load(region, 1, page + PAGE_BYTES, FLAGS), EFAULT);
	refused("kexec_load: list half mapped",
		load(region, 1, page + PAGE_BYTES - 16, FLAGS), EFAULT);
	refused("kexec_load: list in the kernel",
		load(region, 1, (void *)(-1UL << 12), FLAGS), EFAULT);
	refused("kexec_load: entry at 0", load(0, 1, &one, FLAGS),
		EADDRNOTAVAIL);
	refused("kexec_load: entry behind the region",
		load(region_end, 1, &one, FLAGS), EADDRNOTAVAIL);
	refused("kexec_load: entry in no segment",
		load(region + PAGE_BYTES, 1, &one, FLAGS), EADDRNOTAVAIL);
}

static void refuse_places(void)
{
	refused("kexec_load: not at a page", load_one(region + 512, PAGE_BYTES,
						      page, 1), EADDRNOTAVAIL);
	refused("kexec_load: not whole pages", load_one(region, 100, page, 100),
		EADDRNOTAVAIL);
	refused("kexec_load: below the region",
		load_second(region - PAGE_BYTES, PAGE_BYTES, 1),
		EADDRNOTAVAIL);
	refused("kexec_load: behind the region",
		load_second(region_end, PAGE_BYTES, 1), EADDRNOTAVAIL);
	refused("kexec_load: across the region's end",
		load_second(region_end - PAGE_BYTES, 2 * PAGE_BYTES, 1),
		EADDRNOTAVAIL);
	refused("kexec_load: at physical 0", load_second(0, PAGE_BYTES, 1),
		EADDRNOTAVAIL);
	refused("kexec_load: at the last address",
		load_second(-PAGE_BYTES, PAGE_BYTES, 1), EADDRNOTAVAIL);
	refused("kexec_load: wraps around", load_second(-2 * PAGE_BYTES,
							4 * PAGE_BYTES, 1),
		EADDRNOTAVAIL);
	refused("kexec_load: twice the same", load_second(region,
							  2 * PAGE_BYTES, 1),
		EINVAL);
	refused("kexec_load: overlapping", load_second(region + PAGE_BYTES,
						       2 * PAGE_BYTES, 1),
		EINVAL);
}

static void refuse_sizes(void)
{
	refused("kexec_load: more data than memory",
		load_one(region, PAGE_BYTES, page, PAGE_BYTES + 1), EINVAL);
	refused("kexec_load: 2^40 bytes", load_second(region, 1UL << 40, 1),
		EINVAL);
	refused("kexec_load: 2^64 - 1 bytes", load_second(region, -1UL, 1),
		EINVAL);
	refused("kexec_load: no memory at all", load_one(region, 0, page, 0),
		EADDRNOTAVAIL);
	refused("kexec_load: all of the region",
		load_one(region, region_end - region, page, PAGE_BYTES),
		ENOMEM);
	refused("kexec_load: all but one page",
		load_one(region, region_end - region - PAGE_BYTES, page,
			 PAGE_BYTES), ENOMEM);
	refused("kexec_load: buffer at NULL",
		load_one(region, PAGE_BYTES, NULL, PAGE_BYTES), EFAULT);
	refused("kexec_load: buffer not mapped",
		load_one(region, PAGE_BYTES, page + PAGE_BYTES, 1), EFAULT);
	refused("kexec_load: buffer half mapped",
		load_one(region, 2 * PAGE_BYTES, page, 2 * PAGE_BYTES), EFAULT);
	refused("kexec_load: buffer in the kernel",
		load_one(region, PAGE_BYTES, (void *)(-1UL << 12), 8), EFAULT);
}

static long load_32(uint32_t entry, uint32_t count, uint32_t segments,
		    uint32_t flags)
{
	long result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(NR_KEXEC_LOAD_32), "b"(entry), "c"(count),
		       "d"(segments), "S"(flags)
		     : "memory", "r8", "r9", "r10", "r11");
	result = (int32_t)result;
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}

static void refuse_32_bit(void)
{
	struct narrow_segment *list = mmap(NULL, PAGE_BYTES,
					   PROT_READ | PROT_WRITE,
					   MAP_PRIVATE | MAP_ANONYMOUS |
					   MAP_32BIT, -1, 0);
	uint32_t address = (uint32_t)(uintptr_t)list;

	if (list == MAP_FAILED)
		fail("mmap");
	list[0] = (struct narrow_segment){ address, 1, (uint32_t)region, 100 };
	refused("32-bit kexec_load: no architecture",
		load_32(region, 1, address, KEXEC_ON_CRASH), EINVAL);
	refused("32-bit kexec_load: 17 segments",
		load_32(region, 17, address, FLAGS), EINVAL);
	refused("32-bit kexec_load: list at NULL", load_32(region, 1, 0, FLAGS),
		EFAULT);
	refused("32-bit kexec_load: not whole pages",
		load_32(region, 1, address, FLAGS), EADDRNOTAVAIL);
	refused("32-bit kexec_load: entry at 0", load_32(0, 1, address, FLAGS),
		EADDRNOTAVAIL);
	munmap(list, PAGE_BYTES);
}

void refuse_segments(void)
{
	find_region();
	refuse_flags();
	refuse_lists();
	refuse_places();
	refuse_sizes();
	refuse_32_bit();
	munmap(page, PAGE_BYTES);
}
