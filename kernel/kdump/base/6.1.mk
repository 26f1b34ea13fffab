# SPDX-License-Identifier: GPL-2.0-only
#
# The shapes of Linux 6.1.
kdump-base := page_type_bit vmalloc_list
kdump-seam := sysctl_plain
# Seams in arch/<arch>/kdump/: what calls them is code of the architecture.
kdump-base-x86 := seam_screen_global seam_caches_host seam_enc_none seam_reserve
kdump-base-arm64 := seam_reserve
