// SPDX-License-Identifier: GPL-2.0-only
/*
 * What seam/ima.c is to add for bases whose IMA keeps a segment of the image
 * mapped, which it names by address and size.
 */
#include <linux/kexec.h>

bool kexec_file_dbg_print;

void *kimage_map_segment(struct kimage *image, unsigned long addr,
			 unsigned long size)
{
	return NULL;
}

void kimage_unmap_segment(void *buffer)
{
}
