// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of kdump.profile= on a command line: "off", or "-NAME[,-NAME...]".
 * Pure.
 */
#include <linux/string.h>

#include "capture/capture.h"

/* The next word of a list; @text moves past it and its comma. */
static const char *word_next(const char **text, size_t *length)
{
	const char *word = *text;

	*length = strcspn(word, ",");
	*text = word + *length;
	if (**text == ',')
		++*text;
	return word;
}

static bool word_is(const char *word, size_t length, const char *name)
{
	return length == strlen(name) && !strncmp(word, name, length);
}

/**
 * kdump_profile_lacks - does the user want to do without an entry?
 * @text: the value; NULL if there is none
 * @name: the entry
 */
bool kdump_profile_lacks(const char *text, const char *name)
{
	const char *word;
	size_t length;

	while (text && *text) {
		word = word_next(&text, &length);
		if (word_is(word, length, "off") ||
		    (*word == '-' && word_is(word + 1, length - 1, name)))
			return true;
	}
	return false;
}

/**
 * kdump_profile_unknown - find the first word that means nothing
 * @text: the value; NULL if there is none
 * @names: all entries, NULL after the last one
 * @length: set to the word's characters if there is one
 *
 * Return: the word, inside of @text; NULL if all have a meaning.
 */
const char *kdump_profile_unknown(const char *text, const char *const *names,
				  size_t *length)
{
	const char *const *name;
	const char *word;

	while (text && *text) {
		word = word_next(&text, length);
		if (word_is(word, *length, "off"))
			continue;
		for (name = names; *name; name++)
			if (*word == '-' &&
			    word_is(word + 1, *length - 1, *name))
				break;
		if (!*name)
			return word;
	}
	return NULL;
}
