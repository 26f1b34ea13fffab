# SPDX-License-Identifier: GPL-2.0-only
#
# The shapes of Linux 7.2.
kdump-base := page_type_accept vmalloc_start
kdump-seam := sysctl_const hwerr
# Where the architecture does not reserve by itself.
kdump-seam-generic := reserve_pair_cma reserve_parse
kdump-seam-ima := ima_map_index ima_list
# Seams in arch/<arch>/kdump/: what calls them is code of the architecture.
kdump-base-x86 := seam_screen_sysfb seam_caches_cpu seam_enc_kexec seam_save_cpu
