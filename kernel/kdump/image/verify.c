// SPDX-License-Identifier: GPL-2.0-only
/*
 * A sealed image in the region: how it is verified, and the one piece of it
 * that is not const for good, the elfcorehdr that hotplug writes anew.
 *
 * Contexts: the crash path for all that takes a const image and does not say
 * otherwise; process context for the update.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/io.h>
#include <linux/printk.h>
#include <linux/xxhash.h>

#include "image/image.h"

/* The elfcorehdr is being written at this moment, and is not read-only. */
static bool elfcorehdr_writable;

/**
 * kdump_sealed_digest - the digest of an image's own page
 * @image: the image
 *
 * Return: what image->digest has to be.
 */
u64 kdump_sealed_digest(const struct kdump_image *image)
{
	return xxh64(&image->jump,
		     sizeof(*image) - offsetof(struct kdump_image, jump), 0);
}

/**
 * kdump_sealed_whole - may what an image says be believed?
 * @image: the image
 *
 * Crash path.
 *
 * Return: true if its own page is what was sealed.
 */
bool kdump_sealed_whole(const struct kdump_image *image)
{
	return kdump_sealed_digest(image) == image->digest &&
	       image->count <= KDUMP_SEGMENTS_MAX;
}

/**
 * kdump_sealed_twin - the two copies of an image's elfcorehdr
 * @image: an image in the region, with an elfcorehdr that may be written anew
 *
 * Return: where they are.
 */
struct kdump_twin kdump_sealed_twin(const struct kdump_image *image)
{
	void *spare = phys_to_virt(image->spare.start);

	return (struct kdump_twin){
		.main = phys_to_virt(image->elfcorehdr.start),
		.seals = spare,
		.spare = spare + PAGE_SIZE,
		.room = kdump_range_size(&image->elfcorehdr),
	};
}

/* For as long as it is writable, a crash can finish what was begun. */
static int make_elfcorehdr_writable(const struct kdump_image *image,
				    bool writable)
{
	int error;

	if (!writable)
		WRITE_ONCE(elfcorehdr_writable, false);
	error = kdump_arch.protect(&image->elfcorehdr, !writable) ?:
		kdump_arch.protect(&image->spare, !writable);
	if (writable && !error)
		WRITE_ONCE(elfcorehdr_writable, true);
	/* Seen by a CPU that crashes before it sees any byte written. */
	smp_wmb();
	return error;
}

/**
 * kdump_sealed_update - replace the elfcorehdr of an image
 * @image: the installed image, whose elfcorehdr may be written anew
 * @header: the new one
 * @size: its bytes
 *
 * Process context, the load lock is held. A crash at any moment of it finds
 * the old header or the new one, whole.
 *
 * Return: 0; %-ENOSPC if there is no room for it; the errno of protect(). On
 * error the old one is still there.
 */
int kdump_sealed_update(const struct kdump_image *image, const void *header,
			size_t size)
{
	struct kdump_twin twin = kdump_sealed_twin(image);
	int error;

	error = make_elfcorehdr_writable(image, true);
	if (!error)
		error = kdump_twin_write(&twin, header, size);
	if (make_elfcorehdr_writable(image, false))
		pr_warn("the elfcorehdr could not be made read-only again\n");
	return error;
}

static int verify_elfcorehdr(const struct kdump_image *image)
{
	struct kdump_twin twin = kdump_sealed_twin(image);

	if (kdump_range_empty(&image->elfcorehdr))
		return 0;
	switch (kdump_twin_state(&twin)) {
	case KDUMP_TWIN_GOOD:
		return 0;
	case KDUMP_TWIN_TORN:
		if (!READ_ONCE(elfcorehdr_writable))
			break;
		kdump_twin_mend(&twin);
		pr_notice("the crash came while the elfcorehdr was updated: the update is complete now\n");
		return 0;
	case KDUMP_TWIN_DAMAGED:
		break;
	}
	return -EILSEQ;
}

/* The elfcorehdr has no digest among the others: its twin tells. */
static int verify_segment(const struct kdump_image *image, unsigned int index)
{
	const struct kdump_sealed_segment *segment = &image->segment[index];
	const void *data = phys_to_virt(segment->memory.start);
	int error = 0;

	if (xxh64(data, segment->size, 0) != segment->digest)
		error = -EILSEQ;
	else if (kdump_ranges_overlap(&segment->memory, &image->elfcorehdr))
		error = verify_elfcorehdr(image);
	if (error)
		pr_emerg("segment %u of the capture image (%s, 0x%llx-0x%llx) is damaged\n",
			 index, segment->name, segment->memory.start,
			 segment->memory.end - 1);
	return error;
}

/**
 * kdump_image_verify - is the image what was sealed?
 * @image: the claimed image
 *
 * Crash path: reads the region, and writes to it only to finish an update of
 * the elfcorehdr that the crash has cut off. Its time is bounded by the size
 * of the image.
 *
 * Return: 0, or %-EILSEQ with the damaged piece named in the log.
 */
int kdump_image_verify(const struct kdump_image *image)
{
	unsigned int i;
	int error = 0;

	/* It was whole when the other CPUs could still write to it. */
	if (!kdump_sealed_whole(image)) {
		pr_emerg("the capture image's own page at 0x%llx is damaged\n",
			 (u64)virt_to_phys((void *)image));
		return -EILSEQ;
	}
	for (i = 0; i < image->count && !error; i++)
		error = verify_segment(image, i);
	return error;
}
