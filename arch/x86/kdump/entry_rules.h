/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * May a bzImage's kernel be entered without its decompressor? Pure.
 */
#ifndef _KDUMP_X86_ENTRY_RULES_H
#define _KDUMP_X86_ENTRY_RULES_H

#include <linux/types.h>

struct kdump_bzimage;

/**
 * struct kdump_x86_start - how a kernel is started
 * @by_crash: it is a capture kernel
 * @five_level: it is entered with five levels of page tables in use, else four
 * @encrypted: memory is encrypted, by the CPU or for a guest
 * @no5lvl: that word is on its command line
 * @nokaslr: so is this one
 * @mem_encrypt: and mem_encrypt=on
 */
struct kdump_x86_start {
	bool by_crash;
	bool five_level;
	bool encrypted;
	bool no5lvl;
	bool nokaslr;
	bool mem_encrypt;
};

const char *kdump_x86_why_packed(const struct kdump_bzimage *image,
				 const struct kdump_x86_start *start);

#endif /* _KDUMP_X86_ENTRY_RULES_H */
