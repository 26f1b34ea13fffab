/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of arch/x86/kdump/ say to each other, grouped by file.
 */
#ifndef _KDUMP_X86_H
#define _KDUMP_X86_H

#include <linux/errno.h>
#include <linux/kdump_arch.h>
#include <linux/types.h>

#include <asm/e820/types.h>

struct boot_params;
struct cpumask;

/* jump.c */
int kdump_x86_control_pages(const struct kdump_range_set *map);
int kdump_x86_control_build(const struct kdump_control *control);
void kdump_x86_jump(const struct kdump_jump *jump);

/* stop.c */
const struct cpumask *kdump_x86_stop_cpus(void);

/* enter.S */
void kdump_x86_enter(u64 control, u64 tables, u64 entry, u64 argument,
		     u64 encrypted, u64 copies);

/* bzimage.c */
#ifdef CONFIG_KEXEC_FILE
int kdump_x86_check_kernel(const void *kernel, size_t size);
int kdump_x86_load_kernel(struct kdump_builder *builder,
			  const struct kdump_files *files);
#else
static inline int kdump_x86_check_kernel(const void *kernel, size_t size)
{
	return -ENOEXEC;
}

static inline int kdump_x86_load_kernel(struct kdump_builder *builder,
					const struct kdump_files *files)
{
	return -ENOEXEC;
}
#endif

/* firmware.c: what firmware left in memory that the next kernel reads */
int kdump_x86_firmware_ranges(struct kdump_range_set *set);

/* oldmem.c: memory of the crashed kernel, in the capture kernel */
void *kdump_x86_oldmem_map(const struct kdump_range *range, bool encrypted);
void kdump_x86_oldmem_unmap(void *mapping);

/* oldmem_slot.c: the same, a page at a time */
extern const struct kdump_oldmem_slot_ops kdump_x86_oldmem_slots;

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
				const struct kdump_x86_memory_map *map);

/* seam_<base>.c: what not every base can do; crash path */
void kdump_x86_quiet_encryption(void);

#endif /* _KDUMP_X86_H */
