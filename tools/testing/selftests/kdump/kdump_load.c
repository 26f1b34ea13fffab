// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the kernel that takes over after a crash, with kexec(8)'s options.
 *
 * Small, so that it runs from any initramfs, and independent of kexec-tools, so
 * that a test can tell whose fault a refused load is. The kernel builds the
 * image: there is kexec_file_load(2) only. What is done is told on standard error.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kexec_calls.h"

#define LOADED_PATH "/sys/kernel/kexec_crash_loaded"

/* What the user asked for. */
struct request {
	bool status, unload, panic, reuse;
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
			errx(1, "%s: %s: %s", what, strerror(error),
			     advices[i].advice);
	errx(1, "%s: %s: see the last lines of dmesg", what, strerror(error));
}

/* Of /proc or /sys, in one piece; false with errno set. */
static bool read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);

	if (length >= 0)
		text[length] = '\0';
	if (fd >= 0)
		close(fd);
	return length >= 0;
}

/* Tells apart "no" and "the kernel has no crash dumps": the file is absent. */
static int crash_loaded(void)
{
	char text[16];

	if (!read_text(LOADED_PATH, text, sizeof(text)))
		errx(1, "cannot read %s: %s: was this kernel built with CONFIG_CRASH_DUMP?",
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
	warnx("capture kernel unloaded");
	return 0;
}

static int open_announced(const char *path)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &status))
		err(1, "cannot open %s", path);
	if (!S_ISREG(status.st_mode))
		errx(1, "%s is not a regular file", path);
	warnx("reading %s (%.1f MiB)", path, (double)status.st_size / (1 << 20));
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
		errx(1, "the kernel took the image, yet %s is 0", LOADED_PATH);
	warnx("capture kernel armed");
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

	for (; *word && (quoted || !strchr("\n ", *word)); word++)
		quoted ^= *word == '"';
	return word;
}

/*
 * The running command line without what only the first kernel may see: a
 * capture kernel must not reserve memory for one more capture kernel.
 */
static void reuse_command_line(struct request *request)
{
	/* Two NULs are after its last word. */
	static char running[64 * 1024], result[2 * sizeof(running)];
	char *word, *end;

	if (!read_text("/proc/cmdline", running, sizeof(running) - 1))
		err(1, "cannot read /proc/cmdline");
	for (word = running; *word; word = end + 1) {
		end = word_end(word);
		*end = '\0';
		if (*word && !is_dropped_word(word)) {
			strcat(result, word);
			strcat(result, " ");
		}
	}
	strncat(result, request->command_line, sizeof(running) - 1);
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
		request->unload = true;
		break;
	case 'S':
		request->status = true;
		break;
	case 's':
	case 'a':
		break;
	case 'c':
		errx(1, "kexec_load(2) is not used here: load with kexec -c of kexec-tools");
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
		errx(1, "see kdump_load --help");
	}
}

int main(int argc, char **argv)
{
	struct request request = { .command_line = "" };
	int option;

	while ((option = getopt_long(argc, argv, "puSscadhv", options,
				     NULL)) != -1)
		take_option(&request, option);
	if (request.status)
		return show_status();
	if (!request.panic)
		errx(1, "only crash kernels are loaded here: give -p; see --help");
	if (request.unload)
		return unload();
	if (argc == optind)
		errx(1, "which kernel? Give the file to load; see --help");
	if (argc > optind + 1)
		errx(1, "one kernel at a time, but '%s' and '%s' were given",
		     argv[optind], argv[optind + 1]);
	request.kernel = argv[optind];
	if (request.reuse)
		reuse_command_line(&request);
	return load(&request);
}
