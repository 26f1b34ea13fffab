// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of what IMA has measured since the machine was switched on, which
 * goes with the kernel that kexec -e starts: a TPM goes on from there, and what
 * it holds can only be checked with the whole list.
 *
 * IMA speaks to a struct kimage, which our images are not. It gets one that is
 * filled in for the call.
 *
 * Context: process context; the load lock is held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/container_of.h>
#include <linux/ima.h>
#include <linux/kdump_port.h>
#include <linux/kexec.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "image/image.h"
#include "kexec/kexec.h"

/**
 * struct ima_talk - one conversation with IMA
 * @image: what IMA reads and writes
 * @builder: the image that is being put together
 * @asked: bytes that IMA wants for its list, if it writes that when the new
 *	kernel is started; else 0
 */
struct ima_talk {
	struct kimage image;
	struct kdump_builder *builder;
	size_t asked;
};

/* Too large for a stack; the load lock is its lock. */
static struct ima_talk ima_talk;

/* Bytes of the list of the image that is loaded; 0 if it has none. */
static size_t ima_installed;

static int ima_place(struct ima_talk *talk, struct kexec_buf *buffer)
{
	void *list = kdump_builder_alloc(talk->builder, buffer->memsz);
	const struct kdump_placement placement = {
		.name = "IMA's measurements",
		.data = list,
		.size = buffer->memsz,
		.memory_size = buffer->memsz,
		.align = buffer->buf_align,
		.lowest = buffer->buf_min,
		.top_down = buffer->top_down,
	};
	struct kdump_range memory;
	int error;

	if (!list)
		return -ENOMEM;
	if (buffer->bufsz)
		memcpy(list, buffer->buffer, buffer->bufsz);
	error = kdump_builder_place(talk->builder, &placement, &memory);
	if (!error)
		buffer->mem = memory.start;
	return error;
}

/**
 * kexec_add_buffer - place IMA's list in the image
 * @buffer: the list as it is now, and how large it may become; some bases only
 *	say the latter, and write the list when the new kernel is started
 *
 * Called by security/integrity/ima/ima_kexec.c and by nothing else: the names of
 * kexec are ours.
 *
 * Return: 0, with the address in @buffer; %-ENOMEM; %-EADDRNOTAVAIL.
 */
int kexec_add_buffer(struct kexec_buf *buffer)
{
	struct ima_talk *talk = container_of(buffer->image, struct ima_talk,
					     image);
	int error;

	kdump_assert_load_locked();
	error = ima_place(talk, buffer);
	if (!buffer->bufsz)
		talk->asked = buffer->memsz;
	if (!error)
		buffer->image->nr_segments++;
	return error;
}

/**
 * kdump_ima_place - let the new kernel have the list
 * @builder: a kernel for kexec -e
 * @ret: where it will find the list; empty if IMA has none or it does not fit,
 *	about which IMA complains
 */
void kdump_ima_place(struct kdump_builder *builder, struct kdump_range *ret)
{
	struct kimage *image = &ima_talk.image;

	kdump_assert_load_locked();
	ima_talk = (struct ima_talk){ .builder = builder };
	ima_add_kexec_buffer(image);
	*ret = (struct kdump_range){
		image->ima_buffer_addr,
		image->ima_buffer_addr + image->ima_buffer_size,
	};
	builder->measurements = *ret;
	/* A copy of it is in the builder. */
	vfree(image->ima_buffer);
}

/**
 * kdump_ima_installed - tell IMA which image is loaded now
 * @list: where its list will be; empty if it has none, or no image is loaded
 */
void kdump_ima_installed(const struct kdump_range *list)
{
	kdump_assert_load_locked();
	ima_installed = kdump_range_size(list);
	ima_talk = (struct ima_talk){
		.image.ima_buffer_addr = list->start,
		.image.ima_buffer_size = ima_installed,
	};
	ima_kexec_post_load(&ima_talk.image);
}

/**
 * kdump_ima_refused - a load did not get through after kdump_ima_place()
 *
 * What was loaded before is still loaded, but IMA now thinks that it may write
 * as much as it asked for last.
 */
void kdump_ima_refused(void)
{
	static const struct kdump_range none;

	kdump_assert_load_locked();
	if (!ima_installed || ima_talk.asked <= ima_installed)
		return;
	pr_warn("the loaded kernel has no room for IMA's measurements any more: load it again, or it starts without them\n");
	kdump_ima_installed(&none);
}
