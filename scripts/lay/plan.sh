# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The plan of a lay: everything that could refuse it, before anything changes.
#
# It fills the lists below, WORK/base with each hooked file as it is without
# its hook, and WORK/next with what it shall be.

PLAN_WRITE=()	# ours, absent or different in the tree
PLAN_REMOVE=()	# ours once, no longer in the overlay
PLAN_REPLACE=()	# files of the base that WORK/next shall replace
PLAN_DIRS=()	# folders that must be made
declare -A PLAN_HOOKS=()	# path -> its part of the new hooks

# plan_dirs PATH - note the folders PATH lacks; false if a file is in the way
plan_dirs()
{
	local dir

	dir=$(dirname "$1")
	while [[ $dir != . && -z ${DIR_SEEN[$dir]-} ]]; do
		DIR_SEEN[$dir]=1
		if [[ ! -e $TREE/$dir && ! -L $TREE/$dir ]]; then
			PLAN_DIRS+=("$dir")
		elif [[ ! -d $TREE/$dir ]]; then
			return 1
		fi
		dir=$(dirname "$dir")
	done
}

# The mode matters as much as the bytes, for scripts.
laid_file_is_current()
{
	local mode

	[[ ${NOW[$1]-} == "${OVERLAY[$1]}" ]] || return 1
	mode=$(stat -c %a "$TREE/$1")
	[[ $mode == "$(overlay_mode "$1")" ]]
}

plan_files()
{
	local path foreign=() lines
	local -A DIR_SEEN=()

	for path in "${!OVERLAY[@]}"; do
		if ! plan_dirs "$path"; then
			foreign+=("$(dirname "$path")")
		elif [[ -z ${LAID[$path]-} && -n ${NOW[$path]-} && ${NOW[$path]} != "${OVERLAY[$path]}" ]]; then
			foreign+=("$path")
		elif ! laid_file_is_current "$path"; then
			PLAN_WRITE+=("$path")
		fi
	done
	for path in "${!LAID[@]}"; do
		if [[ -z ${OVERLAY[$path]-} ]]; then
			PLAN_REMOVE+=("$path")
		fi
	done
	if ((${#foreign[@]})); then
		mapfile -t lines < <(first_ten "${foreign[@]}")
		die "in $TREE these exist and are not ours. Nothing was changed." "${lines[@]}" \
			"Move them away, or take a clean tree of Linux $TREE_BASE."
	fi
}

# plan_base PATH - WORK/base/PATH = TREE/PATH without our hook
plan_base()
{
	local path=$1 from=$TREE/$1

	mkdir -p "$(dirname "$WORK/base/$path")"
	if [[ -n ${LAID_HOOKS[$path]-} ]]; then
		if hook_reverse "$from" "${LAID_HOOKS[$path]}" "$WORK/try/out"; then
			from=$WORK/try/out
		elif [[ -f $STATE_DIR/base/$path ]]; then
			warn "$path: the hook cannot be taken out of the edited file; back to the copy made when laying"
			from=$STATE_DIR/base/$path
		fi
	fi
	if [[ -f $from ]]; then
		cp -- "$from" "$WORK/base/$path"
	fi
}

plan_next()
{
	local path

	for path in "${!PLAN_HOOKS[@]}"; do
		plan_base "$path"
		if [[ ! -f $WORK/base/$path ]]; then
			MISFITS+=("$path (no such file)")
		elif ! hook_apply "$WORK/base/$path" "${PLAN_HOOKS[$path]}" "$WORK/next/$path"; then
			MISFITS+=("$path (its lines differ)")
		fi
	done
	for path in "${!LAID_HOOKS[@]}"; do
		if [[ -z ${PLAN_HOOKS[$path]-} ]]; then
			plan_base "$path"
			mkdir -p "$(dirname "$WORK/next/$path")"
			cp -- "$WORK/base/$path" "$WORK/next/$path"
		fi
	done
}

plan_hooks()
{
	local path lines MISFITS=()

	hooks_split "$HOOKS" PLAN_HOOKS
	plan_next
	if ((${#MISFITS[@]})); then
		mapfile -t lines < <(first_ten "${MISFITS[@]}")
		die "the hooks for Linux $TREE_BASE do not fit $TREE. Nothing was changed." "${lines[@]}" \
			"Take a clean tree of Linux $TREE_BASE (on Debian: apt-get install linux-source-$TREE_BASE)," \
			"or see what differs: patch -d $TREE -p1 -F0 --dry-run <$HOOKS"
	fi
	while IFS= read -r path; do
		if ! cmp -s "$WORK/next/$path" "$TREE/$path"; then
			PLAN_REPLACE+=("$path")
		fi
	done < <(cd "$WORK/next" && find . -type f -printf '%P\n')
}

# Is the tree what the overlay says, and does the manifest know it?
plan_is_empty()
{
	((${#PLAN_WRITE[@]} + ${#PLAN_REMOVE[@]} + ${#PLAN_REPLACE[@]} == 0)) && manifest_is_current
}

plan_lay()
{
	plan_files
	plan_hooks
}
