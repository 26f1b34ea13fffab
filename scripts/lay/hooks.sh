# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034 # a map passed by name is used by the caller
#
# The hooks: the lines that existing files of a base kernel need for ours.
#
# There is one patch for each base, hooks-VERSION.PATCHLEVEL.patch, and it
# only changes files that exist. It is taken apart into one patch for each
# file, so that each answer can name the file, and every patch runs on a
# copy: the tree sees finished files only.
#
# KDUMP_HOOKS names another folder to take the patches from; the tests use it.

HOOKS_DIR=${KDUMP_HOOKS:-$KDUMP_ROOT/scripts}

known_bases()
{
	local file names=()

	for file in "$HOOKS_DIR"/hooks-*.patch; do
		if [[ -f $file ]]; then
			file=${file##*/hooks-}
			names+=("${file%.patch}")
		fi
	done
	if ((${#names[@]})); then
		printf '%s\n' "${names[@]}" | sort -V | paste -sd ' '
	else
		echo none
	fi
}

# hooks_choose - set HOOKS to the patch for TREE, or refuse the tree
hooks_choose()
{
	HOOKS=$HOOKS_DIR/hooks-$TREE_BASE.patch
	if [[ ! -f $HOOKS ]]; then
		die "this is Linux $TREE_BASE; known bases: $(known_bases). Nothing was changed." \
			"Use a tree of a known base; on Debian: apt-get install linux-source-$BASE"
	fi
}

# Cut a unified diff by its line counts, not by what a line looks like: a
# removed line that starts with "-- " looks like a header.
hooks_cut()
{
	awk -v dir="$2" '
		old > 0 || new > 0 {
			print > out
			if (/^-/) old--
			else if (/^\+/) new--
			else if (!/^\\/) { old--; new-- }
			next
		}
		/^--- / { from = $0; next }
		/^\+\+\+ / {
			path = $2
			sub(/^[^\/]*\//, "", path)
			if (path in seen || path == "dev/null" || from ~ /^--- \/dev\/null/)
				exit 3
			seen[path] = 1
			out = dir "/" ++files ".patch"
			print from "\n" $0 > out
			print path
			next
		}
		/^@@ / {
			split($2, a, ","); split($3, b, ",")
			old = 2 in a ? a[2] : 1
			new = 2 in b ? b[2] : 1
			print > out
			next
		}
		/^\\/ && out { print > out }
	' "$1"
}

# hooks_split PATCH MAP - MAP[path] = the file that holds this path's part
hooks_split()
{
	local dir list path count=0
	local -n split_map=$2

	dir=$(mktemp -d "$WORK/hooks.XXXXXX")
	if ! list=$(hooks_cut "$1" "$dir") || [[ -z $list ]]; then
		die "$1 is not a patch of existing files, each named once." \
			"Repair it; new files belong into the overlay instead."
	fi
	while IFS= read -r path; do
		count=$((count + 1))
		split_map["$path"]=$dir/$count.patch
	done <<<"$list"
}

# hook_apply / hook_reverse FILE PATCH RESULT - true if PATCH fits exactly
hook_apply()
{
	mkdir -p "$(dirname "$3")"
	patch -f -s -F0 -r - -o "$3" "$1" "$2" >/dev/null 2>&1
}

hook_reverse()
{
	mkdir -p "$(dirname "$3")"
	patch -R -f -s -F0 -r - -o "$3" "$1" "$2" >/dev/null 2>&1
}

# hook_state PATH PATCH - one word for TREE/PATH: hooked, bare, differs, missing
hook_state()
{
	local file=$TREE/$1

	if [[ ! -f $file ]]; then
		echo missing
	elif hook_reverse "$file" "$2" "$WORK/try/out"; then
		echo hooked
	elif hook_apply "$file" "$2" "$WORK/try/out"; then
		echo bare
	else
		echo differs
	fi
}
