#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Lay the overlay into a kernel tree, and take it out again.
#
#	lay.sh lay TREE            put our files and hooks in, or bring them up to date
#	lay.sh unlay TREE          leave the tree as it was, byte for byte
#	lay.sh status TREE         laid (exit 0), not laid (1), half laid or edited (2)
#	lay.sh series TREE OUTDIR  write the same as patches for git am
#
# A tree that cannot be laid or unlaid cleanly is refused before anything in
# it changes. FORCE=1 drops edits made to our files in the tree, and takes a
# half laid tree apart.
#
# All is one patch: our files as new ones, and the hooks of scripts/hooks/BASE/
# at the lines where this tree has their places. It is made in a scratch
# repository and kept in the tree as .kdump-laid.patch, so that unlaying needs
# nothing else. Its name is .kdump-laid.patch.new until all of it is laid: one
# that is still there tells that a lay was cut short.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=scripts/common.sh
. "$here/common.sh"

OVERLAY=${KDUMP_OVERLAY:-$KDUMP_ROOT}
HOOKS=${KDUMP_HOOKS:-$here/hooks}
umask 022
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

# tree_open DIR - set TREE, TREE_BASE and LAID, the patches kept in the tree
# with the last one first; make WORK, take the lock
tree_open()
{
	[[ -n ${1-} ]] || die "no kernel tree was named." "Say which: make $COMMAND TREE=/path/to/linux-$BASE"
	TREE=$(cd "$1" 2>/dev/null && pwd -P) ||
		die "there is no folder '$1'." "Name the top of an unpacked kernel tree."
	TREE_BASE=$(sed -n 's/^VERSION = //p; s/^PATCHLEVEL = /./p' "$TREE/Makefile" 2>/dev/null | head -n 2 | tr -d '\n' || true)
	[[ $TREE_BASE =~ ^[0-9]+\.[0-9]+$ && -d $TREE/kernel ]] ||
		die "$TREE is not a kernel tree: it has no top Makefile with VERSION and PATCHLEVEL." \
			"Name the top of an unpacked kernel tree."
	[[ $COMMAND == s* || (-w $TREE && -w $TREE/kernel) ]] || die "$TREE cannot be written by $(id -un)." \
		"Copy the tree to a place of your own, or run this as its owner."
	exec {TREE_LOCK}<"$TREE"
	flock -n "$TREE_LOCK" || die "another lay or unlay is at work in $TREE." "Wait until it has ended."
	new_temp_dir WORK
	KEPT=$TREE/.kdump-laid.patch
	mapfile -t LAID < <(find "$KEPT.new" "$KEPT" -maxdepth 0 -type f 2>/dev/null)
	if ((${#LAID[@]} == 0)) && grep -qs kernel/kdump "$TREE/init/Kconfig"; then
		die "$TREE has hooks of ours, but not the patch that brought them. Nothing was changed." \
			"Unpack the kernel tree again."
	fi
}

# patch_in DIR OPTION... - apply stdin if it fits exactly, at whatever line, or
# set MISFITS. A patched file is a new file: DIR may share inodes (cp -al).
patch_in()
{
	local status=0

	LC_ALL=C patch -d "$1" -p1 -F0 -f -r - --no-backup-if-mismatch "${@:2}" >"$WORK/said" 2>&1 || status=$?
	mapfile -t MISFITS < <(awk '/^(checking|patching) file / { file = $3 }
		/^\|\+\+\+ b\// { file = substr($2, 3) }
		/ FAILED at |^Not deleting |^No file to patch/ { print file }
		/ -- refusing to patch/ { print $2 }' "$WORK/said" | sort -u)
	return "$status"
}

# What the patches on stdin change; with "new", only the files that they make.
patched()
{
	awk -v new="${1-}" '
		/^diff --git / { path = $4; sub(/^b\//, "", path) }
		(new ? /^new file mode / : /^diff --git /) && path !~ /(^|\/)\.\.(\/|$)/ { print path }'
}

# take_out DIR - reverse what is laid; then EDITED are the files that differ
take_out()
{
	local patch

	EDITED=()
	for patch in "${LAID[@]}"; do
		patch_in "$1" -R <"$patch" || EDITED+=("${MISFITS[@]}")
		patched new <"$patch" | (cd "$1" && xargs -r -d '\n' rm -f --)
		patched new <"$patch" | sed 's|/[^/]*$||' | sort -u |
			(cd "$1" && xargs -r -d '\n' rmdir -p -- 2>/dev/null) || true
	done
}

# May TREE be unlaid? If not, MISFITS says why.
is_laid()
{
	[[ ! -f $KEPT.new ]] || MISFITS=("a lay of it was cut short")
	[[ ! -f $KEPT.new ]] && patch_in "$TREE" -R --dry-run <"$KEPT"
}

# refuse_edited FILE... - ten names tell as much as a hundred
refuse_edited()
{
	die "$TREE is half laid, or these were edited, or are not ours. Nothing was changed." "${@:1:10}" \
		"Save edits elsewhere, then drop those in files of ours with: FORCE=1 make $COMMAND TREE=$TREE"
}

# scratch_tree - enter a repository with HEAD~, as TREE is now, and HEAD, as it
# was. The user's settings would change what git writes; the name may stay.
scratch_tree()
{
	local path name email

	name=$(git config user.name || echo kdump)
	email=$(git config user.email || echo kdump@localhost)
	export GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=$email GIT_COMMITTER_NAME=$name GIT_COMMITTER_EMAIL=$email
	export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
	git init -q "$WORK/repo"
	cd "$WORK/repo"
	while IFS= read -r path; do
		[[ ! -f $TREE/$path ]] || (cd "$TREE" && cp -p --parents -- "$path" "$OLDPWD")
	done < <({ sed -n 's|^+++ b/||p' "$WORK/hooks"; cat /dev/null "${LAID[@]}" | patched; } | sort -u)
	git add -f -A
	git commit -q --allow-empty -m now
	take_out .
	git add -A
	git commit -q --allow-empty -m "base: Linux $TREE_BASE"
}

# scratch_make - in the index, TREE as it shall be; WORK/laid is the way from
# what it was, WORK/delta from what it is. .gitignore hides what a build left in
# the overlay.
scratch_make()
{
	local dir

	need git "Install it; on Debian: apt-get install git"
	[[ -d $HOOKS/$TREE_BASE ]] ||
		die "this is Linux $TREE_BASE; known bases: $(cd "$HOOKS" && echo *). Nothing was changed." \
			"Use a tree of a known base; on Debian: apt-get install linux-source-$BASE"
	cat "$HOOKS/$TREE_BASE"/*.patch >"$WORK/hooks"
	scratch_tree
	for dir in kernel arch fs include tools Documentation; do
		[[ ! -d $OVERLAY/$dir ]] || cp -R -- "$OVERLAY/$dir" .
	done
	patch_in . <"$WORK/hooks" ||
		die "the hooks for Linux $TREE_BASE do not fit $TREE. Nothing was changed." \
			"${MISFITS[@]/%/: its lines differ, or it is missing}" \
			"Take a clean tree of Linux $TREE_BASE (on Debian: apt-get install linux-source-$TREE_BASE)."
	cp "$OVERLAY/.gitignore" .git/info/exclude
	git add -A
	git diff --cached --text --full-index --no-renames HEAD >"$WORK/laid"
	git diff --cached --text --full-index --no-renames HEAD~ >"$WORK/delta"
}

do_lay()
{
	tree_open "${1-}"
	scratch_make
	((${#EDITED[@]} == 0)) || [[ ${FORCE-} == 1 ]] || refuse_edited "${EDITED[@]}"
	if [[ ! -f $KEPT.new && ! -s $WORK/delta ]] && cmp -s "$WORK/laid" "$KEPT"; then
		say "$TREE: laid already, up to date ($(patched <"$KEPT" | wc -l) files, Linux $TREE_BASE)"
		return 0
	fi
	patch_in "$TREE" --dry-run <"$WORK/delta" || refuse_edited "${MISFITS[@]}"
	cp "$WORK/laid" "$KEPT.tmp"
	mv -f "$KEPT.tmp" "$KEPT.new"
	patch_in "$TREE" <"$WORK/delta" || die "$TREE could not be written, and is half laid:" \
		"$(tail -n 3 "$WORK/said")" "Take out what is there with: FORCE=1 make unlay TREE=$TREE"
	mv -f "$KEPT.new" "$KEPT"
	say "$TREE: laid, $(patched <"$WORK/delta" | wc -l) of $(patched <"$KEPT" | wc -l) files changed (Linux $TREE_BASE)"
}

do_unlay()
{
	tree_open "${1-}"
	((${#LAID[@]})) || { say "$TREE: not laid, nothing to do"; return 0; }
	is_laid || [[ ${FORCE-} == 1 ]] || refuse_edited "${MISFITS[@]}"
	take_out "$TREE"
	patch_in "$TREE" --dry-run <"${LAID[0]}" || die \
		"in $TREE these were edited where our lines are, and are left:" "${MISFITS[@]:0:10}" \
		"Take them from a fresh Linux $TREE_BASE, then say again: FORCE=1 make unlay TREE=$TREE"
	[[ ! -d $TREE/kernel/kdump ]] || say "kdump: note: kernel/kdump is kept: something that is not ours is in it"
	say "$TREE: unlaid, $(patched <"${LAID[0]}" | wc -l) files removed or restored"
	rm -f -- "${LAID[@]}"
}

do_status()
{
	tree_open "${1-}"
	if ((${#LAID[@]} == 0)); then
		echo "not laid (Linux $TREE_BASE)"
		return 1
	elif ! is_laid; then
		printf '%s\n' "half laid, or edited since it was laid (Linux $TREE_BASE)" "${MISFITS[@]:0:10}"
		return 2
	fi
	echo "laid (Linux $TREE_BASE, $(patched <"$KEPT" | wc -l) files)"
	scratch_make
	cmp -s "$WORK/laid" "$KEPT" ||
		echo "  the overlay has changed since; bring it up to date with: make lay TREE=$TREE"
}

# The new files by their paths, with the messages of series/; the hooks last,
# so that every step before them leaves the kernel as it was.
do_series()
{
	local message base out

	tree_open "${1-}"
	((${#LAID[@]} == 0)) || die "$TREE is laid, not clean." "Take it out first: make unlay TREE=$TREE"
	mkdir -p "${2:?names no folder for the patches}"
	out=$(cd "$2" && pwd)
	scratch_make
	base=$(git rev-parse HEAD)
	git reset -q
	for message in "$here"/series/[0-9]*.txt; do
		patched new <"$WORK/laid" | { grep -E "$(sed -n 's/^# paths: //p' "$message")" || true; } |
			git add -f --pathspec-from-file=-
		git diff --cached --quiet || git commit -q --cleanup=strip -F "$message"
	done
	git add -A
	git commit -q --cleanup=strip -F "$here/series/hooks.txt"
	rm -f -- "$out"/00[0-9][0-9]-*.patch
	git config "branch.$(git symbolic-ref --short HEAD).description" \
		"$(sed 1d "$here/series/cover.txt")

For Linux $TREE_BASE."
	git format-patch -q --no-signature --zero-commit --no-renames --cover-letter \
		--cover-from-description=subject -o "$out" "$base"
	say "$out: a cover letter and patches for Linux $TREE_BASE; apply them with: git am $out/000[1-9]-*.patch"
}

COMMAND=${1-}
case $COMMAND in
lay | unlay | status | series)
	need patch "Install it; on Debian: apt-get install patch"
	"do_$COMMAND" "${@:2}"
	;;
*)
	sed -n '3,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
	[[ $COMMAND == -h || $COMMAND == --help || $COMMAND == help ]] || exit 2
	;;
esac
