# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# What each PID 1 of a guest needs, who sources this as /bin/guest_common.sh.
# The host reads lines that begin with "guest: ".

set -eu

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

# The value of a word on this kernel's command line, or what there is instead.
word_of()
{
	read -r line </proc/cmdline
	for word in $line; do
		case $word in
		"$1="*)
			echo "${word#*=}"
			return
			;;
		esac
	done
	echo "$2"
}

parameter()
{
	word_of "guest.$1" "$2"
}

# wait_for FILE
wait_for()
{
	while [ ! -e "$1" ]; do
		sleep 0.1
	done
}

# The pages stay where they are as long as the program lives.
place_markers()
{
	marker "$(parameter token 0123456789abcdef)" 8 /run/marker.ready &
	wait_for /run/marker.ready
}

trap 'end "PID 1 failed, see the lines above"' EXIT
mount -t proc proc /proc
mount -t sysfs sysfs /sys
# The kernel may have done that on its own.
mount -t devtmpfs devtmpfs /dev 2>/dev/null || true
