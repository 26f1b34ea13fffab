// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_load(2) for callers whose longs are shorter than the kernel's.
 */
#include <linux/compat.h>
#include <linux/kexec.h>
#include <linux/syscalls.h>

#include "load/load.h"

/* The arguments and errnos are those of sys_kexec_load(). */
COMPAT_SYSCALL_DEFINE4(kexec_load, compat_ulong_t, entry,
		       compat_ulong_t, nr_segments,
		       struct compat_kexec_segment __user *, segments,
		       compat_ulong_t, flags)
{
	struct kexec_segment wide[KEXEC_SEGMENT_MAX];
	struct compat_kexec_segment narrow;
	unsigned int i;
	int error;

	error = kdump_load_check(nr_segments, flags);
	if (error)
		return error;
	/* The image is entered in this kernel's mode: the caller must know that. */
	if ((flags & KEXEC_ARCH_MASK) != KEXEC_ARCH)
		return kdump_load_refuse_arch(flags);

	for (i = 0; i < nr_segments; i++) {
		if (copy_from_user(&narrow, &segments[i], sizeof(narrow)))
			return kdump_load_refuse_list(-EFAULT);
		wide[i] = (struct kexec_segment){
			.buf = compat_ptr(narrow.buf),
			.bufsz = narrow.bufsz,
			.mem = narrow.mem,
			.memsz = narrow.memsz,
		};
	}
	return kdump_load_segments(entry, nr_segments, wide, flags);
}
