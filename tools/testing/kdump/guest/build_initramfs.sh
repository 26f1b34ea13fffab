#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packs the user space of the guest.
#
#   build_initramfs.sh OUT KERNEL [--with-tools] [--add FILE]... [--modules DIR]
#
# OUT/capture.cpio.gz  what the capture kernel boots with: busybox, the helpers,
#                      PID 1, and with --with-tools Debian's kexec and
#                      makedumpfile; each FILE is one more program or script in
#                      /bin, with the libraries it needs
# OUT/first.cpio.gz    the same, and in /boot what is loaded: KERNEL (a bzImage)
#                      and capture.cpio.gz; with --modules, the modules of DIR
#                      in /lib. The kernel unpacks archives that follow each
#                      other, so the first part is not packed twice.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/../../../../scripts/common.sh"
# shellcheck source=tools/testing/kdump/guest/root_files.sh
. "$here/root_files.sh"

helpers=(marker save_vmcore compare_mmap misbehave)
tools=()

# What guest_init.sh calls.
applets=(sh mount umount mkdir cat echo sleep sync poweroff stat tr printf
	dmesg dd sed tail grep ls date devmem insmod taskset chroot)

usage()
{
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
}

build_helpers()
{
	local bin=$1 helper
	for helper in "${helpers[@]}"; do
		build_helper "$bin" "$helper"
	done
	make --no-print-directory -s -C "$here/../../selftests/kdump" OUTPUT="$bin/loader"
	strip -o "$bin/kdump_load" "$bin/loader/kdump_load"
	strip -o "$bin/kdump_refusals" "$bin/loader/kdump_refusals"
}

fill_root()
{
	local root=$1 bin=$2 name
	mkdir -p "$root"/{dev,proc,sys,run,mnt,tmp}
	add_busybox "$root" "${applets[@]}"
	for name in "${helpers[@]}" kdump_load kdump_refusals; do
		install "$bin/$name" "$root/bin/$name"
	done
	install "$here/guest_init.sh" "$root/init"
	install -m 644 "$here/guest_common.sh" "$here/guest_report.sh" \
		"$here/guest_triggers.sh" "$here/guest_kexec.sh" "$root/bin/"
	for name in "${tools[@]}"; do
		# A name of busybox's may be there, as a link.
		rm -f "$root/bin/${name##*/}"
		add_tool "$root" "$name"
	done
}

main()
{
	local out=$1 kernel=$2 modules="" work
	shift 2
	while (($#)); do
		case $1 in
		--with-tools) tools+=(kexec makedumpfile) ;;
		--add)
			tools+=("$2")
			shift
			;;
		--modules)
			modules=$2
			shift
			;;
		*) usage ;;
		esac
		shift
	done
	need cpio "Install it: apt-get install cpio"
	[[ -f $kernel ]] || die "no kernel at $kernel." \
		"Build one: scripts/kernel.sh build kdump TREE"
	mkdir -p "$out/helpers"
	new_temp_dir work
	build_helpers "$out/helpers"
	fill_root "$work/root" "$out/helpers"
	pack "$work/root" >"$out/capture.cpio.gz"

	mkdir -p "$work/first/boot"
	cp "$kernel" "$work/first/boot/bzImage"
	cp "$out/capture.cpio.gz" "$work/first/boot/"
	if [[ -n $modules ]]; then
		mkdir "$work/first/lib"
		cp "$modules"/*.ko "$work/first/lib/"
	fi
	{
		cat "$out/capture.cpio.gz"
		pack "$work/first"
	} >"$out/first.cpio.gz"
}

if (($# < 2)); then
	usage
fi
main "$@"
