/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What KUnit of older bases lacks: memory is compared without a hex dump of the
 * difference, and rows of a table are named by a member.
 */
#ifndef _KDUMP_COMPAT_KUNIT_TEST_H
#define _KDUMP_COMPAT_KUNIT_TEST_H

#include_next <kunit/test.h>

#ifndef KUNIT_EXPECT_MEMEQ
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) \
	KUNIT_EXPECT_EQ(test, 0, memcmp(left, right, size))

#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, ...) \
	KUNIT_EXPECT_EQ_MSG(test, 0, memcmp(left, right, size), __VA_ARGS__)
#endif

#ifndef KUNIT_ARRAY_PARAM_DESC
#define KUNIT_ARRAY_PARAM_DESC(name, rows, member)			\
	static void name##_describe(typeof(&(rows)[0]) row, char *desc)	\
	{								\
		strscpy(desc, row->member, KUNIT_PARAM_DESC_SIZE);	\
	}								\
	KUNIT_ARRAY_PARAM(name, rows, name##_describe)
#endif

#endif /* _KDUMP_COMPAT_KUNIT_TEST_H */
