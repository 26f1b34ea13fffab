/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What crashkernel= means, said a second time.
 */
#ifndef _KDUMP_FUZZ_CRASHKERNEL_SPEC_H
#define _KDUMP_FUZZ_CRASHKERNEL_SPEC_H

#include "reserve/cmdline.h"

/* Returns whether it can be honoured on a machine with so much @ram. */
bool spec_parse(const struct kdump_parameter *parameter, u64 ram,
		struct kdump_crashkernel *asked);

#endif /* _KDUMP_FUZZ_CRASHKERNEL_SPEC_H */
