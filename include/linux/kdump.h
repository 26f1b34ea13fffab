/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Types shared by kernel/kdump/, arch/<arch>/kdump/ and fs/proc/vmcore/.
 *
 * Nothing else in the kernel includes this: the rest of the kernel reaches
 * kdump by the names of <linux/kexec.h> and <linux/crash_dump.h>, which
 * kernel/kdump/seam/ provides.
 *
 * Everything declared here is pure: no globals, no allocation, no locks, any
 * context. The caller owns all memory that is passed in.
 */
#ifndef _LINUX_KDUMP_H
#define _LINUX_KDUMP_H

#include <linux/types.h>

/**
 * struct kdump_range - a range of physical addresses
 * @start: first byte of the range
 * @end: first byte past the range; equal to @start when the range is empty
 */
struct kdump_range {
	u64 start;
	u64 end;
};

static inline u64 kdump_range_size(const struct kdump_range *range)
{
	return range->end - range->start;
}

static inline bool kdump_range_empty(const struct kdump_range *range)
{
	return range->start == range->end;
}

static inline bool kdump_ranges_overlap(const struct kdump_range *a,
					const struct kdump_range *b)
{
	return a->start < b->end && b->start < a->end;
}

static inline bool kdump_range_contains(const struct kdump_range *outer,
					const struct kdump_range *inner)
{
	return outer->start <= inner->start && inner->end <= outer->end;
}

/**
 * struct kdump_range_set - sorted ranges that neither touch nor overlap
 * @range: storage for @capacity entries, owned by the caller
 * @count: entries in use, ascending by address
 * @capacity: entries that fit
 */
struct kdump_range_set {
	struct kdump_range *range;
	unsigned int count;
	unsigned int capacity;
};

/* ranges.c */
void kdump_range_set_init(struct kdump_range_set *set,
			  struct kdump_range *storage, unsigned int capacity);
int kdump_range_set_add(struct kdump_range_set *set,
			const struct kdump_range *range);
int kdump_range_set_exclude(struct kdump_range_set *set,
			    const struct kdump_range *range);
const struct kdump_range *
kdump_range_set_find(const struct kdump_range_set *set, u64 address);
bool kdump_range_set_overlaps(const struct kdump_range_set *set,
			      const struct kdump_range *range);

/**
 * struct kdump_elf_identity - which kind of ELF the dumps of a machine are
 * @class: e_ident[EI_CLASS], ELFCLASS32 or ELFCLASS64
 * @data: e_ident[EI_DATA], which is the byte order of the running kernel: its
 *	headers are written by the kernel that crashes and read by another one
 *	of the same machine
 * @machine: e_machine
 * @flags: e_flags
 */
struct kdump_elf_identity {
	u8 class;
	u8 data;
	u16 machine;
	u32 flags;
};

/**
 * struct kdump_note_buffer - ELF notes being written one after the other
 * @data: where they go, 4-byte aligned, owned by the caller
 * @capacity: bytes that fit
 * @used: bytes written so far, always a multiple of 4
 */
struct kdump_note_buffer {
	void *data;
	size_t capacity;
	size_t used;
};

/**
 * struct kdump_note - one ELF note found in foreign bytes
 * @name: the owner's name, not trusted to end in NUL
 * @name_size: bytes of @name as the note says, a NUL included if it has one
 * @desc: the payload
 * @desc_size: bytes of @desc
 * @type: n_type, meaningful together with @name
 */
struct kdump_note {
	const char *name;
	u32 name_size;
	const void *desc;
	u32 desc_size;
	u32 type;
};

/* note.c */
size_t kdump_note_bytes(size_t name_size, size_t desc_size);
void *kdump_note_reserve(struct kdump_note_buffer *out, const char *name,
			 u32 type, size_t desc_size);
int kdump_note_terminate(struct kdump_note_buffer *out);
int kdump_note_next(const void *notes, size_t size, size_t *offset,
		    struct kdump_note *note);

/**
 * struct kdump_info - the vmcoreinfo of a crashed kernel
 * @text: lines of KEY=VALUE, not trusted, not terminated
 * @size: bytes of @text
 */
struct kdump_info {
	const char *text;
	size_t size;
};

/* info.c */
int kdump_info_string(const struct kdump_info *info, const char *key,
		      char *value, size_t size);
int kdump_info_number(const struct kdump_info *info, const char *key,
		      unsigned int base, u64 *value);

#endif /* _LINUX_KDUMP_H */
