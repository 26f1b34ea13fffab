// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads that must be refused, and must not disarm what is loaded.
 *
 *	kdump_refusals [-k KERNEL] [-i INITRD] [-a WORDS] WHAT...
 *
 * WORDS are the command line of those loads that are good.
 *
 *	loads	hostile arguments of both system calls, each with the errno that
 *		it must get
 *	access	who may not load, and which files not everyone may read. Comes
 *		last: nothing can be loaded any more afterwards
 *	cycles	200 loads and unloads, and where the memory went; two loads at
 *		once
 *	memory	loads that run out of memory at each allocation in turn; needs
 *		CONFIG_FAILSLAB and CONFIG_FAIL_PAGE_ALLOC
 *
 * To be run with a capture kernel loaded. TAP on stdout; the exit status is 1 if
 * any check failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refusals.h"

const char *kernel_path = "/boot/kernel";
const char *initrd_path = "/boot/capture.cpio.gz";
const char *good_cmdline = "console=ttyS0 panic=1 nr_cpus=1 no_timer_check";

static unsigned int checks, failures;

void fail(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(1);
}

void check(const char *name, bool good, const char *otherwise)
{
	printf("%sok %u - %s\n", good ? "" : "not ", ++checks, name);
	if (!good) {
		printf("# %s\n", otherwise);
		failures++;
	}
	fflush(stdout);
}

bool is_loaded(void)
{
	int fd = open("/sys/kernel/kexec_crash_loaded", O_RDONLY);
	char text = '?';

	if (fd < 0 || read(fd, &text, 1) != 1)
		fail("/sys/kernel/kexec_crash_loaded");
	close(fd);
	return text == '1';
}

void refused(const char *name, long result, int expected)
{
	int error = result < 0 ? errno : 0;
	bool loaded = is_loaded();
	char otherwise[160];

	snprintf(otherwise, sizeof(otherwise),
		 "it said %s, not %s; kexec_crash_loaded is %d",
		 strerror(error), strerror(expected), loaded);
	check(name, error == expected && loaded, otherwise);
}

static void run(const char *what)
{
	if (!strcmp(what, "loads")) {
		refuse_segments();
		refuse_files();
	} else if (!strcmp(what, "access")) {
		refuse_access();
	} else if (!strcmp(what, "cycles")) {
		load_repeatedly(200);
		load_at_once();
	} else if (!strcmp(what, "memory")) {
		load_without_memory();
	} else {
		fprintf(stderr, "kdump_refusals: what is %s?\n", what);
		exit(2);
	}
}

int main(int argc, char **argv)
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
			return 2;
	}
	printf("TAP version 13\n");
	check("a capture kernel is loaded", is_loaded(), "load one first");
	for (; optind < argc; optind++)
		run(argv[optind]);
	printf("1..%u\n", checks);
	return failures ? 1 : 0;
}
