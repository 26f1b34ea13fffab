/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The value of elfcorehdr= on a command line. Pure.
 */
#ifndef _KDUMP_ELFCOREHDR_TEXT_H
#define _KDUMP_ELFCOREHDR_TEXT_H

#include <linux/types.h>

/**
 * struct kdump_elfcorehdr_text - what elfcorehdr= says
 * @address: physical address of the ELF core header
 * @size: its bytes; 0 if that is not said
 * @rest: what follows and means nothing; "" if all was understood
 */
struct kdump_elfcorehdr_text {
	u64 address;
	u64 size;
	const char *rest;
};

int kdump_elfcorehdr_parse(const char *text, struct kdump_elfcorehdr_text *ret);

#endif /* _KDUMP_ELFCOREHDR_TEXT_H */
