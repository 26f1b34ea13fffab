// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that does what programs should not.
 *
 *	misbehave hog MIB	use that much memory, and keep it
 *	misbehave fault		touch an address where there is nothing
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIB (1UL << 20)

static int hog(unsigned long mib)
{
	unsigned long i;
	char *memory;

	for (i = 0; i < mib; i++) {
		memory = mmap(NULL, MIB, PROT_READ | PROT_WRITE,
			      MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1,
			      0);
		if (memory == MAP_FAILED) {
			perror("mmap");
			return 1;
		}
	}
	pause();
	return 0;
}

/* A program that is linked here is never mapped at 0. */
static int *nowhere;

static int fault(void)
{
	return *nowhere;
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "hog"))
		return hog(strtoul(argv[2], NULL, 0));
	if (argc == 2 && !strcmp(argv[1], "fault"))
		return fault();
	fprintf(stderr, "usage: misbehave hog MIB | misbehave fault\n");
	return 2;
}
