# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What every script here shares. Source it first:
#
#	set -euo pipefail
#	. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
#
# Variables it sets (and exports, so that children agree; but for ARCH, which
# means something else to the kernel's make):
#   KDUMP_ROOT    the repository, absolute
#   KDUMP_CACHE   what is kept between runs; default ~/.cache/kdump
#   KDUMP_OUT     what a run leaves for the user: KDUMP_ROOT/build
#   ARCH          the machine to test on, with a folder in tools/testing/kdump/arch;
#                 default: this one
#   BASE          the base kernel, "6.12" unless the caller says otherwise
#   JOBS          how many jobs make may run; default: all processors
#   KSRC          an unpacked kernel tree to use instead of Debian's, or ""
#
# Words:
#   say TEXT...         one line of progress, to stderr: stdout belongs to
#                       results that another script may read
#   warn TEXT...        the same, for what the user should know but not do
#   die TEXT...         an error, then exit 1; the first argument is the
#                       headline "kdump: TEXT", each further one a line
#                       below it, and the last one says what to do next
#   have COMMAND        true when COMMAND can be run
#   need COMMAND HINT   die unless COMMAND can be run; HINT says how to get it
#   arch_value NAME     what arch.conf says about ARCH, see harness/arch.py
#
# Files:
#   new_temp_dir VAR    make a temporary directory, put its name into VAR, and
#                       remove it when the script ends
#   at_exit COMMAND     run COMMAND (one word list, evaluated) when the script
#                       ends, last one first; keeps the exit status
#   quietly LOG CMD...  run CMD with its output in LOG; on failure show the
#                       end of LOG on stderr and return CMD's status

if [[ -n ${KDUMP_COMMON_SOURCED-} ]]; then
	return 0
fi
KDUMP_COMMON_SOURCED=1

KDUMP_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
KDUMP_CACHE=${KDUMP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kdump}
KDUMP_OUT=${KDUMP_OUT:-$KDUMP_ROOT/build}
ARCH=${ARCH:-$(uname -m)}
BASE=${BASE:-6.12}
JOBS=${JOBS:-$(nproc)}
KSRC=${KSRC:-}
export KDUMP_ROOT KDUMP_CACHE KDUMP_OUT BASE JOBS KSRC

say()
{
	printf '%s\n' "$*" >&2
}

warn()
{
	printf 'kdump: note: %s\n' "$*" >&2
}

die()
{
	printf 'kdump: %s\n' "$1" >&2
	if (($# > 1)); then
		printf '  %s\n' "${@:2}" >&2
	fi
	exit 1
}

arch_value()
{
	local file=$KDUMP_ROOT/tools/testing/kdump/arch/$ARCH/arch.conf

	[[ -f $file ]] || die "there are no tests for ARCH=$ARCH: no $file."
	sed -n "s/^$1=//p" "$file"
}

have()
{
	command -v "$1" >/dev/null 2>&1
}

need()
{
	have "$1" || die "'$1' is missing." "$2"
}

EXIT_COMMANDS=()
EXIT_OWNER=$BASHPID

run_exit_commands()
{
	local status=$? i

	trap - EXIT
	for ((i = ${#EXIT_COMMANDS[@]} - 1; i >= 0; i--)); do
		eval "${EXIT_COMMANDS[i]}" || true
	done
	exit "$status"
}

# A subshell starts with an empty list: what its parent made is not its to remove.
at_exit()
{
	if [[ $EXIT_OWNER != "$BASHPID" ]]; then
		EXIT_COMMANDS=()
		EXIT_OWNER=$BASHPID
	fi
	EXIT_COMMANDS+=("$1")
	trap run_exit_commands EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

new_temp_dir()
{
	local made

	made=$(mktemp -d "${TMPDIR:-/tmp}/kdump.XXXXXX")
	at_exit "rm -rf -- $(printf '%q' "$made")"
	printf -v "$1" '%s' "$made"
}

quietly()
{
	local log=$1 status=0

	shift
	"$@" >"$log" 2>&1 || status=$?
	if ((status)); then
		say "failed ($status): $*"
		tail -n 30 "$log" | sed 's/^/    /' >&2
		say "the whole log: $log"
	fi
	return "$status"
}
