// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unpacks by the programs that packed: who makes an initramfs has them.
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "size.h"

/* What a file of the kind begins with; no more than eight bytes. */
struct kind {
	const char *magic;
	size_t bytes;
	const char *program;
};

static const struct kind kinds[] = {
	{ "\x1f\x8b", 2, "gzip" },
	{ "\3757zXZ", 6, "xz" },
	{ "\x28\xb5\x2f\xfd", 4, "zstd" },
	{ "\x02\x21\x4c\x18", 4, "lz4" },
	{ "\x89LZO", 5, "lzop" },
	{ "BZh", 3, "bzip2" },
};

static const char *find_program(int fd, uint64_t offset)
{
	char magic[8] = "";
	size_t i;

	if (pread(fd, magic, sizeof(magic), (off_t)offset) <= 0)
		return NULL;
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!memcmp(magic, kinds[i].magic, kinds[i].bytes))
			return kinds[i].program;
	return NULL;
}

/* What it would say is that bytes follow what is packed. */
static void run(const char *program, int from, int to)
{
	if (dup2(from, STDIN_FILENO) >= 0 && dup2(to, STDOUT_FILENO) >= 0 &&
	    freopen("/dev/null", "w", stderr))
		execlp(program, program, "-dc", NULL);
	_exit(127);
}

/**
 * unpack_start - begin to unpack
 * @unpacker: set
 * @fd: the file
 * @offset: of what is packed in it
 *
 * Return: false if it is of no known kind.
 */
bool unpack_start(struct unpacker *unpacker, int fd, uint64_t offset)
{
	const char *program = find_program(fd, offset);
	int ends[2];

	if (!program || lseek(fd, (off_t)offset, SEEK_SET) < 0 || pipe(ends))
		return false;
	unpacker->pid = fork();
	if (!unpacker->pid) {
		close(ends[0]);
		run(program, fd, ends[1]);
	}
	close(ends[1]);
	unpacker->from = unpacker->pid > 0 ? fdopen(ends[0], "r") : NULL;
	if (!unpacker->from)
		close(ends[0]);
	return unpacker->from;
}

/* Returns whether the program was there, and content with the file. */
bool unpack_end(struct unpacker *unpacker)
{
	int status = -1;

	fclose(unpacker->from);
	waitpid(unpacker->pid, &status, 0);
	return WIFEXITED(status) && !WEXITSTATUS(status);
}
