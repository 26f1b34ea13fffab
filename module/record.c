// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stands for record.c: the stage record of a crash is found and continued by
 * a kernel with kdump, which shows it. A module has nowhere to show it.
 */
#include <linux/kdump_record.h>

#include "vmcore.h"

void kdump_record_reached(enum kdump_stage stage)
{
}

void vmcore_record_find(const struct vmcore_file *file)
{
}

void vmcore_record_touched(const struct vmcore_file *file, u64 end)
{
}
