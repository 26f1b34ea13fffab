// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases whose IMA names the address and the size of its list after the load.
 * No logic.
 */
#include <linux/kexec.h>

#include "seam/seam.h"

/**
 * kimage_map_segment - memory to which IMA can write its list
 * @image: what kexec/ima.c told IMA of
 * @addr: where the new kernel finds the list
 * @size: bytes that it may have
 *
 * Return: as kdump_seam_ima_map().
 */
void *kimage_map_segment(struct kimage *image, unsigned long addr,
			 unsigned long size)
{
	return kdump_seam_ima_map(addr, size);
}
