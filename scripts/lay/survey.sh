# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The survey: what a tree is before anything is done to it. It changes nothing.
#
# CONDITION is
#   clean   nothing of ours is there
#   laid    the manifest, our files and the hooks are all there
#   half    some of them are; PROBLEMS says which
# EDITED and EDITED_HOOKS name what the user changed since laying.

CONDITION=
PROBLEMS=()
EDITED=()
EDITED_HOOKS=()
declare -A NOW=()	# path -> sha256 of what the tree holds at our paths

tree_number()
{
	sed -n "s/^$1 = \([0-9]*\)$/\1/p" "$TREE/Makefile" | head -n 1
}

# tree_open DIR - set TREE, TREE_BASE and STATE_DIR, make WORK, take the lock
tree_open()
{
	if [[ -z ${1-} ]]; then
		die "no kernel tree was named." "Say which: make ${COMMAND:-lay} TREE=/path/to/linux-$BASE"
	fi
	if ! TREE=$(cd "$1" 2>/dev/null && pwd -P); then
		die "there is no folder '$1'." "Name the top of an unpacked kernel tree."
	fi
	TREE_BASE=
	if [[ -f $TREE/Makefile && -d $TREE/kernel ]]; then
		TREE_BASE=$(tree_number VERSION).$(tree_number PATCHLEVEL)
	fi
	if [[ ! $TREE_BASE =~ ^[0-9]+\.[0-9]+$ ]]; then
		die "$TREE is not a kernel tree: it has no top Makefile with VERSION and PATCHLEVEL." \
			"Name the top of an unpacked kernel tree."
	fi
	STATE_DIR=$TREE/.kdump-laid
	new_temp_dir WORK
	mkdir "$WORK/base" "$WORK/next"
	exec {TREE_LOCK}<"$TREE"
	flock -n "$TREE_LOCK" || die "another lay or unlay is at work in $TREE." "Wait until it has ended."
}

tree_must_be_writable()
{
	if [[ ! -w $TREE || ! -w $TREE/kernel ]]; then
		die "$TREE cannot be written by $(id -un)." \
			"Copy the tree to a place of your own, or run this as its owner."
	fi
}

# Hash what the tree holds at the given paths; whatever is no file is "odd".
survey_files()
{
	local path regular=()

	for path in "$@"; do
		if [[ -f $TREE/$path && ! -L $TREE/$path ]]; then
			regular+=("$path")
		elif [[ -d $TREE/$path && ! -L $TREE/$path ]]; then
			die "$TREE/$path is a folder, where a file of ours belongs. Nothing was changed." \
				"Move it away."
		elif [[ -e $TREE/$path || -L $TREE/$path ]]; then
			NOW[$path]=odd
		fi
	done
	hash_files "$TREE" NOW "${regular[@]}"
}

survey_laid_hooks()
{
	local path

	for path in "${!LAID_HOOKS[@]}"; do
		case $(hook_state "$path" "${LAID_HOOKS[$path]}") in
		hooked) ;;
		differs) EDITED_HOOKS+=("$path") ;;
		*) PROBLEMS+=("the hook in $path is missing") ;;
		esac
	done
}

survey_laid()
{
	local path

	manifest_read
	case $LAID_STATE in
	laid) ;;
	laying | unlaying) PROBLEMS+=("it was cut short while $LAID_STATE") ;;
	*) PROBLEMS+=("$STATE_DIR holds no state") ;;
	esac
	survey_files "${!LAID[@]}" "${!OVERLAY[@]}"
	if ((${#PROBLEMS[@]})); then
		return 0
	fi
	if ((${#LAID[@]} == 0 || ${#LAID_HOOKS[@]} == 0)); then
		PROBLEMS+=("its manifest, $STATE_DIR, is incomplete")
	fi
	for path in "${!LAID[@]}"; do
		if [[ -z ${NOW[$path]-} ]]; then
			PROBLEMS+=("$path is missing")
		elif [[ ${NOW[$path]} != "${LAID[$path]}" && ${NOW[$path]} != "${OVERLAY[$path]-}" ]]; then
			EDITED+=("$path")
		fi
	done
	survey_laid_hooks
}

survey_unlaid()
{
	local path
	local -A parts=()

	survey_files "${!OVERLAY[@]}"
	for path in "${!OVERLAY[@]}"; do
		if [[ ${NOW[$path]-} == "${OVERLAY[$path]}" ]]; then
			PROBLEMS+=("$path is there, but the manifest .kdump-laid is not")
		fi
	done
	hooks_split "$HOOKS" parts
	for path in "${!parts[@]}"; do
		if [[ $(hook_state "$path" "${parts[$path]}") == hooked ]]; then
			PROBLEMS+=("the hook is in $path, but the manifest .kdump-laid is not")
		fi
	done
}

survey()
{
	mkdir -p "$WORK/try"
	if manifest_exists; then
		CONDITION=laid
		survey_laid
	else
		CONDITION=clean
		survey_unlaid
	fi
	if ((${#PROBLEMS[@]})); then
		CONDITION=half
	fi
}

# Ten names tell as much as a hundred.
first_ten()
{
	printf '%s\n' "$@" | LC_ALL=C sort | head -n 10
	if (($# > 10)); then
		echo "... and $(($# - 10)) more"
	fi
}

refuse_half_laid()
{
	local lines

	mapfile -t lines < <(first_ten "${PROBLEMS[@]}")
	die "$TREE is half laid. Nothing was changed." "${lines[@]}" \
		"Take out what is left of ours with: FORCE=1 make unlay TREE=$TREE"
}

refuse_edited()
{
	local lines

	if ((${#EDITED[@]} + ${#EDITED_HOOKS[@]} == 0)) || [[ ${FORCE-} == 1 ]]; then
		return 0
	fi
	mapfile -t lines < <(first_ten "${EDITED[@]}" "${EDITED_HOOKS[@]}")
	die "edited in $TREE since it was laid. Nothing was changed." "${lines[@]}" \
		"Save those edits elsewhere, then drop them with: FORCE=1 make $COMMAND TREE=$TREE"
}
