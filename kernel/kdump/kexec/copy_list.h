/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of copies that puts a kernel where it wants to be. Pure.
 */
#ifndef _KDUMP_COPY_LIST_H
#define _KDUMP_COPY_LIST_H

#include <linux/kdump_port.h>
#include <linux/types.h>

/**
 * struct kdump_copies - a list of copies that is being written
 * @first: physical address of the first page, 0 while there is none
 * @last: the page that is being filled, NULL while there is none; pages are
 *	the caller's, and stay where they are
 */
struct kdump_copies {
	u64 first;
	struct kdump_copy_page *last;
};

void kdump_copies_extend(struct kdump_copies *copies,
			 struct kdump_copy_page *page, u64 address);
int kdump_copies_add(struct kdump_copies *copies,
		     const struct kdump_copy *copy);

#endif /* _KDUMP_COPY_LIST_H */
