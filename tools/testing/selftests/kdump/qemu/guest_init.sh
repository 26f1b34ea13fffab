#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# PID 1 of the guest, in both boots of a crash test:
#
#   first    no /proc/vmcore: write markers, load the capture kernel, crash
#   capture  /proc/vmcore is there: save it to the disk, power off
#
# The host tells what to do by words on the kernel's command line, guest.X=Y:
#
#   trigger  how to crash, see crash_by (default sysrq); none: do not;
#            report: tell about the reservation instead, see guest_report.sh
#   loader   ours | kexec                       (default ours)
#   mode     file | load: which system call     (default file)
#   save     raw: the whole file, sparse, onto the disk as it is (default)
#            makedumpfile: -E -d 1 into the ext4 file system on the disk
#   compare  1: also check read() against mmap()
#   token    16 hex digits that the marker pages are made of
#   append   more words for the capture kernel, '+' between them
#
# Lines that begin with "guest: " are for the host; run_guest.py and the checks
# wait for some of them.

set -eu

direct=/sys/kernel/debug/provoke-crash/DIRECT

tell()
{
	echo "guest: $*"
}

# An exit of PID 1 is one more kernel panic: say what happened and power off.
end()
{
	trap - EXIT
	tell "$1"
	sync
	poweroff -f
}

parameter()
{
	read -r words </proc/cmdline
	for word in $words; do
		case $word in
		"guest.$1="*)
			echo "${word#*=}"
			return
			;;
		esac
	done
	echo "$2"
}

mount_all()
{
	mount -t proc proc /proc
	mount -t sysfs sysfs /sys
	mount -t devtmpfs devtmpfs /dev 2>/dev/null || true
	mount -t debugfs debugfs /sys/kernel/debug
}

capture_words()
{
	echo "console=ttyS0 panic=1 nr_cpus=1" \
		"guest.save=$(parameter save raw)" \
		"guest.compare=$(parameter compare 0)" \
		"$(parameter append '' | tr + ' ')"
}

load_capture_kernel()
{
	case $(parameter loader ours) in
	ours) set -- kdump_load ;;
	kexec) set -- kexec ;;
	*) end "unknown loader" ;;
	esac
	case $(parameter mode file) in
	file) set -- "$@" -s ;;
	load) set -- "$@" -c ;;
	*) end "unknown mode" ;;
	esac
	tell "loading with $*"
	"$@" -p --initrd=/boot/capture.cpio.gz \
		--append="$(capture_words)" /boot/bzImage ||
		end "the loader failed with status $?"
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = 1 ] ||
		end "the loader succeeded but kexec_crash_loaded is not 1"
	tell "capture kernel loaded, kexec_crash_loaded is 1"
}

# The pages stay where they are as long as the program lives.
place_markers()
{
	marker "$(parameter token 0123456789abcdef)" 8 /run/marker.ready &
	while [ ! -e /run/marker.ready ]; do
		sleep 0.1
	done
}

# One check of the loader: STATUS PATTERN OPTION..., the status it must end with
# and what it must say.
expect_loader()
{
	wanted=$1
	words=$2
	shift 2
	status=0
	said=$(kdump_load "$@" 2>&1) || status=$?
	case $said in
	*"$words"*) ;;
	*) status="$status, but not the words '$words'" ;;
	esac
	if [ "$status" != "$wanted" ]; then
		end "loader not ok - $*: status $status: $said"
	fi
	checked=$((checked + 1))
}

check_loader()
{
	checked=0
	long=$(printf '%3000s' x)
	expect_loader 1 "1" -S
	expect_loader 0 "unloaded" -p -u
	expect_loader 0 "0" -S
	expect_loader 0 "unloaded" -p -u -c
	expect_loader 0 "armed" -p --initrd=/boot/capture.cpio.gz /boot/bzImage
	expect_loader 1 "1" --status
	expect_loader 0 "armed" -p -c --reuse-cmdline /boot/bzImage
	expect_loader 1 "not a bzImage" -p -c /bin/busybox
	expect_loader 1 "too long" -p -c --append="$long" /boot/bzImage
	expect_loader 1 "cannot open" -p -s /boot/absent
	expect_loader 1 "cannot read" -p -c /boot/absent
	expect_loader 1 "which kernel" -p
	expect_loader 1 "give -p" /boot/bzImage
	expect_loader 1 "1" -S
	expect_loader 1 "dmesg" -p -s --append="$long" /boot/bzImage
	end "loader ok - all $checked checks"
}

# What the kernel refuses must not disarm what it has.
refuse_load()
{
	kdump_load -p -s --append="$(printf '%3000s' x)" /boot/bzImage &&
		end "a command line of 3000 characters was accepted"
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = 1 ] ||
		end "a refused load has thrown the loaded image away"
}

# The image is read-only in the kernel's own mapping of memory. /dev/mem brings
# another mapping along, as a device that writes astray does.
damage_image()
{
	entry=$(dmesg | sed -n 's/.*capture kernel armed.*entry 0x//p' | tail -n 1)
	address=$((0x$entry + 4096))
	old=$(devmem $address 8)
	devmem $address 8 $((old ^ 1))
	[ $(($(devmem $address 8) ^ 1)) = $((old)) ] ||
		end "could not damage the image"
	tell "damaged the image: one bit at $(printf '0x%x' $address)"
}

set_kernel()
{
	echo "$2" >"/proc/sys/kernel/$1"
}

# All but one crash a child: an oops kills its task, and PID 1 has to live to
# say that nothing happened.
provoke()
{
	(echo "$1" >"$direct") &
}

# One line a trigger. What the dump must show then is in scripts/test_crash.sh.
crash_by()
{
	case $1 in
	sysrq) (echo c >/proc/sysrq-trigger) & ;;
	panic) provoke PANIC ;;
	panic-irqoff) provoke PANIC_STOP_IRQOFF ;;
	panic-kthread) set_kernel hung_task_panic 1
		set_kernel hung_task_timeout_secs 1
		provoke HUNG_TASK ;;
	panic-on-warn) set_kernel panic_on_warn 1; provoke WARNING ;;
	oops) set_kernel panic_on_oops 1; provoke EXCEPTION ;;
	oops-bug) set_kernel panic_on_oops 1; provoke BUG ;;
	oops-pid1) set_kernel panic_on_oops 0; echo BUG >"$direct" ;;
	oops-survived) set_kernel panic_on_oops 0; provoke BUG ;;
	softlockup) set_kernel watchdog_thresh 3
		set_kernel softlockup_panic 1
		provoke SOFTLOCKUP ;;
	stack-overflow) provoke EXHAUST_STACK ;;
	stack-corrupt) provoke CORRUPT_STACK ;;
	nmi) set_kernel unknown_nmi_panic 1
		tell "please inject an NMI" ;;
	nmi-ignored) set_kernel unknown_nmi_panic 0
		tell "please inject an NMI" ;;
	loader) check_loader ;;
	refused-load) refuse_load; crash_by sysrq ;;
	damaged) damage_image; crash_by sysrq ;;
	damaged-oops) damage_image; crash_by oops-pid1 ;;
	init-exit) trap - EXIT; exit 1 ;;
	none) ;;
	*) end "unknown trigger $1" ;;
	esac
}

first_half()
{
	trigger=$(parameter trigger sysrq)
	if [ "$trigger" = report ]; then
		# shellcheck source=tools/testing/selftests/kdump/qemu/guest_report.sh
		. /bin/guest_report.sh
		report_reservation
	fi
	wait=$(parameter wait 40)
	mkdir -p /run
	place_markers
	tell "crash memory is $(cat /sys/kernel/kexec_crash_size) bytes"
	load_capture_kernel
	tell "trigger $trigger"
	crash_by "$trigger"
	if [ "$trigger" != none ]; then
		sleep "$wait"
	fi
	end "alive after trigger $trigger, kexec_crash_loaded is \
$(cat /sys/kernel/kexec_crash_loaded)"
}

save_by_makedumpfile()
{
	mount -t ext4 /dev/vda /mnt
	makedumpfile -E -d 1 /proc/vmcore /mnt/vmcore ||
		end "makedumpfile failed with status $?"
	tell "saved $(stat -c %s /mnt/vmcore) bytes by makedumpfile"
	umount /mnt
}

capture_half()
{
	tell "capture kernel in user space"
	case $(parameter save raw) in
	raw) save_vmcore /proc/vmcore /dev/vda || end "saving failed" ;;
	makedumpfile) save_by_makedumpfile ;;
	none) ;;
	*) end "unknown way to save" ;;
	esac
	if [ "$(parameter compare 0)" = 1 ]; then
		compare_mmap /proc/vmcore || tell "read and mmap differ"
	fi
	end "dump complete"
}

trap 'end "PID 1 failed, see the lines above"' EXIT
mount_all
if [ -e /proc/vmcore ]; then
	capture_half
else
	first_half
fi
