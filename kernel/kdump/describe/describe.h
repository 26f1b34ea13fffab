/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a dump says about the machine, for image/, kexec/, load/ and crash/.
 */
#ifndef _KDUMP_DESCRIBE_H
#define _KDUMP_DESCRIBE_H

#include <linux/bits.h>
#include <linux/elf.h>
#include <linux/kdump.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/types.h>

/* The dumps of this kernel, as <asm/elf.h> has it. */
static inline struct kdump_elf_identity kdump_elf_identity(void)
{
	return (struct kdump_elf_identity){
		.class = ELF_CLASS,
		.data = ELF_DATA,
		.machine = ELF_ARCH,
	};
}

/* Ranges that memory hotplug may make of RAM, as far as there is space. */
#ifdef CONFIG_CRASH_HOTPLUG
#define KDUMP_HOTPLUG_RANGES CONFIG_CRASH_MAX_MEMORY_RANGES
#else
#define KDUMP_HOTPLUG_RANGES 0
#endif

/* Where memory ends that has a virtual address of its own; 0 if all has one. */
#ifdef CONFIG_HIGHMEM
#define KDUMP_HAS_HIGHMEM true
static inline u64 kdump_direct_map_end(void)
{
	return (u64)__pa(high_memory - 1) + 1;
}
#else
#define KDUMP_HAS_HIGHMEM false
static inline u64 kdump_direct_map_end(void)
{
	return 0;
}
#endif

/* Memory goes online and offline by this much; without sections never. */
#ifdef CONFIG_SPARSEMEM
#define KDUMP_SECTION_BYTES BIT_ULL(SECTION_SIZE_BITS)
#else
#define KDUMP_SECTION_BYTES BIT_ULL(63)
#endif

/* elfcorehdr.c; process context, the load lock is held */
void *kdump_elfcorehdr_new(bool lent, size_t *size);
size_t kdump_elfcorehdr_space(void);

/* vmcoreinfo.c; process context, then the crash path */
const char *kdump_vmcoreinfo_text(size_t *size);
void kdump_vmcoreinfo_seal(const char *text, size_t size);

#endif /* _KDUMP_DESCRIBE_H */
