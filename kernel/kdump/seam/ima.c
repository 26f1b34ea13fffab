// SPDX-License-Identifier: GPL-2.0-only
/*
 * What security/integrity/ima/ima_kexec.c calls to hand its
 * measurements to the kernel that kexec -e starts. No load of ours asks it to,
 * so that list starts empty there; should IMA call all the same, it is told.
 */
#include <linux/errno.h>
#include <linux/kexec.h>

int kexec_add_buffer(struct kexec_buf *kbuf)
{
	return -EOPNOTSUPP;
}
