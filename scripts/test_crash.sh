#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Crashes guests in every way of crash_cases.sh, and checks the dumps.
#
#   test_crash.sh            the cases of make test
#   test_crash.sh --full     all cases
#   test_crash.sh PATTERN    of all cases, those whose name matches
#   test_crash.sh --list     the names of all
#
# One line per case, a summary at the end. What a case left is in
# build/test/NAME: console.log, check.log, and if it failed, vmcore.
#
#   KDUMP_KERNEL=classic  test the base kernel's own implementation instead
#   KDUMP_KERNEL=debug    the cases of the kernel with KASAN and lockdep
#   KDUMP_TREE=DIR        a tree that is laid already
#   KSRC=DIR              an unpacked kernel tree instead of Debian's package
#   BOOTS=N               guests that run at a time (default 2)

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/guests.sh
. "$KDUMP_ROOT/scripts/guests.sh"
# shellcheck source=scripts/crash_cases.sh
. "$KDUMP_ROOT/scripts/crash_cases.sh"

guest_dir=$KDUMP_ROOT/tools/testing/kdump/guest
harness_dir=$KDUMP_ROOT/tools/testing/kdump/harness
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
kernel=${KDUMP_KERNEL:-kdump}
out=$KDUMP_OUT/test
suite=crash
boots=${BOOTS:-2}

crash_case()
{
	local name=$1 pair
	shift
	[[ $name =~ $pattern ]] || return 0
	if ((list_only)); then
		echo "$name"
		return
	fi
	local -A wish=([trigger]=$name [memory]=512 [cpus]=2 [loader]=ours
		[mode]=file [save]=raw [reserve]=128M [capture]=1 [plug]=0
		[compare]=0 [limit]=300 [machine]=pc)
	for pair in "$@"; do
		wish[${pair%%=*}]=${pair#*=}
	done
	if [[ ${wish[not_in]:-} == "$BASE: "* ]]; then
		tap_skip "crash: $name" "Linux ${wish[not_in]}"
		return
	fi
	start_guest "$name" "$out/$name"
}

full_case()
{
	if ((full)); then
		crash_case "$@"
	fi
}

# The rest works on the associative array "wish" of the function above.

# What the guest is told about, and the words of the case's own.
command_line()
{
	local key line
	# The timer is there, but on a busy host it may not tick in time.
	line="console=ttyS0 panic=1 no_timer_check"
	line+=" crashkernel=${wish[reserve]}"
	line+=" guest.token=$token"
	for key in compare trigger loader mode save capture append sysctl \
		before module cpu; do
		if [[ -n ${wish[$key]:-} ]]; then
			line+=" guest.$key=${wish[$key]}"
		fi
	done
	echo "$line ${wish[words]:-}"
}

memory_option()
{
	local option=${wish[memory]}M
	if ((wish[plug])); then
		option+=,slots=2,maxmem=2G
	fi
	echo "$option"
}

make_disk()
{
	local PATH=$PATH:/sbin:/usr/sbin
	rm -f "$1"
	truncate -s $((wish[memory] + 64 + 128 * wish[plug]))M "$1"
	case ${wish[save]} in
	makedumpfile) mke2fs -q -t ext4 "$1" ;;
	copies)
		# The dump as cp and as makedumpfile -E made it, and one more.
		truncate -s $((3 * wish[memory] + 256))M "$1"
		"$guest_dir/build_copies_root.sh" "$out/guest" &&
			mke2fs -q -t ext4 -d "$out/guest/copies_root" "$1"
		;;
	esac
}

# A guest in the background would survive an interrupted script.
boot_case()
{
	local pid
	"$harness_dir/run_guest.py" --kernel "$image" \
		--initrd "$out/guest/first.cpio.gz" \
		--append "$(command_line)" --memory "$(memory_option)" \
		--cpus "${wish[cpus]}" --disk "$1/disk" \
		--qemu "-machine ${wish[machine]}" \
		--console "$1/console.log" --limit "${wish[limit]}" &
	pid=$!
	at_exit "kill $pid 2>/dev/null"
	wait "$pid"
}

# Turns the disk into the file vmcore.
fetch_dump()
{
	local dir=$1 size PATH=$PATH:/sbin:/usr/sbin
	case ${wish[save]} in
	makedumpfile)
		debugfs -R "dump /vmcore $dir/vmcore" "$dir/disk" 2>/dev/null
		[[ -s $dir/vmcore ]]
		return
		;;
	copies)
		debugfs -R "rdump /copies $dir" "$dir/disk" 2>/dev/null
		mv "$dir/copies/raw" "$dir/vmcore"
		return
		;;
	esac
	size=$(sed -n 's/.*guest: saved \([0-9]*\) bytes.*/\1/p' \
		"$dir/console.log")
	[[ -n $size ]] && mv "$dir/disk" "$dir/vmcore" &&
		truncate -s "$size" "$dir/vmcore"
}

check_case()
{
	local dir=$1 key options=()
	if ((wish[compare])); then
		options+=(--compare)
	fi
	if [[ $kernel == debug ]]; then
		options+=(--without-symbols)
	fi
	for key in text also message function gdb rip comm pid vmcoreinfo \
		stragglers; do
		if [[ -n ${wish[$key]:-} ]]; then
			options+=("--$key" "${wish[$key]}")
		fi
	done
	if [[ ${wish[save]} == makedumpfile ]]; then
		options+=(--filtered)
	fi
	"$harness_dir/check_dump.py" "$dir/vmcore" "$vmlinux" \
		--console "$dir/console.log" --token "$token" \
		--cpus "${wish[prstatus]:-${wish[cpus]}}" "${options[@]}"
}

check_copies()
{
	[[ ${wish[save]} == copies ]] || return 0
	"$harness_dir/check_copies.py" "$1/vmcore" "$1/copies" \
		--console "$1/console.log" --token "$token" \
		--sum-program "$out/guest/helpers/sum_vmcore"
}

# Is what the case says on the console?
heard()
{
	local dir=$1 words=$2
	[[ -n $words ]] || return 0
	grep -qE "$words" "$dir/console.log" || {
		echo "the words '$words' are not on the console:"
		tail -n 25 "$dir/console.log"
		return 1
	}
}

expect_dump()
{
	local dir=$1 status=0
	boot_case "$dir" || status=$?
	if ((status == 3)) && [[ -n ${wish[or]:-} ]]; then
		heard "$dir" "${wish[or]}"
		return
	fi
	if ((status)); then
		echo "no dump, status $status of run_guest.py; the console:"
		tail -n 25 "$dir/console.log"
		return 1
	fi
	fetch_dump "$dir" || {
		echo "the dump is not on the disk"
		return 1
	}
	check_case "$dir" && check_copies "$dir" &&
		heard "$dir" "${wish[says]:-}"
}

# Status 3 of run_guest.py: the guest ended by itself, without a dump.
expect_end()
{
	local dir=$1 status=0 words=${wish[last]:-"guest: ${wish[end]:-}"}
	boot_case "$dir" || status=$?
	if ((status != 3)); then
		echo "status $status of run_guest.py, not 3; the console:"
		tail -n 25 "$dir/console.log"
		return 1
	fi
	heard "$dir" "$words" && heard "$dir" "${wish[says]:-}"
}

run_case()
{
	local dir=$1 expect=expect_dump token start=$SECONDS
	token=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
	if [[ -n ${wish[end]:-}${wish[last]:-} ]]; then
		expect=expect_end
	fi
	make_disk "$dir/disk" || return
	"$expect" "$dir" || return
	rm -rf "$dir/vmcore" "$dir/disk" "$dir/copies"
	echo "took $((SECONDS - start)) s"
}

case_passed()
{
	tap_ok "$suite: $1, $(tail -n 1 "$2/check.log")"
}

prepare()
{
	local tree build modules
	tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
	need makedumpfile "Install it: scripts/setup.sh packages test"
	"$kernel_sh" build "$kernel" "$tree"
	build=$("$kernel_sh" dir "$kernel")
	image=$build/arch/x86/boot/bzImage
	vmlinux=$build/vmlinux
	modules=$("$kernel_sh" modules "$kernel" "$tree")
	echo "# Linux $(<"$build/include/config/kernel.release"), $kernel"
	"$guest_dir/build_initramfs.sh" "$out/guest" "$image" --with-tools \
		--modules "$modules"
	at_exit end_guests
}

main()
{
	pattern="" list_only=0 full=1
	case ${1:-} in
	-h | --help)
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
		;;
	--list) list_only=1 ;;
	--full) ;;
	"") full=0 ;;
	*) pattern=$1 ;;
	esac
	if ((!list_only)); then
		prepare
	fi
	all_cases
	((!list_only)) || return 0
	finish_guests
	tap_summary
}

main "$@"
