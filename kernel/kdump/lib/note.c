// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF notes: written on the crash path, walked in the capture kernel. Pure.
 *
 * Format: the System V ABI's note section with 4-byte words and padding
 * (include/uapi/linux/elf.h, struct elf64_note), which is what Linux core
 * files use in 64-bit files too. A list ends with the bytes, or earlier with
 * a header whose name size is 0.
 *
 * Context: any, NMI included; the writer touches only the caller's buffer.
 */
#include <linux/align.h>
#include <linux/elf.h>
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/string.h>

#define NOTE_ALIGN 4

/**
 * kdump_note_bytes - bytes that a note takes with its padding
 * @name_size: bytes of the name, its NUL included
 * @desc_size: bytes of the payload
 *
 * Return: the sum; both sizes must come from the kernel, not from a file.
 */
size_t kdump_note_bytes(size_t name_size, size_t desc_size)
{
	return sizeof(struct elf64_note) + ALIGN(name_size, NOTE_ALIGN) +
	       ALIGN(desc_size, NOTE_ALIGN);
}

/**
 * kdump_note_reserve - append a note whose payload the caller fills in
 * @out: the notes so far
 * @name: owner's name, NUL-terminated
 * @type: n_type
 * @desc_size: bytes of the payload
 *
 * Return: where the payload goes (zeroed), or NULL if the note does not fit.
 */
void *kdump_note_reserve(struct kdump_note_buffer *out, const char *name,
			 u32 type, size_t desc_size)
{
	size_t name_size = strlen(name) + 1;
	size_t bytes = kdump_note_bytes(name_size, desc_size);
	struct elf64_note *header = out->data + out->used;
	char *owner = (char *)(header + 1);

	if (bytes < desc_size || bytes > out->capacity - out->used)
		return NULL;

	memset(header, 0, bytes);
	header->n_namesz = name_size;
	header->n_descsz = desc_size;
	header->n_type = type;
	memcpy(owner, name, name_size);
	out->used += bytes;
	return owner + ALIGN(name_size, NOTE_ALIGN);
}

/**
 * kdump_note_terminate - write the empty header that ends a list
 * @out: the notes so far; @out->used does not count the terminator
 *
 * Return: 0, or %-ENOSPC if no room is left for it.
 */
int kdump_note_terminate(struct kdump_note_buffer *out)
{
	if (sizeof(struct elf64_note) > out->capacity - out->used)
		return -ENOSPC;
	memset(out->data + out->used, 0, sizeof(struct elf64_note));
	return 0;
}

/**
 * kdump_note_next - step through notes, which are not trusted
 * @notes: the bytes, 4-byte aligned
 * @size: how many bytes may be looked at
 * @offset: where to look, 0 at first; moved past the note that was found
 * @note: the note, pointing into @notes
 *
 * Return: 1 with a note in @note; 0 at the end of the list; %-EINVAL if the
 * note at @offset reaches past @size. Nothing past @size is read.
 */
int kdump_note_next(const void *notes, size_t size, size_t *offset,
		    struct kdump_note *note)
{
	const struct elf64_note *header = notes + *offset;
	size_t left = size - *offset;
	u64 name, desc;

	if (left < sizeof(*header) || !header->n_namesz)
		return 0;

	name = ALIGN((u64)header->n_namesz, NOTE_ALIGN);
	desc = ALIGN((u64)header->n_descsz, NOTE_ALIGN);
	left -= sizeof(*header);
	if (name > left || desc > left - name)
		return -EINVAL;

	*note = (struct kdump_note){
		.name = (const char *)(header + 1),
		.name_size = header->n_namesz,
		.desc = (const char *)(header + 1) + name,
		.desc_size = header->n_descsz,
		.type = header->n_type,
	};
	*offset += sizeof(*header) + name + desc;
	return 1;
}
