#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A service of the guest that tests kdump-tools, started when the system is up:
#
#   /var/crash is empty    use kdump-config, then crash
#   a dump is there        the reboot after the capture: look at it, power off
#
# Nothing of kdump-tools is changed; this only calls it.

exec >/dev/console 2>&1

tell()
{
	echo "guest: $*"
}

# cell ROW COMMAND...
cell()
{
	where="kdump-tools|$1"
	shift
	"$@" >/run/said 2>&1
	tell "cell $? $where|$(tail -n 4 /run/said | tr '\n\r|' '   ')"
}

loaded()
{
	[ "$(cat /sys/kernel/kexec_crash_loaded)" = "$1" ]
}

loaded_at_boot()
{
	systemctl is-active kdump-tools && loaded 1
}

says()
{
	words=$1
	shift
	"$@" >/run/output || return
	cat /run/output
	grep -q "$words" /run/output
}

leaves()
{
	wanted=$1
	shift
	"$@" && loaded "$wanted"
}

dump_is_there()
{
	ls -l /var/crash/2*/
	for dump in /var/crash/2*/dump.2*; do
		[ -s "$dump" ] || return
	done
}

log_is_there()
{
	grep "sysrq triggered crash" /var/crash/2*/dmesg.2*
}

use_it_and_crash()
{
	cell "loaded at boot by systemd" loaded_at_boot
	cell "kdump-config status, loaded" \
		says ": ready to kdump" kdump-config status
	cell "kdump-config test" says "/sbin/kexec -p" kdump-config test
	cell "kdump-config show" says "ready to kdump" kdump-config show
	cell "kdump-config unload" leaves 0 kdump-config unload
	cell "kdump-config status, unloaded" \
		says "Not ready to kdump" kdump-config status
	cell "kdump-config load" leaves 1 kdump-config load
	cell "kdump-config reload" leaves 1 kdump-config reload
	cell "kdump-config try-reload, as udev calls it" \
		leaves 1 kdump-config try-reload
	cell "systemctl restart kdump-tools" \
		leaves 1 systemctl restart kdump-tools
	sync
	tell "sysrq_handle_crash is at $(sed -n \
		's/ t sysrq_handle_crash$//p' /proc/kallsyms)"
	tell "now the crash"
	echo 1 >/proc/sys/kernel/sysrq
	echo c >/proc/sysrq-trigger
}

look_and_end()
{
	cell "the dump is in /var/crash" dump_is_there
	cell "the log is beside it" log_is_there
	cell "loaded again after the reboot" loaded_at_boot
	sync
	tell "report complete"
	systemctl poweroff
}

if ls -d /var/crash/2* >/dev/null 2>&1; then
	look_and_end
else
	use_it_and_crash
fi
