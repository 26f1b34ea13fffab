# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What every script here shares. Source it first:
#
#	set -euo pipefail
#	. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
#
# Variables it sets:
#   KDUMP_ROOT    the repository, absolute
#   KDUMP_OUT     what a run leaves for the user: KDUMP_ROOT/build
#   BASE          the base kernel, "6.12" unless the caller says otherwise
#   JOBS          how many jobs make may run; default: all processors

KDUMP_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
KDUMP_OUT=${KDUMP_OUT:-$KDUMP_ROOT/build}
JOBS=${JOBS:-$(nproc)}
export BASE=${BASE:-6.12}

# say TEXT... - one line of progress, to stderr: stdout belongs to results that
# another script may read
say()
{
	printf '%s\n' "$*" >&2
}

# die TEXT... - an error, then exit 1; the first argument is the headline, each
# further one a line below it, and the last one says what to do next
die()
{
	printf 'kdump: %s\n' "$1" >&2
	if (($# > 1)); then
		printf '  %s\n' "${@:2}" >&2
	fi
	exit 1
}

# need COMMAND HINT - die unless COMMAND can be run; HINT says how to get it
need()
{
	command -v "$1" >/dev/null 2>&1 || die "'$1' is missing." "$2"
}

TEMP_DIRS=()

# new_temp_dir VAR [FOLDER] - make a directory, in FOLDER or where others are,
# put its name into VAR, and remove it when the script ends
new_temp_dir()
{
	local made

	made=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/kdump.XXXXXX")
	TEMP_DIRS+=("$made")
	trap 'rm -rf -- "${TEMP_DIRS[@]}"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	printf -v "$1" '%s' "$made"
}

# quietly LOG COMMAND... - run it with its output in LOG; on failure show the
# end of LOG on stderr and return its status
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
