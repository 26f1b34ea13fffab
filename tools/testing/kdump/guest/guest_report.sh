# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The first boot with guest.trigger=report, for guest_init.sh: no crash, but all
# there is to know about the reservation, at first and after each step of
#
#   steps    what to do one by one, ',' between them: load-c and load-s (the
#            system call), unload, fill-N (N MiB of memory), size-N (kdump_size
#            for N CPUs), or what to write to kexec_crash_size

# A command's words and status, between two lines for the host.
report()
{
	tell "begin $1"
	what=$1 result=0
	shift
	"$@" 2>&1 || result=$?
	tell "end $what $result"
}

report_state()
{
	report iomem cat /proc/iomem
	report sentence cat /sys/kernel/kdump/reservation
	report lent cat /sys/kernel/kexec_crash_cma_ranges
	report folder cat /sys/kernel/kexec/crash_loaded \
		/sys/kernel/kexec/crash_size /sys/kernel/kexec/crash_cma_ranges
	report size cat /sys/kernel/kexec_crash_size
	report loaded cat /sys/kernel/kexec_crash_loaded
	report memory cat /proc/meminfo
	report kept grep -w count: /proc/zoneinfo
}

take_step()
{
	case $1 in
	load-c) kexec -p -c --append=panic=1 /boot/kernel ;;
	load-s) kexec -p -s --append=panic=1 /boot/kernel ;;
	unload) kexec -p -u ;;
	size-*) kdump_size -c "${1#*-}" /boot/kernel /boot/capture.cpio.gz ;;
	fill-*) mount -t tmpfs -o size=100% tmpfs /mnt
		dd if=/dev/zero of=/mnt/filled bs=1M count="${1#*-}" ;;
	*) echo "$1" >/sys/kernel/kexec_crash_size ;;
	esac
}

# What the kernel says meanwhile would come in between, so it waits.
report_reservation()
{
	echo 1 >/proc/sys/kernel/printk
	report log dmesg -c
	report nodes cat /sys/devices/system/node/online
	report ckr-size kexec --print-ckr-size
	report_state
	for step in $(parameter steps '' | tr , ' '); do
		report "step:$step" take_step "$step"
		report_state
	done
	report later-log dmesg
	end "report complete"
}
