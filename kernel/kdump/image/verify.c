// SPDX-License-Identifier: GPL-2.0-only
/*
 * An image in the region as the crash path takes it: claimed, verified, jumped
 * to. And the one piece of it that is not const, the elfcorehdr that hotplug
 * rewrites.
 *
 * Contexts: the crash path for all that does not say otherwise. It may run
 * after other CPUs were stopped by force, so messages are only stored: panic()
 * prints them if there is no dump, and else they are in it.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/io.h>
#include <linux/printk.h>
#include <linux/xxhash.h>

#include "image/image.h"
#include "lib/store.h"

/* The elfcorehdr is being written at this moment, and is not read-only. */
static bool elfcorehdr_writable;

/**
 * kdump_image_digest - the digest of an image's own page
 * @image: in the region, or in staging memory
 *
 * Return: what image->digest has to be.
 */
u64 kdump_image_digest(const struct kdump_image *image)
{
	return xxh64(&image->jump,
		     sizeof(*image) - offsetof(struct kdump_image, jump), 0);
}

/* What it points to may be followed only if it is what was sealed. */
static bool image_own_page_good(const struct kdump_image *image)
{
	if (kdump_image_digest(image) == image->digest &&
	    image->count <= KDUMP_SEGMENTS_MAX)
		return true;
	kdump_store(KERN_EMERG, "no dump: the capture image's own page at 0x%llx is damaged\n",
		    (u64)virt_to_phys((void *)image));
	return false;
}

static void image_explain_unclaimed(enum kdump_image_state state)
{
	if (state == KDUMP_IMAGE_BUSY)
		kdump_store(KERN_EMERG, "no dump: the crash came while a capture kernel was being swapped in, or reserved memory given back\n");
	else if (state == KDUMP_IMAGE_CRASHING)
		kdump_store(KERN_EMERG, "no dump: an earlier attempt did not get through\n");
	else if (crashk_res.end)
		kdump_store(KERN_EMERG, "no dump: no capture kernel is loaded (kexec -p loads one)\n");
}

/**
 * kdump_image_claim - take the image for a crash
 *
 * Crash path: any context, no lock. Says in the log why there is none.
 *
 * Return: the image, never given to another caller, its own page verified;
 * NULL if there is none to be had.
 */
const struct kdump_image *kdump_image_claim(void)
{
	enum kdump_image_state state = kdump_image_claim_state();
	const struct kdump_image *image = kdump_image_installed();

	if (state != KDUMP_IMAGE_ARMED) {
		image_explain_unclaimed(state);
		return NULL;
	}
	return image_own_page_good(image) ? image : NULL;
}

static struct kdump_shadow image_shadow(const struct kdump_image *image)
{
	void *spare = phys_to_virt(image->spare.start);

	return (struct kdump_shadow){
		.main = phys_to_virt(image->elfcorehdr.start),
		.seals = spare,
		.spare = spare + PAGE_SIZE,
		.capacity = kdump_range_size(&image->elfcorehdr),
	};
}

static void elfcorehdr_publish(const struct kdump_image *image)
{
	kdump_arch_publish(&image->elfcorehdr);
	kdump_arch_publish(&image->spare);
}

/* For as long as it is writable, a crash can finish what was begun. */
static int elfcorehdr_make_writable(const struct kdump_image *image,
				    bool writable)
{
	int error;

	if (!writable)
		WRITE_ONCE(elfcorehdr_writable, false);
	error = kdump_arch_protect(&image->elfcorehdr, !writable) ?:
		kdump_arch_protect(&image->spare, !writable);
	if (writable && !error)
		WRITE_ONCE(elfcorehdr_writable, true);
	/* Seen by a CPU that crashes before it sees any byte written. */
	smp_wmb();
	return error;
}

/**
 * kdump_image_write_elfcorehdr - write an elfcorehdr and its spare copy
 * @image: an image in the region, writable, with an elfcorehdr that may be
 *	rewritten
 * @header: from kdump_elfcorehdr_new() or a loader
 * @size: its bytes
 *
 * Process context, the load lock is held.
 *
 * Return: 0; %-ENOSPC, with nothing written, if there is no room for it.
 */
int kdump_image_write_elfcorehdr(const struct kdump_image *image,
				 const void *header, size_t size)
{
	struct kdump_shadow shadow = image_shadow(image);
	int error;

	kdump_assert_load_locked();
	error = kdump_shadow_write(&shadow, header, size);
	if (!error)
		elfcorehdr_publish(image);
	return error;
}

/**
 * kdump_image_update_elfcorehdr - replace the elfcorehdr of the armed image
 * @image: the installed image, whose elfcorehdr may be rewritten
 * @header: the new one
 * @size: its bytes
 *
 * Process context, the load lock is held. A crash at any moment of it finds
 * the old header or the new one, whole.
 *
 * Return: 0; %-ENOSPC if there is no room for it; the errno of
 * kdump_arch_protect(). On error the old one is still there.
 */
int kdump_image_update_elfcorehdr(const struct kdump_image *image,
				  const void *header, size_t size)
{
	int error;

	kdump_assert_load_locked();
	error = elfcorehdr_make_writable(image, true);
	if (!error)
		error = kdump_image_write_elfcorehdr(image, header, size);
	if (elfcorehdr_make_writable(image, false))
		pr_warn("the elfcorehdr could not be made read-only again\n");
	return error;
}

static bool elfcorehdr_good(const struct kdump_image *image)
{
	struct kdump_shadow shadow = image_shadow(image);

	switch (kdump_shadow_state(&shadow)) {
	case KDUMP_SHADOW_GOOD:
		return true;
	case KDUMP_SHADOW_TORN:
		if (!READ_ONCE(elfcorehdr_writable))
			break;
		kdump_shadow_mend(&shadow);
		elfcorehdr_publish(image);
		kdump_store(KERN_NOTICE, "the crash came while the elfcorehdr was updated: the update is complete now\n");
		return true;
	case KDUMP_SHADOW_DAMAGED:
		break;
	}
	return false;
}

/* An elfcorehdr that may be rewritten has no digest among the others. */
static bool segment_good(const struct kdump_image *image,
			 const struct kdump_sealed_segment *segment)
{
	const void *data = phys_to_virt(segment->memory.start);

	if (xxh64(data, segment->size, 0) != segment->digest)
		return false;
	if (kdump_ranges_overlap(&segment->memory, &image->elfcorehdr))
		return elfcorehdr_good(image);
	return true;
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

	/* It was whole when the other CPUs could still write to it. */
	if (!image_own_page_good(image))
		return -EILSEQ;
	for (i = 0; i < image->count; i++) {
		const struct kdump_sealed_segment *segment = &image->segment[i];

		if (segment_good(image, segment))
			continue;
		kdump_store(KERN_EMERG, "segment %u of the capture image (%s, 0x%llx-0x%llx) is damaged\n",
			    i, segment->name, segment->memory.start,
				segment->memory.end - 1);
		return -EILSEQ;
	}
	return 0;
}

/**
 * kdump_image_holds - is a page part of the image that is installed?
 * @address: physical address in the page
 *
 * Any context in which no load runs.
 *
 * Return: false for what the image leaves free of the region, too.
 */
bool kdump_image_holds(u64 address)
{
	const struct kdump_image *image = kdump_image_installed();
	const struct kdump_range page = {
		ALIGN_DOWN(address, PAGE_SIZE),
		ALIGN_DOWN(address, PAGE_SIZE) + PAGE_SIZE,
	};
	unsigned int i;

	if (!image)
		return false;
	if (page.start == virt_to_phys((void *)image))
		return true;
	for (i = 0; i < image->count; i++)
		if (kdump_ranges_overlap(&image->segment[i].memory, &page))
			return true;
	return false;
}

/**
 * kdump_image_vmcoreinfo - the vmcoreinfo text as it was at load time
 * @image: the claimed image, verified
 * @size: set to the bytes of the text
 *
 * Return: the text, read-only.
 */
const char *kdump_image_vmcoreinfo(const struct kdump_image *image,
				   size_t *size)
{
	*size = kdump_range_size(&image->vmcoreinfo);
	return phys_to_virt(image->vmcoreinfo.start);
}

/**
 * kdump_image_jump - leave this kernel for the image
 * @image: the claimed image, verified
 *
 * Does not return.
 */
void kdump_image_jump(const struct kdump_image *image)
{
	kdump_arch_jump(&image->jump);
}
