/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the formats of several ports do alike with the files of
 * kexec_file_load(2). Process context, the load lock is held.
 */
#ifndef _KDUMP_FILES_H
#define _KDUMP_FILES_H

#include <linux/types.h>

#include "formats/unpack.h"

struct kdump_builder;
struct kdump_files;
struct kdump_placement;
struct kdump_range;

/* files.c */
int kdump_files_check_cmdline(const struct kdump_files *files, size_t room);
int kdump_files_place_initrd(struct kdump_builder *builder,
			     const struct kdump_files *files,
			     const struct kdump_placement *where,
			     struct kdump_range *ret);

/**
 * typedef kdump_place_fn - place a kernel that was unpacked, and all else
 * @builder: the image that it is for
 * @files: with the ramdisk and the command line; the kernel is the file's
 * @kernel: what was in that file, not trusted
 *
 * Return: as @load of struct kdump_format.
 */
typedef int kdump_place_fn(struct kdump_builder *builder,
			   const struct kdump_files *files,
			   const struct kdump_unpacked *kernel);

/* packed_kernel.c; names and arguments are those of struct kdump_format */
bool kdump_packed_kernel_probe(const void *kernel, size_t size);
int kdump_packed_kernel_check(const void *kernel, size_t size);
int kdump_packed_kernel_load(struct kdump_builder *builder,
			     const struct kdump_files *files,
			     kdump_place_fn *place);
int kdump_zboot_kernel_check(const void *kernel, size_t size);
int kdump_zboot_kernel_load(struct kdump_builder *builder,
			    const struct kdump_files *files,
			    kdump_place_fn *place);

#endif /* _KDUMP_FILES_H */
