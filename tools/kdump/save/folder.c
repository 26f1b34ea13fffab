// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes folders by date, and removes old ones.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"

/* A digit for each 9; what follows tells apart two of one second. */
#define DATE_SHAPE "9999-99-99-999999"
#define DATE_FORMAT "%Y-%m-%d-%H%M%S"
#define SAME_SECOND_MAX 100

/* It ends with a slash, or is there. */
bool folder_is_one(const char *name)
{
	size_t length = strlen(name);
	struct stat status;

	return (length && name[length - 1] == '/') ||
	       (!stat(name, &status) && S_ISDIR(status.st_mode));
}

static bool sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good;

	if (fd < 0)
		return false;
	good = !fsync(fd) || errno == EINVAL;
	close(fd);
	return good;
}

/* Returns the path, or NULL with errno. */
static char *make_numbered(const char *name, const char *date,
			   unsigned int number)
{
	char *path, again[16] = "";

	if (number)
		snprintf(again, sizeof(again), "-%u", number);
	if (asprintf(&path, "%s/%s%s", name, date, again) < 0)
		return NULL;
	if (!mkdir(path, 0700) && sync_path(name))
		return path;
	free(path);
	return NULL;
}

/**
 * folder_make - make a folder for a dump
 * @name: where; is made if it is not there
 * @time: of the crash
 *
 * Return: its path, to be freed; NULL, with errno set, on failure.
 */
char *folder_make(const char *name, time_t time)
{
	unsigned int number = 0;
	char date[64], *path;
	struct tm parts;

	if (!localtime_r(&time, &parts) ||
	    !strftime(date, sizeof(date), DATE_FORMAT, &parts))
		return NULL;
	if (mkdir(name, 0700) && errno != EEXIST)
		return NULL;
	do {
		path = make_numbered(name, date, number++);
	} while (!path && errno == EEXIST && number < SAME_SECOND_MAX);
	return path;
}

/* The names that folder_make() gives. */
static int is_dated(const struct dirent *entry)
{
	const char *shape = DATE_SHAPE, *name = entry->d_name;

	for (; *shape; shape++, name++)
		if (*shape == '9' ? !isdigit((unsigned char)*name) :
		    *name != *shape)
			return 0;
	return !*name || *name == '-';
}

/* Removes what is ours; a folder with more than that is not empty then. */
static void remove_dump(const char *path)
{
	static const char *const files[] = {
		"vmcore", "vmcore.incomplete", "dmesg.txt" };
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	size_t i;

	if (fd < 0)
		return;
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlinkat(fd, files[i], 0);
	close(fd);
	if (rmdir(path))
		say("%s stays: %s", path, strerror(errno));
	else
		say("%s was removed, it was old", path);
}

static bool remove_named(const char *folder, const char *name, const char *made)
{
	char *path;
	bool other;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return false;
	other = strcmp(path, made);
	if (other)
		remove_dump(path);
	free(path);
	return other;
}

/**
 * folder_prune - remove the oldest dumps
 * @name: the folder that folder_make() was told
 * @made: the path that it returned, which stays whatever its date
 * @keep: how many stay, with that one
 */
void folder_prune(const char *name, const char *made, unsigned int keep)
{
	struct dirent **list;
	int count, i, left;

	count = scandir(name, &list, is_dated, alphasort);
	if (count < 0)
		return;
	for (i = 0, left = count; i < count; i++) {
		if (left > (int)keep && remove_named(name, list[i]->d_name,
						     made))
			left--;
		free(list[i]);
	}
	free(list);
}
