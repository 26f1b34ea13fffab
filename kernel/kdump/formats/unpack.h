/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Compressed kernels, for formats of all architectures. Process context, the load
 * lock is held.
 */
#ifndef _KDUMP_UNPACK_H
#define _KDUMP_UNPACK_H

#include <linux/types.h>

#include "formats/packed.h"

struct kdump_builder;

/**
 * struct kdump_unpacked - what was in a compressed file
 * @data: the content
 * @size: its bytes
 */
struct kdump_unpacked {
	const void *data;
	size_t size;
};

int kdump_unpack_check(const struct kdump_packed *packed);
int kdump_unpack(struct kdump_builder *builder,
		 const struct kdump_packed *packed,
		 struct kdump_unpacked *ret);

/* For kernels that can unpack themselves: what is not done here, they do. */
bool kdump_unpack_wanted(void);
int kdump_stays_packed(const char *why);
int kdump_unpack_try(struct kdump_builder *builder,
		     const struct kdump_packed *packed,
		     struct kdump_unpacked *ret);

#endif /* _KDUMP_UNPACK_H */
