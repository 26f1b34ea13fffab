#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make bench: what this implementation costs, beside the base kernel's own.
#
#   bench.sh [PART...]   load crash smallest read segments together module
#                        (default: all)
#
# Two kernels of one tree, whose configurations differ in CONFIG_KDUMP alone,
# do the same things in the same guests. All but "together" counts guest
# instructions; see Documentation/kdump/testing.rst.
#
# Prints a table, and leaves build/bench/results.json and the guests' consoles
# in build/bench/logs/. Exits 1 if a goal is not met.
#
#   KDUMP_TREE=DIR   a tree that is laid already
#   KSRC=DIR         an unpacked kernel tree instead of Debian's package

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/stock_kernels.sh
. "$KDUMP_ROOT/scripts/stock_kernels.sh"

bench_dir=$KDUMP_ROOT/tools/testing/kdump/bench
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
out=$KDUMP_OUT/bench
kernels=(classic kdump)
parts=(load crash smallest read segments together module)

# An emulated processor copies eight bytes an instruction only without these.
cpu="max,-erms,-fsrm"
jobs_at_once=2

# Old memory of the guests that are booted directly: 65000 pages, or as much
# in fewer segments, from where mem= ends the kernel's own memory.
old_first=0x10000000
old_bytes=$((65000 * 4096))

declare -A image

progress()
{
	say "[$(printf '%4d' "$SECONDS") s] $*"
}

# guest KERNEL NAME INITRAMFS WORDS OPTION...: one boot; its console is the log
guest()
{
	local kernel=$1 name=$2 initramfs=$3 words=$4 log status=0
	shift 4
	log=$out/logs/$kernel/$name.log
	progress "$kernel: $name"
	harness run_guest --kernel "${image[$kernel]}" \
		--initrd "$out/$kernel/$initramfs.cpio.gz" --cpu "$cpu" \
		--append "console=ttyS0 panic=1 $words" \
		--console "$log" --silence 300 --limit 1800 "$@" || status=$?
	if ((status)); then
		warn "$kernel: $name ended with status $status of" \
			"run_guest, see $log"
	fi
}

# Runs a command beside the others, as soon as there is room.
start()
{
	while (($(jobs -rp | wc -l) >= jobs_at_once)); do
		wait -n || true
	done
	"$@" &
}

# Runs COMMAND KERNEL ARGUMENT... for both kernels.
for_both()
{
	local command=$1 kernel
	shift
	for kernel in "${kernels[@]}"; do
		start "$command" "$kernel" "$@"
	done
}

bench_words="rdinit=/bin/bench_init.sh bench.plan"

crash_guest()
{
	local kernel=$1 name=$2 initramfs=$3 plan=$4 memory=$5 cpus=$6
	guest "$kernel" "$name" "$initramfs" \
		"crashkernel=128M $bench_words=$plan bench.memory=$memory" \
		--icount --memory "${memory}M" --cpus "$cpus"
}

part_load()
{
	for_both crash_guest load small load 1024 1
}

part_crash()
{
	local cpus
	for cpus in 1 2 8; do
		for_both crash_guest "entry-$cpus" small entry 1024 "$cpus"
		for_both crash_guest "crash-$cpus" small crash 1024 "$cpus"
	done
}

part_read()
{
	local memory
	for memory in 1024 4096; do
		for_both crash_guest "read-$memory" tools read "$memory" 1
	done
}

# direct_guest KERNEL NAME COUNT READINGS WORDS OPTION...: a capture kernel
# after no crash, with an ELF core header of COUNT segments
direct_guest()
{
	local kernel=$1 name=$2 count=$3 readings=$4 words=$5 address
	local header=$out/$1/$2.elfcorehdr
	shift 5
	address=$("$bench_dir/make_elfcorehdr.py" --first "$old_first" \
		--count "$count" --bytes "$old_bytes" "$header")
	guest "$kernel" "$name" direct \
		"mem=$((old_first)) elfcorehdr=$address $words \
$bench_words=direct bench.readings=$readings" --memory 1024M "$@" \
		--qemu "-device loader,file=$header,addr=$address,force-raw=on"
}

part_segments()
{
	local count
	for count in 10 65000; do
		for_both direct_guest "segments-$count" "$count" random+4000 "" \
			--icount --cpus 1
	done
}

# Wall clock: nothing else of ours may run meanwhile.
part_together()
{
	local kernel
	wait
	for kernel in "${kernels[@]}"; do
		direct_guest "$kernel" together 2 \
			together+1+48,together+2+48,together+4+48 "" --cpus 4
	done
}

# Debian's kernel has no choice: one guest reads with its own reader, then with
# the module, and its log is cut where the one follows the other.
module_guest()
{
	local base=$1 log=$out/logs/stock-$1/module.log
	local cut="guest: the module reads from here on"
	guest "stock-$base" module tools \
		"crashkernel=256M $bench_words=module" \
		--icount --memory 1024M --cpus 1
	sed "/$cut/,\$d" "$log" >"$out/logs/classic/module-$base.log"
	sed -n "/$cut/,\$p" "$log" >"$out/logs/kdump/module-$base.log"
}

part_module()
{
	local name release base module
	for name in "${stock_names[@]}"; do
		release=$(stock_release "$name")
		base=$(grep -oE '^[0-9]+\.[0-9]+' <<<"$release" || true)
		if [[ -z $base ]] || ! stock_fetch "$release"; then
			warn "module: no package linux-image-$name: left out"
			continue
		fi
		module=$("$KDUMP_ROOT/scripts/module.sh" \
			"/lib/modules/$release/build")
		image[stock-$base]=$(stock_image "$release")
		mkdir -p "$out/logs/stock-$base"
		"$bench_dir/build_images.sh" "$out/stock-$base" \
			"${image[stock-$base]}" "$module"
		start module_guest "$base"
	done
}

# smallest_guest KERNEL MIB: does a capture work in so much memory?
smallest_guest()
{
	local kernel=$1 mib=$2 dir=$out/smallest-$1 status=0 said=captures
	mkdir -p "$dir"
	rm -f "$dir/disk"
	truncate -s 576M "$dir/disk"
	harness run_guest --kernel "${image[$kernel]}" \
		--initrd "$out/$kernel/plain.cpio.gz" --cpu "$cpu" --icount \
		--append "console=ttyS0 panic=1 crashkernel=${mib}M \
guest.loader=kexec" --memory 512M --cpus 1 --disk "$dir/disk" \
		--console "$dir/$mib.log" --silence 300 || status=$?
	rm -f "$dir/disk"
	if ((status != 0 && status != 3)); then
		warn "$kernel: crashkernel=${mib}M: status $status of" \
			"run_guest, see $dir/$mib.log"
	fi
	((status == 0)) || said="is too small"
	progress "$kernel: crashkernel=${mib}M $said"
	return "$status"
}

# Halves the distance of a size that fails, and one that works if any does: a
# kernel is larger than the one when unpacked, and needs less than the other.
find_smallest()
{
	local kernel=$1 small=24 large=56 middle
	while ((large - small > 1)); do
		middle=$(((small + large) / 2))
		if smallest_guest "$kernel" "$middle"; then
			large=$middle
		else
			small=$middle
		fi
	done
	if ((large < 56)); then
		echo "guest: bench smallest $large 1" \
			>"$out/logs/$kernel/smallest.log"
	fi
}

part_smallest()
{
	for_both find_smallest
}

# What the two configurations do not share, but for what our choice brings. In
# 6.12 the classic code has hotplug, too, and the same words for it.
check_configs()
{
	local difference ours="KDUMP|CRASH_HOTPLUG|CRASH_MAX_MEMORY_RANGES"
	difference=$(diff <(grep -vE "$ours" "$1/.config") \
		<(grep -vE "$ours" "$2/.config") || true)
	[[ -z $difference ]] || die \
		"the configurations differ in more than CONFIG_KDUMP:" \
		"$difference"
}

prepare()
{
	local tree kernel build=()
	"$KDUMP_ROOT/scripts/setup.sh" packages test >&2
	tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
	for kernel in "${kernels[@]}"; do
		"$kernel_sh" build "$kernel" "$tree"
		build+=("$("$kernel_sh" dir "$kernel")")
		image[$kernel]=${build[-1]}/arch/x86/boot/bzImage
	done
	check_configs "${build[@]}"
	release=$(<"${build[1]}/include/config/kernel.release")
	config_hash=$(grep -v KDUMP "${build[1]}/.config" | sha256sum |
		cut -c1-16)
	rm -rf "$out"
	for kernel in "${kernels[@]}"; do
		mkdir -p "$out/logs/$kernel"
		"$bench_dir/build_images.sh" "$out/$kernel" "${image[$kernel]}"
	done
}

show_results()
{
	harness bench_results --logs "$out/logs" \
		--base "$BASE" --output "$out/results.json" \
		--about "kernel=$release" --about "config=$config_hash" \
		--about "date=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
		--about "qemu=$(qemu-system-x86_64 --version | head -n 1)" \
		--about "kernel_bytes=$(stat -c %s "${image[kdump]}")" \
		--about "initramfs_bytes=$(stat -c %s "$out/kdump/direct.cpio.gz")"
}

main()
{
	local part known=" ${parts[*]} "
	if [[ ${1:-} == -h || ${1:-} == --help ]]; then
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
	fi
	for part in "$@"; do
		[[ $known == *" $part "* ]] || die "unknown part '$part'" \
			"The parts are: ${parts[*]}"
	done
	prepare
	(($#)) || set -- "${parts[@]}"
	for part in "$@"; do
		"part_$part"
	done
	wait
	progress "done: $out/results.json"
	show_results
}

main "$@"
