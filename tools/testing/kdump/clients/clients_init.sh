#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# PID 1 of both boots of a client test: Debian's programs as they are, in the
# kernel that crashes and in the one that captures.
#
# The host tells by words on the kernel's command line:
#
#   guest.load     options for the kexec that loads, '+' between them
#   guest.options  1: before, try what kexec(8) has for a crash kernel
#   guest.token    16 hex digits that the marker pages are made of
#
# Each use of a client is a cell of the host's table, told in one line:
#
#   guest: cell STATUS TABLE|ROW|LAST WORDS

# shellcheck source=tools/testing/kdump/guest/guest_common.sh
. /bin/guest_common.sh

kernel=/boot/kernel
initrd=/boot/capture.cpio.gz
words="$(cat /words) nr_cpus=1 rdinit=/bin/clients_init.sh"

# cell TABLE ROW COMMAND...
cell()
{
	where="$1|$2"
	shift 2
	status=0
	"$@" >/tmp/said 2>&1 || status=$?
	tell "cell $status $where|$(tail -n 8 /tmp/said | tr '\n\r|' '   ')"
}

loaded()
{
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = "$1" ]
}

load()
{
	kexec -p "$@" --initrd="$initrd" --append="$words" "$kernel" &&
		loaded 1
}

unload()
{
	kexec -p "$@" -u && loaded 0
}

# Leaves nothing loaded, so that the next row starts as this one did.
load_and_unload()
{
	load "$@" && unload
}

option()
{
	row=$1
	shift
	cell loader "kexec $row" "$@"
}

prints_the_size()
{
	said=$(kexec --print-ckr-size)
	echo "$said"
	[ "$said" = "$(cat /sys/kernel/kexec_crash_size)" ]
}

# It says 1 for "loaded".
status_follows()
{
	kexec -p "$@" || return
	load -c || return
	answer=0
	kexec -p "$@" || answer=$?
	unload && [ "$answer" = 1 ]
}

unloaded_by()
{
	load "$1" && unload "$2"
}

replaces()
{
	load "$1" && load "$2" && unload
}

beside_a_reboot()
{
	kexec -l "$1" --initrd="$initrd" --append=x "$kernel" && load "$1" &&
		kexec -u && loaded 1 && unload
}

without_the_common()
{
	kexec -p -c "$@" "$kernel" && loaded 1 && unload
}

# Of /proc/iomem: where the crash kernel may be.
range_end()
{
	bounds=$(grep "Crash kernel" /proc/iomem | tail -n 1)
	bounds=${bounds%% :*}
	bounds=${bounds##* }
	case $1 in
	first) echo "0x${bounds%%-*}" ;;
	last) echo "0x${bounds##*-}" ;;
	esac
}

shows_segments()
{
	load -c -d >/tmp/debug 2>&1 && unload && grep "segment\[0\]" /tmp/debug
}

try_options()
{
	option "--version" kexec --version
	option "-p --print-ckr-size" prints_the_size
	option "-p -S (--status)" status_follows -S
	option "-p --status" status_follows --status
	option "-p -c (kexec_load), -p -u" load_and_unload -c
	option "-p -s (kexec_file_load), -p -u" load_and_unload -s
	option "-p -a (file first), -p -u" load_and_unload -a
	option "-p without a call named" load_and_unload
	option "-p -c, unloaded by -s -p -u" unloaded_by -c -s
	option "-p -s, unloaded by -c -p -u" unloaded_by -s -c
	option "-p -c over -s" replaces -s -c
	option "-p -s over -c" replaces -c -s
	option "-p -c beside -l" beside_a_reboot -c
	option "-p -s beside -l" beside_a_reboot -s
	option "-p --mem-min --mem-max" load_and_unload -c \
		--mem-min="$(range_end first)" --mem-max="$(range_end last)"
	option "-p --elf64-core-headers" load_and_unload -c --elf64-core-headers
	option "-p -i (--no-checks)" load_and_unload -c -i
	# Those of this machine; a row is named without their values.
	grep -v "^#" /kexec_options | while read -r more; do
		# shellcheck disable=SC2086 # several words
		option "-p $(echo "$more" | sed 's/=[^ ]*//g')" \
			load_and_unload -c $more
	done
	option "-p --reuse-cmdline" without_the_common --reuse-cmdline
	option "-p --command-line --ramdisk" \
		without_the_common --command-line="$words" --ramdisk="$initrd"
	option "-p -d (--debug)" shows_segments
}

first_half()
{
	place_markers
	if [ "$(parameter options 0)" = 1 ]; then
		try_options
		cell loader "makedumpfile --mem-usage /proc/kcore" \
			makedumpfile --message-level 6 --mem-usage /proc/kcore
	fi
	insmod /lib/kdump_crash.ko
	# shellcheck disable=SC2046 # several words
	load $(parameter load -c | tr + ' ') || end "kexec failed"
	tell "capture kernel loaded, kexec_crash_loaded is 1"
	# By a child: gdb takes PID 1 and an idle CPU, which has pid 0, for one.
	sh -c "echo c >/proc/sysrq-trigger"
	end "alive after the trigger"
}

filter()
{
	to=$1
	shift
	makedumpfile --message-level 6 "$@" /proc/vmcore "/mnt/$to"
}

flatten()
{
	to=$1
	shift
	makedumpfile --message-level 6 -F "$@" /proc/vmcore | cat >"/mnt/$to"
}

dmesg_by()
{
	"$@" >/tmp/dmesg && grep "sysrq triggered crash" /tmp/dmesg
}

dmesg_by_makedumpfile()
{
	makedumpfile --message-level 6 --dump-dmesg /proc/vmcore /tmp/saved &&
		grep "sysrq triggered crash" /tmp/saved
}

capture_half()
{
	tell "capture kernel in user space"
	mount -t ext4 /dev/vda /mnt
	cell capture "cp /proc/vmcore" cp /proc/vmcore /mnt/cp
	cell capture "vmcore-dmesg" dmesg_by vmcore-dmesg /proc/vmcore
	cell capture "makedumpfile --dump-dmesg" dmesg_by_makedumpfile
	for format in E c l; do
		cell capture "makedumpfile -$format -d 31" \
			filter "$format" "-$format" -d 31
	done
	cell capture "makedumpfile -F -c -d 31 to a pipe" flatten F -c -d 31
	cell capture "makedumpfile --non-mmap -l -d 1" \
		filter N --non-mmap -l -d 1
	if [ -e /sys/kernel/kdump/filter ] && command -v kdump_save >/dev/null; then
		for level in 31 63; do
			cell capture "kdump_save -l -d $level" \
				kdump_save -l -d $level -o /mnt/s$level
		done
	fi
	umount /mnt
	end "dump complete"
}

if [ -e /proc/vmcore ]; then
	capture_half
else
	first_half
fi
