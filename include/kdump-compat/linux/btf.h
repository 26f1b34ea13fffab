/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Older bases do not mark the functions that BPF programs call.
 */
#ifndef _KDUMP_COMPAT_LINUX_BTF_H
#define _KDUMP_COMPAT_LINUX_BTF_H

#include_next <linux/btf.h>

#ifndef __bpf_kfunc
#define __bpf_kfunc
#endif

#endif /* _KDUMP_COMPAT_LINUX_BTF_H */
