// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files with a compressed kernel, for ports whose kernels do not unpack themselves:
 * a bare stream, and a file for EFI that has one inside.
 *
 * Context: process context, the load lock is held.
 */
#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>

#include "formats/files.h"
#include "formats/packed.h"

static int unpack_and_place(struct kdump_builder *builder,
			    const struct kdump_files *files,
			    const struct kdump_packed *packed,
			    kdump_place_fn *place)
{
	struct kdump_unpacked kernel;
	int error = kdump_unpack(builder, packed, &kernel);

	return error ?: place(builder, files, &kernel);
}

static int packed_parse(const void *kernel, size_t size,
			struct kdump_packed *packed)
{
	struct kdump_diag diag;
	int error = kdump_packed_parse(kernel, size, &diag, packed);

	return error ? kdump_load_refuse("compressed kernel", &diag, error) : 0;
}

static int zboot_parse(const void *kernel, size_t size,
		       struct kdump_packed *packed)
{
	struct kdump_diag diag;
	int error = kdump_zboot_parse(kernel, size, &diag, packed);

	return error ? kdump_load_refuse("EFI zboot file", &diag, error) : 0;
}

/**
 * kdump_packed_kernel_probe - is this a compressed file of a kind that is known?
 * @kernel: the file, not trusted
 * @size: its bytes
 *
 * Return: true if so, whether or not this kernel can unpack it.
 */
bool kdump_packed_kernel_probe(const void *kernel, size_t size)
{
	return kdump_packing_of(kernel, size) != KDUMP_PACKED_NOT;
}

/**
 * kdump_packed_kernel_check - can this compressed file be unpacked?
 * @kernel: the file, not trusted
 * @size: its bytes
 *
 * What is in it is not looked at.
 *
 * Return: 0; %-ENOEXEC, with a message, if it is damaged or there is no decompressor.
 */
int kdump_packed_kernel_check(const void *kernel, size_t size)
{
	struct kdump_packed packed;

	return packed_parse(kernel, size, &packed) ?:
	       kdump_unpack_check(&packed);
}

/**
 * kdump_packed_kernel_load - unpack a compressed file and place what was in it
 * @builder: the image that it is for; owns what is unpacked
 * @files: the files, not trusted
 * @place: the port's
 *
 * Return: as @load of struct kdump_format.
 */
int kdump_packed_kernel_load(struct kdump_builder *builder,
			     const struct kdump_files *files,
			     kdump_place_fn *place)
{
	struct kdump_packed packed;

	return packed_parse(files->kernel, files->kernel_size, &packed) ?:
	       unpack_and_place(builder, files, &packed, place);
}

/**
 * kdump_zboot_kernel_check - can what is inside a file for EFI be unpacked?
 * @kernel: a file that kdump_zboot_probe() knows, not trusted
 * @size: its bytes
 *
 * Return: 0; %-ENOEXEC, with a message, if it is damaged or there is no decompressor.
 */
int kdump_zboot_kernel_check(const void *kernel, size_t size)
{
	struct kdump_packed packed;

	return zboot_parse(kernel, size, &packed) ?:
	       kdump_unpack_check(&packed);
}

/**
 * kdump_zboot_kernel_load - unpack what is inside a file for EFI, and place it
 * @builder: the image that it is for; owns what is unpacked
 * @files: the files, not trusted
 * @place: the port's
 *
 * Return: as @load of struct kdump_format.
 */
int kdump_zboot_kernel_load(struct kdump_builder *builder,
			    const struct kdump_files *files,
			    kdump_place_fn *place)
{
	struct kdump_packed packed;

	return zboot_parse(files->kernel, files->kernel_size, &packed) ?:
	       unpack_and_place(builder, files, &packed, place);
}
