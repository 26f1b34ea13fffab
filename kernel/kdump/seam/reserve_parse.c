// SPDX-License-Identifier: GPL-2.0-only
/*
 * What parse_crashkernel() of each shape says, see reserve_pair*.c. No logic.
 */
#include <linux/init.h>
#include <linux/kdump_port.h>

#include "reserve/cmdline.h"
#include "reserve/reserve.h"
#include "seam/seam.h"

/**
 * kdump_seam_parse - what the command line asks for
 * @cmdline: the command line, which stays
 * @system_ram: bytes of RAM
 * @crash_size: set to the bytes to reserve; 0 for none
 * @crash_base: set to where; 0 for anywhere
 * @low_size: NULL, or set to the bytes of low memory that are asked for
 * @high: NULL, or set if memory above low memory comes first
 *
 * At boot, once.
 *
 * Return: 0; %-ENOENT if nothing is to be reserved.
 */
int __init kdump_seam_parse(const char *cmdline, u64 system_ram,
			    unsigned long long *crash_size,
			    unsigned long long *crash_base,
			    unsigned long long *low_size, bool *high)
{
	const struct kdump_request *request;
	const struct kdump_crashkernel *asked;

	/* Of kdump's own calls the first one that every architecture makes. */
	kdump_profile_apply();
	*crash_size = 0;
	*crash_base = 0;
	request = kdump_reserve_parse(cmdline, system_ram);
	if (!request)
		return -ENOENT;
	asked = kdump_request_main(request);
	*crash_size = asked->size;
	*crash_base = asked->offset;
	if (low_size)
		*low_size = request->asked[KDUMP_FORM_LOW].size;
	if (high)
		*high = asked->form == KDUMP_FORM_HIGH;
	return 0;
}
