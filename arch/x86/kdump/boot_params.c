// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot parameters of the new kernel: what it may use of memory, and what
 * of this kernel's knowledge of firmware it inherits.
 *
 * Layout of the piece: struct boot_params, then the command line, what of the
 * memory map did not fit, EFI's runtime map and the other setup_data entries,
 * each aligned to 16 bytes.
 * Format: Documentation/arch/x86/boot.rst and zero-page.rst.
 *
 * Context: process context, the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/efi.h>
#include <linux/ioport.h>
#include <linux/kdump_port.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/screen_info.h>
#include <linux/string.h>

#include <asm/bootparam.h>
#include <asm/e820/api.h>
#include <asm/efi.h>
#include <asm/setup.h>

#include "efi_info.h"
#include "kdump_x86.h"

#define PIECE_ALIGN	16
#define RNG_SEED_BYTES	32

/* Boot loader types: boot.rst; 0xD is kexec. */
#define LOADER_KEXEC	0xd0

static size_t efi_map_bytes(void)
{
	return efi_enabled(EFI_RUNTIME_SERVICES) && efi_enabled(EFI_64BIT) ?
	       efi_get_runtime_map_size() : 0;
}

/* What the table in struct boot_params has no room for goes into setup_data. */
static size_t e820_ext_bytes(const struct kdump_x86_memory_map *map)
{
	if (map->count <= E820_MAX_ENTRIES_ZEROPAGE)
		return 0;
	return sizeof(struct setup_data) + sizeof(*map->entry) *
	       (map->count - E820_MAX_ENTRIES_ZEROPAGE);
}

/**
 * kdump_x86_boot_params_size - bytes of the piece
 * @cmdline_size: bytes of the command line with its NUL
 * @map: the new kernel's memory
 *
 * Return: the bytes.
 */
size_t kdump_x86_boot_params_size(size_t cmdline_size,
				  const struct kdump_x86_memory_map *map)
{
	return ALIGN(sizeof(struct boot_params), PIECE_ALIGN) +
	       ALIGN(cmdline_size, PIECE_ALIGN) +
	       ALIGN(e820_ext_bytes(map), PIECE_ALIGN) +
	       ALIGN(efi_map_bytes(), PIECE_ALIGN) +
	       ALIGN(sizeof(struct setup_data) + sizeof(struct efi_setup_data),
		     PIECE_ALIGN) +
	       ALIGN(sizeof(struct setup_data) + sizeof(struct ima_setup_data),
		     PIECE_ALIGN) +
	       ALIGN(sizeof(struct setup_data) + RNG_SEED_BYTES, PIECE_ALIGN);
}

/**
 * struct params_piece - the part of the piece that is not taken yet
 * @params: its start
 * @address: physical address that @params will have
 * @used: bytes taken
 */
struct params_piece {
	struct boot_params *params;
	u64 address;
	size_t used;
};

static void *piece_take(struct params_piece *piece, size_t bytes, u64 *address)
{
	void *start = (void *)piece->params + piece->used;

	*address = piece->address + piece->used;
	piece->used += ALIGN(bytes, PIECE_ALIGN);
	return start;
}

static void *piece_take_setup_data(struct params_piece *piece, u32 type,
				   u32 bytes)
{
	struct setup_data *data;
	u64 address;

	data = piece_take(piece, sizeof(*data) + bytes, &address);
	data->type = type;
	data->len = bytes;
	data->next = piece->params->hdr.setup_data;
	piece->params->hdr.setup_data = address;
	return data->data;
}

static void fill_cmdline(struct params_piece *piece, const char *cmdline)
{
	size_t size = strlen(cmdline) + 1;
	u64 address;

	memcpy(piece_take(piece, size, &address), cmdline, size);
	piece->params->hdr.cmd_line_ptr = lower_32_bits(address);
	piece->params->ext_cmd_line_ptr = upper_32_bits(address);
}

static void map_add_entry(struct kdump_x86_memory_map *map, u64 start, u64 size)
{
	if (!size)
		return;
	if (map->count == KDUMP_X86_MEMORY_MAP_MAX) {
		map->omitted++;
		return;
	}
	map->entry[map->count++] = (struct boot_e820_entry){
		.addr = start,
		.size = size,
		.type = map->type,
	};
}

static int map_add_resource(struct resource *resource, void *map)
{
	map_add_entry(map, resource->start, resource_size(resource));
	return 0;
}

static void map_add_described(struct kdump_x86_memory_map *map,
			      unsigned long description, unsigned long flags,
			  u64 end, enum e820_type type)
{
	map->type = type;
	walk_iomem_res_desc(description, flags, 0, end, map,
			    map_add_resource);
}

static void map_add_lent(struct kdump_x86_memory_map *map)
{
	unsigned int i, count;
	const struct kdump_range *lent = kdump_lent_ranges(&count);

	for (i = 0; i < count; i++)
		map_add_entry(map, lent[i].start, kdump_range_size(&lent[i]));
}

/* RAM first: it is what must not fall off the end of a full table. */
static void map_add_ram(struct kdump_x86_memory_map *map,
			const struct kdump_range *elfcorehdr)
{
	struct kdump_range region = kdump_region();
	struct kdump_range low = kdump_region_low();

	map_add_described(map, IORES_DESC_NONE,
			  IORESOURCE_SYSTEM_RAM | IORESOURCE_BUSY, SZ_1M - 1,
		      E820_TYPE_RAM);
	map_add_entry(map, low.start, kdump_range_size(&low));
	/* The header is old memory to the capture kernel, not RAM. */
	map_add_entry(map, region.start, elfcorehdr->start - region.start);
	map_add_entry(map, elfcorehdr->end, region.end - elfcorehdr->end);
	map_add_lent(map);
}

static void map_add_capture(struct kdump_x86_memory_map *map,
			    const struct kdump_range *elfcorehdr)
{
	map_add_ram(map, elfcorehdr);
	map_add_described(map, IORES_DESC_ACPI_TABLES,
			  IORESOURCE_MEM | IORESOURCE_BUSY, U64_MAX,
		      E820_TYPE_ACPI);
	map_add_described(map, IORES_DESC_ACPI_NV_STORAGE,
			  IORESOURCE_MEM | IORESOURCE_BUSY, U64_MAX,
		      E820_TYPE_NVS);
	map_add_described(map, IORES_DESC_RESERVED, IORESOURCE_MEM, U64_MAX,
			  E820_TYPE_RESERVED);
}

/* All that firmware told of, as our own boot loader handed it over. */
static void map_add_firmware(struct kdump_x86_memory_map *map)
{
	const struct e820_table *table = e820_table_kexec;
	unsigned int i;

	for (i = 0; i < table->nr_entries; i++) {
		map->type = table->entries[i].type;
		map_add_entry(map, table->entries[i].addr, table->entries[i].size);
	}
}

/**
 * kdump_x86_memory_map - what memory the new kernel has
 * @elfcorehdr: part of the region that is not the capture kernel's RAM; empty
 *	for a kernel that is started without a crash
 * @map: empty; filled in
 */
void kdump_x86_memory_map(const struct kdump_range *elfcorehdr,
			  struct kdump_x86_memory_map *map)
{
	if (kdump_range_empty(elfcorehdr))
		map_add_firmware(map);
	else
		map_add_capture(map, elfcorehdr);
	if (map->omitted)
		pr_warn("the memory map is full: %u reserved ranges are not handed to the new kernel\n",
			map->omitted);
}

static void fill_memory_map(struct params_piece *piece,
			    const struct kdump_x86_memory_map *map)
{
	struct boot_params *params = piece->params;
	unsigned int count = min(map->count,
				 ARRAY_SIZE(params->e820_table));
	size_t rest = (map->count - count) * sizeof(*map->entry);

	params->e820_entries = count;
	memcpy(params->e820_table, map->entry, count * sizeof(*map->entry));
	if (rest)
		memcpy(piece_take_setup_data(piece, SETUP_E820_EXT, rest),
		       map->entry + count, rest);
}

static struct kdump_x86_efi_map fill_efi_map(struct params_piece *piece)
{
	struct kdump_x86_efi_map map = { .bytes = efi_map_bytes() };

	if (!map.bytes)
		return map;
	map.entry_bytes = efi_get_runtime_map_desc_size();
	efi_runtime_map_copy(piece_take(piece, map.bytes, &map.address),
			     map.bytes);
	return map;
}

/*
 * EFI is switched to virtual mode once per boot: say how it was left. A kernel of 32
 * bits cannot be told; it goes on without EFI's services.
 */
static void fill_efi(struct params_piece *piece)
{
	const struct efi_info *ours = &boot_params.efi_info;
	struct kdump_x86_efi_map map;
	struct efi_setup_data *data;

	if (!efi_enabled(EFI_RUNTIME_SERVICES) || !efi_enabled(EFI_64BIT) ||
	    !ours->efi_memmap_size)
		return;
	piece->params->secure_boot = boot_params.secure_boot;
	map = fill_efi_map(piece);
	kdump_x86_efi_info(ours, &map, &piece->params->efi_info);

	data = piece_take_setup_data(piece, SETUP_EFI, sizeof(*data));
	data->fw_vendor = efi_fw_vendor;
	data->tables = efi_config_table;
	data->smbios = efi.smbios;
}

static void fill_rsdp(struct boot_params *params)
{
	params->acpi_rsdp_addr = boot_params.acpi_rsdp_addr;
	if (params->acpi_rsdp_addr || !efi_enabled(EFI_BOOT))
		return;
	if (efi.acpi20 != EFI_INVALID_TABLE_ADDR)
		params->acpi_rsdp_addr = efi.acpi20;
	else if (efi.acpi != EFI_INVALID_TABLE_ADDR)
		params->acpi_rsdp_addr = efi.acpi;
}

static void fill_ima(struct params_piece *piece,
		     const struct kdump_range *measurements)
{
	struct ima_setup_data *data;

	if (kdump_range_empty(measurements))
		return;
	data = piece_take_setup_data(piece, SETUP_IMA, sizeof(*data));
	data->addr = measurements->start;
	data->size = kdump_range_size(measurements);
}

/* A capture kernel has little entropy of its own and may need keys. */
static void fill_rng_seed(struct params_piece *piece)
{
	if (rng_is_initialized())
		get_random_bytes(piece_take_setup_data(piece, SETUP_RNG_SEED,
						       RNG_SEED_BYTES),
				 RNG_SEED_BYTES);
}

/* What this kernel learnt from firmware and cannot be asked for again. */
static void params_inherit(struct boot_params *params)
{
	params->hdr.hardware_subarch = boot_params.hdr.hardware_subarch;
	params->screen_info = *kdump_x86_screen();
	memcpy(params->eddbuf, boot_params.eddbuf, sizeof(params->eddbuf));
	params->eddbuf_entries = boot_params.eddbuf_entries;
	memcpy(params->edd_mbr_sig_buffer, boot_params.edd_mbr_sig_buffer,
	       sizeof(params->edd_mbr_sig_buffer));
	params->edd_mbr_sig_buf_entries = boot_params.edd_mbr_sig_buf_entries;
}

/**
 * kdump_x86_boot_params_fill - write the piece
 * @params: zeroed, kdump_x86_boot_params_size() bytes; only hdr is filled in,
 *	from the kernel's file
 * @address: physical address it will have
 * @cmdline: the complete command line
 * @map: the new kernel's memory
 * @measurements: IMA's list for it; empty if there is none
 */
void kdump_x86_boot_params_fill(struct boot_params *params, u64 address,
				const char *cmdline,
				const struct kdump_x86_memory_map *map,
				const struct kdump_range *measurements)
{
	struct params_piece piece = {
		.params = params,
		.address = address,
		.used = ALIGN(sizeof(*params), PIECE_ALIGN),
	};

	kdump_assert_load_locked();
	params->hdr.type_of_loader = LOADER_KEXEC;
	/* Ignore these fields of the file. */
	params->hdr.setup_data = 0;
	params->hdr.ramdisk_image = 0;
	params->hdr.ramdisk_size = 0;
	/* Only a decompressor that chose random addresses may set this. */
	params->hdr.loadflags &= ~KASLR_FLAG;
	params_inherit(params);
	fill_cmdline(&piece, cmdline);
	fill_memory_map(&piece, map);
	fill_rsdp(params);
	fill_efi(&piece);
	fill_ima(&piece, measurements);
	fill_rng_seed(&piece);
}
