# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The manifest: what a laid tree remembers, in TREE/.kdump-laid/
#
#   state        "laid"; or "laying" / "unlaying" while the tree changes, so
#                that whoever comes after a kill can tell
#   files        sha256sum lines of our files in the tree
#   dirs         folders that laying made, parents first
#   hooks.patch  the hooks as they were applied
#   base/        each hooked file without its hook
#
# It is enough to unlay after the overlay has moved on, or is gone.

declare -A LAID=()	# path -> sha256, from "files"
declare -A LAID_HOOKS=()	# path -> its part of the saved hooks.patch
LAID_DIRS=()
LAID_STATE=

manifest_exists()
{
	[[ -e $STATE_DIR || -L $STATE_DIR ]]
}

# A manifest may be there and yet name nothing, after a kill or by damage.
manifest_names_files()
{
	[[ -s $STATE_DIR/files ]]
}

# Does it say what the overlay and the hooks are now?
manifest_is_current()
{
	local path

	cmp -s "$HOOKS" "$STATE_DIR/hooks.patch" || return 1
	((${#LAID[@]} == ${#OVERLAY[@]})) || return 1
	for path in "${!OVERLAY[@]}"; do
		[[ ${LAID[$path]-} == "${OVERLAY[$path]}" ]] || return 1
	done
}

# A manifest is read before files are removed by it: it may only name what
# lies inside the tree.
path_is_sane()
{
	[[ $1 =~ ^[A-Za-z0-9._/+@,-]+$ && $1 != /* && /$1/ != */../* && /$1/ != */./* ]]
}

manifest_read()
{
	local line

	LAID_STATE=$(cat "$STATE_DIR/state" 2>/dev/null || echo unknown)
	while IFS= read -r line; do
		path_is_sane "${line:66}" || die "$STATE_DIR/files is damaged: '$line'." \
			"Unpack the kernel tree anew."
		LAID[${line:66}]=${line:0:64}
	done < <(cat "$STATE_DIR/files" 2>/dev/null || true)
	while IFS= read -r line; do
		path_is_sane "$line" || die "$STATE_DIR/dirs is damaged: '$line'." \
			"Unpack the kernel tree anew."
		LAID_DIRS+=("$line")
	done < <(cat "$STATE_DIR/dirs" 2>/dev/null || true)
	if [[ -f $STATE_DIR/hooks.patch ]]; then
		hooks_split "$STATE_DIR/hooks.patch" LAID_HOOKS
	fi
}

# manifest_put NAME - replace one file of the manifest with stdin, at once
manifest_put()
{
	cat >"$STATE_DIR/$1.new"
	mv -f -- "$STATE_DIR/$1.new" "$STATE_DIR/$1"
}

# manifest_put_files MAP... - for a path in several maps the last one counts
manifest_put_files()
{
	local name path

	for name in "$@"; do
		local -n put_map=$name
		for path in "${!put_map[@]}"; do
			printf '%s  %s\n' "${put_map[$path]}" "$path"
		done
	done | tac | LC_ALL=C sort -s -u -k2 | manifest_put files
}

manifest_put_dirs()
{
	if (($#)); then
		printf '%s\n' "$@" | LC_ALL=C sort -u
	fi | manifest_put dirs
}

# manifest_save_base - keep the files of WORK/base, where the unhooked ones are
manifest_save_base()
{
	local path

	while IFS= read -r path; do
		mkdir -p "$(dirname "$STATE_DIR/base/$path")"
		cp -- "$WORK/base/$path" "$STATE_DIR/new"
		chmod 644 "$STATE_DIR/new"
		mv -f -- "$STATE_DIR/new" "$STATE_DIR/base/$path"
	done < <(cd "$WORK/base" && find . -type f -printf '%P\n')
}
