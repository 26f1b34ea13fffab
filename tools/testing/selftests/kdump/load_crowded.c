// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads on a machine whose memory others have: a load that does not fit is
 * refused, and no task is killed to make room for it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "refusals.h"

#define MIB (1UL << 20)

/* What is loaded, and what the others leave of memory. */
#define LARGE_BYTES (60 * MIB)
#define LEFT_KIB (30 * 1024)

#define EATERS 3

static void eat(void)
{
	while (free_kib() > LEFT_KIB)
		if (mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE |
			 MAP_ANONYMOUS | MAP_POPULATE, -1, 0) == MAP_FAILED)
			break;
}

/* They eat one after the other and keep what they have. */
static pid_t start_eater(void)
{
	int full[2];
	char byte;
	pid_t pid;

	if (pipe(full))
		fail("pipe");
	pid = start_child();
	if (!pid) {
		eat();
		close(full[1]);
		for (;;)
			pause();
	}
	close(full[1]);
	(void)!read(full[0], &byte, 1);
	close(full[0]);
	return pid;
}

static bool lives(pid_t pid)
{
	return waitpid(pid, NULL, WNOHANG) == 0;
}

/* Nothing but holes: the file itself takes no memory. */
static void load_large_initrd(void)
{
	int kernel = open_file(kernel_path);
	int initrd = file_of("", 0, LARGE_BYTES);

	refused("an initrd that does not fit into free memory",
		load_good_files(kernel, initrd), ENOMEM);
	close(initrd);
	close(kernel);
}

/* Memory that was never written to takes none either. */
static void load_large_segment(void)
{
	unsigned long end, start = find_region(&end);
	struct kexec_segment segment = {
		.bufsz = LARGE_BYTES,
		.mem = (void *)start,
		.memsz = LARGE_BYTES,
	};

	segment.buf = mmap(NULL, LARGE_BYTES, PROT_READ,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (segment.buf == MAP_FAILED)
		fail("mmap");
	refused("a segment that does not fit into free memory",
		kexec_load(start, 1, &segment, FLAGS), ENOMEM);
	munmap((void *)segment.buf, LARGE_BYTES);
}

void load_crowded(void)
{
	pid_t eater[EATERS];
	unsigned int alive = 0;
	unsigned int i;

	for (i = 0; i < EATERS; i++)
		eater[i] = start_eater();
	load_large_initrd();
	load_large_segment();
	for (i = 0; i < EATERS; i++)
		alive += lives(eater[i]);
	check("no task was killed for a load", alive == EATERS,
	      "%u of %u tasks live", alive, EATERS);
	for (i = 0; i < EATERS; i++) {
		kill(eater[i], SIGKILL);
		waitpid(eater[i], NULL, 0);
	}
}
