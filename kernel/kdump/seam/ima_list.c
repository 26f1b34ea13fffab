// SPDX-License-Identifier: GPL-2.0-only
/*
 * What kexec/ima.c is to add for bases whose IMA writes its list into the image
 * when that is started.
 *
 * An image is in single pages, and where memory is encrypted, it is not. So IMA
 * writes to a buffer, from which the pages are filled once it has done so.
 *
 * Context: process context; the load lock is held.
 */
#include <linux/kexec.h>
#include <linux/vmalloc.h>

#include "kexec/kexec.h"
#include "load_lock.h"
#include "seam/seam.h"

bool kexec_file_dbg_print;

/* The list of the image that is loaded: where it will be, and its bytes. */
static u64 ima_list_address;
static size_t ima_list_size;

/**
 * kdump_seam_ima_map - memory to which IMA can write its list
 * @address: where the new kernel finds the list
 * @size: bytes that it may have
 *
 * Return: zeroed memory, NULL if there is none.
 */
void *kdump_seam_ima_map(u64 address, size_t size)
{
	kdump_assert_load_locked();
	ima_list_address = address;
	ima_list_size = size;
	return __vmalloc(size, KDUMP_LOAD_GFP | __GFP_ZERO);
}

/**
 * kimage_unmap_segment - undo kimage_map_segment()
 * @buffer: what it returned; on the way to the new kernel it holds the list
 */
void kimage_unmap_segment(void *buffer)
{
	kdump_assert_load_locked();
	if (kexec_in_progress)
		kdump_kexec_image_write(kdump_kexec_loaded(), ima_list_address,
					buffer, ima_list_size);
	vfree(buffer);
}
