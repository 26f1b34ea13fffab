# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The first boot with guest.trigger=kexec-e-file or kexec-e-load, for
# guest_init.sh: a kernel that no crash starts. One more word:
#
#   second   the trigger of the kernel that kexec -e starts (default sysrq)
#   kexecs   so many times one starts the next (default 1)

# expect_status FILE OPTION 0|1 AFTER: what a file and kexec -S say
expect_status()
{
	[ "$(cat "/sys/kernel/$1")" = "$3" ] || end "$1 is not $3 after: $4"
	status=0
	kexec -S "$2" || status=$?
	[ "$status" = "$3" ] || end "kexec -S $2 says $status after: $4"
}

# About a kernel for kexec -e, and about one for a crash.
expect_loaded()
{
	expect_status kexec_loaded -l "$1" "$3"
	expect_status kexec_crash_loaded -p "$2" "$3"
}

load_second_kernel()
{
	kexec -l "$1" --initrd=/run/second.cpio --append="$second" \
		/boot/kernel || end "kexec -l $1: status $?"
}

# The classic code of arm64 takes a command line of any length.
expect_long_refused()
{
	[ -e /sys/kernel/kdump ] || return 0
	kexec -l -s --append="$(printf '%3000s' x)" /boot/kernel &&
		end "a command line of 3000 characters was accepted"
	expect_loaded 1 1 "a refused kexec -l"
}

# kexec -e finds the damage before anything is shut down.
expect_damage_found()
{
	insmod /lib/kdump_damage.ko copied=1 || end "nothing to damage"
	kexec -e -x && end "kexec -e of a damaged kernel: status 0"
	expect_loaded 1 1 "a damaged kernel"
	dmesg | grep -q "not started: the loaded kernel was damaged" ||
		end "the log does not tell of the damage"
}

measurements=/sys/kernel/security/ima/ascii_runtime_measurements

# With ima_policy= the second kernel is given the list, to compare. What is
# measured after the load is in the list that kexec -e hands over.
keep_measurements()
{
	[ -n "$(word_of ima_policy '')" ] || return 0
	mount -t securityfs securityfs /sys/kernel/security
	cat $measurements >/boot/measurements
	tell "measured: $(grep -c . /boot/measurements)"
}

measure_one_more()
{
	echo "measured late" >/run/measured-late
	cat /run/measured-late
}

# The first kernel's list, as it is known, and then that of this boot.
compare_measurements()
{
	mount -t securityfs securityfs /sys/kernel/security
	cat $measurements >/run/measurements
	before=$(grep -c . /boot/measurements)
	after=$(grep -c . /run/measurements)
	head -n "$before" /run/measurements | cmp - /boot/measurements ||
		end "the list does not begin as that of the first kernel"
	[ "$(grep -c ' boot_aggregate$' /run/measurements)" = 2 ] ||
		end "the list is not that of two boots"
	case $(uname -r) in
	6.1.*) ;;
	*) grep -q ' /run/measured-late$' /run/measurements ||
		end "what was measured after the load is missing" ;;
	esac
	end "$before measurements of the first kernel, then \
$((after - before)) more"
}

# The second kernel needs what this one was given: /boot, too. A plain archive
# may stand before a packed one.
make_second_initrd()
{
	keep_measurements
	(cd / && printf '%s\n' boot boot/* |
		busybox cpio -o -H newc 2>/dev/null) >/run/second.cpio
	cat /boot/capture.cpio.gz >>/run/second.cpio
}

# The first kernel's words, with another trigger; what it changed is changed.
second_words()
{
	read -r words </proc/cmdline
	left=$(($(parameter kexecs 1) - 1))
	for word in $words; do
		case $word in
		guest.trigger=*) [ $left -gt 0 ] ||
			word="guest.trigger=$(parameter second sysrq)"
			echo "$word" ;;
		guest.kexecs=*) echo "guest.kexecs=$left" ;;
		guest.before=* | guest.started=*) ;;
		*) echo "$word" ;;
		esac
	done
	echo "guest.started=by-kexec"
}

# Loads and unloads both kinds side by side, then starts the second kernel.
kexec_e()
{
	make_second_initrd
	second="$(second_words | tr '\n' ' ')"
	expect_loaded 0 1 "kexec -p"
	kexec -u "$1" || end "kexec -u with nothing loaded: status $?"
	kexec -e -x && end "kexec -e with nothing loaded: status 0"
	load_second_kernel "$1"
	expect_loaded 1 1 "kexec -l"
	kexec -p -u || end "kexec -p -u: status $?"
	expect_loaded 1 0 "kexec -p -u"
	kexec -u "$1" || end "kexec -u: status $?"
	expect_loaded 0 0 "kexec -u"
	load_capture_kernel
	load_second_kernel "$1"
	expect_long_refused
	if [ -e /lib/kdump_damage.ko ]; then
		expect_damage_found
		load_second_kernel "$1"
	fi
	measure_one_more
	tell "starting the second kernel"
	kexec -e -x
	end "kexec -e came back with status $?"
}
