// SPDX-License-Identifier: GPL-2.0-only
/*
 * kdump_size - say which crashkernel= will do
 *
 * Reads the kernel's file, the initramfs and this machine, and loads nothing.
 * What can be known is counted; what cannot, the memory of drivers above all, is
 * an allowance, until a test crash has shown how much was to spare.
 */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "size.h"

/* Slab, stacks, page tables and first processes of a kernel without modules. */
#define KERNEL_OWN (5 * MIB)
/* Stacks, lists and buffers of a further CPU. */
#define CPU_OWN MIB
/* kdump_save: for itself, and for each thread. */
#define SAVE_MEMORY (2 * MIB)
/* ELF header of the dump, boot parameters, the jump's pages. */
#define LOAD_OWN MIB
/* Bytes of memory that one byte of page structs describes. */
#define DESCRIBED 64
/* The part of all that is added to it. */
#define SPARE 8

static const char usage[] =
"usage: kdump_size [-c CPUS] [-l SIZE [-r SIZE]] KERNEL [INITRAMFS]\n"
"\n"
"Says which crashkernel= will do for a capture kernel, and why. Loads nothing.\n"
"\n"
"  -c CPUS   its nr_cpus=, 1 if not given\n"
"  -l SIZE   after a test crash: memory-least of /sys/kernel/kdump/record, which\n"
"            kdump_save says as well: 30M, 30720K\n"
"  -r SIZE   what was reserved then; if not given, what is reserved now\n"
"\n"
"Exit status: 0 said, 1 a file cannot be understood, 2 wrong usage.\n";

/**
 * struct options - the command line
 * @cpus: of the capture kernel
 * @least: bytes that it had to spare in a test crash
 * @measured: that was given
 * @reserved: for it, in that crash
 * @kernel: its file
 * @initramfs: its file, or NULL
 */
struct options {
	uint64_t cpus;
	uint64_t least;
	bool measured;
	uint64_t reserved;
	const char *kernel;
	const char *initramfs;
};

void say(const char *format, ...)
{
	va_list arguments;

	fputs("kdump_size: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

/* A part of the sum, and what it is. */
static uint64_t part(uint64_t bytes, const char *what)
{
	printf("%8.1f MiB  %s\n", (double)bytes / MIB, what);
	return bytes;
}

static bool parse_size(const char *text, uint64_t *ret)
{
	static const char suffixes[] = "KMG";
	const char *found;
	char *end;

	errno = 0;
	*ret = strtoull(text, &end, 10);
	if (errno || end == text || *text == '-' || *ret >> 40)
		return false;
	if (!*end)
		return true;
	found = strchr(suffixes, *end);
	if (!found || end[1])
		return false;
	*ret <<= 10 * (found - suffixes + 1);
	return true;
}

static bool take(struct options *options, int option)
{
	switch (option) {
	case 'c':
		return parse_size(optarg, &options->cpus) && options->cpus &&
		       options->cpus <= 8192;
	case 'l':
		options->measured = true;
		return parse_size(optarg, &options->least);
	case 'r':
		return parse_size(optarg, &options->reserved);
	}
	return false;
}

static bool parse(struct options *options, int argc, char **argv)
{
	int option;

	*options = (struct options){
		.cpus = 1, .reserved = machine_reserved() };
	while ((option = getopt(argc, argv, "c:l:r:")) != -1)
		if (!take(options, option))
			return false;
	if (argc - optind < 1 || argc - optind > 2)
		return false;
	options->kernel = argv[optind];
	options->initramfs = argv[optind + 1];
	return !options->measured || options->least < options->reserved;
}

/* What the capture kernel has to have in memory when it is loaded. */
static uint64_t load_size(const struct kernel *kernel,
			  const struct initramfs *initramfs)
{
	return kernel->load + initramfs->packed + LOAD_OWN;
}

/*
 * The kernel, and what comes to it until the dump is saved. Capture kernels with
 * kdump use the padding of their image, and give the initramfs back while it is
 * unpacked; with others that is there twice for a moment.
 */
static uint64_t run_size(const struct options *options,
			 const struct kernel *kernel,
			 const struct initramfs *initramfs)
{
	uint64_t sum;

	if (machine_has_kdump())
		sum = part(kernel->content, "the kernel");
	else
		sum = part(kernel->load, "the kernel, with its padding");

	if (options->initramfs && machine_has_kdump())
		sum += part(larger_of(initramfs->files, initramfs->packed),
			    initramfs->guessed ?
			    "files of the initramfs, guessed: what unpacks it is not here" :
			    "files of the initramfs");
	else if (options->initramfs)
		sum += part(initramfs->files + initramfs->packed,
			    initramfs->guessed ?
			    "the initramfs and its files, guessed" :
			    "the initramfs and its files");
	if (initramfs->modules)
		sum += part(initramfs->modules,
			    "modules in it that are loaded here");
	sum += part(LOAD_OWN + KERNEL_OWN + (options->cpus - 1) * CPU_OWN,
		    "the kernel's own");
	sum += part(SAVE_MEMORY * (1 + options->cpus),
		    "kdump_save, a thread for each CPU");
	return sum + part(sum / SPARE, "to spare, for drivers and network");
}

static uint64_t measured_size(const struct options *options)
{
	uint64_t used = options->reserved - options->least;

	part(options->reserved, "reserved in the test crash");
	part(options->least, "of that to spare, at the least");
	return used + part(used / SPARE, "to be spared");
}

static void suggest(const struct options *options, const struct kernel *kernel,
		    const struct initramfs *initramfs)
{
	uint64_t load = load_size(kernel, initramfs), sum;

	if (options->measured) {
		sum = measured_size(options);
	} else {
		sum = run_size(options, kernel, initramfs);
		sum += part(sum / (DESCRIBED - 1), "page structs");
	}
	if (sum < load)
		sum = part(load, "which is needed to load it");
	if (options->reserved && !options->measured)
		part(options->reserved, "are reserved now");
	printf("crashkernel=%lluM\n",
	       (unsigned long long)(round_up(sum, MIB) / MIB));
}

int main(int argc, char **argv)
{
	struct initramfs initramfs = { 0 };
	struct options options;
	struct kernel kernel;

	if (!parse(&options, argc, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!kernel_file_read(options.kernel, &kernel) ||
	    (options.initramfs && !initramfs_read(options.initramfs, &initramfs)))
		return 1;
	suggest(&options, &kernel, &initramfs);
	return 0;
}
