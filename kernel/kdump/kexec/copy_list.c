// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of copies that puts a kernel where it wants to be. Pure.
 *
 * The list is carried out by the jump, in a machine that has no operating
 * system any more, so all thinking is done here and before: neighbours are
 * merged, nothing is empty, and the list's builder sees to it that no source, no
 * page of the list and nothing else that the jump needs lies in a destination.
 * Then any order of the copies is right.
 */
#include <linux/errno.h>
#include <linux/mm.h>

#include "kexec/copy_list.h"

/* The jump reads the pages by these offsets, and one page at a time. */
static_assert(sizeof(struct kdump_copy_page) <= PAGE_SIZE);

/**
 * kdump_copies_extend - give the list one more page
 * @copies: all zero before its first page
 * @page: the page; written from its start
 * @address: physical address of @page
 */
void kdump_copies_extend(struct kdump_copies *copies,
			 struct kdump_copy_page *page, u64 address)
{
	page->next = 0;
	page->count = 0;
	if (copies->last)
		copies->last->next = address;
	else
		copies->first = address;
	copies->last = page;
}

/* Source and destination both contiguous; zeroes have no source. */
static bool copy_follows(const struct kdump_copy *before,
			 const struct kdump_copy *copy)
{
	if (before->destination + before->bytes != copy->destination)
		return false;
	if (!before->source || !copy->source)
		return before->source == copy->source;
	return before->source + before->bytes == copy->source;
}

/**
 * kdump_copies_add - append a copy to the list
 * @copies: whose last page gets the copy
 * @copy: what is copied; nothing if it has no bytes
 *
 * Return: 0; %-EINVAL, the list unchanged, if something is not a multiple of
 * a page or wraps around; %-ENOSPC if the list needs another page first.
 */
int kdump_copies_add(struct kdump_copies *copies,
		     const struct kdump_copy *copy)
{
	struct kdump_copy_page *page = copies->last;
	u64 end;

	if (!PAGE_ALIGNED(copy->destination | copy->source | copy->bytes) ||
	    check_add_overflow(copy->destination, copy->bytes, &end) ||
	    check_add_overflow(copy->source, copy->bytes, &end))
		return -EINVAL;
	if (!copy->bytes)
		return 0;
	if (page && page->count && copy_follows(&page->copy[page->count - 1], copy)) {
		page->copy[page->count - 1].bytes += copy->bytes;
		return 0;
	}
	if (!page || page->count == KDUMP_COPIES_PER_PAGE)
		return -ENOSPC;
	page->copy[page->count++] = *copy;
	return 0;
}
