# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Guests that run beside each other: sourced by the tests that boot them, after
# common.sh. Who sources it says
#
#   boots                  how many run at the same time
#   suite                  what comes before a name in a result line
#   run_case DIR NAME      boot and check; its words are kept in DIR/check.log
#   case_passed NAME DIR   print the line of a case that passed

# shellcheck disable=SC2154 # boots and suite are the script's, as said above

# Their processes, names and directories, the oldest first.
running=() names=() dirs=()

# start_guest NAME DIR - as soon as there is room for one more
start_guest()
{
	while ((${#running[@]} >= boots)); do
		finish_oldest
	done
	rm -rf "$2"
	mkdir -p "$2"
	run_case "$2" "$1" >"$2/check.log" 2>&1 &
	running+=($!) names+=("$1") dirs+=("$2")
}

finish_oldest()
{
	if wait "${running[0]}"; then
		case_passed "${names[0]}" "${dirs[0]}"
	else
		tap_not_ok "$suite: ${names[0]}, see ${dirs[0]}" \
			"${dirs[0]}/check.log"
	fi
	running=("${running[@]:1}") names=("${names[@]:1}")
	dirs=("${dirs[@]:1}")
}

finish_guests()
{
	while ((${#running[@]})); do
		finish_oldest
	done
}

# For at_exit: a guest in the background would survive an interrupted script.
end_guests()
{
	if ((${#running[@]})); then
		kill "${running[@]}" 2>/dev/null
	fi
}
