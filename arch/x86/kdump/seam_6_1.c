// SPDX-License-Identifier: GPL-2.0-only
/*
 * What x86 of other bases can do and Linux 6.1 cannot.
 */
#include "kdump_x86.h"

/* Its confidential guests know no way to give shared pages back. */
void kdump_x86_quiet_encryption(void)
{
}
