// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which decompressors this kernel has. Those that unpack the kernel and its
 * ramdisk at boot (lib/decompress_*.c) are gone by the time of a load; what they
 * are made of is not.
 */
#include <linux/stddef.h>

#include "formats/decompress.h"

/**
 * kdump_decompressor - what unpacks files of a kind
 * @packing: what kdump_packing_of() says of the file
 *
 * Return: the function; NULL if this kernel has none.
 */
kdump_decompress_fn *kdump_decompressor(enum kdump_packing packing)
{
	switch (packing) {
	case KDUMP_PACKED_GZIP:
		return kdump_decompress_gzip;
	case KDUMP_PACKED_ZSTD:
		return kdump_decompress_zstd;
	case KDUMP_PACKED_XZ:
		return kdump_decompress_xz;
	case KDUMP_PACKED_LZ4:
		return kdump_decompress_lz4;
	default:
		return NULL;
	}
}
