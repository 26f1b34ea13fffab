// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ELF core header: tells the capture kernel where the registers, vmcoreinfo
 * and the memory of the crashed kernel are.
 */
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_load.h"

#define CPU_PATH "/sys/devices/system/cpu"
#define VMCOREINFO_PATH "/sys/kernel/vmcoreinfo"

/* A note larger than this is no note of ours: the text is misread. */
#define NOTE_LIMIT (1ULL << 20)

struct header_builder {
	Elf64_Phdr *segments;
	size_t count;
	struct kernel_mapping mapping;
};

static void append(struct header_builder *builder, const Elf64_Phdr *segment)
{
	size_t size = (builder->count + 1) * sizeof(*segment);

	/* 0xffff has a meaning of its own in e_phnum. */
	if (builder->count >= PN_XNUM - 1)
		fail("this machine has more memory ranges than an ELF header can list");
	builder->segments = realloc(builder->segments, size);
	if (!builder->segments)
		fail("out of memory while building the ELF core header");
	builder->segments[builder->count++] = *segment;
}

static void append_note(struct header_builder *builder, uint64_t address,
			uint64_t size)
{
	Elf64_Phdr segment = {
		.p_type = PT_NOTE,
		.p_offset = address,
		.p_paddr = address,
		.p_filesz = size,
		.p_memsz = size,
	};

	debug("note     %#llx, %llu bytes", (unsigned long long)address,
	      (unsigned long long)size);
	append(builder, &segment);
}

static void append_memory(struct header_builder *builder, uint64_t physical,
			  uint64_t virtual, uint64_t size)
{
	Elf64_Phdr segment = {
		.p_type = PT_LOAD,
		.p_flags = PF_R | PF_W | PF_X,
		.p_offset = physical,
		.p_paddr = physical,
		.p_vaddr = virtual,
		.p_filesz = size,
		.p_memsz = size,
	};

	debug("memory   %#llx-%#llx at %#llx", (unsigned long long)physical,
	      (unsigned long long)(physical + size - 1),
	      (unsigned long long)virtual);
	append(builder, &segment);
}

/* Returns false if the file is absent; anything but one number is an error. */
static bool read_number(const char *path, int base, uint64_t *ret)
{
	unsigned long long number;
	struct blob text;
	char *rest;

	if (!file_try_read(path, 256, &text)) {
		if (errno == ENOENT)
			return false;
		fail("cannot read %s: %s", path, strerror(errno));
	}
	errno = 0;
	number = strtoull((char *)text.data, &rest, base);
	if (errno || rest == (char *)text.data || (*rest && *rest != '\n'))
		fail("%s holds no number: '%s'", path, (char *)text.data);
	free(text.data);
	*ret = number;
	return true;
}

static void append_cpu(struct header_builder *builder, unsigned int cpu)
{
	uint64_t address, size;
	char path[128];

	snprintf(path, sizeof(path), CPU_PATH "/cpu%u/crash_notes", cpu);
	if (!read_number(path, 16, &address))
		return;
	snprintf(path, sizeof(path), CPU_PATH "/cpu%u/crash_notes_size", cpu);
	if (!read_number(path, 10, &size))
		fail("%s is absent: this kernel is too old", path);
	if (!address || !size || size > NOTE_LIMIT)
		fail("the crash note of CPU %u is impossible: %llu bytes at %#llx",
		     cpu, (unsigned long long)size,
		     (unsigned long long)address);
	append_note(builder, address, size);
}

static int is_cpu(const struct dirent *entry)
{
	unsigned int cpu;
	char rest;

	return sscanf(entry->d_name, "cpu%u%c", &cpu, &rest) == 1;
}

/* In the order of their numbers: crash(8) counts notes to tell CPUs apart. */
static void append_cpus(struct header_builder *builder)
{
	struct dirent **entries;
	int count = scandir(CPU_PATH, &entries, is_cpu, versionsort);
	int i;

	if (count < 0)
		fail("cannot list %s: %s", CPU_PATH, strerror(errno));
	for (i = 0; i < count; i++) {
		append_cpu(builder,
			   (unsigned int)strtoul(entries[i]->d_name + 3, NULL,
						 10));
		free(entries[i]);
	}
	free(entries);
	if (!builder->count)
		fail("no CPU offers crash_notes: was this kernel built with CONFIG_CRASH_DUMP?");
}

/* "0x000000000b01d000 1024": both hexadecimal, the second without 0x. */
static void append_vmcoreinfo(struct header_builder *builder)
{
	struct blob text = file_read(VMCOREINFO_PATH, 256);
	unsigned long long address, size;

	if (sscanf((char *)text.data, "%llx %llx", &address, &size) != 2 ||
	    !address || !size || size > NOTE_LIMIT)
		fail("%s cannot be understood: '%s'", VMCOREINFO_PATH,
		     (char *)text.data);
	free(text.data);
	append_note(builder, address, size);
}

/* The kernel image is mapped twice; debuggers want this address for it. */
static void append_text(struct header_builder *builder,
			const struct memory_map *map)
{
	const struct kernel_mapping *mapping = &builder->mapping;
	size_t i;

	for (i = 0; i < map->count && mapping->have_text; i++) {
		if (map->ranges[i].kind != MEMORY_KERNEL_CODE)
			continue;
		append_memory(builder, map->ranges[i].start,
			      mapping->text_virtual, mapping->text_size);
		return;
	}
	say("note: the place of the kernel's text is not known and left out");
}

static void append_ram(void *data, uint64_t start, uint64_t end)
{
	struct header_builder *builder = data;
	uint64_t virtual = 0;

	if (builder->mapping.have_direct)
		virtual = start + builder->mapping.direct_offset;
	append_memory(builder, start, virtual, end - start);
}

static struct blob seal(struct header_builder *builder)
{
	size_t size = builder->count * sizeof(builder->segments[0]);
	Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			     ELFDATA2LSB, EV_CURRENT, ELFOSABI_NONE },
		.e_type = ET_CORE,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_phoff = sizeof(header),
		.e_ehsize = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = (Elf64_Half)builder->count,
	};
	struct blob blob = {
		.data = zero_alloc(sizeof(header) + size),
		.size = sizeof(header) + size,
	};

	memcpy(blob.data, &header, sizeof(header));
	memcpy(blob.data + sizeof(header), builder->segments, size);
	free(builder->segments);
	return blob;
}

struct blob elfcorehdr_build(const struct memory_map *map)
{
	struct header_builder builder = { 0 };

	kcore_read(map, &builder.mapping);
	append_cpus(&builder);
	append_vmcoreinfo(&builder);
	append_text(&builder, map);
	memory_each_dumped(map, append_ram, &builder);
	return seal(&builder);
}
