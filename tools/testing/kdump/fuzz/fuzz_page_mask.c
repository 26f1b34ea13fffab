// SPDX-License-Identifier: GPL-2.0-only
/*
 * fuzz_page_class.c once more, with tails that have a mask in the place of their
 * head's address, as they can since Linux 7.1.
 */
#include "fuzz_page_class.c"
