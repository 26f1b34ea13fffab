/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In older bases IMA writes its list when a kernel is loaded, and need not know
 * what becomes of that.
 */
#ifndef _KDUMP_COMPAT_LINUX_IMA_H
#define _KDUMP_COMPAT_LINUX_IMA_H

#include_next <linux/ima.h>

#ifdef KDUMP_LACKS_IMA_POST_LOAD
struct kimage;

static inline void ima_kexec_post_load(struct kimage *image)
{
}
#endif

#endif /* _KDUMP_COMPAT_LINUX_IMA_H */
