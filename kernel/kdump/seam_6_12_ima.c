// SPDX-License-Identifier: GPL-2.0-only
/*
 * What security/integrity/ima/ima_kexec.c calls in Linux 6.12 to hand its
 * measurements to the next kernel. It does so for kexec without a crash only,
 * which kdump does not load: the calls answer so.
 */
#include <linux/errno.h>
#include <linux/kexec.h>

bool kexec_file_dbg_print;

int kexec_add_buffer(struct kexec_buf *kbuf)
{
	return -EOPNOTSUPP;
}

void *kimage_map_segment(struct kimage *image, unsigned long addr,
			 unsigned long size)
{
	return NULL;
}

void kimage_unmap_segment(void *buffer)
{
}
