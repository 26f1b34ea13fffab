# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034 # a map passed by name is used by the caller
#
# The overlay: which files are ours, and how one gets into a tree.
#
# A file that names a base in its path, seam_6_12.c or include/kdump-6.1/...,
# is for trees of that base only.
#
# KDUMP_OVERLAY names another folder to take the files from; the tests use it.

OVERLAY_ROOT=${KDUMP_OVERLAY:-$KDUMP_ROOT}
OVERLAY_DIRS=(kernel arch fs include tools Documentation)

# path -> sha256 of each of our files
declare -A OVERLAY=()

# What a build, an editor or a merge leaves behind is not ours to lay.
NOT_SOURCE='(^|/)(__pycache__/|\.[^/]*\.(cmd|d|swp|swo)$|\.#|#[^/]*#$|modules\.order$|\.checkpatch-|Module\.symvers$)'
NOT_SOURCE+='|\.(o|a|ko|mod|mod\.c|pyc|orig|rej|kdump-new)$|~$'

overlay_candidates()
{
	local dir present=()

	cd "$OVERLAY_ROOT"
	for dir in "${OVERLAY_DIRS[@]}"; do
		if [[ -d $dir ]]; then
			present+=("$dir")
		fi
	done
	if ((${#present[@]} == 0)); then
		return 0
	fi
	# git knows what .gitignore hides; without it the names must do
	if [[ -e .git ]] && have git && git rev-parse --git-dir >/dev/null 2>&1; then
		git -c core.quotePath=false ls-files -co --exclude-standard -- "${present[@]}"
	else
		find "${present[@]}" -type f
	fi
}

# Drop what names another base than TREE_BASE.
for_this_base()
{
	awk -v dotted="$TREE_BASE" '
		BEGIN { low = dotted; sub(/\./, "_", low) }
		match($0, /(^|\/)seam_[0-9]+_[0-9]+/) && substr($0, RSTART, RLENGTH) !~ "seam_" low "$" { next }
		match($0, /(^|\/)kdump-[0-9]+\.[0-9]+\//) && index($0, "kdump-" dotted "/") == 0 { next }
		{ print }'
}

overlay_paths()
{
	local path

	overlay_candidates | { grep -Ev "$NOT_SOURCE" || true; } | for_this_base | LC_ALL=C sort -u |
		while IFS= read -r path; do
			if [[ -f $OVERLAY_ROOT/$path && ! -L $OVERLAY_ROOT/$path ]]; then
				printf '%s\n' "$path"
			fi
		done
}

# hash_files ROOT MAP PATH... - MAP[PATH] = sha256 of ROOT/PATH
hash_files()
{
	local root=$1 sums line
	local -n hash_map=$2

	shift 2
	if (($# == 0)); then
		return 0
	fi
	sums=$(cd "$root" && sha256sum -- "$@")
	while IFS= read -r line; do
		hash_map[${line:66}]=${line:0:64}
	done <<<"$sums"
}

overlay_load()
{
	local list paths=() path

	list=$(overlay_paths)
	if [[ -z $list ]]; then
		die "there is nothing to lay: $OVERLAY_ROOT holds none of: ${OVERLAY_DIRS[*]}." \
			"Run this from a complete checkout."
	fi
	mapfile -t paths <<<"$list"
	for path in "${paths[@]}"; do
		if [[ ! $path =~ ^[A-Za-z0-9._/+@,-]+$ ]]; then
			die "'$path' has a character in its name that the manifest cannot hold." \
				"Rename the file."
		fi
	done
	hash_files "$OVERLAY_ROOT" OVERLAY "${paths[@]}"
}

overlay_mode()
{
	if [[ -x $OVERLAY_ROOT/$1 ]]; then
		echo 755
	else
		echo 644
	fi
}

# put_file FROM PATH MODE - make TREE/PATH a new file with the bytes of FROM
#
# Never written in place: the tree may share its inodes with another tree
# (cp -al), and a reader or a kill must see the old file or the new one.
put_file()
{
	local from=$1 path=$2 mode=$3

	mkdir -p "$(dirname "$TREE/$path")"
	cp -- "$from" "$STATE_DIR/new"
	chmod "$mode" "$STATE_DIR/new"
	mv -f -- "$STATE_DIR/new" "$TREE/$path"
}
