// SPDX-License-Identifier: GPL-2.0-only
/*
 * Device trees in a segment of kexec_load(2), as riscv64 takes them: each is
 * damaged in one field, which the log has to name.
 */
#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

#include "refusals.h"

/* So much, and it is no tree that a kernel takes. */
#define LARGE_BYTES ((2UL << 20) + 1)

static unsigned long region;
static uint32_t *tree;

static struct kexec_segment segment_of(const void *bytes, size_t size,
				       unsigned long pages)
{
	size_t page_size = page_bytes();
	size_t memory = (size + page_size - 1) & ~(page_size - 1);

	return (struct kexec_segment){
		bytes, size, (void *)(region + pages * page_size), memory,
	};
}

/* What would be a kernel, and the tree if it has some bytes. */
static void refuse_tree(const char *name, size_t size, const char *words)
{
	const struct kexec_segment list[] = {
		segment_of("kernel", 6, 0), segment_of(tree, size, 1),
	};
	unsigned long count = size ? 2 : 1;
	char text[96];

	snprintf(text, sizeof(text), "kexec_load: device tree: %s", name);
	refused_saying(text, kexec_load(region, count, list, FLAGS), EINVAL,
		       words);
	snprintf(text, sizeof(text), "kexec_load: device tree: %s, for kexec -e",
		 name);
	refused_saying(text, kexec_load(region, count, list, NATIVE_ARCH),
		       EINVAL, words);
}

/* What one word says, and what the log has to blame. */
static const struct row {
	unsigned int word;
	uint32_t value;
	const char *blamed;
} row[] = {
	{ 1, 8192, "in a segment: truncated: " },
	{ 2, 8192, "in a segment: off_dt_struct" },
	{ 4, 44, "in a segment: off_mem_rsvmap" },
	{ 5, 16, "in a segment: version" },
	{ 9, 4096, "in a segment: size_dt_struct" },
	{ 16, 1, "in a segment: offset of a tag" },
};

static void refuse_word(const struct row *change)
{
	uint32_t right = tree[change->word];
	char name[64];

	snprintf(name, sizeof(name), "word %u is 0x%x", change->word,
		 change->value);
	tree[change->word] = htobe32(change->value);
	refuse_tree(name, page_bytes(), change->blamed);
	tree[change->word] = right;
}

void refuse_arch(void)
{
	unsigned long end;
	size_t i;

	region = find_region(&end);
	tree = mmap(NULL, LARGE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (tree == MAP_FAILED)
		fail("mmap");
	make_tree(tree);
	refuse_tree("none", 0, "no segment is a device tree");
	refuse_tree("2 MiB and a byte", LARGE_BYTES, "which is handed over, has");
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		refuse_word(&row[i]);
	munmap(tree, LARGE_BYTES);
}
