/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _KDUMP_BENCH_HEADER_H
#define _KDUMP_BENCH_HEADER_H

#include <stddef.h>
#include <stdint.h>

void bench_header(size_t count, uint64_t address);

#endif /* _KDUMP_BENCH_HEADER_H */
