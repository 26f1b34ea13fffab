// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the kernel that takes over after a crash, with kexec(8)'s options.
 *
 * Small and static, so that it runs from any initramfs, and independent of
 * kexec-tools, so that a test can tell whose fault a refused load is.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>

#include "kdump_load.h"

#define LOADED_PATH "/sys/kernel/kexec_crash_loaded"

enum system_call { CALL_AUTO, CALL_FILE, CALL_SEGMENTS };

enum action { ACTION_NONE, ACTION_LOAD, ACTION_UNLOAD, ACTION_STATUS };

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
	"Usage: kdump_load -p [-s|-c] [--initrd=FILE] [--append=STRING] KERNEL\n"
	"       kdump_load -p -u [-s|-c]\n"
	"       kdump_load -S\n"
	"\n"
	"  -p, --load-panic          load KERNEL, a bzImage, to take over after a crash\n"
	"  -u, --unload              with -p: unload it\n"
	"  -S, --status              print 1 if one is loaded, else 0; the same is the\n"
	"                            exit status\n"
	"  -s, --kexec-file-syscall  only kexec_file_load(2): the kernel builds the image\n"
	"  -c, --kexec-syscall       only kexec_load(2): this program builds the image\n"
	"                            (default: -s, and -c if the kernel cannot do that)\n"
	"      --initrd=FILE         the initial ramdisk\n"
	"      --append=STRING       the command line (also --command-line=)\n"
	"      --reuse-cmdline       put the running kernel's command line before it,\n"
	"                            without crashkernel= and BOOT_IMAGE=\n"
	"  -d, --debug               show what goes where\n"
	"  -h, --help                this text\n"
	"  -v, --version             the version\n";

/* Tells apart "no" and "the kernel has no crash dumps": the file is absent. */
static int crash_loaded(void)
{
	struct blob text;
	int loaded;

	if (!file_try_read(LOADED_PATH, 16, &text))
		fail("cannot read %s: %s: was this kernel built with CONFIG_CRASH_DUMP?",
		     LOADED_PATH, strerror(errno));
	loaded = text.data[0] == '1';
	free(text.data);
	return loaded;
}

static int show_status(void)
{
	int loaded = crash_loaded();

	printf("%d\n", loaded);
	return loaded;
}

static int unload(enum system_call call)
{
	unsigned long segments_flags = KEXEC_ON_CRASH | KEXEC_ARCH_X86_64;
	long result = -1;

	errno = ENOSYS;
	if (call != CALL_SEGMENTS)
		result = syscall(SYS_kexec_file_load, -1, -1, 0UL, NULL,
				 KEXEC_FILE_UNLOAD | KEXEC_FILE_ON_CRASH);
	if (result && call != CALL_FILE && errno == ENOSYS)
		result = syscall(SYS_kexec_load, 0UL, 0UL, NULL,
				 segments_flags);
	if (result)
		fail_load("unloading the capture kernel", errno);
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
	say("reading %s (%s)", path, size_text((uint64_t)status.st_size));
	return fd;
}

/* Returns 0 or an errno: the caller may have another way. */
static int load_by_file(const struct load_request *request)
{
	unsigned long flags = KEXEC_FILE_ON_CRASH;
	int kernel = open_announced(request->kernel_path);
	int initrd = -1;
	long result;
	int error;

	if (request->initrd_path)
		initrd = open_announced(request->initrd_path);
	else
		flags |= KEXEC_FILE_NO_INITRAMFS;
	result = syscall(SYS_kexec_file_load, kernel, initrd,
			 (unsigned long)strlen(request->command_line) + 1,
			 request->command_line, flags);
	error = result ? errno : 0;
	close(kernel);
	if (initrd >= 0)
		close(initrd);
	return error;
}

/* The errors on which kexec(8) tries the other call, too. */
static bool worth_another_way(int error)
{
	return error == ENOSYS || error == EINVAL || error == ENOEXEC ||
	       error == EOPNOTSUPP;
}

static int load(const struct load_request *request, enum system_call call)
{
	int error;

	if (call != CALL_SEGMENTS) {
		error = load_by_file(request);
		if (error && call == CALL_AUTO && worth_another_way(error)) {
			say("kexec_file_load: %s: trying kexec_load",
			    strerror(error));
			call = CALL_SEGMENTS;
		} else if (error) {
			fail_load("kexec_file_load", error);
		}
	}
	if (call == CALL_SEGMENTS) {
		error = segments_load(request);
		if (error)
			fail_load("kexec_load", error);
	}
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
static void reuse_command_line(struct load_request *request)
{
	const char *appended = request->command_line;
	struct blob running = file_read("/proc/cmdline", 64 * 1024);
	char *result = zero_alloc(running.size + strlen(appended) + 2);
	char *word = (char *)running.data;

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
	strcat(result, appended);
	free(running.data);
	request->command_line = result;
}

struct invocation {
	enum action action;
	enum system_call call;
	bool panic;
	bool reuse;
	struct load_request request;
};

static void show_and_exit(const char *text)
{
	fputs(text, stdout);
	exit(0);
}

static void take_option(struct invocation *invocation, int option)
{
	switch (option) {
	case 'p':
		invocation->panic = true;
		break;
	case 'u':
		invocation->action = ACTION_UNLOAD;
		break;
	case 'S':
		invocation->action = ACTION_STATUS;
		break;
	case 's':
		invocation->call = CALL_FILE;
		break;
	case 'c':
		invocation->call = CALL_SEGMENTS;
		break;
	case 'a':
		invocation->call = CALL_AUTO;
		break;
	case 'd':
		message_debug = true;
		break;
	case OPTION_INITRD:
		invocation->request.initrd_path = optarg;
		break;
	case OPTION_APPEND:
		invocation->request.command_line = optarg;
		break;
	case OPTION_REUSE:
		invocation->reuse = true;
		break;
	case 'h':
		show_and_exit(usage_text);
		break;
	case 'v':
		show_and_exit("kdump_load 1\n");
		break;
	default:
		fail("see kdump_load --help");
	}
}

/* Checks what getopt cannot: which options make sense together. */
static void settle(struct invocation *invocation, int count, char **operands)
{
	if (invocation->action == ACTION_STATUS)
		return;
	if (!invocation->panic)
		fail("only crash kernels are loaded here: give -p; see --help");
	if (invocation->action == ACTION_UNLOAD)
		return;
	if (count == 0)
		fail("which kernel? Give the bzImage to load; see --help");
	if (count > 1)
		fail("one kernel at a time, but '%s' and '%s' were given",
		     operands[0], operands[1]);
	invocation->action = ACTION_LOAD;
	invocation->request.kernel_path = operands[0];
	if (invocation->reuse)
		reuse_command_line(&invocation->request);
}

int main(int argc, char **argv)
{
	struct invocation invocation = { .request.command_line = "" };
	int option;

	for (;;) {
		option = getopt_long(argc, argv, "puSscadhv", options, NULL);
		if (option < 0)
			break;
		take_option(&invocation, option);
	}
	settle(&invocation, argc - optind, argv + optind);

	switch (invocation.action) {
	case ACTION_STATUS:
		return show_status();
	case ACTION_UNLOAD:
		return unload(invocation.call);
	default:
		return load(&invocation.request, invocation.call);
	}
}
