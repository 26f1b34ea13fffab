/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pure files print nothing; a header that they share with others has a macro
 * that does.
 */
