# SPDX-License-Identifier: GPL-2.0-only
#
# The shapes of Linux 6.12.
kdump-base := page_type_value vmalloc_start
kdump-seam := sysctl_const
# Where the architecture does not reserve by itself.
kdump-seam-generic := reserve_pair reserve_parse
kdump-seam-ima := ima_map_range ima_list
# Seams in arch/<arch>/kdump/: what calls them is code of the architecture.
kdump-base-x86 := seam_screen_global seam_caches_host seam_enc_kexec
kdump-base-arm := seam_reserve
