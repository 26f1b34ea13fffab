// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an initramfs becomes: archives, packed or not, one after the other. See
 * Documentation/driver-api/early-userspace/buffer-format.rst.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "size.h"

#define MAGIC_BYTES 6
#define FIELD_BYTES 8
#define HEADER_BYTES 110
#define FIELD_FILE_SIZE 6
#define FIELD_NAME_SIZE 11
#define NAME_MAX_BYTES 4096
/* Inode and name of a file in tmpfs. */
#define ENTRY_MEMORY KIB
#define PAGE_BYTES 4096
/* What is packed becomes so many times as large, if that is not known. */
#define GUESSED_TIMES 4

static uint64_t field(const char *header, unsigned int number)
{
	char digits[FIELD_BYTES + 1] = "";

	memcpy(digits, header + MAGIC_BYTES + number * FIELD_BYTES,
	       FIELD_BYTES);
	return strtoull(digits, NULL, 16);
}

static bool is_archive(const char *magic)
{
	return !memcmp(magic, "070701", MAGIC_BYTES) ||
	       !memcmp(magic, "070702", MAGIC_BYTES);
}

/* A pipe cannot seek. */
static bool skip(FILE *from, uint64_t bytes)
{
	char rest[4096];
	size_t part;

	for (; bytes; bytes -= part) {
		part = bytes < sizeof(rest) ? bytes : sizeof(rest);
		if (fread(rest, 1, part, from) != part)
			return false;
	}
	return true;
}

/* "kernel/fs/ext4/ext4.ko.xz" is the module ext4. */
static uint64_t module_memory(char *path)
{
	char *name = basename(path), *end = strstr(name, ".ko"), *at;

	if (!end)
		return 0;
	*end = '\0';
	for (at = name; *at; at++)
		if (*at == '-')
			*at = '_';
	return machine_module(name);
}

/* Adds an entry whose magic has been read; false at the last, or if it is cut. */
static bool add_entry(struct initramfs *ret, char *header, FILE *from)
{
	char name[NAME_MAX_BYTES + 1] = "";
	uint64_t name_size, file_size;

	if (fread(header + MAGIC_BYTES, HEADER_BYTES - MAGIC_BYTES, 1, from) != 1)
		return false;
	name_size = field(header, FIELD_NAME_SIZE);
	file_size = field(header, FIELD_FILE_SIZE);
	if (!name_size || name_size > NAME_MAX_BYTES ||
	    fread(name, name_size, 1, from) != 1 ||
	    !skip(from, round_up(HEADER_BYTES + name_size, 4) -
		  HEADER_BYTES - name_size))
		return false;
	/* What an archive that was cut only announces is not there. */
	if (!strcmp(name, "TRAILER!!!") || !skip(from, round_up(file_size, 4)))
		return false;
	ret->files += ENTRY_MEMORY + round_up(file_size, PAGE_BYTES);
	ret->modules += module_memory(name);
	return true;
}

/*
 * Adds archives up to what is none, and says where that is. Between them are
 * zeros.
 */
static uint64_t add_archives(struct initramfs *ret, FILE *from, uint64_t at)
{
	char header[HEADER_BYTES];
	int byte;

	while ((byte = getc(from)) != EOF) {
		if (!byte) {
			at++;
			continue;
		}
		header[0] = (char)byte;
		if (fread(header + 1, MAGIC_BYTES - 1, 1, from) != 1 ||
		    !is_archive(header))
			return at;
		while (add_entry(ret, header, from))
			if (fread(header, MAGIC_BYTES, 1, from) != 1 ||
			    !is_archive(header))
				break;
		if (ftello(from) > 0)
			at = (uint64_t)ftello(from);
	}
	return at;
}

static void add_packed(struct initramfs *ret, int fd, uint64_t at)
{
	uint64_t before = ret->files;
	struct unpacker unpacker;
	bool good = false;

	if (unpack_start(&unpacker, fd, at)) {
		add_archives(ret, unpacker.from, 0);
		/* What is read no further is not wrong. */
		skip(unpacker.from, UINT64_MAX);
		good = unpack_end(&unpacker);
	}
	if (good && ret->files > before)
		return;
	ret->files = before + GUESSED_TIMES * (ret->packed - at);
	ret->guessed = true;
}

static bool add_all(struct initramfs *ret, int fd)
{
	FILE *from = fdopen(dup(fd), "r");
	uint64_t at;

	if (!from)
		return false;
	at = add_archives(ret, from, 0);
	fclose(from);
	if (at < ret->packed)
		add_packed(ret, fd, at);
	return true;
}

/**
 * initramfs_read - say what an initramfs takes
 * @name: of its file
 * @ret: set
 *
 * Return: false, with words, if it cannot be read.
 */
bool initramfs_read(const char *name, struct initramfs *ret)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat status;
	bool good = false;

	*ret = (struct initramfs){ 0 };
	if (fd >= 0 && !fstat(fd, &status)) {
		ret->packed = (uint64_t)status.st_size;
		good = add_all(ret, fd);
	}
	if (!good)
		say("%s: %s", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return good;
}
