// SPDX-License-Identifier: GPL-2.0-only
/*
 * The handler of load/sysctl.c for bases whose handlers may not change the table.
 */
#include <linux/sysctl.h>

#include "load/load.h"

/**
 * kdump_handle_limit - read or write a limit of loads as a sysctl
 * @table: the sysctl; its data is the limit
 * @write: whether it is written
 * @buffer: decimal text, in kernel memory
 * @length: bytes of @buffer; set to those used
 * @position: where in the file
 *
 * Process context, may sleep.
 *
 * Return: as kdump_limit_access().
 */
int kdump_handle_limit(const struct ctl_table *table, int write, void *buffer,
		       size_t *length, loff_t *position)
{
	return kdump_limit_access(table->data, write, buffer, length, position);
}
