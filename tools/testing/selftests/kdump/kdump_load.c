// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the kernel that takes over after a crash, with kexec(8)'s options.
 *
 * Small, so that it runs from any initramfs, and independent of kexec-tools, so
 * that a test can tell whose fault a refused load is. The kernel builds the
 * image: there is kexec_file_load(2) only.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kexec_calls.h"

#define LOADED_PATH "/sys/kernel/kexec_crash_loaded"

enum action { ACTION_LOAD, ACTION_UNLOAD, ACTION_STATUS };

/* What the user asked for. */
struct request {
	enum action action;
	bool panic;
	bool reuse;
	unsigned long flags;
	const char *kernel;
	const char *initrd;		/* NULL: none */
	const char *command_line;	/* never NULL, may be empty */
};

/* Options without a letter; above every character. */
enum { OPTION_INITRD = 256, OPTION_APPEND, OPTION_REUSE };

static const struct option options[] = {
	{ "load-panic", no_argument, NULL, 'p' },
	{ "unload", no_argument, NULL, 'u' },
	{ "status", no_argument, NULL, 'S' },
	{ "kexec-file-syscall", no_argument, NULL, 's' },
	{ "kexec-syscall", no_argument, NULL, 'c' },
	{ "kexec-syscall-auto", no_argument, NULL, 'a' },
	{ "initrd", required_argument, NULL, OPTION_INITRD },
	{ "ramdisk", required_argument, NULL, OPTION_INITRD },
	{ "append", required_argument, NULL, OPTION_APPEND },
	{ "command-line", required_argument, NULL, OPTION_APPEND },
	{ "reuse-cmdline", no_argument, NULL, OPTION_REUSE },
	{ "debug", no_argument, NULL, 'd' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'v' },
	{ NULL, 0, NULL, 0 },
};

static const char usage_text[] =
	"Usage: kdump_load -p [--initrd=FILE] [--append=STRING] KERNEL\n"
	"       kdump_load -p -u\n"
	"       kdump_load -S\n"
	"\n"
	"  -p, --load-panic          load KERNEL to take over after a crash\n"
	"  -u, --unload              with -p: unload it\n"
	"  -S, --status              print 1 if one is loaded, else 0; the same is the\n"
	"                            exit status\n"
	"  -s, --kexec-file-syscall  by kexec_file_load(2), as always (also -a)\n"
	"      --initrd=FILE         the initial ramdisk\n"
	"      --append=STRING       the command line (also --command-line=)\n"
	"      --reuse-cmdline       put the running kernel's command line before it,\n"
	"                            without crashkernel= and BOOT_IMAGE=\n"
	"  -d, --debug               the kernel logs what goes where (Linux 6.8)\n"
	"  -h, --help                this text\n"
	"  -v, --version             the version\n";

static void print(FILE *stream, const char *format, va_list arguments)
{
	fputs("kdump_load: ", stream);
	vfprintf(stream, format, arguments);
	fputc('\n', stream);
	fflush(stream);
}

static void __attribute__((format(printf, 1, 2))) say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print(stdout, format, arguments);
	va_end(arguments);
}

static void __attribute__((noreturn, format(printf, 1, 2)))
fail(const char *format, ...)
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
		"start: give it one for this machine" },
	{ EINVAL, "the kernel refused an argument: the last lines of dmesg "
		"may say which; a command line may also be too long" },
	{ ENOSYS, "this kernel was built without CONFIG_KEXEC_FILE: set it, or "
		"load by kexec_load(2) with kexec -c of kexec-tools" },
	{ EKEYREJECTED, "the signature of the kernel file is not trusted" },
	{ ENODATA, "the kernel file is not signed, and this machine asks "
		"for signed ones" },
	{ ETXTBSY, "a file is open for writing elsewhere: let that finish" },
	{ EFBIG, "a file is larger than the kernel accepts" },
};

static void __attribute__((noreturn)) fail_call(const char *what, int error)
{
	size_t i;

	for (i = 0; i < sizeof(advices) / sizeof(advices[0]); i++)
		if (advices[i].error == error)
			fail("%s: %s: %s", what, strerror(error),
			     advices[i].advice);
	fail("%s: %s: see the last lines of dmesg", what, strerror(error));
}

/* Of /proc or /sys, which tell no size beforehand; false with errno set. */
static bool read_text(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");
	size_t length;

	if (!file)
		return false;
	length = fread(text, 1, size - 1, file);
	text[length] = '\0';
	if (ferror(file)) {
		fclose(file);
		return false;
	}
	fclose(file);
	return true;
}

/* Tells apart "no" and "the kernel has no crash dumps": the file is absent. */
static int crash_loaded(void)
{
	char text[16];

	if (!read_text(LOADED_PATH, text, sizeof(text)))
		fail("cannot read %s: %s: was this kernel built with CONFIG_CRASH_DUMP?",
		     LOADED_PATH, strerror(errno));
	return text[0] == '1';
}

static int show_status(void)
{
	int loaded = crash_loaded();

	printf("%d\n", loaded);
	return loaded;
}

static int unload(void)
{
	if (kexec_file_load(-1, -1, NULL, 0,
			    KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH))
		fail_call("unloading the capture kernel", errno);
	say("capture kernel unloaded");
	return 0;
}

static int open_announced(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &status))
		fail("cannot open %s: %s", path, strerror(errno));
	if (!S_ISREG(status.st_mode))
		fail("%s is not a regular file", path);
	say("reading %s (%.1f MiB)", path, (double)status.st_size / (1 << 20));
	return fd;
}

static int load(const struct request *request)
{
	unsigned long flags = request->flags | KEXEC_FILE_ON_CRASH;
	int kernel = open_announced(request->kernel);
	int initrd = -1;

	if (request->initrd)
		initrd = open_announced(request->initrd);
	else
		flags |= KEXEC_FILE_NO_INITRAMFS;
	if (kexec_file_load(kernel, initrd, request->command_line,
			    strlen(request->command_line) + 1, flags))
		fail_call("kexec_file_load", errno);
	if (!crash_loaded())
		fail("the kernel took the image, yet %s is 0", LOADED_PATH);
	say("capture kernel armed");
	return 0;
}

static bool is_dropped_word(const char *word)
{
	return !strncmp(word, "crashkernel=", 12) ||
	       !strncmp(word, "BOOT_IMAGE=", 11);
}

/* One word ends at white space outside double quotes. */
static char *word_end(char *word)
{
	bool quoted = false;

	for (; *word; word++) {
		if (*word == '"')
			quoted = !quoted;
		if (!quoted && (*word == ' ' || *word == '\n'))
			break;
	}
	return word;
}

/*
 * The running command line without what only the first kernel may see: a
 * capture kernel must not reserve memory for one more capture kernel.
 */
static void reuse_command_line(struct request *request)
{
	static char running[64 * 1024];
	char *word = running, *result;

	result = calloc(1, sizeof(running) + strlen(request->command_line) + 1);
	if (!result || !read_text("/proc/cmdline", running, sizeof(running)))
		fail("cannot read /proc/cmdline: %s", strerror(errno));
	while (*word) {
		char *end = word_end(word);
		char *next = *end ? end + 1 : end;

		*end = '\0';
		if (*word && !is_dropped_word(word)) {
			strcat(result, word);
			strcat(result, " ");
		}
		word = next;
	}
	strcat(result, request->command_line);
	request->command_line = result;
}

static void show_and_exit(const char *text)
{
	fputs(text, stdout);
	exit(0);
}

static void take_option(struct request *request, int option)
{
	switch (option) {
	case 'p':
		request->panic = true;
		break;
	case 'u':
		request->action = ACTION_UNLOAD;
		break;
	case 'S':
		request->action = ACTION_STATUS;
		break;
	case 's':
	case 'a':
		break;
	case 'c':
		fail("kexec_load(2) is not used here: load with kexec -c of kexec-tools");
	case 'd':
		request->flags |= KEXEC_FILE_DEBUG;
		break;
	case OPTION_INITRD:
		request->initrd = optarg;
		break;
	case OPTION_APPEND:
		request->command_line = optarg;
		break;
	case OPTION_REUSE:
		request->reuse = true;
		break;
	case 'h':
		show_and_exit(usage_text);
		break;
	case 'v':
		show_and_exit("kdump_load 2\n");
		break;
	default:
		fail("see kdump_load --help");
	}
}

/* Checks what getopt cannot: which options make sense together. */
static void settle(struct request *request, int count, char **operands)
{
	if (request->action == ACTION_STATUS)
		return;
	if (!request->panic)
		fail("only crash kernels are loaded here: give -p; see --help");
	if (request->action == ACTION_UNLOAD)
		return;
	if (count == 0)
		fail("which kernel? Give the file to load; see --help");
	if (count > 1)
		fail("one kernel at a time, but '%s' and '%s' were given",
		     operands[0], operands[1]);
	request->kernel = operands[0];
	if (request->reuse)
		reuse_command_line(request);
}

int main(int argc, char **argv)
{
	struct request request = { .command_line = "" };
	int option;

	for (;;) {
		option = getopt_long(argc, argv, "puSscadhv", options, NULL);
		if (option < 0)
			break;
		take_option(&request, option);
	}
	settle(&request, argc - optind, argv + optind);

	switch (request.action) {
	case ACTION_STATUS:
		return show_status();
	case ACTION_UNLOAD:
		return unload();
	default:
		return load(&request);
	}
}
