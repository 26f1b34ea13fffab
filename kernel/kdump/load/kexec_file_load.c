// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_file_load(2): the kernel reads the files and lays the image out.
 *
 * Everything is read, checked and placed in ordinary memory; a load that
 * fails has not touched the armed image.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/file.h>
#include <linux/fs.h>
#include <linux/ima.h>
#include <linux/kernel_read_file.h>
#include <linux/kexec.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "image/image.h"
#include "image/staging.h"
#include "kexec/kexec.h"
#include "load/load.h"
#include "reserve/reserve.h"

/* Only formats that are started with a device tree pass one, and always do. */
#define KNOWN_FLAGS (KEXEC_FILE_FLAGS & ~KEXEC_FILE_FORCE_DTB)

/* Boot protocols have no more than a u32 for a size in several places. */
#define FILE_SIZE_MAX min_t(s64, U32_MAX, SSIZE_MAX)

/* Far above any architecture's limit, which is checked by its loader. */
#define CMDLINE_SIZE_MAX SZ_64K

/**
 * struct load_call - the arguments of the system call
 * @kernel_fd: where to read the kernel
 * @initrd_fd: where to read the ramdisk; not looked at if @flags says so
 * @cmdline_size: bytes of @cmdline with its NUL; 0 for none
 * @cmdline: the command line, in user memory
 * @flags: KEXEC_FILE_*
 */
struct load_call {
	int kernel_fd;
	int initrd_fd;
	unsigned long cmdline_size;
	const char __user *cmdline;
	unsigned long flags;
};

/**
 * struct load_memory - what is read for a load and goes away with it
 * @kernel: the kernel file
 * @initrd: the ramdisk, or NULL
 * @cmdline: the command line
 */
struct load_memory {
	void *kernel;
	void *initrd;
	char *cmdline;
};

/*
 * Into memory of our own: kernel_read_file() would allocate it in a way that
 * may wake the OOM killer. A file that grows meanwhile is refused (EFBIG).
 */
static ssize_t file_read(struct file *file, void **data,
			 enum kernel_read_file_id id)
{
	struct inode *inode = file_inode(file);
	loff_t size = i_size_read(inode);
	ssize_t bytes;

	if (!S_ISREG(inode->i_mode) || size <= 0)
		return -EINVAL;
	if (size > FILE_SIZE_MAX)
		return -EFBIG;
	*data = kdump_staging_alloc(size, 0);
	if (!*data)
		return -ENOMEM;
	bytes = kernel_read_file(file, 0, data, size, NULL, id);
	if (bytes < 0) {
		kdump_staging_free(*data);
		*data = NULL;
	}
	return bytes;
}

static ssize_t fd_read(int fd, void **data, enum kernel_read_file_id id)
{
	struct file *file = fget(fd);
	ssize_t bytes = -EBADF;

	if (!file)
		return bytes;
	if (file->f_mode & FMODE_READ)
		bytes = file_read(file, data, id);
	fput(file);
	return bytes;
}

static const char *read_error_hint(int error)
{
	switch (error) {
	case -EINVAL:
		return ": it is empty or no regular file";
	case -ENOMEM:
		return ": there is not enough free memory";
	default:
		return "";
	}
}

static int read_file(int fd, void **data, size_t *size,
		     enum kernel_read_file_id id)
{
	ssize_t bytes = fd_read(fd, data, id);

	if (bytes < 0) {
		int error = kdump_load_error(bytes);

		pr_err("load refused: file descriptor %d (%s) cannot be read (%d)%s\n",
		       fd, kernel_read_file_id_str(id), error,
		       read_error_hint(error));
		return error;
	}
	*size = bytes;
	return 0;
}

/* The last format has no probe: it says what is wrong with any other file. */
static const struct kdump_format *format_find(const void *kernel, size_t size)
{
	const struct kdump_format *const *format = kdump_arch_formats;

	while ((*format)->probe && !(*format)->probe(kernel, size))
		format++;
	return *format;
}

static int read_kernel(const struct load_call *call, void **kernel,
		       struct kdump_files *files,
		       const struct kdump_format **format)
{
	int error;

	error = read_file(call->kernel_fd, kernel, &files->kernel_size,
			  READING_KEXEC_IMAGE);
	if (error)
		return error;
	files->kernel = *kernel;
	*format = format_find(files->kernel, files->kernel_size);
	error = (*format)->check(files->kernel, files->kernel_size);
	if (error)
		return error;
	return kdump_signature_check(*format, files->kernel,
				     files->kernel_size);
}

static int read_initrd(const struct load_call *call, void **initrd,
		       struct kdump_files *files)
{
	int error;

	if (call->flags & KEXEC_FILE_NO_INITRAMFS)
		return 0;
	error = read_file(call->initrd_fd, initrd, &files->initrd_size,
			  READING_KEXEC_INITRAMFS);
	files->initrd = *initrd;
	return error;
}

static int read_cmdline(const struct load_call *call, char **cmdline)
{
	unsigned long size = call->cmdline_size;
	char *copy;

	if (size > CMDLINE_SIZE_MAX) {
		pr_err("load refused: a command line of %lu bytes is too long\n",
		       size);
		return -EINVAL;
	}
	copy = kvzalloc(size ?: 1, KDUMP_LOAD_GFP);
	*cmdline = copy;
	if (!copy)
		return -ENOMEM;
	if (!size)
		return 0;
	if (copy_from_user(copy, call->cmdline, size)) {
		pr_err("load refused: the command line cannot be read\n");
		return -EFAULT;
	}
	if (strnlen(copy, size) != size - 1) {
		pr_err("load refused: the command line must end in its only NUL\n");
		return -EINVAL;
	}
	ima_kexec_cmdline(call->kernel_fd, copy, size - 1);
	return 0;
}

static int build_capture(const struct load_call *call,
			 const struct kdump_format *format,
			 struct kdump_files *files)
{
	struct kdump_builder *builder = kdump_builder_new();
	int error;

	if (!builder)
		return -ENOMEM;
	builder->print_layout = call->flags & KEXEC_FILE_DEBUG;
	error = kdump_builder_place_elfcorehdr(builder, &files->elfcorehdr) ?:
		format->load(builder, files) ?:
		kdump_image_install(builder);
	error = kdump_load_error(error);
	if (error == -ENOMEM)
		pr_err("load refused: there is not enough free memory\n");
	kdump_builder_destroy(builder);
	return error;
}

static int build_reboot(const struct load_call *call,
			const struct kdump_format *format,
			struct kdump_files *files)
{
	struct kdump_builder *builder;
	int error;

	error = kdump_kexec_builder_new(true, &builder);
	if (error)
		return error;
	builder->print_layout = call->flags & KEXEC_FILE_DEBUG;
	kdump_ima_place(builder, &files->measurements);
	error = format->load(builder, files) ?:
		kdump_kexec_install(builder, NULL);
	if (error)
		kdump_ima_refused();
	kdump_builder_destroy(builder);
	return error;
}

static int read_all(const struct load_call *call, struct load_memory *memory,
		    struct kdump_files *files,
		    const struct kdump_format **format)
{
	int error = read_kernel(call, &memory->kernel, files, format) ?:
		    read_initrd(call, &memory->initrd, files);

	if (error)
		return error;
	error = read_cmdline(call, &memory->cmdline);
	files->cmdline = memory->cmdline;
	if (error == -ENOMEM)
		pr_err("load refused: there is no memory for the command line\n");
	return error;
}

static int load_files(const struct load_call *call, bool crash)
{
	const struct kdump_format *format;
	struct load_memory memory = { };
	struct kdump_files files = { };
	int error;

	if (crash && !crashk_res.end) {
		pr_err("load refused: %s\n", kdump_reservation_text());
		return -EADDRNOTAVAIL;
	}
	error = read_all(call, &memory, &files, &format);
	if (!error)
		error = crash ? build_capture(call, format, &files) :
				build_reboot(call, format, &files);
	kvfree(memory.cmdline);
	kdump_staging_free(memory.initrd);
	kdump_staging_free(memory.kernel);
	return error;
}

static int file_load_locked(const struct load_call *call)
{
	bool crash = call->flags & KEXEC_FILE_ON_CRASH;

	if (!(call->flags & KEXEC_FILE_UNLOAD))
		return load_files(call, crash);
	if (crash)
		return kdump_image_unload();
	kdump_kexec_unload();
	return 0;
}

/**
 * sys_kexec_file_load - load, or unload, a kernel file
 * @kernel_fd: file descriptor of the kernel
 * @initrd_fd: that of the ramdisk; not looked at with KEXEC_FILE_NO_INITRAMFS
 * @cmdline_len: bytes of @cmdline_ptr with its NUL; 0 for no command line
 * @cmdline_ptr: the command line, in user memory
 * @flags: KEXEC_FILE_*
 *
 * Process context, may sleep. What was loaded before stays if this fails.
 *
 * Return: 0, or
 *
 * - %-EPERM: no CAP_SYS_BOOT, a limit of the sysctls, or lockdown without a
 *   signature;
 * - %-EINVAL: an unknown flag, an empty file, a command line that is too long or
 *   does not end in its only NUL, a kernel that takes half of RAM;
 * - %-EBADF, %-EFBIG and what reading says: a file that cannot be read;
 * - %-ENOEXEC: no kernel that this machine can start;
 * - %-EKEYREJECTED and what verifying says: the signature is not good;
 * - %-EFAULT: the command line cannot be read;
 * - %-EADDRNOTAVAIL: nothing is reserved, or something does not fit;
 * - %-ENOMEM, %-ENOSPC, %-EBUSY, %-EINTR: as sys_kexec_load().
 */
SYSCALL_DEFINE5(kexec_file_load, int, kernel_fd, int, initrd_fd,
		unsigned long, cmdline_len, const char __user *, cmdline_ptr,
		unsigned long, flags)
{
	struct load_call call = {
		kernel_fd, initrd_fd, cmdline_len, cmdline_ptr, flags,
	};
	int error;

	if (!kdump_load_permitted(flags & KEXEC_FILE_ON_CRASH))
		return -EPERM;
	if (flags & ~KNOWN_FLAGS) {
		pr_err("load refused: flags 0x%lx: this kernel knows no 0x%lx\n",
		       flags, flags & ~(unsigned long)KNOWN_FLAGS);
		return -EINVAL;
	}
	error = kdump_load_begin();
	if (error)
		return error;
	error = file_load_locked(&call);
	kdump_load_finish();
	return error;
}
