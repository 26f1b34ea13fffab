/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel that kexec -e starts: loaded by build.c, started by start.c.
 *
 * Context: process context; the load lock is held.
 */
#ifndef _KDUMP_KEXEC_H
#define _KDUMP_KEXEC_H

#include <linux/kdump_arch.h>
#include <linux/kexec.h>

struct kdump_builder;

/**
 * struct kdump_kexec_image - a kernel that is ready to be started
 * @jump: for the architecture
 * @control: the pages that kdump_arch_control_build() wrote, by address
 * @control_pages: entries of @control
 * @pages: pages of the list of copies
 * @list_digest: xxh64 of them
 * @data_digest: xxh64 of all that they copy
 *
 * Owns all pages that it leads to.
 */
struct kdump_kexec_image {
	struct kdump_jump jump;
	u64 *control;
	unsigned int control_pages;
	unsigned int pages;
	u64 list_digest;
	u64 data_digest;
};

/* The loaded image, NULL if there is none. */
static inline struct kdump_kexec_image *kdump_kexec_loaded(void)
{
	return (struct kdump_kexec_image *)kexec_image;
}

/* image.c */
struct kdump_kexec_image *kdump_kexec_image_new(void);
void kdump_kexec_image_destroy(struct kdump_kexec_image *image);
void kdump_kexec_image_seal(struct kdump_kexec_image *image);
bool kdump_kexec_image_good(const struct kdump_kexec_image *image);
void kdump_kexec_image_write(const struct kdump_kexec_image *image, u64 address,
			     const void *data, size_t size);

/* build.c */
int kdump_kexec_builder_new(bool choose, struct kdump_builder **ret);
int kdump_kexec_check(const struct kdump_builder *builder);
int kdump_kexec_install(const struct kdump_builder *builder,
			const struct kexec_segment *user);
void kdump_kexec_unload(void);

/* ima.c */
#ifdef CONFIG_IMA_KEXEC
void kdump_ima_place(struct kdump_builder *builder, struct kdump_range *ret);
void kdump_ima_installed(const struct kdump_range *list);
void kdump_ima_refused(void);
#else
static inline void kdump_ima_place(struct kdump_builder *builder,
				   struct kdump_range *ret)
{
}

static inline void kdump_ima_installed(const struct kdump_range *list)
{
}

static inline void kdump_ima_refused(void)
{
}
#endif

#endif /* _KDUMP_KEXEC_H */
