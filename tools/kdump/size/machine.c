// SPDX-License-Identifier: GPL-2.0-only
/*
 * What this machine tells: its modules, and what is reserved now.
 */
#include <string.h>
#include <unistd.h>

#include "size.h"

/* The memory of a module that is loaded, or 0. */
uint64_t machine_module(const char *name)
{
	FILE *file = fopen("/proc/modules", "re");
	unsigned long long size, found = 0;
	char loaded[64];

	while (file && fscanf(file, "%63s %llu%*[^\n]", loaded, &size) == 2)
		if (!strcmp(loaded, name))
			found = size;
	if (file)
		fclose(file);
	return found;
}

/* What crashkernel= has reserved, or 0. */
uint64_t machine_reserved(void)
{
	FILE *file = fopen("/sys/kernel/kexec_crash_size", "re");
	unsigned long long size = 0;

	if (file && fscanf(file, "%llu", &size) != 1)
		size = 0;
	if (file)
		fclose(file);
	return size;
}

/* Its capture kernels give memory back that others keep. */
bool machine_has_kdump(void)
{
	return !access("/sys/kernel/kdump", F_OK);
}
