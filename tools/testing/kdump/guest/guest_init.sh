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
#   trigger  how to crash, see guest_triggers.sh for this and more words
#            (default sysrq); none: do not;
#            report: tell about the reservation instead, see guest_report.sh
#   loader   ours | kexec | newer: the kexec in /newer | none: do not load
#            (default ours)
#   mode     file | load: which system call     (default file); load is kexec's
#   kernel   plain, compressed by gzip before it is loaded, or zboot: the same
#            in a file that EFI would unpack (default plain)
#   save     raw: the whole file, sparse, onto the disk as it is (default)
#            makedumpfile: -E -d 1 into the ext4 file system on the disk
#            kdump_save: in each of its formats into such a file system
#            filtered: by kdump_save, with what people want, onto the disk as
#            it is
#            copies: in many ways, see guest_copies.sh, which is on the disk
#            filter: the whole file and what the filter says of it at each
#            level, into the ext4 file system on the disk
#            refused: as raw, but first the filter, which must refuse
#            crash: nothing, the capture kernel crashes, too
#   levels   of save=filter, ',' between them
#   compare  1: also check read() against mmap()
#   token    16 hex digits that the marker pages are made of
#   append   more words for the capture kernel, '+' between them
#   capture  CPUs of the capture kernel (default 1)
#   ranges   so many ranges of memory the capture kernel must be told of
#   started  by whom, if not by firmware
#   disk     its name in /dev (default vda)
#
# What each kernel of this machine has on its command line is in /words.
# Lines that begin with "guest: " are for the host; the harness and its checks
# wait for some of them.

# shellcheck source=tools/testing/kdump/guest/guest_common.sh
. /bin/guest_common.sh

filter=/sys/kernel/kdump/filter
disk=/dev/$(parameter disk vda)

capture_words()
{
	echo "$(cat /words)" \
		"nr_cpus=$(parameter capture 1)" \
		"guest.save=$(parameter save raw)" \
		"guest.levels=$(parameter levels 31)" \
		"guest.compare=$(parameter compare 0)" \
		"guest.ranges=$(parameter ranges 0)" "guest.disk=${disk#/dev/}" \
		"$(parameter append '' | tr + ' ')"
}

# Four bytes, the lowest one first.
number()
{
	for shift in 0 8 16 24; do
		# shellcheck disable=SC2059 # an octal number is the format
		printf "\\$(printf %o $(($1 >> shift & 255)))"
	done
}

# What drivers/firmware/efi/libstub/zboot-header.S begins with, then the rest.
zboot_file()
{
	printf 'MZ\0\0zimg'
	number 64
	number "$(stat -c %s "$1")"
	printf '\0\0\0\0\0\0\0\0gzip'
	head -c 36 /dev/zero
	cat "$1"
}

# Prints the path of what is to be loaded.
kernel_file()
{
	kind=$(parameter kernel plain)
	[ "$kind" = plain ] || gzip -c /boot/kernel >/kernel.gz ||
		end "gzip failed"
	case $kind in
	plain)
		echo /boot/kernel
		;;
	compressed)
		echo /kernel.gz
		;;
	zboot)
		zboot_file /kernel.gz >/kernel.efi
		echo /kernel.efi
		;;
	*)
		end "unknown kind of kernel file"
		;;
	esac
}

# It has libraries of its own.
enter_newer()
{
	for folder in proc sys dev boot; do
		mount --bind "/$folder" "/newer/$folder" ||
			end "there is no newer kexec"
	done
	tell "the newer one is $(chroot /newer /bin/kexec --version)"
}

load_capture_kernel()
{
	case $(parameter loader ours) in
	ours) set -- kdump_load ;;
	kexec) set -- kexec ;;
	newer)
		enter_newer
		set -- chroot /newer /bin/kexec
		;;
	none) return ;;
	*) end "unknown loader" ;;
	esac
	case $(parameter mode file) in
	file) set -- "$@" -s ;;
	load) set -- "$@" -c ;;
	*) end "unknown mode" ;;
	esac
	file=$(kernel_file)
	tell "loading $file of $(stat -c %s "$file") bytes with $*"
	"$@" -p --initrd=/boot/capture.cpio.gz \
		--append="$(capture_words)" "$file" ||
		end "the loader failed with status $?"
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = 1 ] ||
		end "the loader succeeded but kexec_crash_loaded is not 1"
	tell "capture kernel loaded, kexec_crash_loaded is 1"
}

# What the dump has to cover, as far as it is not the capture kernel's own.
tell_memory()
{
	lent=/sys/kernel/kexec_crash_cma_ranges
	[ ! -e $lent ] || while read -r range; do
		tell "memory $range : lent"
	done <$lent
	grep -E 'System RAM|Crash kernel|Reserved' /proc/iomem | while read -r line; do
		tell "memory $line"
	done
}

first_half()
{
	trigger=$(parameter trigger sysrq)
	if [ "$trigger" = report ]; then
		# shellcheck source=tools/testing/kdump/guest/guest_report.sh
		. /bin/guest_report.sh
		report_reservation
	fi
	# shellcheck source=tools/testing/kdump/guest/guest_triggers.sh
	. /bin/guest_triggers.sh
	# shellcheck source=tools/testing/kdump/guest/guest_kexec.sh
	. /bin/guest_kexec.sh
	wait=$(parameter wait 40)
	# Of two kernels, the one that crashes has the markers.
	case $trigger in
	kexec-e-*) ;;
	*) place_markers ;;
	esac
	tell "started $(parameter started by-firmware)"
	[ -z "$(parameter kexecs '')" ] ||
		tell "kexecs to come: $(parameter kexecs '')"
	set_sysctls
	tell "crash memory is $(cat /sys/kernel/kexec_crash_size) bytes"
	load_capture_kernel
	for step in $(parameter before '' | tr , ' '); do
		change_machine "$step"
	done
	tell_memory
	tell "clock $(date +%s)"
	tell "trigger $trigger"
	insert_module
	crash_by "$trigger"
	if [ "$trigger" != none ]; then
		# The kernel may kill whom it likes, but for PID 1.
		sleep "$wait" || true
	fi
	end "alive after trigger $trigger, kexec_crash_loaded is \
$(cat /sys/kernel/kexec_crash_loaded)"
}

save_by_makedumpfile()
{
	mount -t ext4 "$disk" /mnt
	mkdir /mnt/saved
	makedumpfile -E -d 1 /proc/vmcore /mnt/saved/vmcore ||
		end "makedumpfile failed with status $?"
	tell "saved $(stat -c %s /mnt/saved/vmcore) bytes by makedumpfile"
	umount /mnt
}

# run_kdump_save FORMAT NAME [WORD...]
run_kdump_save()
{
	file=/mnt/saved/$2
	format=$1
	shift 2
	kdump_save "$format" --dmesg /mnt/saved/dmesg.txt --progress \
		--json "$file.json" -o "$file" "$@" ||
		end "kdump_save failed with status $?"
}

save_by_kdump_save()
{
	mount -t ext4 "$disk" /mnt
	mkdir /mnt/saved
	run_kdump_save -E elf
	run_kdump_save -z zstd
	run_kdump_save -l lzo
	# The classic code has none.
	if [ -e /sys/kernel/kdump/filter ]; then
		run_kdump_save -z filtered -d 31
		run_kdump_save -E filtered-elf -d 31
	elif kdump_save -d 31 -o /mnt/saved/filtered; then
		end "kdump_save has not filtered, and not said so"
	fi
	tell "saved $(stat -c %s /mnt/saved/elf) bytes by kdump_save"
	umount /mnt
}

tell_filter_stats()
{
	while read -r class pages bytes; do
		tell "filter_stats $class $pages $bytes"
	done </sys/kernel/kdump/filter_stats
}

# As people do it. An ELF file without its holes is what a blank disk becomes.
save_filtered()
{
	read -r before _ </proc/uptime
	kdump_save -E -d 31 -o "$disk" 2>&1 ||
		end "kdump_save failed with status $?"
	read -r after _ </proc/uptime
	tell "saved $(stat -c %s /proc/vmcore) bytes by kdump_save"
	tell "saving took from $before to $after"
	tell_filter_stats
}

# What kdump_save makes of a level is the file that the kernel shows at it.
compare_saved()
{
	copy=/mnt/filter/copy-$1
	kdump_save -E -d "$1" -o "$copy" ||
		end "kdump_save failed with status $?"
	echo "$1" >$filter
	if compare_vmcore same /proc/vmcore "$copy"; then
		tell "ok - kdump_save $1 writes the filtered file"
	else
		tell "not ok - kdump_save $1 writes another file"
	fi
	echo 0 >$filter
	: >"$copy"
}

# The last thing that the disk gets is the whole file, unfiltered.
save_by_filter()
{
	mount -t ext4 "$disk" /mnt
	mkdir /mnt/filter
	for level in 64 -1 x 4294967296; do
		! echo $level >$filter 2>/dev/null ||
			tell "not ok - filter: level $level is taken"
	done
	for level in $(parameter levels 31 | tr , ' '); do
		check_filter /proc/vmcore $filter "$level" \
			"/mnt/filter/classes-$level" ||
			tell "not ok - filter: level $level"
	done
	tell_filter_stats
	# It is not built for each machine.
	if [ -x /bin/kdump_save ]; then
		compare_saved 31
		compare_saved 63
	fi
	: >/mnt/filter/vmcore
	save_vmcore /proc/vmcore /mnt/filter/vmcore
	umount /mnt
}

set_filter()
{
	echo "$1" >$filter
}

# Of a kernel of another build.
expect_refusal()
{
	set_filter 1 || end "a level that leaves nothing out is refused"
	said=$(set_filter 31 2>&1) || true
	tell "filter 31: ${said:-is taken}"
	if [ -x /bin/kdump_save ] && kdump_save -d 31 -o /kept; then
		end "kdump_save has filtered"
	fi
}

# The disk is a root file system with all that people copy with.
save_copies()
{
	mount -t ext4 "$disk" /mnt
	mount -t proc proc /mnt/proc
	mount -t devtmpfs devtmpfs /mnt/dev
	chroot /mnt /bin/guest_copies.sh || end "copying failed with status $?"
	umount /mnt/dev /mnt/proc /mnt
}

# What the crashed kernel and this one noted on the way.
tell_record()
{
	record=/sys/kernel/kdump/record
	[ -e "$record" ] || return 0
	while read -r line; do
		tell "record $line"
	done <"$record"
}

# What the crashed kernel left in memory that both kernels leave alone.
tell_pstore()
{
	mount -t pstore pstore /sys/fs/pstore 2>/dev/null || return 0
	for file in /sys/fs/pstore/*; do
		[ ! -e "$file" ] ||
			tell "pstore has ${file##*/}:" \
				"$(grep -m 1 'Kernel panic' "$file")"
	done
}

capture_half()
{
	tell "capture kernel in user space"
	tell "capture kernel has $(sed -n 's/^MemTotal: *//p' /proc/meminfo)"
	set -- /sys/firmware/memmap/*
	[ "$#" -ge "$(parameter ranges 0)" ] ||
		end "the memory map has $# ranges only"
	[ -z "$(word_of kexec_jump_back_entry '')" ] ||
		end "a purgatory was told of a way back to the old kernel"
	[ "$(stat -c %a /proc/vmcore)" = 400 ] ||
		end "everyone may read /proc/vmcore"
	case $(parameter save raw) in
	raw) save_vmcore /proc/vmcore "$disk" || end "saving failed" ;;
	makedumpfile) save_by_makedumpfile ;;
	kdump_save) save_by_kdump_save ;;
	copies) save_copies ;;
	filter) save_by_filter ;;
	refused) expect_refusal
		save_vmcore /proc/vmcore "$disk" || end "saving failed" ;;
	filtered) save_filtered ;;
	none) ;;
	crash) echo c >/proc/sysrq-trigger ;;
	*) end "unknown way to save" ;;
	esac
	if [ "$(parameter compare 0)" = 1 ]; then
		compare_vmcore mmap /proc/vmcore || tell "read and mmap differ"
	fi
	tell_record
	tell_pstore
	end "dump complete"
}

mount -t debugfs debugfs /sys/kernel/debug
if [ -e /proc/vmcore ]; then
	capture_half
else
	first_half
fi
