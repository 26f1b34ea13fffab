/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel log of a dump as text.
 */
#ifndef KDUMP_SAVE_PRINTK_LOG_H
#define KDUMP_SAVE_PRINTK_LOG_H

#include <stdio.h>

#include "dump.h"

int printk_log_write(struct dump *dump, FILE *to, struct fault *fault);

#endif
