/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the crashed kernel says of itself, in lines KEY=VALUE: pure.
 */
#ifndef KDUMP_SAVE_VMCOREINFO_H
#define KDUMP_SAVE_VMCOREINFO_H

#include "common.h"

/**
 * struct vmcoreinfo - the text of the note
 * @text: not ended by a zero
 * @size: in bytes, 0 if there is none
 */
struct vmcoreinfo {
	const char *text;
	size_t size;
};

bool vmcoreinfo_value(const struct vmcoreinfo *info, const char *key,
		      char *ret, size_t size);
bool vmcoreinfo_number(const struct vmcoreinfo *info, const char *key,
		       uint64_t *ret);
bool vmcoreinfo_address(const struct vmcoreinfo *info, const char *key,
			uint64_t *ret);

#endif
