#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One crash from end to end: build the kernel, boot it in QEMU, crash it, save
# /proc/vmcore out of the capture kernel, check the dump and report on it.
#
#   demo.sh
#
# Leaves build/demo/{vmcore,vmlinux,console.log,report.txt}. Exits 0 only if
# the dump passed every check.
#
#   KSRC=DIR             an unpacked kernel tree instead of Debian's package
#   KDUMP_KERNEL=classic the same with the base kernel's own implementation
#   KDUMP_TREE=DIR       a tree that is laid already; nothing is installed

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
kernel=${KDUMP_KERNEL:-kdump}
out=$KDUMP_OUT/demo
memory_mib=2048

# What of the console a person wants to follow.
shown='^guest: (crash|loading|capture|trigger|vmcore|saving|saved|dump|alive)'
shown+='|^kdump_load: |Kernel panic - not syncing'

step()
{
	say "[$(printf '%4d' "$SECONDS") s] $*"
}

crash_guest()
{
	local image=$1 token=$2 status=0
	rm -f "$out/vmcore" "$out/report.txt"
	# The dump is a little larger than what the guest may use; zeros that
	# are never written take no place.
	truncate -s $((memory_mib + 64))M "$out/vmcore"
	harness run_guest --kernel "$image" \
		--initrd "$out/guest/first.cpio.gz" \
		--append "console=ttyS0 panic=1 no_timer_check \
crashkernel=512M-2G:64M,2G-:128M guest.token=$token" \
		--memory "${memory_mib}M" --cpus 2 --disk "$out/vmcore" \
		--console "$out/console.log" --show "$shown" || status=$?
	((status == 0)) || die \
		"the guest left no dump, status $status of run_guest." \
		"Its last words are at the end of $out/console.log"
}

# The guest says how much of the disk is the dump.
cut_to_size()
{
	local size
	size=$(sed -n 's/.*guest: saved \([0-9]*\) bytes.*/\1/p' \
		"$out/console.log")
	[[ -n $size ]] || die "no size of the dump in $out/console.log"
	truncate -s "$size" "$out/vmcore"
}

check_dump()
{
	local token=$1
	harness check_dump "$out/vmcore" "$out/vmlinux" \
		--console "$out/console.log" --token "$token" --cpus 2 \
		--text "sysrq triggered crash" --function sysrq_handle_crash |
		sed 's/^/  /'
}

main()
{
	local tree build token
	mkdir -p "$out"
	step "looking for what is needed, and for a kernel tree"
	tree=${KDUMP_TREE:-}
	if [[ -z $tree ]]; then
		"$KDUMP_ROOT/scripts/setup.sh" packages core >&2
		tree=$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)
	fi
	step "building the $kernel kernel of Linux $BASE from $tree"
	"$kernel_sh" build "$kernel" "$tree"
	build=$("$kernel_sh" dir "$kernel")
	cp --reflink=auto "$build/vmlinux" "$out/vmlinux"

	step "packing the guest's user space"
	harness initramfs "$out/guest" \
		"$build/arch/x86/boot/bzImage"
	token=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
	step "booting a guest of $memory_mib MiB, to crash it"
	crash_guest "$build/arch/x86/boot/bzImage" "$token"
	cut_to_size

	step "checking the dump"
	check_dump "$token" || die "the dump did not pass every check." \
		"It is $out/vmcore, the console is $out/console.log"
	step "the report"
	say
	harness report "$out/vmcore" "$out/vmlinux" --tree "$tree" \
		--console "$out/console.log" --output "$out/report.txt"
	say
	step "done; all of it is in $out"
}

main
