// SPDX-License-Identifier: GPL-2.0-only
/*
 * What fuzz_page_mask.c calls, compiled for such page structs, too.
 */
#include "classify.c"
