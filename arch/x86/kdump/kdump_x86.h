/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Private to arch/x86/kdump/, grouped by file.
 */
#ifndef _KDUMP_X86_H
#define _KDUMP_X86_H

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/linkage.h>
#include <linux/types.h>

#include <asm/e820/types.h>

struct boot_params;
struct kdump_bzimage;
struct screen_info;

/* jump_entry_64.S, jump_entry_32.S */
#ifdef CONFIG_X86_64
void kdump_x86_enter(u64 control, u64 tables, u64 entry, u64 argument,
		     u64 write_back, u64 copies);
#else
asmlinkage void kdump_x86_enter(u32 control, u32 tables, u32 entry,
				u32 argument, u32 cr4, u32 copies);
#endif

/* firmware.c: what firmware left in memory that the next kernel reads */
int kdump_x86_firmware_ranges(struct kdump_range_set *set);

/* Far more than firmware tells: 80 KiB while a load runs. */
#define KDUMP_X86_MEMORY_MAP_MAX 4096

/**
 * struct kdump_x86_memory_map - memory as the boot protocol tells of it
 * @entry: memory for KDUMP_X86_MEMORY_MAP_MAX entries
 * @count: entries in use
 * @type: type of the entries that are added now
 * @omitted: entries that found no room
 */
struct kdump_x86_memory_map {
	struct boot_e820_entry *entry;
	unsigned int count;
	enum e820_type type;
	unsigned int omitted;
};

/* boot_params.c */
void kdump_x86_memory_map(const struct kdump_range *elfcorehdr,
			  struct kdump_x86_memory_map *map);
size_t kdump_x86_boot_params_size(size_t cmdline_size,
				  const struct kdump_x86_memory_map *map);
void kdump_x86_boot_params_fill(struct boot_params *params, u64 address,
				const char *cmdline,
				const struct kdump_x86_memory_map *map,
				const struct kdump_range *measurements);

/* profile.c */
unsigned int kdump_x86_lapic_khz(void);

/*
 * image_holes.c, section_roots.c: of struct kdump_profile_entry; and image_vmlinux.c.
 * A 32-bit kernel has no such holes, and no table of that size; where it is unpacked
 * to, its decompressor writes into each place that names an address.
 */
#ifdef CONFIG_X86_64
bool kdump_x86_use_image_holes(void);
bool kdump_x86_shrink_section_roots(void);
int kdump_x86_place_vmlinux(struct kdump_builder *builder,
			    const struct kdump_files *files,
			    const struct kdump_bzimage *image, u64 *entry);
#else
static inline bool kdump_x86_use_image_holes(void)
{
	return false;
}

static inline bool kdump_x86_shrink_section_roots(void)
{
	return false;
}

static inline int kdump_x86_place_vmlinux(struct kdump_builder *builder,
					  const struct kdump_files *files,
					  const struct kdump_bzimage *image,
					  u64 *entry)
{
	return -EOPNOTSUPP;
}
#endif

/* stop.c; crash path */
void kdump_x86_cpu_stopped(int cpu);

/* seam_enc_*.c: what not every base can do; crash path */
void kdump_x86_quiet_encryption(void);

/* seam_screen_*.c */
const struct screen_info *kdump_x86_screen(void);

/*
 * seam_caches_*.c: whether this CPU has to write its caches back before memory is
 * used under another key; crash path
 */
bool kdump_x86_caches_are_mixed(void);

#endif /* _KDUMP_X86_H */
