// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets up the file of a capture kernel, and opens it.
 *
 * Either the file is there and whole, or it is not there and one line in the
 * log says which field of what the crashed kernel left behind was wrong.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cc_platform.h>
#include <linux/crash_dump.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kdump_record.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "elf_parse.h"
#include "vmcore.h"

/* Twice what 65534 program headers take. */
#define HEADER_BYTES_MAX SZ_8M

/* The notes of more than 40 000 CPUs. */
#define NOTE_BYTES_MAX SZ_16M

static struct vmcore_file *the_file;
static struct proc_dir_entry *the_entry;

/**
 * vmcore_file_get - the dump
 *
 * Return: the file, NULL where there is no /proc/vmcore. Set at fs_initcall
 * and there to stay.
 */
struct vmcore_file *vmcore_file_get(void)
{
	return the_file;
}

/**
 * vmcore_file_resized - let user space see the current size
 *
 * The file's lock is held, and the file is not frozen.
 */
void vmcore_file_resized(void)
{
	proc_set_size(the_entry, vmcore_layout_size(&the_file->layout));
}

/**
 * vmcore_kept_bytes - find a byte that is not old memory
 * @file: the file, frozen
 * @place: where, in the headers or the notes
 * @left: how many bytes there are from there on without a gap
 *
 * Return: where the byte is, in vmalloc_user() memory.
 */
const void *vmcore_kept_bytes(const struct vmcore_file *file,
			      const struct vmcore_place *place, size_t *left)
{
	const void *dump;

	*left = place->left;
	if (place->area == VMCORE_HEADER)
		return file->header + place->start;
	dump = vmcore_dumps_bytes(file, place->start, left);
	if (dump)
		return dump;
	return file->notes + (place->start - vmcore_dumps_size(file));
}

/*
 * Offsets are being relied upon from now on; the inode may know an old size.
 * Tools that know about holes look for them in files with fewer blocks than
 * bytes, but tar takes a file without any for one hole, and stores nothing.
 */
static void freeze(struct vmcore_file *file, struct inode *inode)
{
	mutex_lock(&file->lock);
	file->frozen = true;
	i_size_write(inode, vmcore_layout_size(&file->layout));
	inode_set_bytes(inode, i_size_read(inode) - SZ_512);
	mutex_unlock(&file->lock);
	vmcore_ram_opened();
}

static int vmcore_open(struct inode *inode, struct file *file)
{
	struct vmcore_reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL);

	if (!reader)
		return -ENOMEM;
	/* /proc lets a module go with files open, but mappings outlive them. */
	if (!try_module_get(THIS_MODULE)) {
		kfree(reader);
		return -ENODEV;
	}
	reader->file = the_file;
	vmcore_pool_init(&reader->pool, &the_file->runs);
	file->private_data = reader;
	freeze(the_file, inode);
	kdump_record_reached(KDUMP_STAGE_OPENED);
	return 0;
}

static int vmcore_release(struct inode *inode, struct file *file)
{
	struct vmcore_reader *reader = file->private_data;

	kdump_record_reached(KDUMP_STAGE_CLOSED);
	vmcore_pool_destroy(&reader->pool);
	kfree(reader);
	module_put(THIS_MODULE);
	return 0;
}

/* What the file answers; entry.c gives it a place in /proc. */
const struct proc_ops vmcore_proc_ops = {
	.proc_open = vmcore_open,
	.proc_release = vmcore_release,
	.proc_read_iter = vmcore_read_iter,
	.proc_lseek = vmcore_lseek,
	.proc_mmap = vmcore_mmap,
	.proc_get_unmapped_area = thp_get_unmapped_area,
};

static void __init report_diag(const struct vmcore_diag *diag)
{
	static const char *const relation[] = {
		[VMCORE_MUST_BE] = "",
		[VMCORE_AT_LEAST] = "at least ",
		[VMCORE_AT_MOST] = "at most ",
	};
	char where[sizeof(" of program header 4294967295")] = "";

	if (diag->entry != VMCORE_NO_ENTRY)
		snprintf(where, sizeof(where), " of program header %d",
			 diag->entry);
	pr_err("no " VMCORE_PATH ": elfcorehdr=0x%llx: %s%s is 0x%llx, must be %s0x%llx%s%s\n",
	       elfcorehdr_addr, diag->field, where, diag->value,
	       relation[diag->rule], diag->bound, diag->remark ? ": " : "",
	       diag->remark ?: "");
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

static void __init set_limits(struct vmcore_limits *limits)
{
	*limits = (struct vmcore_limits){
		.machine = ELF_ARCH,
		.data = ELF_DATA,
		.header_bytes = elfcorehdr_size ?: HEADER_BYTES_MAX,
		.note_bytes = NOTE_BYTES_MAX,
		.physical_end = vmcore_oldmem_end(),
	};
	limits->header_bytes = min(limits->header_bytes, HEADER_BYTES_MAX);
}

/* The loader put the header where no key of the crashed kernel applies. */
static int __init read_header(void *to, size_t size)
{
	int error = vmcore_oldmem_read(to, elfcorehdr_addr, size,
				       cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT));

	if (error)
		report_error("header cannot be read", size, error);
	return error;
}

/* One survey with the first @size bytes of the header. */
static int __init survey_bytes(const struct vmcore_limits *limits, size_t size,
			       struct vmcore_header_extent *extent)
{
	void *bytes = kvmalloc(size, GFP_KERNEL);
	struct vmcore_diag diag;
	int error;

	if (!bytes) {
		report_error("header cannot be read", size, -ENOMEM);
		return -ENOMEM;
	}
	error = read_header(bytes, size);
	if (!error) {
		error = vmcore_header_survey(bytes, size, limits, extent,
					     &diag);
		if (error)
			report_diag(&diag);
	}
	kvfree(bytes);
	return error;
}

/* More program headers than the file header can count take a second look. */
static int __init survey(const struct vmcore_limits *limits,
			 struct vmcore_header_extent *extent)
{
	int error = survey_bytes(limits, sizeof(struct elf64_hdr), extent);

	if (!error && !extent->entries)
		error = survey_bytes(limits, extent->bytes, extent);
	return error;
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

/* Reads the header into @header, whose arrays are the caller's to free. */
static int __init decode(const struct vmcore_limits *limits,
			 const struct vmcore_header_extent *extent,
			 struct vmcore_header *header)
{
	struct vmcore_diag diag;
	void *bytes;
	int error;

	bytes = kvmalloc(extent->bytes, GFP_KERNEL);
	if (!bytes) {
		report_error("header cannot be read", extent->bytes, -ENOMEM);
		return -ENOMEM;
	}
	error = read_header(bytes, extent->bytes);
	if (!error) {
		error = vmcore_header_decode(bytes, extent->bytes, limits,
					     header, &diag);
		if (error)
			report_diag(&diag);
	}
	kvfree(bytes);
	return error;
}

/**
 * vmcore_file_destroy - free what a file holds
 * @file: the file, which nobody can open any more
 */
void vmcore_file_destroy(struct vmcore_file *file)
{
	vfree(file->notes);
	vfree(file->header);
	kvfree(file->runs.range);
	kvfree(file->layout.chunks);
	mutex_destroy(&file->lock);
	kfree(file);
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
	file->runs.range = kvcalloc(nr_chunks, sizeof(*file->runs.range),
				    GFP_KERNEL);
	if (!file->layout.chunks || !file->runs.range) {
		vmcore_file_destroy(file);
		return NULL;
	}
	return file;
}

/* Lays out the file; @file takes over what @notes holds, error or not. */
static int __init fill_file(struct vmcore_file *file,
			    const struct vmcore_header *header,
			    const struct vmcore_notes *notes)
{
	struct vmcore_diag diag;
	int error;

	file->notes = notes->data;
	error = vmcore_layout_build(&file->layout, file->layout.chunks, header,
				    notes->size, &diag);
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
	vmcore_export_write(&file->layout, header, notes->size, file->header);
	vmcore_layout_ranges(&file->runs, file->runs.range, &file->layout);
	return 0;
}

static int __init publish(struct vmcore_file *file)
{
	the_file = file;
	the_entry = vmcore_entry_create();
	if (!the_entry) {
		the_file = NULL;
		report_error("entry in /proc", sizeof(*file), -ENOMEM);
		return -ENOMEM;
	}
	vmcore_file_resized();
	return 0;
}

static void __init report_success(const struct vmcore_header *header,
				  const struct vmcore_notes *notes)
{
	pr_info(VMCORE_PATH ": %llu MiB in %u segments, registers of %u CPUs\n",
		vmcore_layout_size(&the_file->layout) / SZ_1M,
		header->nr_segments, notes->nr_cpus);
	if (header->nr_skipped)
		pr_info("elfcorehdr=0x%llx: %u program headers are empty or of unknown type\n",
			elfcorehdr_addr, header->nr_skipped);
}

static int __init build(const struct vmcore_header *header)
{
	struct vmcore_notes notes;
	struct vmcore_file *file;
	int error;

	file = file_create(header->nr_segments);
	if (!file) {
		report_error("file cannot be laid out", header->nr_segments,
			     -ENOMEM);
		return -ENOMEM;
	}
	error = vmcore_notes_collect(&notes, header);
	if (error) {
		report_error("notes cannot be read", header->note_bytes, error);
		goto out_destroy;
	}
	error = fill_file(file, header, &notes);
	if (error)
		goto out_destroy;
	error = publish(file);
	if (error)
		goto out_destroy;
	report_success(header, &notes);
	vmcore_find_record(&notes);
	return 0;

out_destroy:
	vmcore_file_destroy(file);
	return error;
}

/**
 * vmcore_capture - read what the crashed kernel left behind, and show it
 *
 * Process context, once. elfcorehdr_addr says where it is. Each error has been
 * reported when this returns.
 *
 * Return: 0; %-EINVAL if the header is wrong; %-EFAULT if it cannot be read;
 * %-EIO if its memory is damaged; %-EFBIG if the file would become too large;
 * %-ENOMEM.
 */
int __init vmcore_capture(void)
{
	struct vmcore_limits limits;
	struct vmcore_header_extent extent;
	struct vmcore_header header;
	int error;

	set_limits(&limits);
	error = survey(&limits, &extent);
	if (error)
		return error;
	error = header_init(&header, extent.entries);
	if (error)
		return error;
	error = decode(&limits, &extent, &header);
	if (!error)
		error = build(&header);
	header_deinit(&header);
	return error;
}
