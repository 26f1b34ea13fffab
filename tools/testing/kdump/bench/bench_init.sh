#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# PID 1 of the benchmarks' guests, in both boots. The kernel's command line
# says what to do, bench.X=Y:
#
#   plan     load | crash | entry | read | save | threads | segments | module |
#            direct; see plan_* and capture_* below
#   cpus     of the capture kernel
#   call     s: kexec_file_load(2) loads it (default); c: kexec_load(2)
#   header   of plan segments: an address that no kernel of this machine uses
#   memory   MiB of the machine, for what depends on it
#   readings what bench does in plan direct: '+' between its words, ','
#            between one and the next
#
# bench prints the figures, "guest: bench NAME COST AMOUNT".

# shellcheck source=tools/testing/kdump/guest/guest_common.sh
. /bin/guest_common.sh

parameter()
{
	word_of "bench.$1" "$2"
}

# load FIGURE LOADER OPTION: from nothing loaded to $kernel armed
load()
{
	kexec -p -u
	tell "loading with $2 $3"
	bench run "$1" "$2" "$3" -p --initrd=/boot/capture.cpio.gz \
		--append="$capture_words" "$kernel"
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = 1 ]
}

plan_load()
{
	load kexec-s kexec -s
	load kexec-c kexec -c
	load ours-s kdump_load -s
}

plan_crash()
{
	load load kexec "-$(parameter call s)"
	bench crash
	sleep 30
	end "alive after the crash"
}

# A kernel takes the last elfcorehdr= that it is told: not the image's.
plan_segments()
{
	header=$(parameter header 0)
	bench header 65000 "$header"
	capture_words="$capture_words elfcorehdr=$header"
	plan_crash
}

run_makedumpfile()
{
	bench run "$1" sh -c "exec makedumpfile -F -d $2 /proc/vmcore \
		2>/tmp/makedumpfile.log >/dev/null" && return
	cat /tmp/makedumpfile.log
	end "makedumpfile failed"
}

# The pieces and windows of which a reader of a whole dump has the choice.
read_in_all_ways()
{
	bench copy 64
	for size in 4 64 1024 4096; do
		bench read $size 64
	done
	bench mmap 4 4
	bench mmap 4096 256
	bench mmap 65536 256
}

# Only ours can leave pages out.
read_by_filter()
{
	[ -e /sys/kernel/kdump/filter ] || return 0
	for level in 0 31 63; do
		bench extents $level
	done
}

# A small dump is saved whole, too.
capture_read()
{
	bench memory 0
	read_in_all_ways
	bench mmap-copy 4096 64
	run_makedumpfile makedumpfile-31 31
	read_by_filter
	if [ "$(parameter memory 1024)" -le 1024 ]; then
		run_makedumpfile makedumpfile-0 0
	fi
}

# The kernel's own reader, then the module in its place. The host takes what is
# said after the line between the two for ours.
read_beside_module()
{
	read_in_all_ways
	run_makedumpfile makedumpfile-31 31
	run_makedumpfile makedumpfile-0 0
}

capture_module()
{
	# Threads of Debian's kernel are busy after a boot, and time is counted.
	sleep 5
	read_beside_module
	insmod /boot/kdump_vmcore.ko takeover=1 || end "insmod failed"
	tell "the module reads from here on"
	read_beside_module
}

# save FIGURE COMMAND WORD...
save()
{
	figure=$1
	shift
	bench run "$figure" sh -c 'exec "$@" 2>/tmp/save.log >/dev/null' \
		sh "$@" && return
	cat /tmp/save.log
	end "$1 failed"
}

# A number that kdump_save says of its last run, on which it had --json.
told()
{
	sed -n "s/^ *\"$1\": \([0-9]*\),*$/\1/p" /tmp/save.json
}

# What is written of memory, in bytes: neither left out nor zeros. An ELF file has
# the kernel's image twice, as the header has it; other formats have each page once.
tell_written()
{
	tell "bench $1 $(($(told kept_bytes) - $(told zero_bytes))) 1"
}

# Level 63 has no other to be compared with than its 31.
tell_makedumpfile_kept()
{
	makedumpfile -F -d 31 --message-level 16 /proc/vmcore \
		2>/tmp/save.log >/dev/null || end "makedumpfile failed"
	pages=$(sed -n 's/^ *Remaining pages *: *//p' /tmp/save.log)
	for level in 31 63; do
		tell "bench kept-$level $((pages * 4096)) 1"
	done
}

# The host takes what is said before the line between the two for classic's.
capture_save()
{
	save elf-31 makedumpfile -E -F -d 31 /proc/vmcore
	save none-31 makedumpfile -F -d 31 /proc/vmcore
	save lzo-31 makedumpfile -l -F -d 31 /proc/vmcore
	save lzo-1 makedumpfile -l -F -d 1 /proc/vmcore
	tell_makedumpfile_kept
	tell "kdump_save saves from here on"
	save elf-31 kdump_save -E -d 31 --json /tmp/save.json -o /dev/null
	tell_written written-31
	save none-31 kdump_save -E -d 31 -o /dev/null
	save lzo-31 kdump_save -l -d 31 --json /tmp/save.json -o /dev/null
	tell_written kept-31
	save lzo-1 kdump_save -l -d 1 -o /dev/null
	save zstd-31 kdump_save -z -d 31 -o /dev/null
	save lzo-63 kdump_save -l -d 63 --json /tmp/save.json -o /dev/null
	tell_written kept-63
	bench_compress lzo-alone -l 31
	bench_compress zstd-alone -z 31
	bench copy 64
	bench extents 31
}

# By the clock, and what else the host does only adds to it: the host takes the
# least of the rounds.
capture_threads()
{
	bench memory 63
	for round in 1 2 3 4 5; do
		for threads in 1 2 4; do
			save "threads-$threads-$round" kdump_save -z -d 1 \
				-j "$threads" --json /tmp/save.json -o /dev/null
			tell "bench memory-$threads $(told peak_kib) 1"
		done
	done
}

capture_segments()
{
	bench extents 31
}

# The microseconds from the crash to a stage.
stage()
{
	sed -n "s/^$1 //p" /sys/kernel/kdump/record
}

# When the capture kernel began, in nanoseconds since the crash, and what was done
# before it; only ours knows.
tell_started()
{
	[ -e /sys/kernel/kdump/record ] || return 0
	started=$(stage started)
	tell "bench started ${started}000 1"
	tell "bench digest $(($(stage verified) - $(stage stopped)))000 1"
	tell "bench before-start $((started - $(stage jump)))000 1"
}

# A capture kernel that follows no crash: an ELF header made on the host lies
# in memory, and old memory is what mem= keeps out.
capture_direct()
{
	for reading in $(parameter readings '' | tr , ' '); do
		# shellcheck disable=SC2046 # words, '+' between them
		bench $(echo "$reading" | tr + ' ')
	done
}

first_half()
{
	capture_words="console=$(word_of console '') panic=1 nr_cpus=$(parameter cpus 1) rdinit=/bin/bench_init.sh \
bench.plan=$plan bench.memory=$(parameter memory 0)"
	kernel=/boot/kernel
	# Its clock is not one that counts.
	[ "$plan" = threads ] || bench ratio
	"plan_$1"
}

mount -t tmpfs tmpfs /tmp
plan=$(parameter plan '')
tell "plan $plan"
if [ ! -e /proc/vmcore ]; then
	case $plan in
	load) first_half load ;;
	segments) first_half segments ;;
	crash | entry | read | save | threads | module) first_half crash ;;
	*) end "there is no /proc/vmcore" ;;
	esac
else
	case $plan in
	crash | read)
		bench arrive
		tell_started
		;;
	esac
	case $plan in
	read | save | threads | segments | module | direct) "capture_$plan" ;;
	esac
fi
end "report complete"
