// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why something cannot be done.
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
