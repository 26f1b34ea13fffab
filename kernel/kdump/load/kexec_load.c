// SPDX-License-Identifier: GPL-2.0-only
/*
 * kexec_load(2): a list of segments that user space laid out.
 *
 * The bytes are copied into staging memory first, because user memory can
 * fault at any page: a load that fails has not touched the armed image.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/kexec.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/security.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

#include "image/image.h"
#include "kexec/kexec.h"
#include "load/load.h"
#include "reserve/reserve.h"

#define COPY_PIECE SZ_1M

static int segments_check(unsigned long nr_segments, unsigned long flags)
{
	/* The masks are ints: what ~ leaves out of them is in a long, too. */
	unsigned long known = KEXEC_FLAGS | KEXEC_ARCH_MASK;

	if (flags & ~known) {
		pr_err("load refused: flags 0x%lx: this kernel knows no 0x%lx\n",
		       flags, flags & ~known);
		return -EINVAL;
	}
	if (flags & KEXEC_PRESERVE_CONTEXT) {
		pr_err("load refused: KEXEC_PRESERVE_CONTEXT: there is no way back from a new kernel\n");
		return -EINVAL;
	}
	if (nr_segments > KEXEC_SEGMENT_MAX) {
		pr_err("load refused: %lu segments: expected %d at most\n",
		       nr_segments, KEXEC_SEGMENT_MAX);
		return -EINVAL;
	}
	return 0;
}

/**
 * kdump_load_refuse_arch - say that segments are for another architecture
 * @flags: the call's flags
 *
 * Return: %-EINVAL.
 */
int kdump_load_refuse_arch(unsigned long flags)
{
	pr_err("load refused: architecture %lu in the flags: expected %d, this kernel's\n",
	       (flags & KEXEC_ARCH_MASK) >> 16, KEXEC_ARCH >> 16);
	return -EINVAL;
}

/**
 * kdump_load_refuse_list - say that the list of segments cannot be had
 * @error: why, negative
 *
 * Return: @error.
 */
int kdump_load_refuse_list(int error)
{
	pr_err("load refused: the list of segments cannot be read (%d)\n",
	       error);
	return error;
}

/**
 * kdump_load_check - may this call be made at all?
 * @nr_segments: the call's segment count
 * @flags: the call's flags
 *
 * Return: 0; %-EPERM without CAP_SYS_BOOT, when loading is disabled or its
 * limit is used up, or under lockdown; what a security module says; %-EINVAL
 * for an unknown flag, KEXEC_PRESERVE_CONTEXT or more than KEXEC_SEGMENT_MAX
 * segments.
 */
int kdump_load_check(unsigned long nr_segments, unsigned long flags)
{
	int error;

	if (!kdump_load_permitted(flags & KEXEC_ON_CRASH))
		return -EPERM;
	error = security_kernel_load_data(LOADING_KEXEC_IMAGE, false);
	if (error)
		return error;
	/* Segments carry no signature that could be checked. */
	error = security_locked_down(LOCKDOWN_KEXEC);
	if (error)
		return error;
	return segments_check(nr_segments, flags);
}

static int segment_copy_in(void *to, const void __user *from, size_t size)
{
	size_t done, piece;

	for (done = 0; done < size; done += piece) {
		piece = min_t(size_t, size - done, COPY_PIECE);
		if (copy_from_user(to + done, from + done, piece))
			return -EFAULT;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

static int segments_add(struct kdump_builder *builder,
			const struct kexec_segment *segments,
			unsigned long nr_segments)
{
	unsigned long i;
	int error;

	for (i = 0; i < nr_segments; i++) {
		struct kdump_range memory = {
			segments[i].mem, (u64)segments[i].mem + segments[i].memsz,
		};

		error = kdump_builder_add(builder, "kexec_load", NULL,
					  segments[i].bufsz, &memory);
		if (error)
			return error;
	}
	return 0;
}

static int segment_stage(struct kdump_builder *builder,
			 const struct kexec_segment *segments,
			 unsigned long index)
{
	const struct kexec_segment *segment = &segments[index];
	void *staging = kdump_builder_stage(builder, index);
	int error;

	if (!staging)
		return -ENOMEM;
	error = segment_copy_in(staging, segment->buf, segment->bufsz);
	if (error == -EFAULT)
		pr_err("load refused: segment %lu: its buffer cannot be read\n",
		       index);
	return error;
}

static int segments_stage(struct kdump_builder *builder,
			  const struct kexec_segment *segments,
			  unsigned long nr_segments)
{
	unsigned long i;
	int error = 0;

	for (i = 0; i < nr_segments && !error; i++)
		if (segments[i].bufsz)
			error = segment_stage(builder, segments, i);
	return error;
}

static unsigned int find_handed_over(const struct kdump_builder *builder)
{
	return kdump_segments_first(builder->segment, builder->count,
				    kdump_arch_hands_over);
}

/* All its bytes are looked at: there have to be few. */
static int check_handed_over(const struct kdump_builder *builder,
			     unsigned int index)
{
	u64 size = index < builder->count ? builder->segment[index].size : 0;

	if (size <= KDUMP_HANDED_OVER_MAX)
		return 0;
	pr_err("load refused: segment %u, which is handed over, has %llu bytes: expected %d at most\n",
	       index, size, KDUMP_HANDED_OVER_MAX);
	return -EINVAL;
}

static int adopt(struct kdump_builder *builder, unsigned int index)
{
	return kdump_arch_adopt(builder, index < builder->count ?
					 &builder->segment[index] : NULL);
}

static int adopt_staged(struct kdump_builder *builder)
{
	unsigned int index = find_handed_over(builder);

	return check_handed_over(builder, index) ?: adopt(builder, index);
}

static bool entry_in_region(unsigned long entry)
{
	struct kdump_range region = kdump_region();

	if (entry >= region.start && entry < region.end)
		return true;
	pr_err("load refused: the entry 0x%lx is outside the reserved region (%s)\n",
	       entry, kdump_reservation_text());
	return false;
}

/* Where the segments go comes first: what is refused is not copied. */
static int build_crash(struct kdump_builder *builder,
		       unsigned long nr_segments,
		       const struct kexec_segment *segments,
		       unsigned long flags)
{
	int error;

	error = segments_add(builder, segments, nr_segments);
	if (error)
		return error;
	if (kdump_builder_too_large(builder))
		return -EINVAL;
	error = kdump_builder_check(builder);
	if (error)
		return error;
	error = segments_stage(builder, segments, nr_segments);
	if (error)
		return error;
	if (flags & (KEXEC_UPDATE_ELFCOREHDR | KEXEC_CRASH_HOTPLUG_SUPPORT))
		kdump_builder_find_updatable(builder);
	return adopt_staged(builder);
}

static int load_crash(unsigned long entry, unsigned long nr_segments,
		      const struct kexec_segment *segments,
		      unsigned long flags)
{
	struct kdump_builder *builder;
	int error;

	if (!entry_in_region(entry))
		return -EADDRNOTAVAIL;
	builder = kdump_builder_new();
	if (!builder)
		return -ENOMEM;
	kdump_builder_set_entry(builder, entry, 0);
	error = build_crash(builder, nr_segments, segments, flags) ?:
		kdump_image_install(builder);
	error = kdump_load_error(error);
	if (error == -ENOMEM)
		pr_err("load refused: there is not enough free memory\n");
	kdump_builder_destroy(builder);
	return error;
}

static int heads_copy(struct kdump_builder *builder,
		      const struct kexec_segment *segments,
		      u8 (*head)[KDUMP_SEGMENT_HEAD])
{
	unsigned int i;

	for (i = 0; i < builder->count; i++) {
		size_t size = min_t(size_t, segments[i].bufsz, sizeof(*head));

		if (copy_from_user(head[i], segments[i].buf, size)) {
			pr_err("load refused: segment %u: its buffer cannot be read\n",
			       i);
			return -EFAULT;
		}
		builder->segment[i].data = head[i];
	}
	return 0;
}

/* The port sees no more than it may look at: the bytes are user memory yet. */
static int find_by_heads(struct kdump_builder *builder,
			 const struct kexec_segment *segments,
			 unsigned int *ret)
{
	u8 (*head)[KDUMP_SEGMENT_HEAD];
	unsigned int i;
	int error;

	head = kdump_builder_alloc(builder, builder->count * sizeof(*head));
	if (!head)
		return -ENOMEM;
	error = heads_copy(builder, segments, head);
	if (!error)
		*ret = find_handed_over(builder);
	for (i = 0; i < builder->count; i++)
		builder->segment[i].data = NULL;
	return error;
}

/* What was looked at is what is loaded: user space may write to its own memory. */
static int adopt_by_heads(struct kdump_builder *builder,
			  const struct kexec_segment *segments)
{
	unsigned int index;
	int error = find_by_heads(builder, segments, &index) ?:
		    check_handed_over(builder, index);

	if (!error && index < builder->count)
		error = segment_stage(builder, segments, index);
	return error ?: adopt(builder, index);
}

/* Other bytes are copied once, to where they wait: see kdump_kexec_install(). */
static int load_reboot(unsigned long entry, unsigned long nr_segments,
		       const struct kexec_segment *segments)
{
	struct kdump_builder *builder;
	int error;

	error = kdump_kexec_builder_new(false, &builder);
	if (error)
		return error;
	kdump_builder_set_entry(builder, entry, 0);
	error = segments_add(builder, segments, nr_segments) ?:
		kdump_kexec_check(builder) ?:
		adopt_by_heads(builder, segments) ?:
		kdump_kexec_install(builder, segments);
	kdump_builder_destroy(builder);
	return error;
}

static int segments_load_locked(unsigned long entry, unsigned long nr_segments,
				const struct kexec_segment *segments,
		       unsigned long flags)
{
	if (flags & KEXEC_ON_CRASH)
		return nr_segments ? load_crash(entry, nr_segments, segments,
						flags) :
				     kdump_image_unload();
	if (nr_segments)
		return load_reboot(entry, nr_segments, segments);
	kdump_kexec_unload();
	return 0;
}

/**
 * kdump_load_segments - load, or unload if there are no segments
 * @entry: physical address of the first instruction
 * @nr_segments: entries of @segments
 * @segments: the call's segments; their buffers are user memory
 * @flags: the call's flags, already checked
 *
 * Return: 0; %-EBUSY if another load runs; %-EADDRNOTAVAIL, %-EINVAL,
 * %-ENOMEM as kdump_image_install() or kdump_kexec_install(); %-EFAULT for a
 * bad buffer; %-EINTR when killed.
 */
int kdump_load_segments(unsigned long entry, unsigned long nr_segments,
			const struct kexec_segment *segments,
			unsigned long flags)
{
	int error = kdump_load_begin();

	if (error)
		return error;
	error = segments_load_locked(entry, nr_segments, segments, flags);
	kdump_load_finish();
	return error;
}

/**
 * sys_kexec_load - load, or unload, segments that user space laid out
 * @entry: physical address of the first instruction
 * @nr_segments: entries of @segments; 0 to unload
 * @segments: what goes where, in user memory
 * @flags: KEXEC_ON_CRASH for a capture kernel; the architecture
 *
 * Process context, may sleep. What was loaded before stays if this fails.
 *
 * Return: 0, or
 *
 * - %-EPERM: no CAP_SYS_BOOT, a limit of the sysctls, or lockdown;
 * - %-EINVAL: a flag, an architecture or a count that this kernel does not know,
 *   segments that overlap, have more bytes than memory, or take half of RAM;
 * - %-EADDRNOTAVAIL: a segment or the entry is not where it may be;
 * - %-EFAULT: the list or a buffer cannot be read;
 * - %-ENOMEM: not enough memory, or no space for the jump in the region;
 * - %-ENOSPC: RAM is in too many pieces (kexec -l);
 * - %-EBUSY: another load, a crash, or a CPU that cannot leave this kernel;
 * - %-EINTR: killed.
 */
SYSCALL_DEFINE4(kexec_load, unsigned long, entry, unsigned long, nr_segments,
		struct kexec_segment __user *, segments, unsigned long, flags)
{
	unsigned long arch = flags & KEXEC_ARCH_MASK;
	struct kexec_segment copy[KEXEC_SEGMENT_MAX];
	int error;

	error = kdump_load_check(nr_segments, flags);
	if (error)
		return error;
	if (arch != KEXEC_ARCH && arch != KEXEC_ARCH_DEFAULT)
		return kdump_load_refuse_arch(flags);

	if (copy_from_user(copy, segments, nr_segments * sizeof(*copy)))
		return kdump_load_refuse_list(-EFAULT);
	return kdump_load_segments(entry, nr_segments, copy, flags);
}
