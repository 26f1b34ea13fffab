// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a jump has to be told besides: on x86 nothing.
 */
#include <linux/kdump_arch.h>

/* The segments bring a purgatory, which knows where its arguments are. */
bool kdump_arch_hands_over(const struct kdump_segment *segment)
{
	return false;
}

int kdump_arch_adopt(struct kdump_builder *builder,
		     const struct kdump_segment *segment)
{
	return 0;
}

/* machine_shutdown() stops CPUs by an interrupt that each of them takes. */
int kdump_arch_check_leave(void)
{
	return 0;
}

void kdump_arch_leave(void)
{
}
