/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the base calls by hooks, because a capture kernel does it in another way.
 * Each does nothing in other kernels.
 */
#ifndef _LINUX_KDUMP_CAPTURE_H
#define _LINUX_KDUMP_CAPTURE_H

#include <linux/decompress/generic.h>
#include <linux/mm.h>
#include <linux/types.h>

#ifdef CONFIG_KDUMP

/* capture/initrd.c, for init/initramfs.c */
int kdump_capture_unpack(decompress_fn unpack, u8 *data, long size,
			 long (*flush)(void *, unsigned long), long *used,
			 void (*report)(char *));
long kdump_capture_write(long (*write)(char *, unsigned long), char *data,
			 unsigned long size);

/* capture/holes.c, for mm/usercopy.c and arch/x86/mm/init_64.c */
bool kdump_capture_hole(unsigned long address, unsigned long size);
void kdump_capture_protect(unsigned long start, unsigned long end,
			   int (*protect)(unsigned long address, int pages),
			   int (*unmap)(unsigned long address, int pages));

#else

static inline int kdump_capture_unpack(decompress_fn unpack, u8 *data,
				       long size,
				       long (*flush)(void *, unsigned long),
				       long *used, void (*report)(char *))
{
	return unpack(data, size, NULL, flush, NULL, used, report);
}

static inline long
kdump_capture_write(long (*write)(char *, unsigned long), char *data,
		    unsigned long size)
{
	return write(data, size);
}

static inline bool kdump_capture_hole(unsigned long address,
				      unsigned long size)
{
	return false;
}

static inline void
kdump_capture_protect(unsigned long start, unsigned long end,
		      int (*protect)(unsigned long address, int pages),
		      int (*unmap)(unsigned long address, int pages))
{
	protect(start, (end - start) >> PAGE_SHIFT);
}

#endif

#endif /* _LINUX_KDUMP_CAPTURE_H */
