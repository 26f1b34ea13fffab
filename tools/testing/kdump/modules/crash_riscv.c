// SPDX-License-Identifier: GPL-2.0-only
/*
 * What crash_ipi.c needs of riscv.
 */
#include <asm/csr.h>

#include "crash.h"

void take_no_interrupt(void)
{
	csr_write(CSR_IE, 0);
	csr_clear(CSR_STATUS, SR_IE);
}
