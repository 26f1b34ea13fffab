/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What crashkernel= means, said a second time.
 */
#ifndef _KDUMP_FUZZ_CRASHKERNEL_SPEC_H
#define _KDUMP_FUZZ_CRASHKERNEL_SPEC_H

#include <stddef.h>

#include "reserve/cmdline.h"

/**
 * struct spec_answer - what a parameter means
 * @valid: it can be honoured; nothing else is set if not
 * @form: its kind
 * @size: bytes
 * @offset: where; 0 for anywhere
 * @strict: there or not at all
 */
struct spec_answer {
	bool valid;
	enum kdump_form form;
	u64 size;
	u64 offset;
	bool strict;
};

struct spec_answer spec_parse(const char *text, size_t length, u64 ram);

#endif /* _KDUMP_FUZZ_CRASHKERNEL_SPEC_H */
