/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _KDUMP_FUZZ_LINUX_STRING_H
#define _KDUMP_FUZZ_LINUX_STRING_H

#include_next <linux/string.h>

/* tools/ has one that does not know how much fits. */
#undef strscpy

static inline void strscpy(char *to, const char *from, size_t size)
{
	size_t length = strnlen(from, size - 1);

	memcpy(to, from, length);
	to[length] = '\0';
}

#endif /* _KDUMP_FUZZ_LINUX_STRING_H */
