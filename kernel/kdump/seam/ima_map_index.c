// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases whose IMA names the number of the segment that its list is in. No
 * logic.
 */
#include <linux/kexec.h>

#include "seam/seam.h"

/**
 * kimage_map_segment - memory to which IMA can write its list
 * @image: what kexec/ima.c told IMA of
 * @idx: not looked at: the image has no other segment
 *
 * Return: as kdump_seam_ima_map().
 */
void *kimage_map_segment(struct kimage *image, int idx)
{
	return kdump_seam_ima_map(image->ima_buffer_addr,
				  image->ima_buffer_size);
}
