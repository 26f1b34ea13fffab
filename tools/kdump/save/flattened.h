/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file as a row of records, each of which says where it belongs: what
 * makedumpfile -F writes, and makedumpfile -R and the readers of dumps read.
 */
#ifndef KDUMP_SAVE_FLATTENED_H
#define KDUMP_SAVE_FLATTENED_H

#include <stdint.h>

#define FLATTENED_BYTES 4096

/**
 * struct flattened_header - the start of the stream, filled up with zeros
 * @signature: %FLATTENED_SIGNATURE
 * @type: 1
 * @version: 1
 *
 * All numbers are big-endian, on each machine.
 */
struct flattened_header {
	char signature[16];
	uint64_t type;
	uint64_t version;
};

#define FLATTENED_SIGNATURE "makedumpfile"

/**
 * struct flattened_record - what is in front of the bytes of a record
 * @offset: where they belong
 * @size: how many; both are -1 at the end of the stream
 */
struct flattened_record {
	uint64_t offset;
	uint64_t size;
};

#endif
