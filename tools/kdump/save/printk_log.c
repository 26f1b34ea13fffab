// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the ring of log messages of a crashed kernel, Linux 5.10 and later.
 *
 * Where everything is, VMCOREINFO says. A crash may have left the ring in any
 * state, so each number is compared with what it can be, and a record that makes
 * no sense is passed over. The work is bounded by the size of the ring.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "printk_log.h"

/* No kernel can be configured to have more. */
#define COUNT_BITS_MAX 22
#define SIZE_BITS_MAX 31
/* Structs of the kernel are smaller than that. */
#define STRUCT_MAX 65536u
#define TEXT_MAX 65535u
#define WINDOW_BYTES 16384u

/**
 * struct log_layout - where the members of the kernel's structs are
 *
 * The names are the kernel's, with '_' for '.': see log_keys.
 */
struct log_layout {
	uint64_t desc_ring, text_data_ring;
	uint64_t count_bits, descs, infos, head_id, tail_id;
	uint64_t desc_size, state_var, text_blk_lpos, begin, next;
	uint64_t info_size, ts_nsec, text_len;
	uint64_t size_bits, data;
	uint64_t counter;
};

#define MEMBER(name) offsetof(struct log_layout, name)

static const struct {
	const char *key;
	size_t member;
} log_keys[] = {
	{ "OFFSET(printk_ringbuffer.desc_ring)", MEMBER(desc_ring) },
	{ "OFFSET(printk_ringbuffer.text_data_ring)", MEMBER(text_data_ring) },
	{ "OFFSET(prb_desc_ring.count_bits)", MEMBER(count_bits) },
	{ "OFFSET(prb_desc_ring.descs)", MEMBER(descs) },
	{ "OFFSET(prb_desc_ring.infos)", MEMBER(infos) },
	{ "OFFSET(prb_desc_ring.head_id)", MEMBER(head_id) },
	{ "OFFSET(prb_desc_ring.tail_id)", MEMBER(tail_id) },
	{ "SIZE(prb_desc)", MEMBER(desc_size) },
	{ "OFFSET(prb_desc.state_var)", MEMBER(state_var) },
	{ "OFFSET(prb_desc.text_blk_lpos)", MEMBER(text_blk_lpos) },
	{ "OFFSET(prb_data_blk_lpos.begin)", MEMBER(begin) },
	{ "OFFSET(prb_data_blk_lpos.next)", MEMBER(next) },
	{ "SIZE(printk_info)", MEMBER(info_size) },
	{ "OFFSET(printk_info.ts_nsec)", MEMBER(ts_nsec) },
	{ "OFFSET(printk_info.text_len)", MEMBER(text_len) },
	{ "OFFSET(prb_data_ring.size_bits)", MEMBER(size_bits) },
	{ "OFFSET(prb_data_ring.data)", MEMBER(data) },
	{ "OFFSET(atomic_long_t.counter)", MEMBER(counter) },
};

/**
 * struct log_array - an array of the kernel, looked at through a window
 * @address: where it starts
 * @size: of all of it, in bytes
 * @start: offset of the window
 * @end: where it ends
 * @window: its bytes
 */
struct log_array {
	uint64_t address;
	uint64_t size;
	uint64_t start;
	uint64_t end;
	unsigned char window[WINDOW_BYTES];
};

enum { DESCS, INFOS, TEXT, ARRAYS };

/**
 * struct log - the ring
 * @dump: where it is
 * @layout: of its structs
 * @word: bytes of a long of the crashed kernel
 * @count: how many records fit
 * @head: id of the last record
 * @tail: id of the first one
 * @arrays: descriptors, infos and text
 * @text: of one record
 * @damaged: how many records made no sense
 */
struct log {
	struct dump *dump;
	struct log_layout layout;
	size_t word;
	uint64_t count;
	uint64_t head;
	uint64_t tail;
	struct log_array arrays[ARRAYS];
	unsigned char text[TEXT_MAX];
	uint64_t damaged;
};

/**
 * struct log_record - one of them
 * @ts_nsec: when
 * @begin: where its text is, in the endless row of all texts
 * @next: where the text of the next one is
 * @text_len: in bytes
 */
struct log_record {
	uint64_t ts_nsec;
	uint64_t begin;
	uint64_t next;
	uint16_t text_len;
};

static int find_layout(struct log *log, struct fault *fault)
{
	uint64_t value;
	size_t i;

	for (i = 0; i < sizeof(log_keys) / sizeof(log_keys[0]); i++) {
		if (!vmcoreinfo_number(&log->dump->info, log_keys[i].key,
				       &value))
			return fault_set(fault, "VMCOREINFO has no %s: no kernel log of Linux 5.10 or later",
					 log_keys[i].key);
		if (value > STRUCT_MAX)
			return fault_set(fault, "%s in VMCOREINFO is %" PRIu64
					 ", must be at most %u",
					 log_keys[i].key, value, STRUCT_MAX);
		memcpy((char *)&log->layout + log_keys[i].member, &value,
		       sizeof(value));
	}
	return 0;
}

/* A long of the crashed kernel. */
static uint64_t word_from(const struct log *log, const unsigned char *bytes)
{
	uint32_t narrow;
	uint64_t wide;

	if (log->word == sizeof(narrow)) {
		memcpy(&narrow, bytes, sizeof(narrow));
		return narrow;
	}
	memcpy(&wide, bytes, sizeof(wide));
	return wide;
}

static int read_word(struct log *log, uint64_t address, uint64_t *ret,
		     struct fault *fault)
{
	unsigned char bytes[sizeof(uint64_t)];

	if (dump_read_virtual(log->dump, address, bytes, log->word, fault))
		return -1;
	*ret = word_from(log, bytes);
	return 0;
}

static int read_bits(struct log *log, uint64_t address, const char *name,
		     uint32_t most, uint32_t *ret, struct fault *fault)
{
	uint32_t bits;

	if (dump_read_virtual(log->dump, address, &bits, sizeof(bits), fault))
		return -1;
	if (!bits || bits > most)
		return fault_set(fault, "%s is %" PRIu32
				 ", must be from 1 to %" PRIu32, name, bits,
				 most);
	*ret = bits;
	return 0;
}

static uint64_t word_max(const struct log *log)
{
	return log->word == sizeof(uint32_t) ? UINT32_MAX : UINT64_MAX;
}

/* The two bits of the state are above the id. */
static uint64_t id_mask(const struct log *log)
{
	return word_max(log) >> 2;
}

static int open_records(struct log *log, uint64_t ring, struct fault *fault)
{
	const struct log_layout *at = &log->layout;
	struct log_array *descs = &log->arrays[DESCS];
	struct log_array *infos = &log->arrays[INFOS];
	uint32_t bits = 0;

	if (read_bits(log, ring + at->count_bits, "count_bits of the log",
		      COUNT_BITS_MAX, &bits, fault) ||
	    read_word(log, ring + at->descs, &descs->address, fault) ||
	    read_word(log, ring + at->infos, &infos->address, fault) ||
	    read_word(log, ring + at->head_id + at->counter, &log->head,
		      fault) ||
	    read_word(log, ring + at->tail_id + at->counter, &log->tail, fault))
		return -1;
	log->count = 1ull << bits;
	descs->size = log->count * at->desc_size;
	infos->size = log->count * at->info_size;
	log->head &= id_mask(log);
	log->tail &= id_mask(log);
	return 0;
}

static int open_text(struct log *log, uint64_t ring, struct fault *fault)
{
	struct log_array *text = &log->arrays[TEXT];
	uint32_t bits = 0;

	if (read_bits(log, ring + log->layout.size_bits, "size_bits of the log",
		      SIZE_BITS_MAX, &bits, fault) ||
	    read_word(log, ring + log->layout.data, &text->address, fault))
		return -1;
	text->size = 1ull << bits;
	return 0;
}

static int open_log(struct log *log, struct fault *fault)
{
	uint64_t pointer, ring;

	if (find_layout(log, fault))
		return -1;
	if (!vmcoreinfo_address(&log->dump->info, "SYMBOL(prb)", &pointer))
		return fault_set(fault, "VMCOREINFO has no SYMBOL(prb)");
	if (read_word(log, pointer, &ring, fault) ||
	    open_records(log, ring + log->layout.desc_ring, fault))
		return -1;
	return open_text(log, ring + log->layout.text_data_ring, fault);
}

/* NULL if it is not all in the array, or not in the dump. */
static const unsigned char *look_at(struct log *log, unsigned int which,
				    uint64_t offset, size_t size)
{
	struct log_array *array = &log->arrays[which];
	struct fault fault;
	uint64_t end;

	if (size > WINDOW_BYTES || offset > array->size ||
	    size > array->size - offset)
		return NULL;
	if (offset < array->start || offset + size > array->end) {
		end = MIN(offset + WINDOW_BYTES, array->size);
		array->end = array->start;
		if (dump_read_virtual(log->dump, array->address + offset,
				      array->window, end - offset, &fault))
			return NULL;
		array->start = offset;
		array->end = end;
	}
	return array->window + (offset - array->start);
}

/* A part of a struct in one of the arrays; does not end outside of it. */
static const unsigned char *member(struct log *log, unsigned int which,
				   uint64_t index, uint64_t place, size_t size)
{
	uint64_t each = which == DESCS ? log->layout.desc_size :
			log->layout.info_size;
	const unsigned char *bytes;

	if (place > each || size > each - place)
		return NULL;
	bytes = look_at(log, which, index * each, each);
	return bytes ? bytes + place : NULL;
}

static bool read_long(struct log *log, uint64_t index, uint64_t place,
		      uint64_t *ret)
{
	const unsigned char *bytes = member(log, DESCS, index, place,
					    log->word);

	if (bytes)
		*ret = word_from(log, bytes);
	return bytes;
}

static bool read_info(struct log *log, uint64_t index, struct log_record *ret)
{
	const struct log_layout *at = &log->layout;
	const unsigned char *bytes;

	bytes = member(log, INFOS, index, at->ts_nsec, sizeof(ret->ts_nsec));
	if (!bytes)
		return false;
	memcpy(&ret->ts_nsec, bytes, sizeof(ret->ts_nsec));
	bytes = member(log, INFOS, index, at->text_len, sizeof(ret->text_len));
	if (!bytes)
		return false;
	memcpy(&ret->text_len, bytes, sizeof(ret->text_len));
	return true;
}

/* One that is being written, or was given up, has another state or id. */
static bool is_whole(const struct log *log, uint64_t state_var, uint64_t id)
{
	uint64_t state = state_var >> (8 * log->word - 2);

	return (state == 1 || state == 2) &&
	       (state_var & id_mask(log)) == id;
}

/* Returns whether there is such a record. */
static bool read_record(struct log *log, uint64_t id, struct log_record *ret)
{
	const struct log_layout *at = &log->layout;
	uint64_t index = id & (log->count - 1), state_var;

	if (!read_long(log, index, at->state_var + at->counter, &state_var)) {
		log->damaged++;
		return false;
	}
	if (!is_whole(log, state_var, id))
		return false;
	if (read_long(log, index, at->text_blk_lpos + at->begin, &ret->begin) &&
	    read_long(log, index, at->text_blk_lpos + at->next, &ret->next) &&
	    read_info(log, index, ret))
		return true;
	log->damaged++;
	return false;
}

/*
 * Texts follow each other in a ring. One that would not fit before its end is at
 * its start. In front of each is the id of its record.
 */
static bool find_text(struct log *log, const struct log_record *record,
		      uint64_t *place, uint64_t *room)
{
	uint64_t size = log->arrays[TEXT].size;
	uint64_t begin = record->begin % size, next = record->next % size;
	uint64_t turns = record->next / size - record->begin / size;

	turns &= word_max(log) / size;
	if (turns == 1 && next)
		begin = 0;
	else if (turns == 1)
		next = size;
	else if (turns || begin > next)
		return false;
	if (next - begin < log->word)
		return false;
	*place = begin + log->word;
	*room = next - *place;
	return true;
}

static bool has_no_text(const struct log_record *record)
{
	return record->begin & 1 && record->next & 1;
}

/* Returns its size, in log->text. */
static size_t read_text(struct log *log, const struct log_record *record)
{
	uint64_t place, room, done, part, size;
	const unsigned char *bytes;

	if (has_no_text(record))
		return 0;
	if (!find_text(log, record, &place, &room)) {
		log->damaged++;
		return 0;
	}
	size = MIN(record->text_len, room);
	for (done = 0; done < size; done += part) {
		part = MIN(size - done, WINDOW_BYTES);
		bytes = look_at(log, TEXT, place + done, part);
		if (!bytes) {
			log->damaged++;
			return done;
		}
		memcpy(log->text + done, bytes, part);
	}
	return size;
}

static void write_stamp(const struct log_record *record, FILE *to)
{
	fprintf(to, "[%5" PRIu64 ".%06" PRIu64 "] ",
		record->ts_nsec / 1000000000, record->ts_nsec / 1000 % 1000000);
}

/* Nothing that a terminal would obey. */
static void write_byte(unsigned char byte, FILE *to)
{
	if ((byte >= ' ' && byte < 127) || byte == '\t')
		fputc(byte, to);
	else
		fprintf(to, "\\x%02x", byte);
}

static void write_record(struct log *log, const struct log_record *record,
			 FILE *to)
{
	size_t size = read_text(log, record), i;

	write_stamp(record, to);
	for (i = 0; i < size; i++) {
		if (log->text[i] != '\n') {
			write_byte(log->text[i], to);
			continue;
		}
		fputc('\n', to);
		if (i + 1 < size)
			write_stamp(record, to);
	}
	if (!size || log->text[size - 1] != '\n')
		fputc('\n', to);
}

/* At most as many as fit, whatever the two ids say. */
static void write_records(struct log *log, FILE *to)
{
	struct log_record record;
	uint64_t id, left;

	for (id = log->tail, left = log->count; left; left--) {
		if (read_record(log, id, &record))
			write_record(log, &record, to);
		if (id == log->head)
			break;
		id = (id + 1) & id_mask(log);
	}
}

/**
 * printk_log_write - write the kernel log as dmesg shows it
 * @dump: where it is
 * @to: takes the text; the caller looks for errors of it
 * @fault: says why there is no log
 *
 * What is no printable ASCII is written as \xHH.
 *
 * Return: 0, or -1.
 */
int printk_log_write(struct dump *dump, FILE *to, struct fault *fault)
{
	struct log *log = calloc(1, sizeof(*log));
	int error;

	if (!log)
		return fault_set(fault, "no memory for the kernel log");
	log->dump = dump;
	log->word = dump->elf.bits / 8;
	error = open_log(log, fault);
	if (!error)
		write_records(log, to);
	if (log->damaged)
		say("%" PRIu64 " records of the kernel log are damaged",
		    log->damaged);
	free(log);
	return error;
}
