/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two types of an image: what is being built, and what is sealed.
 *
 * A builder lives in ordinary memory and belongs to one load. A sealed image
 * lives in the reserved region, read-only, together with everything that it
 * points to; it is const for its readers, the crash path included. What becomes
 * of a builder whose kernel is started without a crash is known to kexec/.
 */
#ifndef _KDUMP_IMAGE_H
#define _KDUMP_IMAGE_H

#include <linux/kdump_arch.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/mm.h>

#include "image/segment.h"
#include "image/shadow.h"
#include "load_lock.h"

/* What user space may load, and our own: the jump, vmcoreinfo, the spare. */
#define KDUMP_OWN_SEGMENTS	3
#define KDUMP_SEGMENTS_MAX	(KEXEC_SEGMENT_MAX + KDUMP_OWN_SEGMENTS)

/* One per segment, and what loaders need besides. */
#define KDUMP_ALLOCATIONS_MAX	(KDUMP_SEGMENTS_MAX + 16)

static inline unsigned long kdump_range_pages(const struct kdump_range *range)
{
	return PHYS_PFN(kdump_range_size(range));
}

/**
 * struct kdump_builder - an image that is being put together
 * @region: the reserved region; of no meaning for a kernel that is started
 *	without a crash
 * @allowed: where the pieces may be: @region, or RAM
 * @allowed_name: to follow "in the N KiB ", for messages
 * @segment: its pieces so far
 * @count: entries of @segment in use
 * @entry: first instruction of the new kernel
 * @argument: what it finds in the boot protocol's register
 * @elfcorehdr: the piece that hotplug may rewrite; empty if there is none
 * @lent: the new kernel gets what is lent to user space
 * @measurements: IMA's list, which goes with a kernel for kexec -e; empty if
 *	there is none
 * @print_layout: list the pieces in the log once they are complete
 * @allocation: staging memory that goes away with the builder
 * @allocations: entries of @allocation in use
 */
struct kdump_builder {
	struct kdump_range region;
	struct kdump_allowed allowed;
	const char *allowed_name;
	struct kdump_segment segment[KDUMP_SEGMENTS_MAX];
	unsigned int count;
	u64 entry;
	u64 argument;
	struct kdump_range elfcorehdr;
	struct kdump_range measurements;
	bool lent;
	bool print_layout;
	void *allocation[KDUMP_ALLOCATIONS_MAX];
	unsigned int allocations;
};

/**
 * struct kdump_sealed_segment - a piece of a sealed image
 * @memory: where it is
 * @size: bytes that @digest covers, from the start of @memory
 * @digest: xxh64 of them
 * @name: what it is
 */
struct kdump_sealed_segment {
	struct kdump_range memory;
	u64 size;
	u64 digest;
	char name[24];
};

/**
 * struct kdump_image - a sealed image
 * @digest: xxh64 of all that follows in this struct
 * @jump: for the architecture
 * @vmcoreinfo: this kernel's vmcoreinfo text as it was at load time
 * @elfcorehdr: the elfcorehdr if hotplug may rewrite it, and the space for it;
 *	it is outside of the digests of @segment. Empty if there is none
 * @spare: a page with the seals of the elfcorehdr and of its spare copy, then
 *	that copy (shadow.c)
 * @lent: not 0 if the capture kernel gets what is lent to user space
 * @count: entries of @segment
 * @segment: the pieces, this struct's own page left out
 */
struct kdump_image {
	u64 digest;
	struct kdump_jump jump;
	struct kdump_range vmcoreinfo;
	struct kdump_range elfcorehdr;
	struct kdump_range spare;
	u64 lent;
	u64 count;
	struct kdump_sealed_segment segment[KDUMP_SEGMENTS_MAX];
};

/* It is placed as one page of the region. */
static_assert(sizeof(struct kdump_image) <= PAGE_SIZE);

/* May a loaded image's elfcorehdr be rewritten after hotplug? */
#define KDUMP_UPDATABLE IS_ENABLED(CONFIG_CRASH_HOTPLUG)

/* builder.c */
struct kdump_builder *kdump_builder_new(void);
void kdump_builder_destroy(struct kdump_builder *builder);
int kdump_builder_own(struct kdump_builder *builder, void *memory);
int kdump_builder_add(struct kdump_builder *builder, const char *name,
		      const void *data, u64 size,
		      const struct kdump_range *memory);
int kdump_builder_find(const struct kdump_builder *builder,
		       const struct kdump_placement *what,
		       struct kdump_range *ret);
void *kdump_builder_stage(struct kdump_builder *builder, unsigned int index);
int kdump_builder_place_elfcorehdr(struct kdump_builder *builder,
				   struct kdump_range *ret);
void kdump_builder_find_updatable(struct kdump_builder *builder);
int kdump_builder_check(const struct kdump_builder *builder);
bool kdump_builder_too_large(const struct kdump_builder *builder);

/* install.c */
int kdump_image_install(struct kdump_builder *builder);
int kdump_image_unload(void);
bool kdump_image_updatable(void);

/* verify.c; crash path, but for the update */
u64 kdump_image_digest(const struct kdump_image *image);
const struct kdump_image *kdump_image_claim(void);
int kdump_image_verify(const struct kdump_image *image);
const char *kdump_image_vmcoreinfo(const struct kdump_image *image,
				   size_t *size);
void kdump_image_jump(const struct kdump_image *image);
int kdump_image_write_elfcorehdr(const struct kdump_image *image,
				 const void *header, size_t size);
int kdump_image_update_elfcorehdr(const struct kdump_image *image,
				  const void *header, size_t size);

/* hotplug.c */
#ifdef CONFIG_CRASH_HOTPLUG
void kdump_load_end(void);
#else
static inline void kdump_load_end(void)
{
	kdump_load_unlock();
}
#endif

/* The installed image, NULL if there is none; the load lock is held. */
static inline const struct kdump_image *kdump_image_installed(void)
{
	return (const struct kdump_image *)kexec_crash_image;
}

#endif /* _KDUMP_IMAGE_H */
