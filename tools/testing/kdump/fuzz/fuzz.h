/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share.
 *
 * A target is a function of bytes: it turns them into arguments, calls a pure
 * file, and checks what must hold whatever the bytes were. Memory that is
 * handed to a pure file is allocated in exactly its size, so that the address
 * sanitizer sees the first byte too many.
 */
#ifndef _KDUMP_FUZZ_H
#define _KDUMP_FUZZ_H

#include <stddef.h>
#include <linux/types.h>

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

void fuzz_failed(const char *file, int line, const char *what)
	__attribute__((noreturn));

/* What must hold. libFuzzer keeps the input that says otherwise. */
#define EXPECT(condition) \
	((condition) ? (void)0 : fuzz_failed(__FILE__, __LINE__, #condition))

/**
 * struct fuzz_input - bytes that are being used up
 * @at: the next one
 * @left: how many there are
 */
struct fuzz_input {
	const u8 *at;
	size_t left;
};

/* Wide enough for sums and products of u64; 32 bits know no __int128. */
#define fuzz_wide _BitInt(128)

/* Little-endian; past the end there are only zeros. */
u64 fuzz_take(struct fuzz_input *input, unsigned int bytes);

/* Below @limit, which is not 0. */
unsigned int fuzz_below(struct fuzz_input *input, unsigned int limit);

/* As many small numbers as large ones, from nine bytes. */
u64 fuzz_number(struct fuzz_input *input);

/* @size bytes, not one more; with those of @from if that is not NULL. */
void *fuzz_memory(const void *from, size_t size);

/* An output that is only written to if the input is taken: fill it, look at it. */
void fuzz_poison(void *output, size_t size);
void fuzz_check_poison(const void *output, size_t size);

struct kdump_diag;

/* The answer is true by its rule, which is one of the bits in @rules. */
void fuzz_check_diag(const struct kdump_diag *diag, unsigned int rules);

#endif /* _KDUMP_FUZZ_H */
