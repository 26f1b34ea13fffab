/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ELF notes of a dump.
 */
#ifndef KDUMP_SAVE_NOTES_H
#define KDUMP_SAVE_NOTES_H

#include "source.h"

#define VMCOREINFO_MAX (64u << 10)

/**
 * struct notes - what is looked for in them
 * @cpus: NT_PRSTATUS, which are as many as there are CPUs with registers
 * @info_offset: where the text of VMCOREINFO is in the file
 * @info_size: its size in bytes, 0 if there is none
 */
struct notes {
	uint32_t cpus;
	uint64_t info_offset;
	uint32_t info_size;
};

int notes_scan(struct source *source, uint64_t offset, uint64_t size,
	       struct notes *notes, struct fault *fault);

#endif
