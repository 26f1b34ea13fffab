// SPDX-License-Identifier: GPL-2.0-only
/*
 * For bases whose confidential guests know no way to give shared pages back.
 */
#include "kdump_x86.h"

void kdump_x86_quiet_encryption(void)
{
}
