// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of elf_kernel.c: a kernel as a linker makes it, and all that can be
 * wrong with one.
 */
#include <kunit/test.h>
#include <linux/elf.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "formats/elf_kernel.h"
#include "tests/kdump_kunit.h"

#define ENTRIES 4
#define ENTRIES_MAX (KDUMP_ELF_PARTS_MAX + 1)
#define PAGES(n) ((u64)(n) * PAGE_SIZE)
#define START MIB(16)
#define VIRTUAL 0xffffffff80000000ULL
#define FILE_BYTES 1024

/* As in vmlinux: text, a hole, data, and what has more memory than bytes. */
struct sample {
	struct elf64_hdr file;
	struct elf64_phdr entry[ENTRIES_MAX];
	u8 bytes[FILE_BYTES - sizeof(struct elf64_hdr) -
		 ENTRIES_MAX * sizeof(struct elf64_phdr)];
};

static const struct kdump_elf_identity identity = {
	.class = ELFCLASS64,
	.data = NATIVE_DATA,
	.machine = EM_X86_64,
};

static void sample_init(struct sample *sample)
{
	const struct elf64_hdr file = {
		.e_ident = {
			ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			NATIVE_DATA, EV_CURRENT,
		},
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_entry = START + 8,
		.e_phoff = offsetof(struct sample, entry),
		.e_phentsize = sizeof(struct elf64_phdr),
		.e_phnum = ENTRIES,
	};
	const struct elf64_phdr entries[ENTRIES] = {
		{ .p_type = PT_LOAD, .p_offset = 512, .p_paddr = START,
		  .p_vaddr = VIRTUAL, .p_filesz = 100, .p_memsz = 100 },
		{ .p_type = PT_LOAD, .p_offset = 612, .p_vaddr = 0,
		  .p_paddr = START + PAGES(512), .p_filesz = 0,
		  .p_memsz = PAGES(1) },
		{ .p_type = PT_NOTE, .p_offset = -1ULL, .p_paddr = 3,
		  .p_filesz = -1ULL },
		{ .p_type = PT_LOAD, .p_offset = 712,
		  .p_vaddr = VIRTUAL + PAGES(513),
		  .p_paddr = START + PAGES(513), .p_filesz = FILE_BYTES - 712,
		  .p_memsz = PAGES(3) + 1 },
	};

	memset(sample, 0, sizeof(*sample));
	sample->file = file;
	memcpy(sample->entry, entries, sizeof(entries));
}

static struct sample *sample_new(struct kunit *test)
{
	struct sample *sample = kunit_kzalloc(test, sizeof(*sample), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sample);
	sample_init(sample);
	return sample;
}

static void expect_part(struct kunit *test, const struct kdump_elf_part *part,
			u64 offset, u64 size, u64 start, u64 end)
{
	KUNIT_EXPECT_EQ(test, part->offset, offset);
	KUNIT_EXPECT_EQ(test, part->size, size);
	KUNIT_EXPECT_EQ(test, part->memory.start, start);
	KUNIT_EXPECT_EQ(test, part->memory.end, end);
}

static void elf_kernel_good(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	struct kdump_elf_kernel kernel;
	struct kdump_range memory;
	struct kdump_diag diag = { };

	KUNIT_ASSERT_EQ_MSG(test,
			    kdump_elf_kernel_parse(sample, FILE_BYTES,
						   &identity, &diag, &kernel),
			    0, "%s", diag.field);
	KUNIT_EXPECT_EQ(test, kernel.entry, START + 8);
	KUNIT_ASSERT_EQ(test, kernel.count, 3);
	/* The hole belongs to the part below it. */
	expect_part(test, &kernel.part[0], 512, 100, START, START + PAGES(512));
	expect_part(test, &kernel.part[1], 612, 0, START + PAGES(512),
		    START + PAGES(513));
	expect_part(test, &kernel.part[2], 712, FILE_BYTES - 712,
		    START + PAGES(513), START + PAGES(517));
	memory = kdump_elf_kernel_memory(&kernel);
	KUNIT_EXPECT_EQ(test, memory.start, START);
	KUNIT_EXPECT_EQ(test, memory.end, START + PAGES(517));
}

/* As in the vmlinux of most architectures: e_entry is no physical address. */
static void elf_kernel_virtual_entry(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	struct kdump_elf_kernel kernel;
	struct kdump_diag diag = { };

	sample->file.e_entry = VIRTUAL + 8;
	KUNIT_ASSERT_EQ(test, kdump_elf_kernel_parse(sample, FILE_BYTES,
						     &identity, &diag, &kernel),
			0);
	KUNIT_EXPECT_EQ(test, kernel.entry, START + 8);
	sample->file.e_entry = VIRTUAL + PAGES(513) + 4;
	KUNIT_ASSERT_EQ(test, kdump_elf_kernel_parse(sample, FILE_BYTES,
						     &identity, &diag, &kernel),
			0);
	KUNIT_EXPECT_EQ(test, kernel.entry, START + PAGES(513) + 4);
}

static void expect_refused(struct kunit *test, const void *file, size_t size,
			   int error, const char *blamed)
{
	struct kdump_elf_kernel kernel = { .entry = 1234 };
	struct kdump_diag diag = { };

	KUNIT_EXPECT_EQ_MSG(test,
			    kdump_elf_kernel_parse(file, size, &identity, &diag,
						   &kernel),
			    error, "%s", blamed);
	KUNIT_EXPECT_STREQ(test, diag.field, blamed);
	KUNIT_EXPECT_EQ(test, kernel.entry, 1234);
}

/**
 * struct broken - a sample with one field changed
 * @at: where the field is
 * @bytes: how large it is
 * @value: what it says
 * @error: what comes of it
 * @blamed: which field is named
 */
struct broken {
	size_t at;
	size_t bytes;
	u64 value;
	int error;
	const char *blamed;
};

#define FILE_FIELD(field, number, errno_, name) {			\
	.at = offsetof(struct sample, file.field),			\
	.bytes = sizeof_field(struct elf64_hdr, field),			\
	.value = number, .error = errno_, .blamed = name,		\
}

#define ENTRY_FIELD(index, field, number, errno_, name) {		\
	.at = offsetof(struct sample, entry[index].field),		\
	.bytes = sizeof_field(struct elf64_phdr, field),		\
	.value = number, .error = errno_, .blamed = name,		\
}

static void sample_break(struct sample *sample, const struct broken *row)
{
	void *at = (void *)sample + row->at;

	switch (row->bytes) {
	case 2:
		*(u16 *)at = row->value;
		break;
	case 4:
		*(u32 *)at = row->value;
		break;
	default:
		*(u64 *)at = row->value;
	}
}

static void expect_broken(struct kunit *test, const struct broken *rows,
			  unsigned int count)
{
	struct sample *sample = sample_new(test);
	unsigned int i;

	for (i = 0; i < count; i++) {
		sample_init(sample);
		sample_break(sample, &rows[i]);
		expect_refused(test, sample, FILE_BYTES, rows[i].error,
			       rows[i].blamed);
	}
}

static void elf_kernel_ident(struct kunit *test)
{
	struct sample *sample = sample_new(test);

	sample->file.e_ident[EI_CLASS] = ELFCLASS32;
	expect_refused(test, sample, FILE_BYTES, -ENOEXEC, "EI_CLASS");
	sample_init(sample);
	sample->file.e_ident[EI_DATA] = OTHER_DATA;
	expect_refused(test, sample, FILE_BYTES, -ENOEXEC, "EI_DATA");
	sample_init(sample);
	sample->file.e_ident[EI_VERSION] = 0;
	expect_refused(test, sample, FILE_BYTES, -ENOEXEC, "EI_VERSION");
	sample_init(sample);
	KUNIT_EXPECT_TRUE(test, kdump_elf_kernel_probe(sample, 4));
	KUNIT_EXPECT_FALSE(test, kdump_elf_kernel_probe(sample, 3));
	sample->file.e_ident[3] = 'f';
	KUNIT_EXPECT_FALSE(test, kdump_elf_kernel_probe(sample, FILE_BYTES));
	expect_refused(test, sample, FILE_BYTES, -ENOEXEC, "e_ident");
}

static void elf_kernel_header(struct kunit *test)
{
	static const struct broken rows[] = {
		FILE_FIELD(e_type, ET_REL, -ENOEXEC, "e_type"),
		FILE_FIELD(e_type, ET_CORE, -ENOEXEC, "e_type"),
		FILE_FIELD(e_machine, EM_386, -ENOEXEC, "e_machine"),
		FILE_FIELD(e_version, 2, -ENOEXEC, "e_version"),
		FILE_FIELD(e_phentsize, 0, -ENOEXEC, "e_phentsize"),
		FILE_FIELD(e_phentsize, 57, -ENOEXEC, "e_phentsize"),
		FILE_FIELD(e_phnum, 0, -ENOEXEC, "e_phnum"),
		FILE_FIELD(e_phnum, PN_XNUM, -ENOEXEC, "e_phnum"),
		FILE_FIELD(e_phnum, 100, -ENOEXEC, "program headers"),
		FILE_FIELD(e_phnum, 18, -ENOEXEC, "e_phoff"),
		FILE_FIELD(e_phoff, 0, -ENOEXEC, "e_phoff"),
		FILE_FIELD(e_phoff, 63, -ENOEXEC, "e_phoff"),
		FILE_FIELD(e_phoff, FILE_BYTES - 4 * 56 + 1, -ENOEXEC,
			   "e_phoff"),
		FILE_FIELD(e_phoff, -1ULL, -ENOEXEC, "e_phoff"),
		FILE_FIELD(e_entry, START - 1, -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, START + 100, -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, START + PAGES(512), -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, 0, -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, -1ULL, -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, VIRTUAL - 1, -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, VIRTUAL + 100, -ENOEXEC, "e_entry"),
		FILE_FIELD(e_entry, VIRTUAL + PAGES(512), -ENOEXEC, "e_entry"),
	};

	expect_broken(test, rows, ARRAY_SIZE(rows));
}

static void elf_kernel_parts(struct kunit *test)
{
	static const struct broken rows[] = {
		ENTRY_FIELD(0, p_filesz, 101, -ENOEXEC, "p_filesz"),
		ENTRY_FIELD(0, p_filesz, -1ULL, -ENOEXEC, "p_filesz"),
		ENTRY_FIELD(3, p_filesz, FILE_BYTES - 711, -ENOEXEC,
			    "p_offset"),
		ENTRY_FIELD(3, p_filesz, FILE_BYTES + 1, -ENOEXEC, "p_filesz"),
		ENTRY_FIELD(3, p_offset, 713, -ENOEXEC, "p_offset"),
		ENTRY_FIELD(3, p_offset, -1ULL, -ENOEXEC, "p_offset"),
		ENTRY_FIELD(3, p_offset, -200ULL, -ENOEXEC, "p_offset"),
		ENTRY_FIELD(3, p_memsz, 200, -ENOEXEC, "p_filesz"),
		ENTRY_FIELD(3, p_memsz, -1ULL, -ENOEXEC, "p_memsz"),
		ENTRY_FIELD(3, p_memsz, 1ULL << 52, -ENOEXEC, "p_paddr"),
		ENTRY_FIELD(3, p_paddr, -PAGES(1), -ENOEXEC, "p_paddr"),
		ENTRY_FIELD(3, p_paddr, START + PAGES(513) + 1, -EOPNOTSUPP,
			    "p_paddr"),
		ENTRY_FIELD(3, p_paddr, START + PAGES(512), -EOPNOTSUPP,
			    "p_paddr"),
		ENTRY_FIELD(1, p_memsz, PAGES(1) + 1, -EOPNOTSUPP, "p_paddr"),
		ENTRY_FIELD(3, p_paddr, 0, -EOPNOTSUPP, "p_paddr"),
	};

	expect_broken(test, rows, ARRAY_SIZE(rows));
}

/* Headers that tell of nothing do not count. */
static void elf_kernel_no_parts(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	struct kdump_elf_kernel kernel;
	struct kdump_diag diag;
	unsigned int i;

	sample->entry[3].p_memsz = 0;
	sample->entry[3].p_offset = -1ULL;
	KUNIT_ASSERT_EQ(test, kdump_elf_kernel_parse(sample, FILE_BYTES,
						     &identity, &diag, &kernel),
			0);
	KUNIT_EXPECT_EQ(test, kernel.count, 2);
	for (i = 0; i < ENTRIES; i++)
		sample->entry[i].p_type = PT_NOTE;
	expect_refused(test, sample, FILE_BYTES, -ENOEXEC, "e_phnum");
}

static void elf_kernel_many_parts(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	struct elf64_phdr *entry = sample->entry;
	struct kdump_elf_kernel kernel;
	struct kdump_diag diag;
	unsigned int i;

	for (i = 0; i < ENTRIES_MAX; i++)
		entry[i] = (struct elf64_phdr){
			.p_type = PT_LOAD, .p_paddr = START + PAGES(i),
			.p_filesz = 9, .p_memsz = 10,
		};
	sample->file.e_phnum = KDUMP_ELF_PARTS_MAX;
	KUNIT_ASSERT_EQ(test, kdump_elf_kernel_parse(sample, FILE_BYTES,
						     &identity, &diag, &kernel),
			0);
	KUNIT_EXPECT_EQ(test, kernel.count, KDUMP_ELF_PARTS_MAX);
	sample->file.e_phnum++;
	expect_refused(test, sample, FILE_BYTES, -EOPNOTSUPP, "PT_LOADs");
}

/* Cut anywhere; a copy, so that KASAN sees a look past the cut. */
static void elf_kernel_cut(struct kunit *test)
{
	struct sample *sample = sample_new(test);
	struct kdump_elf_kernel kernel;
	struct kdump_diag diag;
	size_t size;
	void *cut;

	for (size = 1; size < FILE_BYTES; size++) {
		cut = kunit_kmalloc(test, size, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, cut);
		memcpy(cut, sample, size);
		KUNIT_EXPECT_EQ_MSG(test,
				    kdump_elf_kernel_parse(cut, size, &identity,
							   &diag, &kernel),
				    -ENOEXEC, "%zu bytes", size);
		kunit_kfree(test, cut);
	}
}

static struct kunit_case elf_kernel_cases[] = {
	KUNIT_CASE(elf_kernel_good),
	KUNIT_CASE(elf_kernel_virtual_entry),
	KUNIT_CASE(elf_kernel_ident),
	KUNIT_CASE(elf_kernel_header),
	KUNIT_CASE(elf_kernel_parts),
	KUNIT_CASE(elf_kernel_no_parts),
	KUNIT_CASE(elf_kernel_many_parts),
	KUNIT_CASE(elf_kernel_cut),
	{}
};

static struct kunit_suite elf_kernel_suite = {
	.name = "kdump_elf_kernel",
	.test_cases = elf_kernel_cases,
};

kunit_test_suite(elf_kernel_suite);
