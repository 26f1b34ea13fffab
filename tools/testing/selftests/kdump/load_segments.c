// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_load(2): the image is built here, segment by segment, and the kernel
 * only copies it into the crash region:
 *
 *	region start                                           region end
 *	| kernel ...... |   free for the kernel   | initrd | entry | params | elf |
 *
 * The kernel needs some pages of the region for itself (page tables of the
 * jump, a copy of vmcoreinfo) and finds them in the middle.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>

#include "kdump_load.h"

#define FILE_LIMIT (4096 * MEBIBYTE)
#define SEGMENTS_USED 5

struct segment_builder {
	struct kexec_segment segments[SEGMENTS_USED];
	unsigned long count;
	uint64_t bottom;	/* the free part of the region */
	uint64_t top;
};

static uint64_t align_up(uint64_t value, uint64_t alignment)
{
	return (value + alignment - 1) & ~(alignment - 1);
}

static void add_segment(struct segment_builder *builder, const char *name,
			const void *bytes, size_t size, uint64_t address,
			uint64_t memory_size)
{
	struct kexec_segment *segment = &builder->segments[builder->count++];

	segment->buf = (void *)bytes;
	segment->bufsz = size;
	segment->mem = (void *)address;
	segment->memsz = memory_size;
	debug("segment  %#" PRIx64 "-%#" PRIx64 " %s, %zu bytes", address,
	      address + memory_size - 1, name, size);
}

/* Takes whole pages from the top of the free part. */
static uint64_t place_high(struct segment_builder *builder, const char *name,
			   const void *bytes, size_t size)
{
	uint64_t memory_size = align_up(size, PAGE_BYTES);

	if (memory_size > builder->top - builder->bottom)
		fail("no room for the %s: the reserved memory lacks %s; boot with a larger crashkernel=",
		     name, size_text(memory_size -
				     (builder->top - builder->bottom)));
	builder->top -= memory_size;
	add_segment(builder, name, bytes, size, builder->top, memory_size);
	return builder->top;
}

static uint64_t place_kernel(struct segment_builder *builder,
			     const struct bzimage *image)
{
	uint64_t address = align_up(builder->bottom, image->alignment);
	uint64_t memory_size = align_up(image->memory_size, PAGE_BYTES);

	if (address > builder->top || memory_size > builder->top - address)
		fail("the kernel needs %s, and the reserved memory has %s after alignment: boot with a larger crashkernel=",
		     size_text(memory_size),
		     size_text(builder->top > address ?
			       builder->top - address : 0));
	if (address + memory_size > UINT32_MAX &&
	    !(image->header.xloadflags & XLF_CAN_BE_LOADED_ABOVE_4G))
		fail("this kernel cannot run above 4 GiB, where the memory is reserved");
	add_segment(builder, "kernel", image->payload, image->payload_size,
		    address, memory_size);
	builder->bottom = address + memory_size;
	return address;
}

/* The kernel finds the ELF core header by this option and nothing else. */
static char *complete_command_line(const char *given, uint64_t elfcorehdr,
				   const struct bzimage *image)
{
	char *text = NULL;

	if (asprintf(&text, "%s elfcorehdr=%#" PRIx64, given, elfcorehdr) < 0)
		fail("out of memory while building the command line");
	if (strlen(text) > image->header.cmdline_size)
		fail("the command line is too long: %zu bytes with elfcorehdr=, %u are possible",
		     strlen(text), image->header.cmdline_size);
	debug("command  %s", text);
	return text;
}

static uint64_t place_entry(struct segment_builder *builder,
			    const struct entry_fields *wanted)
{
	size_t size = (size_t)(entry_end - entry_start);
	unsigned char *bytes = zero_alloc(size);
	struct entry_fields fields = *wanted;
	uint64_t address = place_high(builder, "entry code", bytes, size);

	fields.gdt_base = address + (uint64_t)(entry_gdt - entry_start);
	memcpy(bytes, entry_start, size);
	memcpy(bytes + (entry_fields - entry_start), &fields, sizeof(fields));
	return address;
}

/* boot_params and, right behind them, the command line. */
static uint64_t place_boot_params(struct segment_builder *builder,
				  const struct bzimage *image,
				  struct boot_layout *layout,
				  const char *command_line,
				  const struct memory_map *map)
{
	size_t length = strlen(command_line) + 1;
	size_t size = sizeof(struct boot_params) + length;
	unsigned char *bytes = zero_alloc(size);
	uint64_t address = place_high(builder, "boot_params", bytes, size);

	layout->command_line = address + sizeof(struct boot_params);
	boot_params_fill((struct boot_params *)bytes, image, layout, map);
	memcpy(bytes + sizeof(struct boot_params), command_line, length);
	return address;
}

static struct blob read_announced(const char *path)
{
	struct blob file = file_read(path, FILE_LIMIT);

	say("reading %s (%s)", path, size_text(file.size));
	return file;
}

static void open_region(struct segment_builder *builder,
			const struct memory_map *map)
{
	const struct memory_range *region = memory_crash_region(map);

	builder->bottom = align_up(region->start, PAGE_BYTES);
	builder->top = region->end & ~(PAGE_BYTES - 1);
	if (builder->bottom >= builder->top)
		fail("the reserved memory is smaller than a page");
	say("loading into %#" PRIx64 "-%#" PRIx64 " (%s)", region->start,
	    region->end - 1, size_text(region->end - region->start));
}

/* Returns 0 or the errno of kexec_load(2). */
int segments_load(const struct load_request *request)
{
	struct segment_builder builder = { 0 };
	struct boot_layout layout = { 0 };
	struct entry_fields fields = { 0 };
	struct blob kernel, initrd, elfcorehdr;
	struct memory_map map;
	struct bzimage image;
	uint64_t entry;
	char *command_line;

	kernel = read_announced(request->kernel_path);
	bzimage_parse(&kernel, &image);
	memory_read(&map);
	open_region(&builder, &map);

	layout.kernel = place_kernel(&builder, &image);
	elfcorehdr = elfcorehdr_build(&map);
	layout.elfcorehdr.end = builder.top;
	layout.elfcorehdr.start = place_high(&builder, "ELF core header",
					     elfcorehdr.data, elfcorehdr.size);
	if (request->initrd_path) {
		initrd = read_announced(request->initrd_path);
		layout.initrd = place_high(&builder, "initrd", initrd.data,
					   initrd.size);
		layout.initrd_size = initrd.size;
	}
	command_line = complete_command_line(request->command_line,
					     layout.elfcorehdr.start, &image);
	fields.kernel = layout.kernel;
	fields.boot_params = place_boot_params(&builder, &image, &layout,
					       command_line, &map);
	entry = place_entry(&builder, &fields);

	if (syscall(SYS_kexec_load, entry, builder.count, builder.segments,
		    KEXEC_ON_CRASH | KEXEC_ARCH_X86_64))
		return errno;
	return 0;
}
