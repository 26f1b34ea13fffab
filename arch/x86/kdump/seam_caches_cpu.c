// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases where each CPU knows whether it may have cached memory under another
 * key than it will be read with: hosts of TDX guests, and CPUs that can do SME.
 */
#include <linux/percpu.h>

#include <asm/processor.h>

#include "kdump_x86.h"

bool kdump_x86_caches_are_mixed(void)
{
	return this_cpu_read(cache_state_incoherent);
}
