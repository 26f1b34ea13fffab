// SPDX-License-Identifier: GPL-2.0-only
/*
 * How little memory a capture kernel has had to spare, so that the next
 * crashkernel= can be chosen by what a test crash has shown.
 *
 * There is no timer: a capture kernel needs most at a few places, and there it
 * is looked. These are the end of unpacking the initramfs, the end of boot, and
 * then every few MiB that a program reads of the dump, or maps: it has all its
 * memory by then, and what it has written is waiting to be written.
 *
 * Context: process context. Two CPUs that look at once may miss the lesser value,
 * which comes again a few MiB later.
 */
#include <linux/compiler.h>
#include <linux/crash_dump.h>
#include <linux/init.h>
#include <linux/kdump_record.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#include "capture/capture.h"

/* In pages. */
static unsigned long memory_least = ULONG_MAX;

static u64 pages_to_kib(unsigned long pages)
{
	return (u64)pages << (PAGE_SHIFT - 10);
}

/**
 * kdump_capture_memory_look - see how much memory could be had now
 *
 * That is what is free, and what is cached and need not be; see
 * si_mem_available().
 */
void kdump_capture_memory_look(void)
{
	unsigned long now = max(si_mem_available(), 0L);

	if (now < READ_ONCE(memory_least))
		WRITE_ONCE(memory_least, now);
}

/**
 * kdump_capture_memory - what was seen so far
 * @ret: filled in
 */
void kdump_capture_memory(struct kdump_capture_memory *ret)
{
	kdump_capture_memory_look();
	ret->total = pages_to_kib(totalram_pages());
	ret->least = pages_to_kib(READ_ONCE(memory_least));
}

static int __init memory_at_end_of_boot(void)
{
	if (is_kdump_kernel())
		kdump_capture_memory_look();
	return 0;
}
late_initcall_sync(memory_at_end_of_boot);
