#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The reader as a module in the kernels that a distribution ships: crash one,
# capture with the same, and compare the module with that kernel's own reader.
#
#   test_module.sh [PATTERN]  the kernels that match (default: all of Debian 12)
#
# Nothing is built but the module. The kernel and its headers are Debian's
# packages; where they cannot be had, the test is skipped. The guest counts
# instructions, so the speeds it tells are the same on every machine. What a
# guest left is in build/test/module-VERSION.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=tools/testing/kdump/guest/root_files.sh
. "$KDUMP_ROOT/tools/testing/kdump/guest/root_files.sh"
# shellcheck source=scripts/stock_kernels.sh
. "$KDUMP_ROOT/scripts/stock_kernels.sh"

testing=$KDUMP_ROOT/tools/testing/kdump
guest_dir=$testing/guest
# How many times faster than the kernel's own reader, at least.
WANTED_SPEEDUP=8
applets=(sh mount umount poweroff sleep sync insmod rmmod dmesg grep test dd)

# build_driver DIR RELEASE - DIR/driver/kdump_holes.ko
build_driver()
{
	local driver=$1/driver

	cp -r "$testing/modules/stock" "$driver"
	quietly "$driver/build.log" make -C "/lib/modules/$2/build" \
		M="$driver" modules
}

# build_guest DIR KERNEL MODULE - DIR/first.cpio.gz, which holds all of it
build_guest()
{
	local dir=$1 kernel=$2 module=$3 root=$1/root name

	mkdir -p "$root"/{boot,dev,proc,sys}
	add_busybox "$root" "${applets[@]}"
	for name in compare_readers compare_mmap; do
		build_helper "$root/bin" "$name"
	done
	for name in "$module" "$dir/driver/kdump_holes.ko"; do
		strip --strip-debug -o "$root/boot/${name##*/}" "$name"
	done
	install "$guest_dir/module_init.sh" "$root/init"
	install -m 644 "$guest_dir/guest_common.sh" "$root/bin/"
	pack "$root" >"$dir/capture.cpio.gz"
	add_tool "$root" kexec
	cp "$kernel" "$root/boot/vmlinuz"
	cp "$dir/capture.cpio.gz" "$root/boot/"
	pack "$root" >"$dir/first.cpio.gz"
	rm -rf "$root"
}

# Old memory has holes, so that the file is of more than a few segments. Either
# system call loads: with kexec_load(2), kexec(8) writes the ELF header.
run_guest()
{
	local loader=-s holes="memmap=12K\$0x10003000 memmap=8K\$0x18ffe000"

	if [[ $release == 6.1.* ]]; then
		loader=-c
	fi
	harness run_guest --kernel "$2" --initrd "$1/first.cpio.gz" \
		--append "console=ttyS0 panic=1 crashkernel=256M $holes \
module.loader=$loader" \
		--memory 1G --cpus 1 --cpu max,-erms,-fsrm --icount \
		--console "$1/console.log" --limit 900 --silence 240
}

# The guest's own checks become ours.
count_guest_checks()
{
	local line console=$1

	while IFS= read -r line; do
		case $line in
		"ok - "*) tap_ok "module: $release: ${line#ok - }" ;;
		*) tap_not_ok "module: $release: ${line#not ok - }" ;;
		esac
	done < <(sed -n 's/^.*guest: \(\(not \)\?ok - .*\)/\1/p' "$console" |
		tr -d '\r')
}

bytes_are_equal()
{
	local console=$1

	if grep 'guest: .* differs' "$console"; then
		return 1
	fi
	(($(grep -c 'guest: all .* segments are equal' "$console") == 3))
}

speed()
{
	sed -n "s|.*guest: read $2: [0-9]* bytes, \([0-9]*\) MB/s.*|\1|p" "$1"
}

# The first line of each kind: each reader alone.
is_fast_enough()
{
	local classic ours

	classic=$(speed "$1" /proc/vmcore | head -n 1)
	ours=$(speed "$1" /proc/kdump/vmcore | head -n 1)
	echo "$classic MB/s by the kernel, $ours MB/s by the module"
	((ours >= WANTED_SPEEDUP * classic))
}

# In the last run of both, /proc/vmcore is the module's, and then not any more.
takes_over_and_gives_back()
{
	local all classic during after

	mapfile -t all < <(speed "$1" /proc/vmcore)
	echo "/proc/vmcore in MB/s, one run after the other: ${all[*]}"
	classic=${all[0]} during=${all[2]} after=${all[3]}
	((during >= WANTED_SPEEDUP * classic && after < 2 * classic))
}

test_kernel()
{
	local release=$1 dir=$KDUMP_OUT/test/module-$1 module status=0
	local kernel console=$dir/console.log

	kernel=$(stock_image "$release")
	rm -rf "$dir"
	mkdir -p "$dir"
	if ! module=$(MODULE_FLAGS="W=1 KCFLAGS=-Werror" \
		"$KDUMP_ROOT/scripts/module.sh" \
		"/lib/modules/$release/build" 2>"$dir/module.log"); then
		tap_not_ok "module: $release: builds without a warning" \
			"$dir/module.log"
		return
	fi
	tap_ok "module: $release: builds without a warning"
	build_driver "$dir" "$release"
	build_guest "$dir" "$kernel" "$module"
	run_guest "$dir" "$kernel" || status=$?
	if ((status)); then
		tail -n 25 "$console" | tap_not_ok \
			"module: $release: the guest ends well ($status)" -
		return
	fi
	count_guest_checks "$console"
	tap_check "module: $release: same bytes as the kernel's /proc/vmcore" \
		bytes_are_equal "$console"
	tap_check "module: $release: $WANTED_SPEEDUP times as fast: $(is_fast_enough "$console" || true)" \
		is_fast_enough "$console"
	tap_check "module: $release: takeover=1 is as fast, and over after it" \
		takes_over_and_gives_back "$console"
}

main()
{
	local name release

	if [[ ${1:-} == -h || ${1:-} == --help ]]; then
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
	fi
	for name in "${stock_names[@]}"; do
		release=$(stock_release "$name")
		if [[ -z $release ]]; then
			tap_skip "module: $name" "no package linux-image-$name"
		elif [[ ! $release =~ ${1:-} ]]; then
			continue
		elif ! stock_fetch "$release"; then
			tap_skip "module: $release" "its packages cannot be installed, see $stock_log"
		else
			test_kernel "$release"
		fi
	done
	tap_summary
}

main "$@"
