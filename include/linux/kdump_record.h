/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stage record: how far a crash got, and when. One page of the crashed
 * kernel's memory, which the capture kernel and dump tools find by the line
 * KDUMP_RECORD= of vmcoreinfo. Pure.
 *
 * Numbers are in the byte order of the machine. What is appended to the
 * struct later raises @size; a change of what is there raises the version.
 */
#ifndef _LINUX_KDUMP_RECORD_H
#define _LINUX_KDUMP_RECORD_H

#include <linux/stddef.h>
#include <linux/types.h>

struct kdump_diag;

#define KDUMP_RECORD_MAGIC	"KDUMPREC"
#define KDUMP_RECORD_VERSION	1

/* vmcoreinfo's key; the value is the physical address, in hex without 0x */
#define KDUMP_RECORD_KEY	"KDUMP_RECORD"

/**
 * enum kdump_stage - what a crash goes through, in this order
 * @KDUMP_STAGE_TRIGGER: the crash path was entered
 * @KDUMP_STAGE_REGISTERS: the crashing CPU's registers are saved
 * @KDUMP_STAGE_STOPPED: the other CPUs were told to stop, and waited for
 * @KDUMP_STAGE_VERIFIED: the image was checked; the verdict tells the result
 * @KDUMP_STAGE_JUMP: devices are quiet; the next thing is the jump
 * @KDUMP_STAGE_STARTED: the capture kernel found out that it is one, early
 * @KDUMP_STAGE_OPENED: /proc/vmcore was opened for the first time
 * @KDUMP_STAGE_FIRST_BYTE: something of it was read or mapped
 * @KDUMP_STAGE_LAST_BYTE: its last byte was read or mapped
 * @KDUMP_STAGE_CLOSED: it was closed, the last time so far
 * @KDUMP_STAGES: how many there are
 */
enum kdump_stage {
	KDUMP_STAGE_TRIGGER,
	KDUMP_STAGE_REGISTERS,
	KDUMP_STAGE_STOPPED,
	KDUMP_STAGE_VERIFIED,
	KDUMP_STAGE_JUMP,
	KDUMP_STAGE_STARTED,
	KDUMP_STAGE_OPENED,
	KDUMP_STAGE_FIRST_BYTE,
	KDUMP_STAGE_LAST_BYTE,
	KDUMP_STAGE_CLOSED,
	KDUMP_STAGES
};

/**
 * enum kdump_verdict - what the check of the image found
 * @KDUMP_VERDICT_NONE: not checked yet
 * @KDUMP_VERDICT_GOOD: the image is what was loaded
 * @KDUMP_VERDICT_DAMAGED: it is not; there was no jump
 */
enum kdump_verdict {
	KDUMP_VERDICT_NONE,
	KDUMP_VERDICT_GOOD,
	KDUMP_VERDICT_DAMAGED,
};

#define KDUMP_RECORD_STAMPS	16
#define KDUMP_RECORD_CPUS	8192

/**
 * struct kdump_lent_use - what devices did in memory that was lent to user space
 * @pages: how many pages of it the capture kernel gets
 * @in_use: how many of them a device may have been using at the crash
 * @left: how many of these were still in use when the wait for them ended
 * @wait: ticks that were waited
 */
struct kdump_lent_use {
	u64 pages;
	u64 in_use;
	u64 left;
	u64 wait;
};

/**
 * struct kdump_capture_memory - how the capture kernel got along with its memory
 * @total: KiB that it had; 0 until it has noted something
 * @least: the least of it that could be had, in KiB, when it was looked
 */
struct kdump_capture_memory {
	u64 total;
	u64 least;
};

/**
 * struct kdump_record - the page
 * @magic: %KDUMP_RECORD_MAGIC, no NUL
 * @version: %KDUMP_RECORD_VERSION
 * @size: bytes of the record as its writer knows it
 * @checksum: xxh64, seed 0, of the bytes from @ticks_khz up to @size
 * @ticks_khz: how fast the clock of @stamp runs; 0 if that is not known
 * @stamp: when each stage was reached, in ticks of the CPU's own clock, which
 *	runs on through the jump; 0 if it was not
 * @cpu: the CPU that crashed
 * @nr_others: how many other CPUs were online
 * @nr_stragglers: how many of them did not stop
 * @verdict: enum kdump_verdict
 * @release: release of the kernel that crashed, with its NUL
 * @message: why, as the log says, with its NUL
 * @straggler: bit N is set if CPU N did not stop, for CPUs that fit
 * @lent: what the capture kernel gets of user space's memory; records of before
 *	it was appended end here
 * @memory: what the capture kernel has noted of its own; the same
 */
struct kdump_record {
	u8 magic[8];
	u32 version;
	u32 size;
	u64 checksum;
	u64 ticks_khz;
	u64 stamp[KDUMP_RECORD_STAMPS];
	u32 cpu;
	u32 nr_others;
	u32 nr_stragglers;
	u32 verdict;
	char release[64];
	char message[192];
	u64 straggler[KDUMP_RECORD_CPUS / 64];
	struct kdump_lent_use lent;
	struct kdump_capture_memory memory;
};

/* The least size of a record: that of the first ones. */
#define KDUMP_RECORD_SIZE_MIN offsetof(struct kdump_record, lent)

/* record_page.c */
void kdump_record_init(struct kdump_record *record);
void kdump_record_seal(struct kdump_record *record, size_t size);
void kdump_record_stamp(struct kdump_record *record, size_t size,
			enum kdump_stage stage, u64 ticks);
int kdump_record_check(const struct kdump_record *record,
		       struct kdump_diag *diag);
size_t kdump_record_sentence(const struct kdump_record *record, char *text,
			     size_t size);
size_t kdump_record_table(const struct kdump_record *record, char *text,
			  size_t size);

/* record.c, for the reader in the capture kernel */
bool kdump_record_attach(struct kdump_record *record, void *page);
void kdump_record_reached(enum kdump_stage stage);

#endif /* _LINUX_KDUMP_RECORD_H */
