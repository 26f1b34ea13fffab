// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages.
 */
#include <stdarg.h>
#include <stdio.h>

#include "common.h"

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
