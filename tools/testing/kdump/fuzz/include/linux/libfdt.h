/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The libfdt of the base tree, as the programs that are built with it see it.
 */
#include <libfdt.h>
