/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For kernels before 6.9, which have it in an older header.
 */
#include <linux/kernel.h>
