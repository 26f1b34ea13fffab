// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel that waits in ordinary memory for kexec -e: the list of copies that
 * puts it where it belongs, the pages that the list leads to, and the digests
 * that tell at the start whether all of it is what was loaded.
 *
 * Context: process context; the load lock is held.
 */
#include <linux/io.h>
#include <linux/kdump_port.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/xxhash.h>

#include "kexec/kexec.h"
#include "kexec/source_pages.h"

/* A page that was written to leads elsewhere: no further than to other RAM. */
static u64 image_list_digest(const struct kdump_kexec_image *image)
{
	u64 at = image->jump.copies, digest = 0;
	unsigned int i;

	for (i = 0; i < image->pages && pfn_valid(PHYS_PFN(at)); i++) {
		const struct kdump_copy_page *page = phys_to_virt(at);

		digest = xxh64(page, sizeof(*page), digest);
		at = page->next;
	}
	return digest;
}

static u64 copy_page_digest(const struct kdump_copy_page *page, u64 digest)
{
	unsigned int i;

	for (i = 0; i < page->count; i++) {
		const struct kdump_copy *copy = &page->copy[i];

		if (copy->source)
			digest = xxh64(phys_to_virt(copy->source), copy->bytes,
				       digest);
		cond_resched();
	}
	return digest;
}

/* The list is known to be good. */
static u64 image_data_digest(const struct kdump_kexec_image *image)
{
	u64 at = image->jump.copies, digest = 0;

	while (at) {
		const struct kdump_copy_page *page = phys_to_virt(at);

		digest = copy_page_digest(page, digest);
		at = page->next;
	}
	return digest;
}

/**
 * kdump_kexec_image_seal - take the digests of a complete image
 * @image: with list, bytes and control pages complete
 */
void kdump_kexec_image_seal(struct kdump_kexec_image *image)
{
	kdump_assert_load_locked();
	image->list_digest = image_list_digest(image);
	image->data_digest = image_data_digest(image);
}

/**
 * kdump_kexec_image_good - is an image what was sealed?
 * @image: sealed before
 *
 * The list is looked at first, as it leads to the rest.
 */
bool kdump_kexec_image_good(const struct kdump_kexec_image *image)
{
	kdump_assert_load_locked();
	return image_list_digest(image) == image->list_digest &&
	       image_data_digest(image) == image->data_digest;
}

/* The part of @data that belongs where @copy puts its bytes. */
static void image_copy_write(const struct kdump_copy *copy, u64 address,
			     const void *data, size_t size)
{
	u64 start = max(copy->destination, address);
	u64 end = min(copy->destination + copy->bytes, address + size);

	if (copy->source && start < end)
		memcpy(phys_to_virt(copy->source + start - copy->destination),
		       data + (start - address), end - start);
}

/**
 * kdump_kexec_image_write - change bytes of an image
 * @image: the image; its digests are not those of its bytes any more
 * @address: where the new kernel finds the bytes
 * @data: what they become
 * @size: how many
 *
 * Once kdump_kexec_image_good() has been asked, on the way to the jump. Only
 * what a segment had data for can be changed.
 */
void kdump_kexec_image_write(const struct kdump_kexec_image *image, u64 address,
			     const void *data, size_t size)
{
	u64 at = image->jump.copies;
	unsigned int i;

	kdump_assert_load_locked();
	while (at) {
		const struct kdump_copy_page *page = phys_to_virt(at);

		for (i = 0; i < page->count; i++)
			image_copy_write(&page->copy[i], address, data, size);
		at = page->next;
	}
}

static void image_page_free(u64 address)
{
	const struct kdump_range page = { address, address + PAGE_SIZE };

	kdump_sources_free(&page);
}

static void copy_page_free(u64 address)
{
	const struct kdump_copy_page *page = phys_to_virt(address);
	unsigned int i;

	for (i = 0; i < page->count; i++) {
		const struct kdump_copy *copy = &page->copy[i];
		const struct kdump_range source = {
			copy->source, copy->source + copy->bytes,
		};

		if (copy->source)
			kdump_sources_free(&source);
		cond_resched();
	}
	image_page_free(address);
}

/**
 * kdump_kexec_image_new - an image that has nothing yet
 *
 * Return: the image, to be given to kdump_kexec_image_destroy(); NULL if memory
 * ran out.
 */
struct kdump_kexec_image *kdump_kexec_image_new(void)
{
	kdump_assert_load_locked();
	return kzalloc(sizeof(struct kdump_kexec_image), KDUMP_LOAD_GFP);
}

/**
 * kdump_kexec_image_destroy - free an image, complete or not
 * @image: the image with all pages that it leads to, or NULL
 */
void kdump_kexec_image_destroy(struct kdump_kexec_image *image)
{
	u64 at, next;

	kdump_assert_load_locked();
	if (!image)
		return;
	for (at = image->jump.copies; at; at = next) {
		next = ((struct kdump_copy_page *)phys_to_virt(at))->next;
		copy_page_free(at);
	}
	while (image->control_pages)
		image_page_free(image->control[--image->control_pages]);
	kvfree(image->control);
	kfree(image);
}
