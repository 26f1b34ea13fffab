// SPDX-License-Identifier: GPL-2.0-only
/*
 * The handler of load/sysctl.c for bases whose handlers may not change the table.
 */
#include <linux/sysctl.h>

#include "load/load.h"

int kdump_handle_limit(const struct ctl_table *table, int write, void *buffer,
		       size_t *length, loff_t *position)
{
	return kdump_limit_access(table->data, write, buffer, length, position);
}
