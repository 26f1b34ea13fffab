/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two types of an image: what is being built, and what is sealed.
 *
 * A builder lives in ordinary memory and belongs to one load. What becomes of
 * it if no crash is needed to start it is known to reboot.c alone. A sealed image
 * lives in the reserved region, read-only, together with everything that it
 * points to; it is const for everybody, the crash path included.
 */
#ifndef _KDUMP_IMAGE_H
#define _KDUMP_IMAGE_H

#include <linux/mm.h>
#include <linux/kexec.h>

#include "internal.h"
#include "image/segment.h"
#include "image/shadow.h"

/* What user space may load, and our own: the jump, vmcoreinfo, the spare. */
#define KDUMP_OWN_SEGMENTS	3
#define KDUMP_SEGMENTS_MAX	(KEXEC_SEGMENT_MAX + KDUMP_OWN_SEGMENTS)

/* One per segment, and what loaders need besides. */
#define KDUMP_ALLOCATIONS_MAX	(KDUMP_SEGMENTS_MAX + 8)

/**
 * struct kdump_builder - an image that is being put together
 * @region: the reserved region; of no meaning for a kernel that is started
 *	without a crash
 * @room: where the pieces may be: @region, or RAM
 * @room_name: to follow "in the N KiB ", for messages
 * @segment: its pieces so far
 * @count: entries of @segment in use
 * @entry: first instruction of the new kernel
 * @argument: what it finds in the boot protocol's register
 * @elfcorehdr: the piece that hotplug may write anew; empty if there is none
 * @allocation: staging memory that goes away with the builder
 * @allocations: entries of @allocation in use
 */
struct kdump_builder {
	struct kdump_range region;
	struct kdump_room room;
	const char *room_name;
	struct kdump_segment segment[KDUMP_SEGMENTS_MAX];
	unsigned int count;
	u64 entry;
	u64 argument;
	struct kdump_range elfcorehdr;
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
 * @elfcorehdr: the elfcorehdr if hotplug may write it anew, and the room for
 *	it; it is outside of the digests of @segment. Empty if there is none
 * @spare: a page with the seals of the elfcorehdr and of its spare copy, then
 *	that copy (twin.c)
 * @count: entries of @segment
 * @segment: the pieces, this struct's own page left out
 */
struct kdump_image {
	u64 digest;
	struct kdump_jump jump;
	struct kdump_range vmcoreinfo;
	struct kdump_range elfcorehdr;
	struct kdump_range spare;
	u64 count;
	struct kdump_sealed_segment segment[KDUMP_SEGMENTS_MAX];
};

/* It is placed as one page of the region. */
static_assert(sizeof(struct kdump_image) <= PAGE_SIZE);

/* sealed.c */
u64 kdump_sealed_digest(const struct kdump_image *image);
bool kdump_sealed_whole(const struct kdump_image *image);
struct kdump_twin kdump_sealed_twin(const struct kdump_image *image);
int kdump_sealed_update(const struct kdump_image *image, const void *header,
			size_t size);

#endif /* _KDUMP_IMAGE_H */
