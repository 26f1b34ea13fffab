// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine's memory as /proc/iomem tells it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_load.h"

#define IOMEM_PATH "/proc/iomem"

static const struct {
	const char *name;
	enum memory_kind kind;
} kind_names[] = {
	{ "System RAM", MEMORY_RAM },
	{ "ACPI Tables", MEMORY_ACPI_TABLES },
	{ "ACPI Non-volatile Storage", MEMORY_ACPI_STORAGE },
	{ "Persistent Memory", MEMORY_PERSISTENT },
	{ "Persistent Memory (legacy)", MEMORY_PERSISTENT },
	{ "Reserved", MEMORY_RESERVED },
	{ "reserved", MEMORY_RESERVED },
	{ "Unusable memory", MEMORY_UNUSABLE },
	{ "Crash kernel", MEMORY_CRASH },
	{ "Kernel code", MEMORY_KERNEL_CODE },
};

static bool find_kind(const char *name, enum memory_kind *ret)
{
	size_t i;

	for (i = 0; i < sizeof(kind_names) / sizeof(kind_names[0]); i++) {
		if (!strcmp(name, kind_names[i].name)) {
			*ret = kind_names[i].kind;
			return true;
		}
	}
	return false;
}

static void append(struct memory_map *map, struct memory_range range)
{
	map->ranges = realloc(map->ranges,
			      (map->count + 1) * sizeof(map->ranges[0]));
	if (!map->ranges)
		fail("out of memory while reading %s", IOMEM_PATH);
	map->ranges[map->count++] = range;
}

/* "  00100000-bffdcfff : System RAM": the second address is the last byte. */
static void take_line(struct memory_map *map, const char *line)
{
	struct memory_range range;
	char *rest;
	uint64_t last;

	errno = 0;
	range.start = strtoull(line, &rest, 16);
	if (errno || *rest != '-')
		fail("%s: cannot understand '%s'", IOMEM_PATH, line);
	last = strtoull(rest + 1, &rest, 16);
	if (errno || strncmp(rest, " : ", 3))
		fail("%s: cannot understand '%s'", IOMEM_PATH, line);
	if (!find_kind(rest + 3, &range.kind))
		return;
	if (last == 0)
		fail("%s shows no addresses: run as root", IOMEM_PATH);
	if (last < range.start || last == UINT64_MAX)
		fail("%s: impossible range '%s'", IOMEM_PATH, line);
	range.end = last + 1;
	append(map, range);
}

void memory_read(struct memory_map *ret)
{
	struct blob text = file_read(IOMEM_PATH, 4 * MEBIBYTE);
	struct memory_map map = { 0 };
	char *line;

	for (line = strtok((char *)text.data, "\n"); line;
	     line = strtok(NULL, "\n"))
		take_line(&map, line);
	free(text.data);
	*ret = map;
}

/*
 * With crashkernel=,high there are two: the image goes into the higher one,
 * the lower one is left to devices that reach no further.
 */
const struct memory_range *memory_crash_region(const struct memory_map *map)
{
	const struct memory_range *highest = NULL;
	size_t i;

	for (i = 0; i < map->count; i++) {
		const struct memory_range *range = &map->ranges[i];

		if (range->kind != MEMORY_CRASH)
			continue;
		if (!highest || range->start > highest->start)
			highest = range;
	}
	if (!highest)
		fail("no memory is reserved for a capture kernel: boot with crashkernel=256M");
	return highest;
}

/* The first crash region that reaches into [start, end), or NULL. */
static const struct memory_range *crash_inside(const struct memory_map *map,
					       uint64_t start, uint64_t end)
{
	const struct memory_range *first = NULL;
	size_t i;

	for (i = 0; i < map->count; i++) {
		const struct memory_range *range = &map->ranges[i];

		if (range->kind != MEMORY_CRASH || range->start >= end ||
		    range->end <= start)
			continue;
		if (!first || range->start < first->start)
			first = range;
	}
	return first;
}

/*
 * Calls visit for each piece of RAM that belongs into a dump. The crash regions
 * do not: their content is the capture kernel. Nor does the first mebibyte: a
 * kernel with kdump keeps nothing of its own there, and the capture kernel
 * overwrites it with its CPU start-up code.
 */
void memory_each_dumped(const struct memory_map *map,
			void (*visit)(void *data, uint64_t start, uint64_t end),
			void *data)
{
	const struct memory_range *crash;
	uint64_t start, end;
	size_t i;

	for (i = 0; i < map->count; i++) {
		if (map->ranges[i].kind != MEMORY_RAM)
			continue;
		start = map->ranges[i].start;
		end = map->ranges[i].end;
		if (start < MEBIBYTE)
			start = MEBIBYTE;
		while (start < end) {
			crash = crash_inside(map, start, end);
			if (!crash || crash->start > start)
				visit(data, start, crash ? crash->start : end);
			start = crash ? crash->end : end;
		}
	}
}
