/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Linux 6.1 does not mark the functions that BPF programs call.
 */
#ifndef _KDUMP_6_1_LINUX_BTF_H
#define _KDUMP_6_1_LINUX_BTF_H

#include_next <linux/btf.h>

#define __bpf_kfunc

#endif /* _KDUMP_6_1_LINUX_BTF_H */
