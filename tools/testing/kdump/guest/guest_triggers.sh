# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Ways to crash the first kernel, for guest_init.sh. Which one, and how, is
# said by these words of the command line:
#
#   trigger  see crash_by (default sysrq)
#   sysctl   before loading: NAME=VALUE, ',' between them; a NAME without a dot
#            is in kernel.
#   before   what to do after loading: steps of change_machine, ',' between them
#   module   parameters of kdump_crash.ko, which is inserted then; '+' between
#            them
#   cpu      the CPU to crash on (default: any)
#   wait     seconds until "alive after trigger" (default 40)

provoke=/sys/kernel/debug/provoke-crash

set_sysctls()
{
	for pair in $(parameter sysctl '' | tr , ' '); do
		name=$(echo "${pair%%=*}" | tr . /)
		case $name in
		*/*) echo "${pair#*=}" >"/proc/sys/$name" ;;
		*) echo "${pair#*=}" >"/proc/sys/kernel/$name" ;;
		esac
	done
}

ask_monitor()
{
	tell "please ask the monitor: $*"
}

# All but PID 1's own crash happen to a child: an oops kills its task, and PID 1
# has to live to say that nothing happened.
child()
{
	on=$(parameter cpu '')
	if [ -n "$on" ]; then
		taskset -c "$on" sh -c "$1" &
	else
		sh -c "$1" &
	fi
}

# A place in the kernel where the tenth visitor crashes: point:NAME:TYPE. The
# interrupts of the serial line pass by, where it has some, and of the disk.
arm_crash_point()
{
	child "echo ${1#*:} >$provoke/${1%%:*}"
	for second in 1 2 3 4 5 6 7 8 9 10; do
		sleep 1
		echo "second $second with the crash point"
		dd if="$disk" of=/dev/null bs=1M count=4 skip=$((4 * second)) \
			2>/dev/null
	done
}

hog_in_group()
{
	mkdir /run/cgroup
	mount -t cgroup2 cgroup2 /run/cgroup
	echo +memory >/run/cgroup/cgroup.subtree_control
	mkdir /run/cgroup/small
	echo 16M >/run/cgroup/small/memory.max
	child "echo \$\$ >/run/cgroup/small/cgroup.procs; use_memory hog 100"
}

spare_all_tasks()
{
	for adjustment in /proc/[0-9]*/oom_score_adj; do
		echo -1000 >"$adjustment" 2>/dev/null || true
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
	expect_loader 1 "kexec -c" -p -u -c
	expect_loader 0 "armed" -p --initrd=/boot/capture.cpio.gz /boot/kernel
	expect_loader 1 "1" --status
	expect_loader 0 "armed" -p --reuse-cmdline /boot/kernel
	expect_loader 1 "one for this machine" -p /bin/busybox
	expect_loader 1 "too long" -p --append="$long" /boot/kernel
	expect_loader 1 "cannot open" -p -s /boot/absent
	expect_loader 1 "not a regular file" -p /boot
	expect_loader 1 "which kernel" -p
	expect_loader 1 "give -p" /boot/kernel
	expect_loader 1 "1" -S
	expect_loader 1 "dmesg" -p -s --append="$long" /boot/kernel
	end "loader ok - all $checked checks"
}

# What the kernel refuses must not disarm what it has.
refuse_load()
{
	kdump_load -p -s --append="$(printf '%3000s' x)" /boot/kernel &&
		end "a command line of 3000 characters was accepted"
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = 1 ] ||
		end "a refused load has thrown the loaded image away"
}

# What the kernel thinks of it is in the log, too.
check_refusals()
{
	kdump_refusals -a "$(capture_words)" "$1" ||
		end "kdump_refusals $1 failed"
	if dmesg | grep -E 'WARNING: |BUG: |KASAN|Oops'; then
		end "kdump_refusals $1 made the kernel complain"
	fi
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

load_again()
{
	kdump_load -p -s --initrd=/boot/capture.cpio.gz \
		--append="$(capture_words)" "$@" /boot/kernel
}

# A load is refused (EBUSY) while what was plugged is being written down.
load_forever()
{
	until [ -e /run/stop_loading ]; do
		if load_again; then
			: >/run/loaded_again
		fi
	done >/dev/null 2>&1
}

# The load that runs comes to its end.
stop_loading()
{
	: >/run/stop_loading
	wait "$loading" || true
	[ -e /run/loaded_again ] || end "no load came through meanwhile"
	tell "loading has stopped"
}

# change_memory FILE - have the monitor do what is in it, for the machines differ
# in how it is done, and wait until the list of memory blocks is another one
change_memory()
{
	before=$(ls -d /sys/devices/system/memory/memory*)
	while read -r command; do
		ask_monitor "$command"
	done <"$1"
	while [ "$(ls -d /sys/devices/system/memory/memory*)" = "$before" ]; do
		sleep 0.2
	done
}

# A memory block, once the firmware has told the kernel.
plug_memory()
{
	change_memory /plug
	for block in /sys/devices/system/memory/memory*; do
		if [ "$(cat "$block/state")" = offline ]; then
			echo online_movable >"$block/state"
		fi
	done
	tell "memory is plugged"
}

unplug_memory()
{
	change_memory /unplug
	tell "memory is unplugged"
}

total_memory()
{
	sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo
}

# The balloon takes all memory but so many MiB.
inflate_balloon()
{
	before=$(total_memory)
	ask_monitor "balloon $1"
	while [ "$(total_memory)" -gt $((before - 15 * 1024)) ]; do
		sleep 0.2
	done
	tell "the balloon took $((before - $(total_memory))) KiB"
}

# Bytes that a hypervisor has given by virtio-mem.
given_memory()
{
	sum=0
	while IFS=' -' read -r first last name; do
		case $name in
		*"(virtio_mem)") sum=$((sum + 0x$last - 0x$first + 1)) ;;
		esac
	done </proc/iomem
	echo "$sum"
}

# That device is to have given so many MiB in all.
ask_for_memory()
{
	tell "given before: $(given_memory) bytes"
	ask_monitor "qom-set /machine/peripheral/giver requested-size $1M"
	while [ "$(given_memory)" -lt $(($1 << 20)) ] ||
		grep -q offline /sys/devices/system/memory/memory*/state; do
		sleep 0.2
	done
	tell "given now: $(given_memory) bytes"
}

switch_cpu()
{
	echo "$2" >"/sys/devices/system/cpu/cpu$1/online"
	tell "CPUs online: $(cat /sys/devices/system/cpu/online)"
}

# The load cannot make the region writable, and undoes what it did. What is
# given back then is used by the next that needs memory. $1: what fails
fail_to_protect()
{
	insmod /lib/kdump_crash.ko fail="$1" || end "insmod failed"
	load_again && end "the load has not noticed"
	echo $((16 << 20)) >/sys/kernel/kexec_crash_size
	tell "crash memory is $(cat /sys/kernel/kexec_crash_size) bytes"
}

enforce_signatures()
{
	insmod /lib/kdump_damage.ko enforce=1 || end "insmod failed"
	load_again && end "an unsigned kernel was loaded"
	tell "the unsigned kernel was refused"
}

fill_memory()
{
	mount -t tmpfs -o size=100% tmpfs /mnt
	dd if=/dev/zero of=/mnt/filled bs=1M count=$(($(free -m | awk '/^Mem/ { print $4 }') - 40))
}

# The disk has a file system, whose cache is part of it.
use_memory_of_each_kind()
{
	mount -t ext4 "$disk" /mnt
	use_memory kinds /mnt /run/use.ready &
	while [ ! -e /run/use.ready ]; do
		kill -0 $! 2>/dev/null || end "use_memory failed"
		sleep 0.1
	done
	ls -lR /bin /sys/kernel /proc/1 >/dev/null 2>&1 || true
}

# To the disk and back at once, as after a boot; then the disk is blank again.
hibernate()
{
	mkswap "$disk"
	swapon "$disk"
	echo test_resume >/sys/power/disk
	echo disk >/sys/power/state || end "hibernation failed"
	swapoff "$disk"
	dd if=/dev/zero of="$disk" bs=1M 2>/dev/null || true
	tell "back from hibernation"
}

# Four readers, each of another place, who do not stop.
use_disk()
{
	for place in 0 1 2 3; do
		while dd if="$disk" of=/dev/null bs=64k iflag=direct \
			skip=$((place * 1024)) count=1024 2>/dev/null; do
			:
		done &
	done
	sleep 1
}

lock_down()
{
	mount -t securityfs securityfs /sys/kernel/security
	echo integrity >/sys/kernel/security/lockdown
	tell "locked down: $(cat /sys/kernel/security/lockdown)"
}

change_machine()
{
	case $1 in
	offline-*) switch_cpu "${1#*-}" 0 ;;
	online-*) switch_cpu "${1#*-}" 1 ;;
	plug) plug_memory ;;
	unplug) unplug_memory ;;
	give-*) ask_for_memory "${1#*-}" ;;
	start-loading) load_forever &
		loading=$! ;;
	stop-loading) stop_loading ;;
	reload) load_again || end "loading again failed" ;;
	refuse) refuse_load ;;
	check-*) check_refusals "${1#*-}" ;;
	# The kernel lists what is loaded, as for kexec -d.
	layout) load_again -d || end "loading with -d failed" ;;
	protect-fails-*) fail_to_protect "${1##*-}" ;;
	enforce) enforce_signatures ;;
	other-build) insmod /lib/kdump_damage.ko other_build=1 ||
		end "insmod failed" ;;
	fill) fill_memory ;;
	disk-busy) use_disk ;;
	lock-down) lock_down ;;
	unload) kdump_load -p -u || end "unloading failed" ;;
	hibernate) hibernate ;;
	use) use_memory_of_each_kind ;;
	balloon-*) inflate_balloon "${1#*-}" ;;
	# Modules tell on the console.
	use-lent) insmod /lib/kdump_lent.ko || end "insmod failed" ;;
	inspect) insmod /lib/kdump_damage.ko || end "insmod failed" ;;
	damage) damage_image ;;
	# The same in the piece with this number, by a module that knows the pieces.
	damage-*) insmod /lib/kdump_damage.ko piece="${1#*-}" ||
		end "no piece ${1#*-} to damage" ;;
	*) end "unknown step $1" ;;
	esac
}

insert_module()
{
	words=$(parameter module '' | tr + ' ')
	if [ -n "$words" ]; then
		child "insmod /lib/kdump_crash.ko $words"
		wait $! || end "insmod failed"
	fi
}

# What the dump must show then is in the table of harness/crash_cases.py.
crash_by()
{
	case $1 in
	sysrq) child "echo c >/proc/sysrq-trigger" ;;
	sysrq-*) child "echo ${1#*-} >/proc/sysrq-trigger" ;;
	lkdtm:*) child "echo ${1#*:} >$provoke/DIRECT" ;;
	twice:*) child "echo ${1#*:} >$provoke/DIRECT;
			echo ${1#*:} >$provoke/DIRECT" ;;
	pid1:*) echo "${1#*:}" >$provoke/DIRECT ;;
	point:*) arm_crash_point "${1#*:}" ;;
	key) ask_monitor "sendkey alt-sysrq-c" ;;
	break) ask_monitor "chardev-send-break serial0"
		tell "please type: c" ;;
	nmi) ask_monitor "nmi" ;;
	mce) ask_monitor "mce 0 0 0xb200000000000000 0x4 0 0" ;;
	taint) child "echo 64 >/proc/sys/kernel/tainted || echo refused" ;;
	# Takes memory until there is none: without a limit, that of the machine.
	hog) child "use_memory hog 100000" ;;
	hog-group) hog_in_group ;;
	hog-spared) child "sleep 2; use_memory hog 100000"
		spare_all_tasks ;;
	load-forever) load_forever &
		sleep 3
		crash_by sysrq ;;
	load-again) load_again ;;
	loader) check_loader ;;
	kexec-e-file) kexec_e -s ;;
	kexec-e-load) kexec_e -c ;;
	measurements) compare_measurements ;;
	init-exit) trap - EXIT
		exit 1 ;;
	init-fault) trap - EXIT
		exec use_memory nowhere ;;
	module | none) ;;
	*) end "unknown trigger $1" ;;
	esac
}
