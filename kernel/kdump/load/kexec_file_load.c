// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_file_load(2): the kernel reads the files and lays the image out.
 *
 * Everything is read, checked and placed in ordinary memory; a load that
 * fails has not touched the armed image.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/ima.h>
#include <linux/kernel_read_file.h>
#include <linux/kexec.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/vmalloc.h>

#include "internal.h"
#include "load/signature.h"

/* The boot protocol addresses files by 32-bit sizes in several places. */
#define FILE_SIZE_MAX min_t(s64, SZ_4G, SSIZE_MAX)

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

static int read_file(int fd, void **data, size_t *size,
		     enum kernel_read_file_id id)
{
	ssize_t bytes = kernel_read_file_from_fd(fd, 0, data, FILE_SIZE_MAX,
						 NULL, id);

	if (bytes < 0) {
		pr_err("load refused: file descriptor %d (%s) cannot be read (%zd)%s\n",
		       fd, kernel_read_file_id_str(id), bytes,
		       bytes == -EINVAL ? ": it is empty or no regular file" :
					  "");
		return bytes;
	}
	*size = bytes;
	return 0;
}

static int read_kernel(const struct load_call *call, void **kernel,
		       size_t *size)
{
	int error;

	error = read_file(call->kernel_fd, kernel, size, READING_KEXEC_IMAGE);
	if (error)
		return error;
	error = kdump_arch.check_kernel(*kernel, *size);
	if (error)
		return error;
	return kdump_signature_check(*kernel, *size);
}

static int read_cmdline(const struct load_call *call, char **cmdline)
{
	char *copy;

	if (!call->cmdline_size) {
		*cmdline = kstrdup("", GFP_KERNEL);
		return *cmdline ? 0 : -ENOMEM;
	}
	if (call->cmdline_size > CMDLINE_SIZE_MAX) {
		pr_err("load refused: a command line of %lu bytes is too long\n",
		       call->cmdline_size);
		return -EINVAL;
	}
	copy = memdup_user(call->cmdline, call->cmdline_size);
	if (IS_ERR(copy))
		return PTR_ERR(copy);
	*cmdline = copy;
	if (strnlen(copy, call->cmdline_size) != call->cmdline_size - 1) {
		pr_err("load refused: the command line must end in its only NUL\n");
		return -EINVAL;
	}
	ima_kexec_cmdline(call->kernel_fd, copy, call->cmdline_size - 1);
	return 0;
}

static int build_capture(struct kdump_files *files)
{
	struct kdump_builder *builder = kdump_builder_new();
	int error;

	if (!builder)
		return -ENOMEM;
	error = kdump_elfcorehdr_place(builder, &files->elfcorehdr);
	if (!error)
		error = kdump_arch.load_kernel(builder, files);
	if (!error)
		error = kdump_image_install(builder);
	kdump_builder_destroy(builder);
	return error;
}

static int build_reboot(const struct kdump_files *files)
{
	struct kdump_builder *builder;
	int error;

	error = kdump_reboot_builder(true, &builder);
	if (error)
		return error;
	error = kdump_arch.load_kernel(builder, files);
	if (!error)
		error = kdump_reboot_install(builder, NULL);
	kdump_builder_destroy(builder);
	return error;
}

static int load_files(const struct load_call *call, bool crash)
{
	struct kdump_files files = { };
	void *kernel = NULL, *initrd = NULL;
	char *cmdline = NULL;
	int error;

	if (crash && !crashk_res.end) {
		pr_err("load refused: %s\n", kdump_reservation_text());
		return -EADDRNOTAVAIL;
	}
	error = read_kernel(call, &kernel, &files.kernel_size);
	if (!error && !(call->flags & KEXEC_FILE_NO_INITRAMFS))
		error = read_file(call->initrd_fd, &initrd, &files.initrd_size,
				  READING_KEXEC_INITRAMFS);
	if (!error)
		error = read_cmdline(call, &cmdline);
	if (!error) {
		files.kernel = kernel;
		files.initrd = initrd;
		files.cmdline = cmdline;
		error = crash ? build_capture(&files) : build_reboot(&files);
	}
	kfree(cmdline);
	vfree(initrd);
	vfree(kernel);
	return error;
}

static int load_locked(const struct load_call *call)
{
	bool crash = call->flags & KEXEC_FILE_ON_CRASH;

	if (!(call->flags & KEXEC_FILE_UNLOAD))
		return load_files(call, crash);
	if (crash)
		return kdump_image_unload();
	kdump_reboot_unload();
	return 0;
}

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
	if (flags & ~KEXEC_FILE_FLAGS)
		return -EINVAL;
	error = kdump_load_lock();
	if (error)
		return error;
	error = load_locked(&call);
	kdump_load_unlock();
	return error;
}
