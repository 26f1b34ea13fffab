// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stage record's page: written, checked, and put into words. Pure.
 *
 * The page crosses from one kernel to the next through memory that nobody
 * guards: whoever reads it checks it first, and takes no text for clean.
 */
#include <linux/ctype.h>
#include <linux/kdump_record.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/xxhash.h>

/* In the order of enum kdump_stage; part of the format of the table. */
static const char *const stage_name[KDUMP_STAGES] = {
	"trigger", "registers", "stopped", "verified", "jump",
	"started", "opened", "first-byte", "last-byte", "closed",
};

static_assert(KDUMP_STAGES <= KDUMP_RECORD_STAMPS);
/* Of every architecture's pages the smallest. */
#define RECORD_PAGE 4096
static_assert(sizeof(struct kdump_record) <= RECORD_PAGE);

/* The size is one that fits the page. */
static u64 checksum(const struct kdump_record *record)
{
	return xxh64(&record->ticks_khz, record->size -
		     offsetof(struct kdump_record, ticks_khz), 0);
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
	kdump_record_seal(record);
}

/**
 * kdump_record_seal - make the checksum right after a change
 * @record: the record
 */
void kdump_record_seal(struct kdump_record *record)
{
	record->checksum = checksum(record);
}

/**
 * kdump_record_stamp - note that a stage was reached
 * @record: the record; its checksum is right afterwards
 * @stage: the stage
 * @ticks: when
 */
void kdump_record_stamp(struct kdump_record *record, enum kdump_stage stage,
			u64 ticks)
{
	record->stamp[stage] = ticks;
	kdump_record_seal(record);
}

static bool ends(const char *text, size_t size)
{
	return strnlen(text, size) < size;
}

/**
 * kdump_record_fault - what is wrong with a page that should be a record?
 * @record: a page, not trusted
 *
 * Return: NULL if nothing is; else a fragment to follow "the record".
 */
const char *kdump_record_fault(const struct kdump_record *record)
{
	if (memcmp(record->magic, KDUMP_RECORD_MAGIC, sizeof(record->magic)))
		return "does not begin with its magic";
	if (record->version != KDUMP_RECORD_VERSION)
		return "has a version that this kernel does not know";
	if (record->size < sizeof(*record) || record->size > RECORD_PAGE)
		return "has a size that this kernel does not know";
	if (record->checksum != checksum(record))
		return "has a wrong checksum";
	if (!ends(record->release, sizeof(record->release)) ||
	    !ends(record->message, sizeof(record->message)))
		return "has a text without an end";
	if (!record->stamp[KDUMP_STAGE_TRIGGER])
		return "tells of no crash";
	return NULL;
}

/**
 * struct words - text being written
 * @text: where it goes
 * @size: bytes that fit, the NUL included
 * @used: bytes written, the NUL left out
 */
struct words {
	char *text;
	size_t size;
	size_t used;
};

static __printf(2, 3) void say(struct words *words, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	words->used += vscnprintf(words->text + words->used,
				  words->size - words->used, format, arguments);
	va_end(arguments);
}

/* What another kernel left may hold anything but a line of text. */
static void say_foreign(struct words *words, const char *text)
{
	for (; *text; text++)
		say(words, "%c", isascii(*text) && isprint(*text) ? *text :
		    '?');
}

/* Microseconds from the trigger; false if the stage has no time. */
static bool stage_time(const struct kdump_record *record,
		       enum kdump_stage stage, u64 *us)
{
	u64 start = record->stamp[KDUMP_STAGE_TRIGGER];
	u64 at = record->stamp[stage];

	if (!at || at < start || at - start > U64_MAX / 1000 ||
	    !record->ticks_khz)
		return false;
	*us = div64_u64((at - start) * 1000, record->ticks_khz);
	return true;
}

static void say_after(struct words *words, const struct kdump_record *record,
		      enum kdump_stage stage)
{
	u64 us;

	if (stage_time(record, stage, &us))
		say(words, " after %llu.%llu ms", us / 1000, us % 1000 / 100);
}

static void say_stop(struct words *words, const struct kdump_record *record)
{
	if (!record->stamp[KDUMP_STAGE_STOPPED]) {
		say(words, "; did not get as far as stopping the other CPUs");
		return;
	}
	if (!record->nr_others)
		return;
	say(words, "; %u of %u other CPUs stopped",
	    record->nr_others - min(record->nr_stragglers, record->nr_others),
	    record->nr_others);
	say_after(words, record, KDUMP_STAGE_STOPPED);
}

static void say_verdict(struct words *words, const struct kdump_record *record)
{
	if (record->verdict == KDUMP_VERDICT_NONE)
		return;
	say(words, "; image %s", record->verdict == KDUMP_VERDICT_GOOD ?
	    "good" : "damaged");
	say_after(words, record, KDUMP_STAGE_VERIFIED);
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
	struct words words = { text, size };

	say(&words, "the kernel before this one (");
	say_foreign(&words, record->release);
	say(&words, ") crashed on CPU %u: ", record->cpu);
	say_foreign(&words, record->message);
	say_stop(&words, record);
	say_verdict(&words, record);
	if (record->stamp[KDUMP_STAGE_STARTED]) {
		say(&words, "; this kernel started");
		say_after(&words, record, KDUMP_STAGE_STARTED);
	}
	return words.used;
}

static void say_stragglers(struct words *words,
			   const struct kdump_record *record)
{
	unsigned int cpu;

	say(words, "stragglers");
	for (cpu = 0; cpu < KDUMP_RECORD_CPUS; cpu++)
		if (record->straggler[cpu / 64] & (1ULL << cpu % 64))
			say(words, " %u", cpu);
	say(words, "\n");
}

/**
 * kdump_record_table - all of the record, for people and scripts
 * @record: the record, without fault
 * @text: where the lines go
 * @size: bytes of @text, not 0; what does not fit is cut
 *
 * A line is a word, a blank and a value: release, cpu, message, then each
 * stage with microseconds since the trigger or "-", then verdict and CPUs.
 *
 * Return: bytes written, the NUL left out.
 */
size_t kdump_record_table(const struct kdump_record *record, char *text,
			  size_t size)
{
	static const char *const verdict[] = { "none", "good", "damaged" };
	struct words words = { text, size };
	enum kdump_stage stage;
	u64 us;

	say(&words, "release ");
	say_foreign(&words, record->release);
	say(&words, "\ncpu %u\nmessage ", record->cpu);
	say_foreign(&words, record->message);
	say(&words, "\n");
	for (stage = 0; stage < KDUMP_STAGES; stage++) {
		if (stage_time(record, stage, &us))
			say(&words, "%s %llu\n", stage_name[stage], us);
		else
			say(&words, "%s -\n", stage_name[stage]);
	}
	say(&words, "image %s\n", record->verdict < ARRAY_SIZE(verdict) ?
	    verdict[record->verdict] : "unknown");
	say(&words, "others %u\n", record->nr_others);
	say_stragglers(&words, record);
	return words.used;
}
