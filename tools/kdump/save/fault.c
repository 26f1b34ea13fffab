// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words for people.
 */
#include <stdarg.h>
#include <stdio.h>

#include "common.h"

/**
 * fault_set - say what is wrong
 * @fault: takes the words
 * @format: as for printf()
 *
 * Return: -1, so that a function can end with it.
 */
int fault_set(struct fault *fault, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(fault->text, sizeof(fault->text), format, arguments);
	va_end(arguments);
	return -1;
}

/* One call of the library for the whole line, for threads may say some, too. */
void say(const char *format, ...)
{
	va_list arguments;
	char line[512];

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	fprintf(stderr, "kdump_save: %s\n", line);
}
