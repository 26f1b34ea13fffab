// SPDX-License-Identifier: GPL-2.0-only
/*
 * Progress and errors in words: what was done, what went wrong, what to do.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_load.h"

bool message_debug;

static void print(FILE *stream, const char *format, va_list arguments)
{
	fputs("kdump_load: ", stream);
	vfprintf(stream, format, arguments);
	fputc('\n', stream);
	fflush(stream);
}

void say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print(stdout, format, arguments);
	va_end(arguments);
}

void debug(const char *format, ...)
{
	va_list arguments;

	if (!message_debug)
		return;
	va_start(arguments, format);
	print(stdout, format, arguments);
	va_end(arguments);
}

void fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print(stderr, format, arguments);
	va_end(arguments);
	exit(1);
}

/* What a failed load or unload usually means, and the next thing to try. */
static const struct {
	int error;
	const char *advice;
} advices[] = {
	{ EPERM, "not allowed: run as root; if you are, see whether "
		"/proc/sys/kernel/kexec_load_disabled is 1, "
		"kexec_load_limit_panic is 0, or lockdown is on" },
	{ EBUSY, "another load or a crash is under way: try again" },
	{ EADDRNOTAVAIL, "no place for it: if /sys/kernel/kexec_crash_size "
		"is 0, no memory is reserved: boot with crashkernel=256M; "
		"otherwise reserve more" },
	{ ENOMEM, "no room left: reserve more with crashkernel=, or use a "
		"smaller kernel or initrd" },
	{ ENOEXEC, "the kernel does not take this file for a kernel it can "
		"start: give it a bzImage for this machine" },
	{ EINVAL, "the kernel refused an argument: the last lines of dmesg "
		"may say which; a command line may also be too long" },
	{ ENOSYS, "this kernel was built without the system call: try the "
		"other one (-c or -s), or set CONFIG_KEXEC, CONFIG_KEXEC_FILE" },
	{ EKEYREJECTED, "the signature of the kernel file is not trusted" },
	{ ENODATA, "the kernel file is not signed, and this machine asks "
		"for signed ones" },
	{ ETXTBSY, "a file is open for writing elsewhere: let that finish" },
	{ EFBIG, "a file is larger than the kernel accepts" },
	{ EFAULT, "memory could not be read: this is a fault of the loader" },
	{ EOPNOTSUPP, "this kernel does not support it: try -c" },
};

void fail_load(const char *call, int error)
{
	size_t i;

	for (i = 0; i < sizeof(advices) / sizeof(advices[0]); i++)
		if (advices[i].error == error)
			fail("%s: %s: %s", call, strerror(error),
			     advices[i].advice);
	fail("%s: %s: see the last lines of dmesg", call, strerror(error));
}

/* Two sizes fit into one message; the third call overwrites the first. */
const char *size_text(uint64_t bytes)
{
	static char texts[2][32];
	static unsigned int turn;
	char *text = texts[turn++ % 2];

	if (bytes < 1024)
		snprintf(text, sizeof(texts[0]), "%u bytes", (unsigned int)bytes);
	else if (bytes < MEBIBYTE)
		snprintf(text, sizeof(texts[0]), "%.1f KiB",
			 (double)bytes / 1024);
	else
		snprintf(text, sizeof(texts[0]), "%.1f MiB",
			 (double)bytes / MEBIBYTE);
	return text;
}
