// SPDX-License-Identifier: GPL-2.0-only
/*
 * A bzImage: is it a kernel that can be started here, and the boot_params that
 * tell it about its machine. Field names are those of the x86 boot protocol.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kdump_load.h"

#define HEADER_OFFSET 0x1f1
#define SECTOR 512u

/* Where init_size, the last field used here, came into the protocol. */
#define PROTOCOL_NEEDED 0x020c

/* "Some loader without a number of its own." */
#define LOADER_UNKNOWN 0xff

#define BOOT_PARAMS_PATH "/sys/kernel/boot_params/data"

/*
 * The header says itself where it ends: at the target of the short jump at
 * 0x200. A file may claim anything there; what this program knows nothing of
 * is left behind, what it needs must be present. Returns 0 if it is not.
 */
static size_t header_size(const struct blob *file)
{
	size_t needed = offsetof(struct setup_header, init_size) +
			sizeof(uint32_t);
	size_t size = 0x202u - HEADER_OFFSET + file->data[0x201];

	if (file->data[0x200] != 0xeb || size < needed)
		return 0;
	return size < sizeof(struct setup_header) ?
	       size : sizeof(struct setup_header);
}

static void check_magic(const struct blob *file)
{
	struct setup_header header;

	if (file->size < HEADER_OFFSET + sizeof(header) + SECTOR)
		fail("the kernel file is too short for a bzImage (%zu bytes)",
		     file->size);
	memcpy(&header, file->data + HEADER_OFFSET, sizeof(header));
	if (header.boot_flag != 0xaa55 || memcmp(&header.header, "HdrS", 4))
		fail("the kernel file is not a bzImage: give arch/x86/boot/bzImage or /boot/vmlinuz-...");
}

static void check_abilities(const struct setup_header *header)
{
	if (header->version < PROTOCOL_NEEDED)
		fail("this bzImage speaks boot protocol %u.%02u; 2.12 is needed",
		     header->version >> 8, header->version & 0xff);
	if (!(header->xloadflags & XLF_KERNEL_64))
		fail("this bzImage holds no 64-bit kernel");
	if (!header->relocatable_kernel)
		fail("this bzImage cannot run in reserved memory: build it with CONFIG_RELOCATABLE=y");
	if (!header->kernel_alignment ||
	    header->kernel_alignment & (header->kernel_alignment - 1))
		fail("this bzImage asks for an impossible alignment (%#x)",
		     header->kernel_alignment);
}

void bzimage_parse(const struct blob *file, struct bzimage *ret)
{
	struct bzimage image = { 0 };
	size_t size, setup;

	check_magic(file);
	size = header_size(file);
	if (!size)
		fail("the header of this bzImage is cut short");
	memcpy(&image.header, file->data + HEADER_OFFSET, size);
	check_abilities(&image.header);

	/* 0 is an old way to write 4; the boot sector itself comes on top. */
	setup = (image.header.setup_sects ? image.header.setup_sects : 4) + 1;
	if (setup * SECTOR >= file->size)
		fail("this bzImage is cut short: %zu bytes of setup code, %zu in all",
		     setup * SECTOR, file->size);
	image.payload = file->data + setup * SECTOR;
	image.payload_size = file->size - setup * SECTOR;
	image.memory_size = image.header.init_size;
	if (image.memory_size < image.payload_size)
		fail("this bzImage claims to need less memory (%#x) than it fills (%#zx)",
		     image.header.init_size, image.payload_size);
	image.alignment = image.header.kernel_alignment;
	if (image.alignment < PAGE_BYTES)
		image.alignment = PAGE_BYTES;
	*ret = image;
}

static const struct {
	enum memory_kind kind;
	uint32_t type;
} e820_types[] = {
	{ MEMORY_ACPI_TABLES, 3 },
	{ MEMORY_ACPI_STORAGE, 4 },
	{ MEMORY_PERSISTENT, 7 },
	{ MEMORY_UNUSABLE, 5 },
	{ MEMORY_RESERVED, 2 },
};

static bool add_e820(struct boot_params *params, uint64_t start, uint64_t end,
		     uint32_t type)
{
	struct boot_e820_entry *entry;

	if (start >= end)
		return true;
	if (params->e820_entries >= E820_MAX_ENTRIES_ZEROPAGE)
		return false;
	entry = &params->e820_table[params->e820_entries++];
	entry->addr = start;
	entry->size = end - start;
	entry->type = type;
	debug("e820     %#llx-%#llx type %u", (unsigned long long)start,
	      (unsigned long long)end - 1, type);
	return true;
}

/*
 * What the capture kernel may use: the low mebibyte and the reservation. The
 * ELF core header is left out, so that nothing is put over it and the kernel
 * reads it as it reads the old kernel's memory.
 */
static void add_usable(struct boot_params *params,
		       const struct memory_map *map,
		       const struct memory_range *hole)
{
	bool fits = true;
	size_t i;

	for (i = 0; i < map->count; i++) {
		const struct memory_range *range = &map->ranges[i];

		if (range->kind == MEMORY_RAM && range->end <= MEBIBYTE)
			fits &= add_e820(params, range->start, range->end, 1);
		if (range->kind != MEMORY_CRASH)
			continue;
		if (hole->start < range->start || hole->end > range->end) {
			fits &= add_e820(params, range->start, range->end, 1);
			continue;
		}
		fits &= add_e820(params, range->start, hole->start, 1);
		fits &= add_e820(params, hole->end, range->end, 1);
	}
	if (!fits)
		fail("more memory ranges below 1 MiB than boot_params can list");
}

/* Firmware's ranges, the most needed kinds first: the table is short. */
static void add_firmware(struct boot_params *params,
			 const struct memory_map *map)
{
	size_t kinds = sizeof(e820_types) / sizeof(e820_types[0]);
	unsigned int dropped = 0;
	size_t kind, i;

	for (kind = 0; kind < kinds; kind++)
		for (i = 0; i < map->count; i++)
			if (map->ranges[i].kind == e820_types[kind].kind &&
			    !add_e820(params, map->ranges[i].start,
				      map->ranges[i].end,
				      e820_types[kind].type))
				dropped++;
	if (dropped)
		say("note: %u firmware ranges did not fit into boot_params",
		    dropped);
}

/* Screen and ACPI root pointer are facts of the machine, not of a kernel. */
static void copy_machine_facts(struct boot_params *params)
{
	struct boot_params *running;
	struct blob bytes;

	if (!file_try_read(BOOT_PARAMS_PATH, sizeof(*running), &bytes))
		return;
	if (bytes.size == sizeof(*running)) {
		running = (struct boot_params *)bytes.data;
		params->screen_info = running->screen_info;
		params->acpi_rsdp_addr = running->acpi_rsdp_addr;
	}
	free(bytes.data);
}

/* On an EFI machine the ACPI root pointer is only in EFI's system table. */
static void find_acpi_root(struct boot_params *params)
{
	const char *wanted = "ACPI20=0x";
	struct blob text;
	char *found;

	if (params->acpi_rsdp_addr ||
	    !file_try_read("/sys/firmware/efi/systab", 64 * 1024, &text))
		return;
	found = strstr((char *)text.data, wanted);
	if (found)
		params->acpi_rsdp_addr = strtoull(found + strlen(wanted), NULL,
						  16);
	free(text.data);
}

void boot_params_fill(struct boot_params *params, const struct bzimage *image,
		      const struct boot_layout *layout,
		      const struct memory_map *map)
{
	memset(params, 0, sizeof(*params));
	params->hdr = image->header;
	params->hdr.type_of_loader = LOADER_UNKNOWN;
	params->hdr.code32_start = (uint32_t)layout->kernel;
	params->hdr.setup_data = 0;
	params->hdr.cmd_line_ptr = (uint32_t)layout->command_line;
	params->ext_cmd_line_ptr = (uint32_t)(layout->command_line >> 32);
	params->hdr.ramdisk_image = (uint32_t)layout->initrd;
	params->ext_ramdisk_image = (uint32_t)(layout->initrd >> 32);
	params->hdr.ramdisk_size = (uint32_t)layout->initrd_size;
	params->ext_ramdisk_size = (uint32_t)(layout->initrd_size >> 32);
	copy_machine_facts(params);
	find_acpi_root(params);
	add_usable(params, map, &layout->elfcorehdr);
	add_firmware(params, map);
}
