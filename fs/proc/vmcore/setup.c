// SPDX-License-Identifier: GPL-2.0-only
/*
 * Builds the file that /proc/vmcore is to show, from what the crashed kernel
 * left.
 *
 * Either the file is whole, or there is none and one line in the log names the
 * field that was wrong.
 *
 * Context: process context, once, at boot or when the module is loaded.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/bits.h>
#include <linux/crash_dump.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/kdump_arch.h>

#include "elf_parse.h"
#include "vmcore.h"

/* Twice what 65534 program headers take. */
#define HEADER_BYTES_MAX SZ_8M

/* No machine has memory further up. */
#define PHYSICAL_END_MAX BIT_ULL(52)

/* The notes of more than 40 000 CPUs. */
#define NOTE_BYTES_MAX SZ_16M

static void __init report_diag(const struct kdump_diag *diag)
{
	char why[KDUMP_DIAG_SIZE];

	kdump_diag_string(diag, why, sizeof(why));
	pr_err("no " VMCORE_PATH ": elfcorehdr=0x%llx: %s\n", elfcorehdr_addr,
	       why);
}

static const char *__init error_words(int error)
{
	switch (error) {
	case -EFAULT:
		return "there is RAM of this kernel, or no memory";
	case -EIO:
		return "that memory is damaged";
	}
	return "out of memory";
}

static void __init report_error(const char *what, u64 size, int error)
{
	pr_err("no " VMCORE_PATH ": elfcorehdr=0x%llx: %s, 0x%llx bytes: %s (%d)\n",
	       elfcorehdr_addr, what, size,
	       error_words(error), error);
}

static void __init limits_init(struct vmcore_limits *limits)
{
	*limits = (struct vmcore_limits){
		.machine = ELF_ARCH,
		.data = ELF_DATA,
		.header_bytes = elfcorehdr_size ?: HEADER_BYTES_MAX,
		.note_bytes = NOTE_BYTES_MAX,
		.physical_end = min(kdump_arch_memory_end(), BIT_ULL(63)),
	};
	limits->header_bytes = min(limits->header_bytes, HEADER_BYTES_MAX);
	/* Then it is the size of addresses that ends it, and others have larger ones. */
	if (limits->physical_end > PHYS_ADDR_MAX)
		limits->unreachable_end = PHYSICAL_END_MAX;
}

/* Bytes of the header in new memory, or an error pointer, with a message. */
static void *__init header_read(size_t size)
{
	void *bytes = kvmalloc(size, GFP_KERNEL);
	int error = -ENOMEM;

	if (bytes)
		error = vmcore_oldmem_read_elfcorehdr(bytes, size);
	if (!error)
		return bytes;
	kvfree(bytes);
	report_error("header cannot be read", size, error);
	return ERR_PTR(error);
}

/* One survey with the first @size bytes of the header. */
static int __init header_survey_bytes(const struct vmcore_limits *limits,
				      size_t size,
				      struct vmcore_header_extent *ret)
{
	void *bytes = header_read(size);
	struct kdump_diag diag;
	int error;

	if (IS_ERR(bytes))
		return PTR_ERR(bytes);
	error = vmcore_header_survey(bytes, size, limits, ret, &diag);
	kvfree(bytes);
	if (error)
		report_diag(&diag);
	return error;
}

/* More program headers than the file header can count take a second look. */
static int __init header_survey(const struct vmcore_limits *limits,
				struct vmcore_header_extent *ret)
{
	int error;

	error = header_survey_bytes(limits, sizeof(struct elf64_hdr), ret);
	if (error || ret->entries)
		return error;
	return header_survey_bytes(limits, ret->bytes, ret);
}

static void __init header_deinit(struct vmcore_header *header)
{
	kvfree(header->notes);
	kvfree(header->segments);
}

static int __init header_init(struct vmcore_header *header,
			      unsigned int capacity)
{
	*header = (struct vmcore_header){
		.notes = kvcalloc(capacity, sizeof(*header->notes), GFP_KERNEL),
		.segments = kvcalloc(capacity, sizeof(*header->segments),
				     GFP_KERNEL),
		.capacity = capacity,
	};
	if (header->notes && header->segments)
		return 0;
	header_deinit(header);
	report_error("header cannot be decoded", capacity, -ENOMEM);
	return -ENOMEM;
}

/* Reads the header into @header, which header_init() has given memory. */
static int __init header_decode(const struct vmcore_limits *limits,
				size_t size, struct vmcore_header *header)
{
	void *bytes = header_read(size);
	struct kdump_diag diag;
	int error;

	if (IS_ERR(bytes))
		return PTR_ERR(bytes);
	error = vmcore_header_decode(bytes, size, limits, header, &diag);
	kvfree(bytes);
	if (error) {
		report_diag(&diag);
		return error;
	}
	if (header->nr_skipped)
		pr_info("elfcorehdr=0x%llx: %u program headers are empty or of unknown type\n",
			elfcorehdr_addr, header->nr_skipped);
	if (header->unreachable)
		pr_warn(VMCORE_PATH " is without %llu KiB of memory from 0x%llx on, which this kernel cannot map: take one that can, as the one that crashed\n",
			header->unreachable >> 10, limits->physical_end);
	return 0;
}

static struct vmcore_file *__init file_create(unsigned int nr_chunks)
{
	struct vmcore_file *file = kzalloc(sizeof(*file), GFP_KERNEL);

	if (!file)
		return NULL;
	mutex_init(&file->lock);
	INIT_LIST_HEAD(&file->dumps);
	file->layout.chunks = kvcalloc(nr_chunks, sizeof(*file->layout.chunks),
				       GFP_KERNEL);
	file->ranges.range = kvcalloc(nr_chunks, sizeof(*file->ranges.range),
				      GFP_KERNEL);
	if (!file->layout.chunks || !file->ranges.range) {
		vmcore_file_destroy(file);
		return NULL;
	}
	return file;
}

/* Lays out the file, whose notes have been read. */
static int __init file_lay_out(struct vmcore_file *file,
			       const struct vmcore_header *header,
			       size_t note_bytes)
{
	struct kdump_diag diag;
	int error;

	error = vmcore_layout_build(&file->layout, file->layout.chunks, header,
				    note_bytes, &diag);
	if (error) {
		report_diag(&diag);
		return error;
	}
	file->header = vmalloc_user(file->layout.header_size);
	if (!file->header) {
		report_error("headers of the file", file->layout.header_size,
			     -ENOMEM);
		return -ENOMEM;
	}
	vmcore_export_write(&file->layout, header, note_bytes, file->header);
	vmcore_layout_ranges(&file->ranges, file->ranges.range, &file->layout);
	return 0;
}

static int __init file_fill(struct vmcore_file *file,
			    const struct vmcore_header *header)
{
	struct vmcore_notes notes;
	int error;

	error = vmcore_notes_collect(&notes, header);
	if (error) {
		report_error("notes cannot be read", header->note_bytes, error);
		return error;
	}
	file->notes = notes.data;
	file->nr_cpus = notes.nr_cpus;
	file->info = notes.info;
	error = file_lay_out(file, header, notes.size);
	if (error)
		return error;
	vmcore_record_find(file);
	return 0;
}

static struct vmcore_file *__init
file_build(const struct vmcore_header *header)
{
	struct vmcore_file *file = file_create(header->nr_segments);
	int error;

	if (!file) {
		report_error("file cannot be laid out", header->nr_segments,
			     -ENOMEM);
		return ERR_PTR(-ENOMEM);
	}
	error = file_fill(file, header);
	if (error) {
		vmcore_file_destroy(file);
		return ERR_PTR(error);
	}
	return file;
}

/**
 * vmcore_setup - read what the crashed kernel left
 *
 * elfcorehdr_addr says where it is. Each error has been reported when this
 * returns.
 *
 * Return: the file, to be published; as error pointer %-EINVAL if the header
 * is wrong; %-EFAULT if it cannot be read; %-EIO if its memory is damaged;
 * %-EFBIG if the file would become too large; %-ENOMEM.
 */
struct vmcore_file *__init vmcore_setup(void)
{
	struct vmcore_header_extent extent;
	struct vmcore_file *file;
	struct vmcore_limits limits;
	struct vmcore_header header;
	int error;

	limits_init(&limits);
	error = header_survey(&limits, &extent);
	if (error)
		return ERR_PTR(error);
	error = header_init(&header, extent.entries);
	if (error)
		return ERR_PTR(error);
	error = header_decode(&limits, extent.bytes, &header);
	file = error ? ERR_PTR(error) : file_build(&header);
	header_deinit(&header);
	return file;
}
