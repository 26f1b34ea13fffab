// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stage record of a crash: written here by the kernel that crashes, and
 * in the capture kernel read, reported and continued.
 *
 * The page is ordinary memory of the crashing kernel, allocated at boot, and
 * lies outside the reserved region on purpose: the capture kernel does not
 * own that memory, so the record survives however the image was loaded, and
 * it is part of the dump. It is not needed before the crash, and from then on
 * a checksum covers it, so it needs no write protection while it waits.
 *
 * Contexts: the crash path for kdump_record_crash() and what follows it, any
 * context, alone in the machine; process context in the capture kernel.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/cpumask.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/io.h>
#include <linux/kdump_arch.h>
#include <linux/kdump_record.h>
#include <linux/kmsg_dump.h>
#include <linux/printk.h>
#include <linux/spinlock.h>
#include <linux/utsname.h>

#include "capture/capture.h"
#include "lib/diag.h"
#include "record/panic_reason.h"
#include "record/record.h"

/* Messages between the one that tells why and the crash path: a stack. */
#define LINES_LOOKED_AT 256

/* The longest line that is looked at; the rest is only a tail. */
#define LINE_SIZE 256

/* This kernel's own record, for when it crashes. */
static struct kdump_record *own_record __ro_after_init;

/*
 * What the kernel before this one left, if it crashed; set once at boot. The
 * record is a copy, as its page is not protected: that is only written to.
 */
static struct kdump_record *old_record;
static void *old_record_page;
static DEFINE_SPINLOCK(old_record_lock);

/* Readers of the log take no lock. */
static void find_reason(struct kdump_reason *reason, bool panic)
{
	static char line[LINE_SIZE];
	struct kmsg_dump_iter iter;
	unsigned int i;
	size_t length;

	kmsg_dump_rewind(&iter);
	if (iter.next_seq - iter.cur_seq > LINES_LOOKED_AT)
		iter.cur_seq = iter.next_seq - LINES_LOOKED_AT;
	for (i = 0; i < 2 * LINES_LOOKED_AT; i++) {
		if (!kmsg_dump_get_line(&iter, false, line, sizeof(line) - 1,
					&length))
			return;
		line[min(length, sizeof(line) - 1)] = '\0';
		kdump_reason_feed(reason, line, panic);
	}
}

/**
 * kdump_record_crash - begin the record of the crash that happens now
 * @cpu: the CPU that crashed
 * @others: how many CPUs the machine had besides
 * @panic: through panic(), else through an oops
 */
void kdump_record_crash(unsigned int cpu, unsigned int others, bool panic)
{
	static struct kdump_reason reason;
	u64 now = kdump_arch_ticks();

	if (!own_record)
		return;
	kdump_record_init(own_record);
	own_record->ticks_khz = kdump_arch_ticks_khz();
	own_record->cpu = cpu;
	own_record->nr_others = others;
	strscpy(own_record->release, init_uts_ns.name.release,
		sizeof(own_record->release));
	find_reason(&reason, panic);
	strscpy(own_record->message, reason.text[0] ? reason.text :
		"the log does not say why", sizeof(own_record->message));
	kdump_record_stamp(own_record, sizeof(*own_record),
			   KDUMP_STAGE_TRIGGER, now);
}

/**
 * kdump_record_stage - note that the crash path got this far
 * @stage: up to KDUMP_STAGE_JUMP
 */
void kdump_record_stage(enum kdump_stage stage)
{
	if (own_record)
		kdump_record_stamp(own_record, sizeof(*own_record), stage,
				   kdump_arch_ticks());
}

/**
 * kdump_record_stopped - note that the other CPUs stopped, or which did not
 * @stragglers: those that did not
 */
void kdump_record_stopped(const struct cpumask *stragglers)
{
	unsigned int cpu;

	if (!own_record)
		return;
	own_record->nr_stragglers = cpumask_weight(stragglers);
	for_each_cpu(cpu, stragglers)
		if (cpu < KDUMP_RECORD_CPUS)
			own_record->straggler[cpu / 64] |= 1ULL << cpu % 64;
	kdump_record_stage(KDUMP_STAGE_STOPPED);
}

/**
 * kdump_record_verified - note what the check of the image found
 * @good: it is what was loaded
 */
void kdump_record_verified(bool good)
{
	if (!own_record)
		return;
	own_record->verdict = good ? KDUMP_VERDICT_GOOD :
				     KDUMP_VERDICT_DAMAGED;
	kdump_record_stage(KDUMP_STAGE_VERIFIED);
}

/**
 * kdump_record_lent - note what devices did in lent memory
 * @use: what was found, and how long that took
 */
void kdump_record_lent(const struct kdump_lent_use *use)
{
	if (!own_record)
		return;
	own_record->lent = *use;
	kdump_record_seal(own_record, sizeof(*own_record));
}

/**
 * kdump_record_address - where this kernel's record will be
 *
 * Return: physical address, or 0 if there was no memory for it.
 */
phys_addr_t kdump_record_address(void)
{
	return own_record ? virt_to_phys(own_record) : 0;
}

/* With what is known of memory, if the kernel that crashed left room for that. */
static void old_record_stamp(enum kdump_stage stage, u64 ticks)
{
	if (old_record->size >= offsetofend(struct kdump_record, memory))
		kdump_capture_memory(&old_record->memory);
	kdump_record_stamp(old_record, old_record->size, stage, ticks);
	memcpy(old_record_page, old_record, old_record->size);
}

/**
 * kdump_record_attach - take over the record of the kernel that crashed
 * @record: a copy of its page, not trusted
 * @page: the page, mapped writable, so that the record in the dump is
 *	continued; never read
 *
 * Capture kernel, once, at boot.
 *
 * Return: true if it was taken, and both stay in use; false if it is no record.
 */
bool kdump_record_attach(struct kdump_record *record, void *page)
{
	static char sentence[512];
	char why[KDUMP_DIAG_SIZE];
	struct kdump_diag diag;

	if (kdump_record_check(record, &diag)) {
		kdump_diag_string(&diag, why, sizeof(why));
		pr_warn("the stage record of the crash is not used: %s\n", why);
		return false;
	}
	old_record_page = page;
	old_record = record;
	old_record_stamp(KDUMP_STAGE_STARTED, kdump_capture_started());
	kdump_record_sentence(record, sentence, sizeof(sentence));
	pr_info("%s\n", sentence);
	return true;
}

/* The first time counts, but for what may come again. */
static bool stamped_once(enum kdump_stage stage)
{
	return stage != KDUMP_STAGE_LAST_BYTE && stage != KDUMP_STAGE_CLOSED;
}

/**
 * kdump_record_reached - note that the capture kernel got this far
 * @stage: KDUMP_STAGE_OPENED or a later one
 *
 * Process context; cheap when there is nothing to note, but for a look at how
 * much memory there is.
 */
void kdump_record_reached(enum kdump_stage stage)
{
	kdump_capture_memory_look();
	if (!old_record ||
	    (stamped_once(stage) && READ_ONCE(old_record->stamp[stage])))
		return;
	spin_lock(&old_record_lock);
	if (!stamped_once(stage) || !old_record->stamp[stage])
		old_record_stamp(stage, kdump_arch_ticks());
	spin_unlock(&old_record_lock);
}

/**
 * kdump_record_show - the old record as text
 * @text: where it goes
 * @size: bytes of @text
 *
 * Return: bytes written.
 */
size_t kdump_record_show(char *text, size_t size)
{
	size_t length;

	if (!old_record)
		return scnprintf(text, size,
				 "none: the kernel before this one left no record of a crash\n");
	spin_lock(&old_record_lock);
	if (old_record->size >= offsetofend(struct kdump_record, memory))
		kdump_capture_memory(&old_record->memory);
	length = kdump_record_table(old_record, text, size);
	spin_unlock(&old_record_lock);
	return length;
}

/* Before vmcoreinfo.c, which tells where the page is. */
static int __init record_init(void)
{
	own_record = (struct kdump_record *)get_zeroed_page(GFP_KERNEL);
	if (!own_record)
		pr_warn("no memory for the stage record: a crash will leave none\n");
	return own_record ? 0 : -ENOMEM;
}
arch_initcall(record_init);
