/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of kernel/kdump/ say to each other, grouped by the file that
 * says it. Physical addresses and bytes everywhere.
 */
#ifndef _KDUMP_INTERNAL_H
#define _KDUMP_INTERNAL_H

#include <linux/init.h>
#include <linux/kdump.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_record.h>
#include <linux/kexec.h>
#include <linux/sysctl.h>
#include <linux/types.h>

struct cpumask;
struct kdump_builder;
struct kdump_image;
struct kexec_segment;
struct pt_regs;

/* reserve.c: the reserved memory and what there is to say about it */
bool __init kdump_reserve_parse(const char *cmdline, u64 ram);
void __init kdump_reserve(void);
const char *kdump_reservation_text(void);
int kdump_reservation_show(char *buffer);
u64 kdump_region_size(void);
int kdump_region_shrink(u64 size);

/* image.c: the load lock, the builder, the one install path */
int kdump_load_lock(void);
void kdump_load_drop(void);
void kdump_load_unlock(void);
bool kdump_image_loaded(void);
int kdump_image_hold_off(void);
void kdump_image_allow(void);
struct kdump_builder *kdump_builder_new(void);
void kdump_builder_destroy(struct kdump_builder *builder);
int kdump_builder_own(struct kdump_builder *builder, void *memory);
void kdump_builder_make_updatable(struct kdump_builder *builder,
				  const struct kdump_range *elfcorehdr);
void kdump_builder_find_updatable(struct kdump_builder *builder);
int kdump_builder_add(struct kdump_builder *builder, const char *name,
		      const void *data, u64 size,
		      const struct kdump_range *memory);
int kdump_builder_check(const struct kdump_builder *builder);
void *kdump_builder_stage(struct kdump_builder *builder, unsigned int index);
int kdump_image_install(struct kdump_builder *builder);
int kdump_image_unload(void);
bool kdump_image_updatable(void);
int kdump_image_update_elfcorehdr(const void *header, size_t size);

/* image.c: crash path */
const struct kdump_image *kdump_image_claim(void);
int kdump_image_verify(const struct kdump_image *image); /* sealed.c */
const char *kdump_image_vmcoreinfo(const struct kdump_image *image,
				   size_t *size);
void kdump_image_jump(const struct kdump_image *image);

/* reboot.c: the kernel that kexec -e starts */
int kdump_reboot_builder(bool choose, struct kdump_builder **ret);
int kdump_reboot_install(const struct kdump_builder *builder,
			 const struct kexec_segment *user);
void kdump_reboot_unload(void);
int kdump_reboot(void);

/* permit.c: who may load, and how often */
bool kdump_load_permitted(bool crash);
int kdump_limit_access(int *limit, int write, void *buffer, size_t *length,
		       loff_t *position);

/* load.c: kexec_load(2) */
int kdump_load_check(unsigned long nr_segments, unsigned long flags);
int kdump_load_segments(unsigned long entry, unsigned long nr_segments,
			const struct kexec_segment *segments,
			unsigned long flags);

/* enter.c: the crash path */
void kdump_crash(struct pt_regs *regs, bool panic);
bool kdump_machine_stopped(void);
void __noreturn kdump_give_up(void);

/* record.c: the stage record; crash path, then two for everybody */
void kdump_record_crash(unsigned int cpu, bool panic);
void kdump_record_stage(enum kdump_stage stage);
void kdump_record_stopped(const struct cpumask *stragglers);
void kdump_record_verified(bool good);
phys_addr_t kdump_record_address(void);
size_t kdump_record_show(char *text, size_t size);

/* seam_sched.c */
const struct task_struct *kdump_cpu_task(unsigned int cpu);

/* elfcorehdr.c: this machine's memory in an ELF core header */
void *kdump_elfcorehdr_new(size_t *size);
int kdump_elfcorehdr_place(struct kdump_builder *builder,
			   struct kdump_range *ret);

/* hotplug.c: may a loaded image's elfcorehdr grow, and to how many bytes? */
#ifdef CONFIG_CRASH_HOTPLUG
void kdump_hotplug_catch_up(void);
#define KDUMP_UPDATABLE true
static inline unsigned int kdump_elfcorehdr_room(void)
{
	return arch_crash_get_elfcorehdr_size();
}
#else
#define KDUMP_UPDATABLE false
static inline void kdump_hotplug_catch_up(void)
{
}

static inline unsigned int kdump_elfcorehdr_room(void)
{
	return 0;
}
#endif

/* vmcoreinfo.c: what tools must know about this kernel */
const char *kdump_vmcoreinfo_text(size_t *size);
void kdump_vmcoreinfo_seal(const char *text, size_t size);

/* seam_<base>.c: bases differ in what a handler may do with its table */
proc_handler kdump_handle_limit;

/* seam_<base>_vmcoreinfo.c: the keys that not every base has */
void kdump_seam_vmcoreinfo(void);

#endif /* _KDUMP_INTERNAL_H */
