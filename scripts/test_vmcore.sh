#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots capture kernels with dumps made by hand, good and hostile, and checks
# what they say about them and what can be read. No crash is needed.
#
#   test_vmcore.sh [PATTERN]  the cases whose name matches (default: all)
#   test_vmcore.sh --list     their names
#
# The cases are the table of tools/testing/kdump/harness/handmade.py. One
# line per case, a summary at the end. What a case left is in
# build/test/vmcore/NUMBER: header, console.log and check.log.
#
#   KDUMP_TREE=DIR        a tree that is laid already
#   KDUMP_BOOTS=2         how many guests run at the same time
#   KSRC=DIR              an unpacked kernel tree instead of Debian's package

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/guests.sh
. "$KDUMP_ROOT/scripts/guests.sh"
# shellcheck source=tools/testing/kdump/guest/root_files.sh
. "$KDUMP_ROOT/tools/testing/kdump/guest/root_files.sh"

guest_dir=$KDUMP_ROOT/tools/testing/kdump/guest
harness_dir=$KDUMP_ROOT/tools/testing/kdump/harness
handmade=$harness_dir/handmade.py
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
out=$KDUMP_OUT/test/vmcore
suite=vmcore
boots=${KDUMP_BOOTS:-2}

# Time is counted in instructions: a guest that has to wait for a busy host
# does not notice. Several CPUs run at the same time instead, freely. The loader
# takes ELF files apart unless told not to.
boot_case()
{
	local name=$1 dir=$2 words cpus counting=(--icount)
	local loader="-device loader,force-raw=on"
	words=$("$handmade" make "$name" "$dir")
	cpus=${words##*nr_cpus=}
	cpus=${cpus%% *}
	((cpus == 1)) || counting=()
	"$harness_dir/run_guest.py" --kernel "$image" --initrd "$out/init.cpio.gz" \
		--append "console=ttyS0 panic=1 $words" --memory 512M \
		"${counting[@]}" --cpus "$cpus" --cpu max,-erms,-fsrm \
		--qemu "$loader,file=$dir/header,addr=0x10000000" \
		--qemu "$loader,file=$out/memory,addr=0x11000000" \
		--console "$dir/console.log" --limit 240
}

run_case()
{
	local dir=$1 name=$2 status=0
	boot_case "$name" "$dir" || status=$?
	if ((status)); then
		echo "status $status of run_guest.py; the console:"
		tail -n 25 "$dir/console.log"
		return 1
	fi
	"$handmade" check "$name" "$dir/console.log" || {
		grep -E "kdump:|guest:|# " "$dir/console.log"
		return 1
	}
}

case_passed()
{
	tap_ok "$suite: $1"
	rm -f "$2/header"
}

# All of user space is one program and one module.
build_init()
{
	local work modules
	new_temp_dir work
	modules=$("$kernel_sh" modules kdump "$tree")
	mkdir -p "$work/root"/{proc,dev}
	gcc -O2 -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -static -s \
		-pthread -o "$work/root/init" "$guest_dir"/check_vmcore*.c
	cp "$modules/kdump_vmcore.ko" "$work/root/vmcore.ko"
	pack "$work/root" >"$out/init.cpio.gz"
}

prepare()
{
	tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
	need cpio "Install it: apt-get install cpio"
	"$kernel_sh" build kdump "$tree"
	image=$("$kernel_sh" dir kdump)/arch/x86/boot/bzImage
	mkdir -p "$out"
	build_init
	"$handmade" memory "$out/memory"
	at_exit end_guests
}

main()
{
	local name number=0
	case ${1:-} in
	-h | --help)
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
		;;
	--list)
		"$handmade" list
		return
		;;
	esac
	prepare
	while read -r name <&3; do
		number=$((number + 1))
		[[ $name =~ ${1:-} ]] || continue
		start_guest "$name" "$out/$(printf '%03d' "$number")"
	done 3< <("$handmade" list)
	finish_guests
	rm -f "$out/memory"
	tap_summary
}

main "$@"
