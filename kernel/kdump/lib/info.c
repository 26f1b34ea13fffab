// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the vmcoreinfo of a crashed kernel says. Pure.
 *
 * Of a key that is there twice the first one counts, as for other tools.
 */
#include <linux/errno.h>
#include <linux/kdump.h>
#include <linux/kernel.h>
#include <linux/string.h>

/* Digits of the largest number, its sign, and the end. */
#define NUMBER_SIZE 24

/* The value in a line of @length bytes, if that is for @key; else NULL. */
static const char *line_value(const char *line, size_t length, const char *key)
{
	size_t size = strlen(key);

	if (length <= size || line[size] != '=' || memcmp(line, key, size))
		return NULL;
	return line + size + 1;
}

/**
 * kdump_info_string - look a key up
 * @info: what the crashed kernel says
 * @key: the key, without "="
 * @value: where its value goes, terminated; untouched on failure
 * @size: bytes that fit there
 *
 * Return: 0; %-ENOENT if there is no such key in a whole line; %-E2BIG if the
 * value is too long.
 */
int kdump_info_string(const struct kdump_info *info, const char *key,
		      char *value, size_t size)
{
	const char *line = info->text, *end = line + info->size, *next, *found;

	for (; line < end; line = next + 1) {
		next = memchr(line, '\n', end - line);
		if (!next)
			break;
		found = line_value(line, next - line, key);
		if (!found)
			continue;
		if (next - found >= size)
			return -E2BIG;
		memcpy(value, found, next - found);
		value[next - found] = '\0';
		return 0;
	}
	return -ENOENT;
}

/**
 * kdump_info_number - look a number up
 * @info: what the crashed kernel says
 * @key: the key, without "="
 * @base: 10 or 16, as the key has it
 * @value: the number, a negative one as its complement; untouched on failure
 *
 * Return: 0; %-ENOENT if there is no such key; %-EINVAL if its value is no
 * number.
 */
int kdump_info_number(const struct kdump_info *info, const char *key,
		      unsigned int base, u64 *value)
{
	char text[NUMBER_SIZE];
	bool negative;
	u64 number;
	int error;

	error = kdump_info_string(info, key, text, sizeof(text));
	if (error)
		return error == -E2BIG ? -EINVAL : error;
	negative = text[0] == '-';
	if (kstrtoull(text + negative, base, &number))
		return -EINVAL;
	*value = negative ? -number : number;
	return 0;
}
