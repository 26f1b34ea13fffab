// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of a capture kernel whose dump was made by hand: tells what
 * /proc/vmcore is, and checks every way to read it against what must be there.
 *
 *	check_vmcore [WORD...]
 *
 *	content        memory holds the pattern of pattern_page()
 *	hole=START-END physical addresses, hexadecimal, that a driver says are no
 *	               RAM; /vmcore.ko is loaded to be that driver
 *	speed          how fast it is, by /bench
 *
 * Lines that begin with "guest: " are for the host.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_vmcore.h"

/* All of it once by read and once by mmap, whatever it is. */
static void touch_all(void)
{
	unsigned long long good = 0, bad = 0, mapped = 0, unmapped = 0;
	static unsigned char buffer[WINDOW];
	uint64_t offset;
	size_t size;
	ssize_t got;

	for (offset = 0; offset < dump.size && good < MOST_BYTES;
	     offset += got) {
		got = pread(dump.fd, buffer, 1 << 20, (off_t)offset);
		if (got > 0) {
			good += (unsigned long long)got;
			continue;
		}
		got = (ssize_t)(page_bytes - offset % page_bytes);
		bad += (unsigned long long)got;
		if (bad > MOST_BYTES / 16)
			break;
	}
	for (offset = 0; offset < dump.size && offset < MOST_BYTES;
	     offset += WINDOW) {
		size = dump.size - offset < WINDOW ? dump.size - offset : WINDOW;
		if (map_piece(dump.fd, buffer, size, (off_t)offset) < 0)
			unmapped++;
		else
			mapped++;
	}
	tell("read %llu bytes, not %llu; mapped %llu windows, not %llu", good,
	     bad, mapped, unmapped);
}

static void load_driver(void)
{
	char parameters[100];
	int fd = open("/vmcore.ko", O_RDONLY | O_CLOEXEC);

	snprintf(parameters, sizeof(parameters), "start=%#llx end=%#llx",
		 (unsigned long long)hole_start, (unsigned long long)hole_end);
	if (fd < 0 || syscall(SYS_finit_module, fd, parameters, 0))
		tell("not ok - load /vmcore.ko: %s", strerror(errno));
}

static void measure(void)
{
	static char *const rows[][5] = {
		{ "bench", "copy", "64" },
		{ "bench", "read", "4", "64" },
		{ "bench", "read", "64", "64" },
		{ "bench", "read", "1024", "64" },
		{ "bench", "read", "4096", "64" },
		{ "bench", "mmap-copy", "4096", "64" },
		{ "bench", "mmap-copy", "65536", "64" },
	};
	int status;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!fork()) {
			execv("/bench", rows[i]);
			_exit(1);
		}
		if (wait(&status) < 0 || status)
			tell("not ok - bench %s", rows[i][1]);
	}
}

static void check_dump(bool content, bool speed)
{
	if (!open_dump("/proc/vmcore"))
		return;
	if (content)
		check_content();
	if (speed)
		measure();
	if (!content && !speed)
		touch_all();
	close(dump.fd);
}

int main(int argc, char **argv)
{
	bool content = false, speed = false;
	unsigned long long start, end;
	int i;

	if (mount("proc", "/proc", "proc", 0, NULL))
		tell("not ok - mount /proc: %s", strerror(errno));
	for (i = 1; i < argc; i++) {
		content = content || !strcmp(argv[i], "content");
		speed = speed || !strcmp(argv[i], "speed");
		if (sscanf(argv[i], "hole=%llx-%llx", &start, &end) == 2) {
			hole_start = start;
			hole_end = end;
			load_driver();
		}
	}
	check_dump(content, speed);
	tell("report complete");
	reboot(RB_POWER_OFF);
	return 0;
}
