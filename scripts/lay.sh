#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Lay the overlay into a kernel tree, and take it out again.
#
#	lay.sh lay TREE              put our files and hooks in; on a laid tree,
#	                             bring it up to date
#	lay.sh unlay TREE            leave the tree as it was, byte for byte
#	lay.sh status TREE           say what TREE is: laid (exit 0), not laid (1),
#	                             half laid (2)
#	lay.sh series TREE OUTDIR    write the same as patches for git am; TREE
#	                             is read only
#
# A tree that cannot be laid or unlaid cleanly is refused before anything in
# it changes. FORCE=1 drops edits made to our files in the tree, and takes a
# half laid tree apart.
#
# The rooms of this house: lay/overlay.sh (our files), lay/hooks.sh (the patch
# of a base), lay/manifest.sh (what a laid tree remembers), lay/survey.sh (what
# a tree is now), lay/plan.sh (what a lay would do), lay/unlay.sh, lay/series.sh.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=scripts/common.sh
. "$here/common.sh"
# shellcheck source=scripts/lay/overlay.sh
. "$here/lay/overlay.sh"
# shellcheck source=scripts/lay/hooks.sh
. "$here/lay/hooks.sh"
# shellcheck source=scripts/lay/manifest.sh
. "$here/lay/manifest.sh"
# shellcheck source=scripts/lay/survey.sh
. "$here/lay/survey.sh"
# shellcheck source=scripts/lay/plan.sh
. "$here/lay/plan.sh"
# shellcheck source=scripts/lay/unlay.sh
. "$here/lay/unlay.sh"
# shellcheck source=scripts/lay/series.sh
. "$here/lay/series.sh"

say_if_cut_short()
{
	local state

	state=$(cat "$STATE_DIR/state" 2>/dev/null || true)
	if [[ $state == laying || $state == unlaying ]]; then
		say "kdump: cut short while $state; $TREE is half laid now." \
			"Clean it with: FORCE=1 make unlay TREE=$TREE"
	fi
}

# From here on a kill is seen by the state, and repaired from base/ and files.
lay_begin()
{
	at_exit say_if_cut_short
	mkdir -p "$STATE_DIR"
	echo laying | manifest_put state
	manifest_save_base
	manifest_put_files LAID OVERLAY
	manifest_put_dirs "${LAID_DIRS[@]}" "${PLAN_DIRS[@]}"
}

lay_end()
{
	local dir path dirs=()

	for dir in "${LAID_DIRS[@]}" "${PLAN_DIRS[@]}"; do
		if [[ -d $TREE/$dir ]]; then
			dirs+=("$dir")
		fi
	done
	for path in "${!LAID_HOOKS[@]}"; do
		if [[ -z ${PLAN_HOOKS[$path]-} ]]; then
			rm -f -- "$STATE_DIR/base/$path"
		fi
	done
	find "$STATE_DIR/base" -type d -empty -delete
	manifest_put hooks.patch <"$HOOKS"
	manifest_put_files OVERLAY
	manifest_put_dirs "${dirs[@]}"
	echo laid | manifest_put state
}

# Folders of ours that the removed files leave empty.
remove_emptied_dirs()
{
	local dir

	for dir in $(printf '%s\n' "${LAID_DIRS[@]}" | LC_ALL=C sort -r); do
		rmdir --ignore-fail-on-non-empty -- "$TREE/$dir" 2>/dev/null || true
	done
}

lay_tree()
{
	local path

	lay_begin
	for path in "${PLAN_WRITE[@]}"; do
		put_file "$OVERLAY_ROOT/$path" "$path" "$(overlay_mode "$path")"
	done
	for path in "${PLAN_REMOVE[@]}"; do
		rm -f -- "$TREE/$path"
	done
	if ((${#PLAN_REMOVE[@]})); then
		remove_emptied_dirs
	fi
	for path in "${PLAN_REPLACE[@]}"; do
		put_file "$WORK/next/$path" "$path" "$(stat -c %a "$TREE/$path")"
	done
	lay_end
}

do_lay()
{
	need patch "Install it; on Debian: apt-get install patch"
	tree_open "${1-}"
	hooks_choose
	overlay_load
	survey
	if [[ $CONDITION == half ]]; then
		refuse_half_laid
	fi
	refuse_edited
	plan_lay
	if plan_is_empty; then
		say "$TREE: laid already, up to date (${#OVERLAY[@]} files, Linux $TREE_BASE)"
		return 0
	fi
	tree_must_be_writable
	lay_tree
	say "$TREE: laid, ${#PLAN_WRITE[@]} of ${#OVERLAY[@]} files and ${#PLAN_REPLACE[@]} hooks written," \
		"${#PLAN_REMOVE[@]} removed (Linux $TREE_BASE)"
}

do_unlay()
{
	need patch "Install it; on Debian: apt-get install patch"
	tree_open "${1-}"
	if ! manifest_names_files; then
		hooks_choose
		overlay_load
	fi
	survey
	if [[ $CONDITION == clean ]]; then
		say "$TREE: not laid, nothing to do"
		return 0
	fi
	if [[ $CONDITION == half && ${FORCE-} != 1 ]]; then
		refuse_half_laid
	fi
	refuse_edited
	tree_must_be_writable
	plan_unlay
	at_exit say_if_cut_short
	unlay_tree
	if ((${#KEPT_DIRS[@]})); then
		warn "kept, because something that is not ours is in it: ${KEPT_DIRS[*]}"
	fi
	say "$TREE: unlaid, ${#LAID[@]} files and ${#PLAN_REPLACE[@]} hooks taken out"
}

do_status()
{
	tree_open "${1-}"
	hooks_choose
	overlay_load
	survey
	case $CONDITION in
	clean)
		echo "not laid (Linux $TREE_BASE)"
		return 1
		;;
	half)
		echo "half laid (Linux $TREE_BASE)"
		first_ten "${PROBLEMS[@]}" | sed 's/^/  /'
		return 2
		;;
	laid)
		echo "laid (Linux $TREE_BASE, ${#LAID[@]} files)"
		if ! manifest_is_current; then
			echo "  the overlay has changed since; bring it up to date with: make lay TREE=$TREE"
		fi
		if ((${#EDITED[@]} + ${#EDITED_HOOKS[@]})); then
			first_ten "${EDITED[@]}" "${EDITED_HOOKS[@]}" | sed 's/^/  edited since: /'
		fi
		;;
	esac
}

usage()
{
	sed -n '3,17s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

COMMAND=${1-}
case $COMMAND in
lay | unlay | status | series)
	shift
	"do_$COMMAND" "$@"
	;;
-h | --help | help)
	usage
	;;
*)
	usage >&2
	exit 2
	;;
esac
