#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# PID 1 of both boots of the module test: a distribution's kernel crashes, the
# same kernel captures with its own reader, and the module stands beside that.
#
# Lines that begin with "guest: " are for the host, see harness/module.py.

# shellcheck source=tools/testing/kdump/guest/guest_common.sh
. /bin/guest_common.sh

check()
{
	name=$1
	shift
	if "$@"; then
		tell "ok - $name"
	else
		tell "not ok - $name"
	fi
}

refused()
{
	! "$@"
}

insert()
{
	insmod /boot/kdump_vmcore.ko "$@" 2>&1
}

says()
{
	dmesg | grep -qE "$1"
}

first_half()
{
	check "the module is refused where nothing crashed" refused insert
	check "and says why" says "kdump: nothing crashed: no elfcorehdr="
	check "and leaves nothing in /proc" refused test -e /proc/kdump
	kexec -p "$(word_of module.loader -s)" --initrd=/boot/capture.cpio.gz \
		--append="console=$(word_of console '') panic=1 nr_cpus=1 nokaslr" \
		/boot/kernel || end "the loader failed with status $?"
	tell "loaded, now the crash"
	echo c >/proc/sysrq-trigger
}

beside()
{
	check "the module loads" insert
	# Alone first: what the kernel's reader leaves to be tidied up costs all.
	compare_vmcore read /proc/kdump/vmcore ||
		tell "not ok - /proc/kdump/vmcore reads"
	compare_vmcore both /proc/vmcore /proc/kdump/vmcore ||
		tell "not ok - the two can be compared"
	compare_vmcore mmap /proc/kdump/vmcore || tell "not ok - read and mmap differ"
	exec 3</proc/kdump/vmcore
	check "an open file holds the module" refused rmmod kdump_vmcore
	check "which goes on to read" dd bs=1 count=1 of=/dev/null <&3
	exec 3<&-
	check "and lets it go" rmmod kdump_vmcore
	check "nothing of it is left in /proc" refused test -e /proc/kdump
}

# The kernels are of one build, so pages can be left out; by the file that tools
# are told of, too.
filtered()
{
	check "the module takes over, to filter" insert takeover=1
	check_filter /proc/vmcore \
		/sys/module/kdump_vmcore/parameters/filter 31 ||
		tell "not ok - the filter cannot be checked"
	check "and unloads" rmmod kdump_vmcore
}

# A driver comes when the module has told its readers what is RAM: it is heard.
with_holes()
{
	check "with holes: the module loads" insert
	compare_vmcore read /proc/kdump/vmcore ||
		tell "not ok - /proc/kdump/vmcore reads"
	check "with holes: their driver loads" insmod /boot/kdump_holes.ko
	compare_vmcore both /proc/vmcore /proc/kdump/vmcore ||
		tell "not ok - the two can be compared"
	compare_vmcore mmap /proc/kdump/vmcore ||
		tell "not ok - read and mmap differ where holes are"
	check "with holes: the module unloads" rmmod kdump_vmcore
	check "with holes: their driver unloads" rmmod kdump_holes
}

# The module cannot be unloaded while a file is its own, so that tells whose.
instead()
{
	exec 4</proc/vmcore
	check "the module takes over" insert takeover=1
	exec 3</proc/vmcore
	check "an open /proc/vmcore holds it" refused rmmod kdump_vmcore
	compare_vmcore both /proc/vmcore /proc/kdump/vmcore ||
		tell "not ok - the two can be compared"
	check "a file opened before still reads" \
		dd bs=1 count=1 of=/dev/null <&4
	exec 3<&- 4<&-
	check "the module unloads" rmmod kdump_vmcore
	exec 3</proc/vmcore
	check "the kernel's reader is back" insert
	check "and holds nothing of the module" rmmod kdump_vmcore
	exec 3<&-
	compare_vmcore read /proc/vmcore || tell "not ok - /proc/vmcore reads"
}

# Who opens the file may hold on to the module, whatever becomes of a load: so a
# load that fails must not have shown it. The kernel says who made an entry.
refused_load()
{
	mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null || true
	cd /sys/kernel/tracing
	echo 'p:kdump_shown proc_create' >kprobe_events
	echo 1 >events/kprobes/kdump_shown/enable
	mount -o bind /init /proc/vmcore
	check "another file at /proc/vmcore: the module is refused" \
		refused insert
	check "and says why" says "kdump: /proc/vmcore is not the file of this"
	check "and has shown nothing before" \
		refused grep kdump_shown trace
	umount /proc/vmcore
	check "the kernel's file again: the module loads" insert
	check "and shows its file" grep -q "insmod.*kdump_shown" trace
	check "and unloads" rmmod kdump_vmcore
	echo 0 >events/kprobes/kdump_shown/enable
	cd /
}

second_half()
{
	# The kernel's own threads have things to do after a boot.
	sleep 5
	compare_vmcore read /proc/vmcore
	beside
	filtered
	instead
	refused_load
	with_holes
	check "the kernel has nothing to complain about" \
		refused says "WARNING: |BUG: |Oops"
	dmesg | grep "kdump: "
	end "report complete"
}

if [ -e /proc/vmcore ]; then
	second_half
else
	first_half
fi
