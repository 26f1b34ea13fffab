#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Crashes guests in every way of the table below, and checks the dumps.
#
#   test_crash.sh [PATTERN]  the cases whose name matches (default: all)
#   test_crash.sh --list     their names
#
# One line per case, a summary at the end. What a case left is in
# build/test/NAME: console.log, check.log, and if it failed, vmcore.
#
#   KDUMP_KERNEL=classic  test the base kernel's own implementation instead
#   KDUMP_TREE=DIR        a tree that is laid already
#   KSRC=DIR              an unpacked kernel tree instead of Debian's package

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

qemu_dir=$KDUMP_ROOT/tools/testing/selftests/kdump/qemu
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
kernel=${KDUMP_KERNEL:-kdump}
out=$KDUMP_OUT/test

# The table. crash_case NAME KEY=VALUE...; what is not said is:
#
#   trigger=NAME memory=512 cpus=2 loader=ours mode=file save=raw
#   words=""      for the first kernel's command line
#   append=""     for the capture kernel's, '+' between words
#   text= function= comm= pid= vmcoreinfo=   what the dump must show; see
#                 check_dump.py
#   end=""        no dump, but this as the guest's last words (a pattern)
#   last=""       no dump, but this from the kernel before the machine resets
#   reserve=128M  crashkernel=
#   compare=1     read() against mmap() in the capture kernel
all_cases()
{
	local level="vmcoreinfo=NUMBER(pgtable_l5_enabled)"
	local sysrq=(trigger=sysrq text="sysrq triggered crash"
		function=sysrq_handle_crash comm=init)
	# Above 4 GiB, with a low companion; a large guest takes its time.
	local high=(memory=4096 compare=0
		reserve="128M,high crashkernel=64M,low")

	# Ways into the crash path.
	crash_case sysrq "${sysrq[@]}" "$level=1"
	crash_case panic-kthread text="hung_task: blocked tasks" \
		function=check_hung_uninterruptible_tasks comm=khungtaskd
	crash_case oops text="BUG: kernel NULL pointer dereference" \
		function=lkdtm_EXCEPTION comm=init
	crash_case oops-pid1 text="kernel BUG at drivers/misc/lkdtm" \
		function=lkdtm_BUG pid=1
	crash_case nmi cpus=4 text="NMI: Not continuing" \
		function=unknown_nmi_error

	# Ways to load, ways to save.
	crash_case ours-load "${sysrq[@]}" "$level=1" mode=load
	crash_case kexec-file "${sysrq[@]}" loader=kexec
	crash_case kexec-load "${sysrq[@]}" loader=kexec mode=load
	crash_case makedumpfile "${sysrq[@]}" save=makedumpfile

	# Where the kernels are, and how they see memory.
	crash_case nokaslr "${sysrq[@]}" words=nokaslr append=nokaslr \
		vmcoreinfo=KERNELOFFSET=0
	crash_case 4-level "${sysrq[@]}" words=no5lvl append=no5lvl "$level=0"
	crash_case 4-level-load "${sysrq[@]}" words=no5lvl append=no5lvl \
		"$level=0" mode=load
	crash_case 5-to-4-level "${sysrq[@]}" append=no5lvl "$level=1"
	crash_case 4-to-5-level "${sysrq[@]}" words=no5lvl "$level=0"
	crash_case one-cpu "${sysrq[@]}" cpus=1
	crash_case high "${sysrq[@]}" "${high[@]}"
	crash_case high-load "${sysrq[@]}" "${high[@]}" mode=load

	# The loader's other options, its errors and the words it has for them.
	# The base kernel throws an image away when the next one is refused.
	if [[ $kernel != classic ]]; then
		crash_case refused-load "${sysrq[@]:1}"
		crash_case damaged last="segment .*kernel, .* is damaged"
		crash_case damaged-oops last="kdump: no dump, and the other"
	fi
	crash_case loader end="loader ok - all [0-9]+ checks"

	# No crash: the machine goes on, and what is loaded stays loaded.
	crash_case oops-survived words=guest.wait=3 \
		end="alive after trigger .* kexec_crash_loaded is 1"
	crash_case nmi-ignored words=guest.wait=3 \
		end="alive after trigger .* kexec_crash_loaded is 1"
	crash_case nothing-reserved trigger=none reserve=0 \
		end="the loader failed with status 1"
}

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
		[mode]=file [save]=raw [reserve]=128M
		[compare]=1)
	for pair in "$@"; do
		wish[${pair%%=*}]=${pair#*=}
	done
	run_case "$name"
}

# The rest works on the associative array "wish" of the function above.

command_line()
{
	echo "console=ttyS0 panic=1 crashkernel=${wish[reserve]}" \
		"guest.token=$token guest.compare=${wish[compare]}" \
		"guest.trigger=${wish[trigger]} guest.loader=${wish[loader]}" \
		"guest.mode=${wish[mode]} guest.save=${wish[save]}" \
		"guest.append=${wish[append]:-} ${wish[words]:-}"
}

make_disk()
{
	rm -f "$1"
	truncate -s $((wish[memory] + 64))M "$1"
	if [[ ${wish[save]} == makedumpfile ]]; then
		PATH=$PATH:/sbin:/usr/sbin mke2fs -q -t ext4 "$1"
	fi
}

boot_case()
{
	"$qemu_dir/run_guest.py" --kernel "$image" \
		--initrd "$out/guest/first.cpio.gz" \
		--append "$(command_line)" --memory "${wish[memory]}M" \
		--cpus "${wish[cpus]}" --disk "$1/disk" \
		--console "$1/console.log" --limit 180
}

# Turns the disk into the file vmcore.
fetch_dump()
{
	local dir=$1 size
	if [[ ${wish[save]} == makedumpfile ]]; then
		PATH=$PATH:/sbin:/usr/sbin debugfs -R \
			"dump /vmcore $dir/vmcore" "$dir/disk" 2>/dev/null
		[[ -s $dir/vmcore ]]
		return
	fi
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
	for key in text function comm pid vmcoreinfo; do
		if [[ -n ${wish[$key]:-} ]]; then
			options+=("--$key" "${wish[$key]}")
		fi
	done
	if [[ ${wish[save]} == makedumpfile ]]; then
		options+=(--filtered)
	fi
	"$qemu_dir/check_dump.py" "$dir/vmcore" "$vmlinux" \
		--console "$dir/console.log" --token "$token" \
		--cpus "${wish[cpus]}" "${options[@]}"
}

expect_dump()
{
	local dir=$1 status=0
	boot_case "$dir" || status=$?
	if ((status)); then
		echo "no dump, status $status of run_guest.py; the console:"
		tail -n 25 "$dir/console.log"
		return 1
	fi
	fetch_dump "$dir" || {
		echo "the dump is not on the disk"
		return 1
	}
	check_case "$dir"
}

# Status 3 of run_guest.py: the guest ended by itself, without a dump.
expect_end()
{
	local dir=$1 status=0 words=${wish[last]:-"guest: ${wish[end]:-}"}
	boot_case "$dir" || status=$?
	if ((status == 3)) && grep -qE "$words" "$dir/console.log"; then
		return
	fi
	echo "status $status, and not the words '$words'; the console:"
	tail -n 25 "$dir/console.log"
	return 1
}

run_case()
{
	local name=$1 dir=$out/$1 start=$SECONDS expect=expect_dump
	local token
	token=$(od -An -N8 -tx8 /dev/urandom | tr -d ' ')
	if [[ -n ${wish[end]:-}${wish[last]:-} ]]; then
		expect=expect_end
	fi
	rm -rf "$dir"
	mkdir -p "$dir"
	make_disk "$dir/disk"
	if "$expect" "$dir" >"$dir/check.log" 2>&1; then
		tap_ok "crash: $name ($((SECONDS - start)) s)"
		rm -f "$dir/vmcore" "$dir/disk"
	else
		tap_not_ok "crash: $name, see $dir" "$dir/check.log"
	fi
}

prepare()
{
	local tree build
	tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
	need makedumpfile "Install it: scripts/setup.sh packages test"
	"$kernel_sh" build "$kernel" "$tree"
	build=$("$kernel_sh" dir "$kernel")
	image=$build/arch/x86/boot/bzImage
	vmlinux=$build/vmlinux
	"$qemu_dir/build_initramfs.sh" "$out/guest" "$image" --with-tools
}

main()
{
	pattern="" list_only=0
	case ${1:-} in
	-h | --help)
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
		;;
	--list) list_only=1 ;;
	*) pattern=${1:-} ;;
	esac
	if ((!list_only)); then
		prepare
	fi
	all_cases
	((list_only)) || tap_summary
}

main "$@"
