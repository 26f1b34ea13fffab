# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# The first boot with guest.trigger=kexec-e-file or kexec-e-load, for
# guest_init.sh: a kernel that no crash starts. One more word:
#
#   second   the trigger of the kernel that kexec -e starts (default sysrq)

# What the two files say about a kernel for kexec -e and one for a crash.
expect_loaded()
{
	for file in kexec_loaded kexec_crash_loaded; do
		[ "$(cat /sys/kernel/$file)" = "$1" ] ||
			end "$file is not $1 after: $3"
		set -- "$2" "$2" "$3"
	done
}

# The second kernel needs what this one was given: /boot, too. A plain archive
# may stand before a packed one.
make_second_initrd()
{
	(cd / && printf '%s\n' boot boot/bzImage boot/capture.cpio.gz |
		busybox cpio -o -H newc 2>/dev/null) >/run/second.cpio
	cat /boot/capture.cpio.gz >>/run/second.cpio
}

# The first kernel's words, with another trigger.
second_words()
{
	read -r words </proc/cmdline
	for word in $words; do
		case $word in
		guest.trigger=*) echo "guest.trigger=$(parameter second sysrq)" ;;
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
	kexec -l "$1" --initrd=/run/second.cpio --append="$second" \
		/boot/bzImage || end "kexec -l $1: status $?"
	expect_loaded 1 1 "kexec -l"
	kexec -p -u || end "kexec -p -u: status $?"
	expect_loaded 1 0 "kexec -p -u"
	kexec -u "$1" || end "kexec -u: status $?"
	expect_loaded 0 0 "kexec -u"
	load_capture_kernel
	kexec -l "$1" --initrd=/run/second.cpio --append="$second" \
		/boot/bzImage || end "kexec -l $1 again: status $?"
	kexec -l -s --append="$(printf '%3000s' x)" /boot/bzImage &&
		end "a command line of 3000 characters was accepted"
	expect_loaded 1 1 "a refused kexec -l"
	tell "starting the second kernel"
	kexec -e -x
	end "kexec -e came back with status $?"
}
