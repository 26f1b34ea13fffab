// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests for efi_info.c: each field, with and without a map.
 */
#include <kunit/test.h>

#include "efi_info.h"

static const struct efi_info ours = {
	.efi_loader_signature = 0x34364c45,
	.efi_systab = 0x11111111,
	.efi_memdesc_size = 48,
	.efi_memdesc_version = 1,
	.efi_memmap = 0x22222222,
	.efi_memmap_size = 4800,
	.efi_systab_hi = 0x33,
	.efi_memmap_hi = 0x44,
};

static void efi_info_stays(struct kunit *test, const struct efi_info *info)
{
	KUNIT_EXPECT_EQ(test, info->efi_loader_signature,
			ours.efi_loader_signature);
	KUNIT_EXPECT_EQ(test, info->efi_systab, ours.efi_systab);
	KUNIT_EXPECT_EQ(test, info->efi_systab_hi, ours.efi_systab_hi);
}

static void efi_info_with_map(struct kunit *test)
{
	const struct kdump_x86_efi_map map = { 0x1234567890ULL, 400, 40 };
	struct efi_info info;

	kdump_x86_efi_info(&ours, &map, &info);
	efi_info_stays(test, &info);
	KUNIT_EXPECT_EQ(test, info.efi_memmap, 0x34567890);
	KUNIT_EXPECT_EQ(test, info.efi_memmap_hi, 0x12);
	KUNIT_EXPECT_EQ(test, info.efi_memmap_size, 400);
	KUNIT_EXPECT_EQ(test, info.efi_memdesc_size, 40);
	KUNIT_EXPECT_EQ(test, info.efi_memdesc_version, 1);
}

/* Our own map's address would be that of anybody's memory by then. */
static void efi_info_without_map(struct kunit *test)
{
	const struct kdump_x86_efi_map none = { };
	struct efi_info info;

	kdump_x86_efi_info(&ours, &none, &info);
	efi_info_stays(test, &info);
	KUNIT_EXPECT_EQ(test, info.efi_memmap, 0);
	KUNIT_EXPECT_EQ(test, info.efi_memmap_hi, 0);
	KUNIT_EXPECT_EQ(test, info.efi_memmap_size, 0);
	KUNIT_EXPECT_EQ(test, info.efi_memdesc_size, 0);
	KUNIT_EXPECT_EQ(test, info.efi_memdesc_version, 0);
}

static struct kunit_case efi_info_cases[] = {
	KUNIT_CASE(efi_info_with_map),
	KUNIT_CASE(efi_info_without_map),
	{}
};

static struct kunit_suite efi_info_suite = {
	.name = "kdump_x86_efi_info",
	.test_cases = efi_info_cases,
};

kunit_test_suite(efi_info_suite);
