# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Taking ours out again: hooks first, then files, then folders, then the
# manifest. Which of them are ours is the manifest's word; when there is none
# and the user says FORCE=1, what equals our files and hooks is ours.

# restore_source PATH - name the file TREE/PATH shall become, or nothing
#
# After a kill the copies in the manifest are the truth. Otherwise the hook is
# taken out of the file as it is now, so that other edits in it survive.
restore_source()
{
	local path=$1 part=${LAID_HOOKS[$1]-} copy=$STATE_DIR/base/$1

	if [[ $LAID_STATE != laid && -f $copy ]]; then
		echo "$copy"
	elif [[ -z $part || ! -f $TREE/$path ]]; then
		if [[ -f $copy ]]; then
			echo "$copy"
		fi
	else
		case $(hook_state "$path" "$part") in
		hooked)
			hook_reverse "$TREE/$path" "$part" "$WORK/base/$path"
			echo "$WORK/base/$path"
			;;
		differs)
			if [[ -f $copy ]]; then
				warn "$path: back to the copy made when laying; edits in it are dropped"
				echo "$copy"
			fi
			;;
		esac
	fi
}

hooked_paths()
{
	if ((${#LAID_HOOKS[@]})); then
		printf '%s\n' "${!LAID_HOOKS[@]}"
	fi
	if [[ -d $STATE_DIR/base ]]; then
		(cd "$STATE_DIR/base" && find . -type f -printf '%P\n')
	fi
}

recognise_ours()
{
	local path

	for path in "${!OVERLAY[@]}"; do
		if [[ ${NOW[$path]-} == "${OVERLAY[$path]}" ]]; then
			LAID["$path"]=${OVERLAY[$path]}
		fi
	done
	if ((${#LAID_HOOKS[@]} == 0)); then
		hooks_split "$HOOKS" LAID_HOOKS
	fi
}

plan_unlay()
{
	local path list from

	if ! manifest_names_files; then
		recognise_ours
	fi
	list=$(hooked_paths | LC_ALL=C sort -u)
	while IFS= read -r path; do
		from=$(restore_source "$path")
		if [[ -n $from ]] && ! cmp -s "$from" "$TREE/$path"; then
			mkdir -p "$(dirname "$WORK/next/$path")"
			cp -- "$from" "$WORK/next/$path"
			PLAN_REPLACE+=("$path")
		fi
	done <<<"$list"
}

# From here on a kill is seen by the state, and repaired from base/: it holds
# what is still to be restored, and no older copy of what is not.
unlay_begin()
{
	local path

	rm -rf "$WORK/base"
	cp -r "$WORK/next" "$WORK/base"
	mkdir -p "$STATE_DIR"
	while IFS= read -r path; do
		if [[ ! -f $WORK/base/$path ]]; then
			rm -f -- "$STATE_DIR/base/$path"
		fi
	done < <(hooked_paths)
	manifest_save_base
	manifest_put_files LAID
	echo unlaying | manifest_put state
}

# A build leaves its output beside our files. In a folder that is there only
# because of us nothing else would ever clean it up.
remove_build_output()
{
	find "$1" -maxdepth 1 -type f \( -name '*.[oa]' -o -name '.*.cmd' -o -name '.*.d' -o -name '*.ko' \
		-o -name '*.mod' -o -name '*.mod.c' -o -name modules.order \) -delete
}

KEPT_DIRS=()

unlay_dirs()
{
	local dir

	while IFS= read -r dir; do
		if [[ -z $dir || ! -d $TREE/$dir ]]; then
			continue
		fi
		remove_build_output "$TREE/$dir"
		rmdir -- "$TREE/$dir" 2>/dev/null || KEPT_DIRS+=("$dir")
	done < <(printf '%s\n' "$@" | LC_ALL=C sort -r)
}

# Without a list of folders: those that our leaving makes empty.
unlay_empty_parents()
{
	local path

	for path in "${!LAID[@]}"; do
		(cd "$TREE" && rmdir -p --ignore-fail-on-non-empty -- "$(dirname "$path")" 2>/dev/null) || true
	done
}

unlay_tree()
{
	local path

	unlay_begin
	for path in "${PLAN_REPLACE[@]}"; do
		put_file "$WORK/next/$path" "$path" "$(stat -c %a "$TREE/$path" 2>/dev/null || echo 644)"
	done
	for path in "${!LAID[@]}"; do
		rm -f -- "$TREE/$path"
	done
	if ((${#LAID_DIRS[@]})); then
		unlay_dirs "${LAID_DIRS[@]}"
	else
		unlay_empty_parents
	fi
	rm -rf -- "$STATE_DIR"
}
