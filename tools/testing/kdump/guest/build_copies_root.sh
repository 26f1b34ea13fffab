#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Fills the root file system of a guest that copies /proc/vmcore in every way.
#
#   build_copies_root.sh OUT
#
# OUT/copies_root         for mke2fs -d: guest_copies.sh and what it calls
# OUT/helpers/sum_vmcore  the program that sums up a copy, for the host, too

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/../../../../scripts/common.sh"
# shellcheck source=tools/testing/kdump/guest/root_files.sh
. "$here/root_files.sh"

# Not those of busybox; guest_copies.sh calls the others "busybox NAME".
tools=(cat cp dd tar rsync makedumpfile scp ssh dropbear dropbearkey)
applets=(sh mkdir chmod rm touch sleep stat ifconfig)

# ssh asks who it is, and dropbear if root may log in, and with which key.
add_account()
{
	local root=$1
	mkdir -p "$root/etc"
	echo "root:x:0:0:root:/root:/bin/sh" >"$root/etc/passwd"
	echo "root:x:0:" >"$root/etc/group"
	ssh-keygen -q -t ed25519 -N "" -C "" -f "$root/etc/key"
}

# A thread that ends loads this library at run time: ldd does not show it.
add_thread_library()
{
	local library
	library=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p |
		sed -n 's/.*libgcc_s\.so\.1 .*x86-64.* => //p' | head -n 1)
	[[ -n $library ]] || die "libgcc_s.so.1 is missing." \
		"Install it: apt-get install libgcc-s1"
	install -D "$library" "$1$library"
}

main()
{
	local out=$1 root=$1/copies_root name
	need ssh-keygen "Install it: scripts/setup.sh packages test"
	mkdir -p "$out/helpers"
	build_helper "$out/helpers" sum_vmcore
	rm -rf "$root"
	mkdir -p "$root"/{dev,proc,tmp,copies}
	add_busybox "$root" "${applets[@]}"
	for name in "${tools[@]}"; do
		add_tool "$root" "$name"
	done
	add_thread_library "$root"
	install "$out/helpers/sum_vmcore" "$here/guest_copies.sh" "$root/bin/"
	add_account "$root"
}

if (($# != 1)); then
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
fi
main "$@"
