#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Packs the user space of the benchmarks' guests: that of the crash tests, and
# the programs that measure.
#
#   build_images.sh OUT KERNEL [MODULE]
#
# OUT/small.cpio.gz  a first boot that loads KERNEL (a bzImage) with a user
#                    space without tools, as small as a capture can do with;
#                    or /boot/stub, which is KERNEL with bench_stub.S in it
# OUT/tools.cpio.gz  the same, but makedumpfile comes along
# OUT/direct.cpio.gz for a capture kernel that is booted directly
# OUT/plain.cpio.gz  a first boot of the crash tests, nothing added
#
# With MODULE, the reader for a KERNEL that is not ours, OUT/tools.cpio.gz is all
# that is made, and what it loads has the module in /boot.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/common.sh
. "$here/../../../../scripts/common.sh"
# shellcheck source=tools/testing/kdump/guest/root_files.sh
. "$here/../guest/root_files.sh"

programs=(bench_time bench_read)

fill_root()
{
	local root=$1 name
	mkdir -p "$root/bin"
	for name in "${programs[@]}"; do
		build_helper "$root/bin" "$name"
	done
	install "$here/bench_init.sh" "$root/bin/bench_init.sh"
}

# Over the 64-bit entry, which lies 512 bytes into what follows the setup
# sectors (Documentation/arch/x86/boot.rst, "setup_sects" and "64-bit boot").
make_stub()
{
	local sectors
	gcc -c -o "$work/stub.o" "$here/bench_stub.S"
	objcopy -O binary -j .text "$work/stub.o" "$work/stub.bin"
	sectors=$(od -An -tu1 -j $((0x1f1)) -N 1 "$kernel")
	cp "$kernel" "$1"
	dd if="$work/stub.bin" of="$1" bs=1 seek=$(((sectors + 1) * 512 + 512)) \
		conv=notrunc status=none
}

# first_boot OUT USER CAPTURE: archives USER, and in /boot what is loaded; the
# kernel unpacks archives that follow each other
first_boot()
{
	mkdir -p "$work/first/boot"
	cp "$kernel" "$work/first/boot/kernel"
	make_stub "$work/first/boot/stub"
	cp "$3" "$work/first/boot/capture.cpio.gz"
	{
		cat "$2"
		pack "$work/first"
	} >"$1"
}

main()
{
	local out=$1 kernel=$2 module=${3-}
	local work
	new_temp_dir work
	mkdir -p "$out"
	fill_root "$work/root"
	if [[ -n $module ]]; then
		mkdir "$work/root/boot"
		strip --strip-debug -o "$work/root/boot/kdump_vmcore.ko" \
			"$module"
	fi
	pack "$work/root" >"$work/bench.cpio.gz"
	harness initramfs "$work/small" "$kernel"
	harness initramfs "$work/tools" "$kernel" --add kexec --add makedumpfile
	for name in small tools; do
		cat "$work/$name/capture.cpio.gz" "$work/bench.cpio.gz" \
			>"$work/$name.cpio.gz"
	done
	first_boot "$out/tools.cpio.gz" "$work/tools.cpio.gz" \
		"$work/tools.cpio.gz"
	if [[ -n $module ]]; then
		return
	fi
	first_boot "$out/small.cpio.gz" "$work/tools.cpio.gz" \
		"$work/small.cpio.gz"
	first_boot "$out/plain.cpio.gz" "$work/tools/capture.cpio.gz" \
		"$work/small/capture.cpio.gz"
	cp "$work/small.cpio.gz" "$out/direct.cpio.gz"
}

if (($# < 2 || $# > 3)); then
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
fi
main "$@"
