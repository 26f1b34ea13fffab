// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads that must be refused, and must not disarm what is loaded.
 *
 *	kdump_refusals [-k KERNEL] [-i INITRD] [-a WORDS] [WHAT...]
 *
 * WORDS are the command line of those loads that are good.
 *
 *	loads	hostile arguments of both system calls, each with the errno that
 *		it must get
 *	cycles	200 loads and unloads, and where the memory went; two loads at
 *		once
 *	memory	loads that run out of memory at each allocation in turn; needs
 *		CONFIG_FAILSLAB and CONFIG_FAIL_PAGE_ALLOC
 *	crowded	loads that do not fit while other tasks have all memory but 30
 *		MiB: no task may be killed for them
 *	access	who may not load, and which files not everyone may read. Comes
 *		last: nothing can be loaded any more until the next boot
 *
 * If no capture kernel is loaded, one is for as long as this runs. Without
 * WHAT, all is done that a machine in use can bear: loads; and if nothing was
 * loaded that these would replace, cycles and memory, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/utsname.h>

#include "kselftest.h"
#include "refusals.h"

const char *kernel_path, *initrd_path;
const char *good_cmdline = "panic=1 nr_cpus=1";

void fail(const char *what)
{
	ksft_exit_fail_msg("%s: %s\n", what, strerror(errno));
}

void check(const char *name, bool good, const char *otherwise, ...)
{
	char text[160];
	va_list arguments;

	va_start(arguments, otherwise);
	vsnprintf(text, sizeof(text), otherwise, arguments);
	va_end(arguments);
	ksft_test_result(good, "%s\n", name);
	if (!good)
		ksft_print_msg("%s\n", text);
}

void skip(const char *name, const char *why)
{
	ksft_test_result_skip("%s: %s\n", name, why);
}

pid_t start_child(void)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	return pid;
}

bool find_line(const char *path, const char *words, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;
	bool found = false;

	if (!file)
		fail(path);
	while (getline(&text, &room, file) > 0)
		if (strstr(text, words)) {
			snprintf(line, size, "%s", text);
			found = true;
		}
	fclose(file);
	free(text);
	return found;
}

static long number_in(const char *path)
{
	char line[32] = "";

	find_line(path, "", line, sizeof(line));
	return atol(line);
}

int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY), error = 0;

	if (fd < 0)
		fail(path);
	if (write(fd, text, strlen(text)) < 0)
		error = errno;
	close(fd);
	return error;
}

bool is_loaded(void)
{
	return number_in("/sys/kernel/kexec_crash_loaded") == 1;
}

long region_size(void)
{
	return number_in("/sys/kernel/kexec_crash_size");
}

/* Where the kernel says why it refuses, read up to now. */
static int kernel_log = -1;

static void open_log(void)
{
	kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (kernel_log < 0 || lseek(kernel_log, 0, SEEK_END) < 0)
		fail("/dev/kmsg");
}

/*
 * Since the last time, did it, in these words? Classic code need not. EPIPE: lines
 * were lost, more may follow.
 */
static bool log_says_why(const char *words)
{
	static const char begin[] = ";kdump: load refused: ";
	bool said = false;
	char line[1024], *why;
	ssize_t bytes;

	if (access("/sys/kernel/kdump", F_OK))
		return true;
	while ((bytes = read(kernel_log, line, sizeof(line) - 1)) > 0 ||
	       (bytes < 0 && errno == EPIPE)) {
		line[bytes > 0 ? bytes : 0] = '\0';
		why = strstr(line, begin);
		said |= why && strstr(why + strlen(begin), words);
	}
	return said;
}

static void expect_refusal(const char *name, int error, int expected,
			   const char *but)
{
	bool loaded = is_loaded();

	check(name, error == expected && loaded && !*but,
	      "it said %s, not %s; kexec_crash_loaded is %d%s",
	      strerror(error), strerror(expected), loaded, but);
}

void refused_silently(const char *name, int error, int expected)
{
	expect_refusal(name, error, expected, "");
}

void refused_saying(const char *name, long result, int expected,
		    const char *words)
{
	int error = result < 0 ? errno : 0;

	expect_refusal(name, error, expected,
		       log_says_why(words) ? "" : "; the log does not say why");
}

void refused(const char *name, long result, int expected)
{
	refused_saying(name, result, expected, "");
}

/* The plan of each, so that a check that gets lost is a failure. */
static const struct group {
	const char *name;
	void (*run)(void);
	unsigned int plan;
	bool replaces;
	bool by_default;
} groups[] = {
	{ "loads", refuse_loads, 66 + ARCH_CHECKS, false, true },
	{ "cycles", load_in_cycles, 5, true, true },
	{ "memory", load_without_memory, 2, true, true },
	{ "crowded", load_crowded, 3, true, false },
	{ "access", refuse_access, 27, true, false },
};

static const struct group *group_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(groups); i++)
		if (!strcmp(groups[i].name, name))
			return &groups[i];
	fprintf(stderr, "kdump_refusals: what is %s?\n", name);
	exit(2);
}

/* The first of two files that is there. */
static const char *find_file(const char *first, const char *prefix)
{
	struct utsname info;
	char path[128];

	if (!access(first, R_OK))
		return first;
	uname(&info);
	snprintf(path, sizeof(path), "%s-%s", prefix, info.release);
	return access(path, R_OK) ? NULL : strdup(path);
}

static void find_files(void)
{
	if (!kernel_path)
		kernel_path = find_file("/boot/kernel", "/boot/vmlinuz");
	if (!initrd_path)
		initrd_path = find_file("/boot/capture.cpio.gz",
					"/boot/initrd.img");
}

/* No flag is bit 31's, so nothing is loaded. */
static const char *cannot_call(void)
{
	if (!kexec_file_load(-1, -1, NULL, 0, 1UL << 31) || errno == ENOSYS)
		return "no kexec_file_load(2): CONFIG_KEXEC_FILE is off";
	if (errno == EPERM)
		return "kexec_file_load(2) is not allowed here";
	if (!kexec_load(0, 0, NULL, KEXEC_ON_CRASH | 1UL << 15) ||
	    errno == ENOSYS)
		return "no kexec_load(2): CONFIG_KEXEC is off";
	if (errno == EPERM)
		return "kexec_load(2) is not allowed here";
	return NULL;
}

/* Why this machine cannot be tested; NULL: it can. */
static const char *cannot_test(void)
{
	const char *reason;

	if (geteuid())
		return "only root can load a kernel";
	reason = cannot_call();
	if (reason)
		return reason;
	if (access("/sys/kernel/kdump", F_OK))
		return "no /sys/kernel/kdump: CONFIG_KDUMP is off";
	if (!region_size())
		return "no memory is reserved: boot with crashkernel=";
	if (!kernel_path)
		return "no kernel to load: name one with -k";
	return NULL;
}

/* Calls visit() with each group that is named, or is done if none is. */
static void visit_groups(char **names, bool in_use,
			 void (*visit)(const struct group *group))
{
	size_t i;

	for (i = 0; !*names && i < ARRAY_SIZE(groups); i++)
		if (groups[i].by_default && !(groups[i].replaces && in_use))
			visit(&groups[i]);
	for (; *names; names++)
		visit(group_named(*names));
}

static unsigned int plan = 1;

static void add_to_plan(const struct group *group)
{
	plan += group->plan;
}

static void run(const struct group *group)
{
	group->run();
}

static void take_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "k:i:a:")) != -1) {
		if (option == 'k')
			kernel_path = optarg;
		else if (option == 'i')
			initrd_path = optarg;
		else if (option == 'a')
			good_cmdline = optarg;
		else
			exit(2);
	}
	find_files();
}

int main(int argc, char **argv)
{
	const char *reason;
	bool in_use;

	take_options(argc, argv);
	/* Children must not print again what is in a buffer. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	ksft_print_header();
	reason = cannot_test();
	if (reason)
		ksft_exit_skip("%s\n", reason);
	open_log();
	argv += optind;
	in_use = is_loaded();
	visit_groups(argv, in_use, add_to_plan);
	ksft_set_plan(plan);
	if (!in_use && load_good())
		fail("no capture kernel is loaded, and none can be");
	check("a capture kernel is loaded", is_loaded(), "load one first");
	visit_groups(argv, in_use, run);
	if (!in_use)
		unload();
	ksft_finished();
}
