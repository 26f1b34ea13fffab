// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardware errors that the kernel got over, for bases that count them. A debugger
 * reads hwerr_data in a dump: whether the machine was failing before it crashed.
 *
 * Context: any, NMI included.
 */
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/timekeeping.h>
#include <linux/vmcore_info.h>

#include "seam/seam.h"

/* One for each enum hwerr_error_type. */
struct hwerr_info hwerr_data[HWERR_RECOV_MAX];

/**
 * hwerr_log_error_type - count an error
 * @src: which kind; another number is not counted
 *
 * Drivers for machine checks, memory, PCIe and CXL.
 */
void hwerr_log_error_type(enum hwerr_error_type src)
{
	struct hwerr_info *counted = hwerr_data;

	if ((unsigned int)src >= HWERR_RECOV_MAX)
		return;
	counted += src;
	WRITE_ONCE(counted->timestamp, ktime_get_real_seconds());
	atomic_inc(&counted->count);
}
EXPORT_SYMBOL_GPL(hwerr_log_error_type);
