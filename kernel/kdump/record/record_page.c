// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stage record's page: written, checked, and put into words. Pure.
 *
 * The page crosses from one kernel to the next through unprotected memory: its
 * reader checks it first, and takes no text for clean.
 */
#include <linux/errno.h>
#include <linux/kdump_record.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/seq_buf.h>
#include <linux/string.h>
#include <linux/xxhash.h>

#include "lib/diag.h"
#include "lib/text.h"

/* In the order of enum kdump_stage; part of the format of the table. */
static const char *const stage_name[KDUMP_STAGES] = {
	"trigger", "registers", "stopped", "verified", "jump",
	"started", "opened", "first-byte", "last-byte", "closed",
};

static_assert(KDUMP_STAGES <= KDUMP_RECORD_STAMPS);
/* Of every architecture's pages the smallest. */
#define RECORD_PAGE 4096
static_assert(sizeof(struct kdump_record) <= RECORD_PAGE);

/*
 * @size comes from the caller: what the page says of it may have been changed
 * by a stray write a moment ago.
 */
static u64 record_checksum(const struct kdump_record *record, size_t size)
{
	return xxh64(&record->ticks_khz,
		     size - offsetof(struct kdump_record, ticks_khz), 0);
}

/**
 * kdump_record_init - start a record of nothing
 * @record: the page; all of it is overwritten
 */
void kdump_record_init(struct kdump_record *record)
{
	memset(record, 0, sizeof(*record));
	memcpy(record->magic, KDUMP_RECORD_MAGIC, sizeof(record->magic));
	record->version = KDUMP_RECORD_VERSION;
	record->size = sizeof(*record);
	kdump_record_seal(record, sizeof(*record));
}

/**
 * kdump_record_seal - make the checksum right after a change
 * @record: with one of its fields changed
 * @size: its bytes: sizeof(*record) for one that this kernel began, else
 *	record->size of the copy that kdump_record_check() passed
 */
void kdump_record_seal(struct kdump_record *record, size_t size)
{
	record->checksum = record_checksum(record, size);
}

/**
 * kdump_record_stamp - note that a stage was reached
 * @record: the record; its checksum is right afterwards
 * @size: its bytes, as for kdump_record_seal()
 * @stage: which of @stamp it is
 * @ticks: when
 */
void kdump_record_stamp(struct kdump_record *record, size_t size,
			enum kdump_stage stage, u64 ticks)
{
	record->stamp[stage] = ticks;
	kdump_record_seal(record, size);
}

static int record_refuse(struct kdump_diag *diag, const char *field, u64 value,
			 enum kdump_rule rule, u64 bound)
{
	*diag = kdump_diag_bound(field, value, rule, bound);
	return -EINVAL;
}

static int record_check_text(const char *field, const char *text, size_t size,
			     struct kdump_diag *diag)
{
	size_t length = strnlen(text, size);

	if (length < size)
		return 0;
	return record_refuse(diag, field, length, KDUMP_AT_MOST, size - 1);
}

static int record_check_format(const struct kdump_record *record, size_t size,
			       struct kdump_diag *diag)
{
	u64 magic;

	if (memcmp(record->magic, KDUMP_RECORD_MAGIC, sizeof(record->magic))) {
		memcpy(&magic, record->magic, sizeof(magic));
		*diag = kdump_diag_expected("magic", magic,
					    "\"" KDUMP_RECORD_MAGIC "\"");
		return -EINVAL;
	}
	if (record->version != KDUMP_RECORD_VERSION)
		return record_refuse(diag, "version", record->version,
				     KDUMP_MUST_BE, KDUMP_RECORD_VERSION);
	if (size < KDUMP_RECORD_SIZE_MIN)
		return record_refuse(diag, "size", size, KDUMP_AT_LEAST,
				     KDUMP_RECORD_SIZE_MIN);
	if (size > RECORD_PAGE)
		return record_refuse(diag, "size", size, KDUMP_AT_MOST,
				     RECORD_PAGE);
	return 0;
}

/**
 * kdump_record_check - is a page a record, and whole?
 * @record: a page, not trusted
 * @diag: filled in on failure
 *
 * Return: 0, or %-EINVAL.
 */
int kdump_record_check(const struct kdump_record *record,
		       struct kdump_diag *diag)
{
	size_t size = READ_ONCE(record->size);
	u64 checksum;
	int error;

	error = record_check_format(record, size, diag);
	if (error)
		return error;
	checksum = record_checksum(record, size);
	if (record->checksum != checksum)
		return record_refuse(diag, "checksum", record->checksum,
				     KDUMP_MUST_BE, checksum);
	error = record_check_text("length of the release", record->release,
				  sizeof(record->release), diag) ?:
		record_check_text("length of the message", record->message,
				  sizeof(record->message), diag);
	if (error)
		return error;
	if (record->stamp[KDUMP_STAGE_TRIGGER])
		return 0;
	*diag = kdump_diag_expected("stamp of the trigger", 0,
				    "the time of a crash");
	return -EINVAL;
}

/* What another kernel left may hold anything but a line of text. */
static void append_foreign(struct seq_buf *out, const char *text, size_t size)
{
	kdump_text_foreign(out, text, strnlen(text, size));
}

/* Ticks in microseconds; false if they make no time. */
static bool ticks_time(const struct kdump_record *record, u64 ticks, u64 *us)
{
	if (ticks > U64_MAX / 1000 || !record->ticks_khz)
		return false;
	*us = div64_u64(ticks * 1000, record->ticks_khz);
	return true;
}

/* Microseconds from the trigger; false if the stage has no time. */
static bool stage_time(const struct kdump_record *record,
		       enum kdump_stage stage, u64 *us)
{
	u64 start = record->stamp[KDUMP_STAGE_TRIGGER];
	u64 at = record->stamp[stage];

	return at && at >= start && ticks_time(record, at - start, us);
}

static void append_ms(struct seq_buf *out, u64 us)
{
	u32 rest;

	us = div_u64_rem(us, 1000, &rest);
	seq_buf_printf(out, "%llu.%u ms", us, rest / 100);
}

static void append_after(struct seq_buf *out, const struct kdump_record *record,
			 enum kdump_stage stage)
{
	u64 us;

	if (!stage_time(record, stage, &us))
		return;
	seq_buf_puts(out, " after ");
	append_ms(out, us);
}

/* There may be thousands. */
#define STRAGGLERS_NAMED 8

static void append_straggler_list(struct seq_buf *out,
				  const struct kdump_record *record)
{
	unsigned int cpu, named = 0;

	for (cpu = 0; cpu < KDUMP_RECORD_CPUS && named < STRAGGLERS_NAMED; cpu++)
		if (record->straggler[cpu / 64] & BIT_ULL(cpu % 64))
			seq_buf_printf(out, "%s%u", named++ ? ", " : " (not CPU ",
				       cpu);
	if (named)
		seq_buf_puts(out, record->nr_stragglers > named ? ", ...)" : ")");
}

static void append_stop(struct seq_buf *out, const struct kdump_record *record)
{
	if (!record->stamp[KDUMP_STAGE_STOPPED]) {
		seq_buf_puts(out, "; did not get as far as stopping the other CPUs");
		return;
	}
	if (!record->nr_others)
		return;
	seq_buf_printf(out, "; %u of %u other CPUs stopped",
		       record->nr_others -
		       min(record->nr_stragglers, record->nr_others),
		       record->nr_others);
	append_straggler_list(out, record);
	append_after(out, record, KDUMP_STAGE_STOPPED);
}

static void append_verdict(struct seq_buf *out,
			   const struct kdump_record *record)
{
	if (record->verdict == KDUMP_VERDICT_NONE)
		return;
	seq_buf_puts(out, record->verdict == KDUMP_VERDICT_GOOD ?
		     "; image good" : "; image damaged");
	append_after(out, record, KDUMP_STAGE_VERIFIED);
}

/* What the record has of it; nothing if it is an older one. */
static struct kdump_lent_use lent_use(const struct kdump_record *record)
{
	return record->size >= offsetofend(struct kdump_record, lent) ?
	       record->lent : (struct kdump_lent_use){ };
}

static void append_lent(struct seq_buf *out, const struct kdump_record *record)
{
	struct kdump_lent_use lent = lent_use(record);
	u64 us;

	if (!lent.pages)
		return;
	seq_buf_puts(out, "; waited");
	if (ticks_time(record, lent.wait, &us)) {
		seq_buf_puts(out, " ");
		append_ms(out, us);
	}
	seq_buf_printf(out, " for DMA to %llu of %llu lent pages", lent.in_use,
		       lent.pages);
	if (lent.left)
		seq_buf_printf(out, ", of which %llu are still in use", lent.left);
}

/**
 * kdump_record_sentence - the record in one line
 * @record: the record, without fault
 * @text: where the sentence goes, without a newline
 * @size: bytes of @text, not 0; what does not fit is cut
 *
 * Return: bytes written, the NUL left out.
 */
size_t kdump_record_sentence(const struct kdump_record *record, char *text,
			     size_t size)
{
	struct seq_buf out;

	kdump_text_begin(&out, text, size);
	seq_buf_puts(&out, "the kernel before this one (");
	append_foreign(&out, record->release, sizeof(record->release));
	seq_buf_printf(&out, ") crashed on CPU %u: ", record->cpu);
	append_foreign(&out, record->message, sizeof(record->message));
	append_stop(&out, record);
	append_verdict(&out, record);
	append_lent(&out, record);
	if (record->stamp[KDUMP_STAGE_STARTED]) {
		seq_buf_puts(&out, "; this kernel started");
		append_after(&out, record, KDUMP_STAGE_STARTED);
	}
	return kdump_text_end(&out);
}

static void append_stragglers(struct seq_buf *out,
			      const struct kdump_record *record)
{
	unsigned int cpu;

	seq_buf_puts(out, "stragglers");
	for (cpu = 0; cpu < KDUMP_RECORD_CPUS; cpu++)
		if (record->straggler[cpu / 64] & (1ULL << cpu % 64))
			seq_buf_printf(out, " %u", cpu);
	seq_buf_puts(out, "\n");
}

static void append_lent_table(struct seq_buf *out,
			      const struct kdump_record *record)
{
	struct kdump_lent_use lent = lent_use(record);
	u64 us;

	seq_buf_printf(out, "lent %llu\nlent-in-use %llu\nlent-left %llu\n",
		       lent.pages, lent.in_use, lent.left);
	if (ticks_time(record, lent.wait, &us))
		seq_buf_printf(out, "lent-wait %llu\n", us);
	else
		seq_buf_puts(out, "lent-wait ?\n");
}

static void append_memory_table(struct seq_buf *out,
				const struct kdump_record *record)
{
	if (record->size < offsetofend(struct kdump_record, memory) ||
	    !record->memory.total) {
		seq_buf_puts(out, "memory -\nmemory-least -\n");
		return;
	}
	seq_buf_printf(out, "memory %llu\nmemory-least %llu\n",
		       record->memory.total, record->memory.least);
}

/**
 * kdump_record_table - all of the record, for people and scripts
 * @record: the record, without fault
 * @text: where the lines go
 * @size: bytes of @text, not 0; what does not fit is cut
 *
 * A line is a word, a blank and a value: release, cpu, message, then each
 * stage with microseconds since the trigger, "?" if the clock cannot tell them,
 * or "-" if it was not reached, then verdict, CPUs, what devices did in lent
 * memory, and in KiB what the capture kernel's own was like.
 *
 * Return: bytes written, the NUL left out.
 */
size_t kdump_record_table(const struct kdump_record *record, char *text,
			  size_t size)
{
	static const char *const verdict[] = { "none", "good", "damaged" };
	struct seq_buf out;
	enum kdump_stage stage;
	u64 us;

	kdump_text_begin(&out, text, size);
	seq_buf_puts(&out, "release ");
	append_foreign(&out, record->release, sizeof(record->release));
	seq_buf_printf(&out, "\ncpu %u\nmessage ", record->cpu);
	append_foreign(&out, record->message, sizeof(record->message));
	seq_buf_puts(&out, "\n");
	for (stage = 0; stage < KDUMP_STAGES; stage++) {
		if (stage_time(record, stage, &us))
			seq_buf_printf(&out, "%s %llu\n", stage_name[stage], us);
		else
			seq_buf_printf(&out, "%s %c\n", stage_name[stage],
				       record->stamp[stage] ? '?' : '-');
	}
	seq_buf_printf(&out, "image %s\n",
		       record->verdict < ARRAY_SIZE(verdict) ?
		       verdict[record->verdict] : "unknown");
	seq_buf_printf(&out, "others %u\n", record->nr_others);
	append_stragglers(&out, record);
	append_lent_table(&out, record);
	append_memory_table(&out, record);
	return kdump_text_end(&out);
}
