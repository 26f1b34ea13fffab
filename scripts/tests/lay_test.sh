#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tests of lay.sh: most on a reduced tree (the hooked files of the base and a
# few bystanders) with a small overlay made here, so that the overlay can
# change under the test; then the real overlay on the real tree.
#
#	lay_test.sh [BASE_TREE]    default: setup.sh tree

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

LAY=$KDUMP_ROOT/scripts/lay.sh
BASE_TREE=${1:-$("$KDUMP_ROOT/scripts/setup.sh" tree)}
unset FORCE
new_temp_dir TMP
export TMPDIR=$TMP	# what a killed script leaves goes with it
T=$TMP/tree	# the tree each case works on
O=$TMP/overlay	# the overlay it is given
H=$TMP/hooks	# and the hooks
export KDUMP_OVERLAY=$O KDUMP_HOOKS=$H

# shellcheck source=scripts/tests/lay_fixture.sh
. "$KDUMP_ROOT/scripts/tests/lay_fixture.sh"

# --- the cases

case_round_trip()
{
	fresh
	lay
	cmp "$T/kernel/kdump/plan.c" "$O/kernel/kdump/plan.c"
	test -f "$T/kernel/kdump/.kunitconfig"
	test -x "$T/tools/testing/selftests/kdump/run.sh"
	cmp "$T/kernel/Makefile" "$TMP/hooked/kernel/Makefile"
	cmp "$T/init/Kconfig" "$TMP/hooked/init/Kconfig"
	unlay
	same "$TMP/base" "$T"
}

case_only_sources()
{
	fresh
	lay
	test "$(grep -c . "$T/.kdump-laid/files")" = 8
	if find "$T" -name '*.o' -o -name '*~' -o -name '*.pyc' -o -name README.md | grep .; then
		return 1
	fi
}

# What names a base goes to trees of that base only, also when laid anew.
case_only_this_base()
{
	local own=${BASE/./_}

	fresh
	mkdir -p "$O/include/kdump-$BASE/linux" "$O/include/kdump-7.77/linux"
	touch "$O/kernel/kdump/seam_$own.c" "$O/kernel/kdump/seam_${own}_ima.c" \
		"$O/kernel/kdump/seam_${own}7.c" "$O/kernel/kdump/seam_7_77.h" \
		"$O/include/kdump-$BASE/linux/mm.h" "$O/include/kdump-7.77/linux/mm.h"
	lay
	(cd "$T" && find . -name 'seam_*' -o -path '*/kdump-*/*.h') | LC_ALL=C sort >"$TMP/found"
	printf '%s\n' "./include/kdump-$BASE/linux/mm.h" "./kernel/kdump/seam_$own.c" \
		"./kernel/kdump/seam_${own}_ima.c" | diff - "$TMP/found"
	unlay
	same "$TMP/base" "$T"
}

case_idempotent()
{
	fresh
	lay
	picture "$T" >"$TMP/once"
	find "$T" -printf '%T@ %i %p\n' | sort >"$TMP/once.times"
	lay
	diff "$TMP/once" <(picture "$T")
	diff "$TMP/once.times" <(find "$T" -printf '%T@ %i %p\n' | sort)
	unlay
	unlay 2>"$TMP/said"
	grep -q 'not laid' "$TMP/said"
	same "$TMP/base" "$T"
}

case_status()
{
	local status=0

	fresh
	"$LAY" status "$T" >"$TMP/said" || status=$?
	test "$status" = 1
	grep -q '^not laid' "$TMP/said"
	lay
	"$LAY" status "$T" >"$TMP/said"
	grep -q '^laid' "$TMP/said"
	rm "$T/kernel/kdump/plan.c"
	status=0
	"$LAY" status "$T" >"$TMP/said" || status=$?
	test "$status" = 2
	grep -q 'plan.c is missing' "$TMP/said"
}

case_unknown_version()
{
	fresh
	sed -i 's/^PATCHLEVEL = .*/PATCHLEVEL = 13/' "$T/Makefile"
	refused "this is Linux 6.13; known bases: $BASE" lay
	refused "this is Linux 6.13; known bases: $BASE" "$LAY" series "$T" "$TMP/out"
}

case_no_tree()
{
	fresh
	refused 'no folder' "$LAY" lay "$TMP/nowhere"
	refused 'not a kernel tree' "$LAY" lay "$O"
	refused 'no kernel tree was named' "$LAY" lay
}

case_context_differs()
{
	fresh
	sed -i 's/^obj-.*kexec_file.o$/& # mine/' "$T/kernel/Makefile"
	refused 'kernel/Makefile \(its lines differ\)' lay
	fresh
	rm "$T/arch/x86/Kbuild"
	refused 'arch/x86/Kbuild \(no such file\)' lay
}

# A hunk may have moved, but fuzz is a guess.
case_offset_fits()
{
	fresh
	sed -i '1i # moved by a line' "$T/kernel/Makefile"
	cp -a "$T" "$TMP/moved"
	lay
	unlay
	same "$TMP/moved" "$T"
}

case_half_manifest_gone()
{
	fresh
	lay
	mv "$T/.kdump-laid" "$TMP/kept"
	refused 'half laid' lay
	refused 'half laid' unlay
	forced_unlay
	same "$TMP/base" "$T"
}

case_half_only_hooks()
{
	fresh
	cp "$TMP/hooked/kernel/Makefile" "$T/kernel/Makefile"
	refused 'the hook is in kernel/Makefile' lay
	refused 'the hook is in kernel/Makefile' unlay
	forced_unlay
	same "$TMP/base" "$T"
}

case_half_only_files()
{
	fresh
	mkdir -p "$T/kernel/kdump"
	cp "$O/kernel/kdump/plan.c" "$T/kernel/kdump/"
	refused 'kernel/kdump/plan.c is there' lay
	refused 'kernel/kdump/plan.c is there' unlay
	forced_unlay
	same "$TMP/base" "$T"
}

case_half_file_missing()
{
	fresh
	lay
	rm "$T/fs/proc/vmcore/read.c"
	refused 'fs/proc/vmcore/read.c is missing' lay
	refused 'fs/proc/vmcore/read.c is missing' unlay
	forced_unlay
	same "$TMP/base" "$T"
}

case_half_hook_missing()
{
	fresh
	lay
	cp "$TMP/base/kernel/Makefile" "$T/kernel/Makefile"
	refused 'the hook in kernel/Makefile is missing' lay
	refused 'the hook in kernel/Makefile is missing' unlay
	forced_unlay
	same "$TMP/base" "$T"
}

case_half_manifest_damaged()
{
	fresh
	lay
	rm "$T/.kdump-laid/state" "$T/.kdump-laid/files"
	refused 'half laid' lay
	refused 'half laid' unlay
	forced_unlay
	same "$TMP/base" "$T"
	fresh
	lay
	echo "$(sed -n '1s/ .*//p' "$T/.kdump-laid/files")  ../outside" >>"$T/.kdump-laid/files"
	touch "$TMP/outside"
	refused 'is damaged' forced_unlay
	test -f "$TMP/outside"
}

case_foreign_file()
{
	fresh
	mkdir -p "$T/kernel/kdump"
	echo mine >"$T/kernel/kdump/plan.c"
	refused 'not ours(.|\n)*' lay
	FORCE=1 refused 'are not ours' lay
	fresh
	echo mine >"$T/kernel/kdump"
	refused 'are not ours' lay
	fresh
	lay
	echo new >"$O/kernel/kdump/new.c"
	echo mine >"$T/kernel/kdump/new.c"
	refused 'are not ours' lay
}

case_edited_file()
{
	fresh
	lay
	echo mine >>"$T/kernel/kdump/plan.c"
	refused 'edited in' unlay
	refused 'kernel/kdump/plan.c' lay
	FORCE=1 lay
	cmp "$T/kernel/kdump/plan.c" "$O/kernel/kdump/plan.c"
	echo mine >>"$T/kernel/kdump/plan.c"
	forced_unlay
	same "$TMP/base" "$T"
}

case_edited_hooked_file()
{
	fresh
	lay
	echo '# my own line' >>"$T/kernel/Makefile"
	lay
	unlay
	test "$(tail -n 1 "$T/kernel/Makefile")" = '# my own line'
	test "$(head -n -1 "$T/kernel/Makefile" | sha256sum)" = "$(sha256sum <"$TMP/base/kernel/Makefile")"
	fresh
	lay
	sed -i 's/^# a hook/# a changed hook/' "$T/arch/x86/Kbuild"
	refused 'arch/x86/Kbuild' unlay
	refused 'arch/x86/Kbuild' lay
	forced_unlay
	same "$TMP/base" "$T"
}

case_foreign_in_our_folder()
{
	fresh
	lay
	echo mine >"$T/kernel/kdump/notes.txt"
	touch "$T/kernel/kdump/plan.o" "$T/arch/x86/kdump/.enter.o.cmd"
	unlay 2>"$TMP/said"
	grep -q 'kept, because .*: kernel/kdump$' "$TMP/said"
	test -f "$T/kernel/kdump/notes.txt"
	rm -r "$T/kernel/kdump"
	same "$TMP/base" "$T"
}

case_update()
{
	local inode

	fresh
	lay
	inode=$(stat -c %i "$T/include/linux/kdump.h")
	echo more >>"$O/kernel/kdump/plan.c"
	mkdir -p "$O/fs/proc/vmcore/tests"
	echo new >"$O/fs/proc/vmcore/tests/read_kunit.c"
	rm -r "$O/kernel/kdump/tests"
	chmod 644 "$O/tools/testing/selftests/kdump/run.sh"
	sed -i '1a # another hook' "$TMP/hooked/fs/proc/Makefile"
	cp "$TMP/base/arch/x86/Kbuild" "$TMP/hooked/arch/x86/Kbuild"
	make_hooks base hooked
	"$LAY" status "$T" >"$TMP/said"
	grep -q 'has changed since' "$TMP/said"
	lay
	test "$(stat -c %i "$T/include/linux/kdump.h")" = "$inode"
	rm -rf "$TMP/anew"
	cp -a "$TMP/base" "$TMP/anew"
	"$LAY" lay "$TMP/anew"
	same "$TMP/anew" "$T"
	unlay
	same "$TMP/base" "$T"
}

# The edit came from the tree and is in the overlay now: nothing is lost.
case_update_with_edit_taken_over()
{
	fresh
	lay
	echo better >>"$T/kernel/kdump/plan.c"
	cp "$T/kernel/kdump/plan.c" "$O/kernel/kdump/plan.c"
	lay
	unlay
	same "$TMP/base" "$T"
}

# An mv and rm that kill their caller at the Nth time: a lay cut short for real.
make_killer()
{
	mkdir -p "$TMP/bin"
	cat >"$TMP/bin/mv" <<-END
		#!/bin/sh
		n=\$((\$(cat "$TMP/count" 2>/dev/null || echo 0) + 1))
		echo \$n >"$TMP/count"
		if [ \$n -eq \$KILL_AT ]; then kill -KILL \$PPID; exit 1; fi
		exec "/bin/\${0##*/}" "\$@"
	END
	chmod 755 "$TMP/bin/mv"
	ln -sf mv "$TMP/bin/rm"
}

# killed N COMMAND... - true if N was reached
killed()
{
	local at=$1 status=0

	shift
	rm -f "$TMP/count"
	KILL_AT=$at PATH=$TMP/bin:$PATH "$@" >/dev/null 2>&1 || status=$?
	test "$status" != 0
}

repaired()
{
	# killed before its first or after its last change it is not half laid
	"$LAY" status "$T" >"$TMP/said" || true
	if grep -q '^half laid' "$TMP/said"; then
		refused 'half laid' lay
	fi
	forced_unlay
	same "$TMP/base" "$T"
}

case_interrupted_lay()
{
	local at

	make_killer
	for ((at = 1; at < 60; at++)); do
		fresh
		killed "$at" "$LAY" lay "$T" || break
		repaired
	done
	echo "killed at $((at - 1)) places"
	test "$at" -gt 10
}

case_interrupted_update()
{
	local at

	make_killer
	for ((at = 1; at < 60; at++)); do
		fresh
		lay
		echo more >>"$O/kernel/kdump/plan.c"
		echo new >"$O/kernel/kdump/new.c"
		rm "$O/kernel/kdump/tests/plan_kunit.c"
		sed -i '1a # another hook' "$TMP/hooked/fs/proc/Makefile"
		sed -i 's/^# a hook/# another hook/' "$TMP/hooked/arch/x86/Kbuild"
		make_hooks base hooked
		killed "$at" "$LAY" lay "$T" || break
		repaired
	done
	echo "killed at $((at - 1)) places"
	test "$at" -gt 10
}

case_interrupted_unlay()
{
	local at

	make_killer
	for ((at = 1; at < 60; at++)); do
		fresh
		lay
		killed "$at" unlay || break
		repaired
	done
	echo "killed at $((at - 1)) places"
	test "$at" -gt 3
}

case_shared_inodes()
{
	fresh
	cp -al "$T" "$TMP/twin"
	lay
	same "$TMP/base" "$TMP/twin"
	cp -al "$T" "$TMP/laid-twin"
	cp -a "$T" "$TMP/laid-copy"
	echo more >>"$O/kernel/kdump/plan.c"
	lay
	unlay
	same "$TMP/laid-copy" "$TMP/laid-twin"
}

git_of()
{
	git -C "$1" -c user.name=t -c user.email=t@localhost -c core.autocrlf=false "${@:2}"
}

# series_equals_lay TREE OUT - apply the series to a copy, compare with a lay
series_equals_lay()
{
	picture "$1" >"$TMP/series.before"
	"$LAY" series "$1" "$2"
	diff "$TMP/series.before" <(picture "$1")
	rm -rf "$TMP/am" "$TMP/laid"
	cp -a "$1" "$TMP/am"
	cp -a "$1" "$TMP/laid"
	git_of "$TMP/am" init -q
	git_of "$TMP/am" add -f -A
	git_of "$TMP/am" commit -q -m base
	git_of "$TMP/am" am -q "$2"/*.patch
	test -z "$(git_of "$TMP/am" status --porcelain)"
	"$LAY" lay "$TMP/laid"
	rm -rf "$TMP/am/.git" "$TMP/laid/.kdump-laid"
	same "$TMP/laid" "$TMP/am"
}

case_series()
{
	fresh
	series_equals_lay "$T" "$TMP/series"
	grep -q '^Subject: \[PATCH 6/6\] kdump: let CONFIG_KDUMP choose' "$TMP"/series/0006-*.patch
	# again, into the same folder, with one area less
	rm -r "$O/Documentation"
	series_equals_lay "$T" "$TMP/series"
	test "$(find "$TMP/series" -type f | wc -l)" = 5
}

case_series_refuses()
{
	fresh
	lay
	refused 'make unlay' "$LAY" series "$T" "$TMP/series2"
	unlay
	mkdir -p "$TMP/full"
	touch "$TMP/full/letter"
	refused 'something else' "$LAY" series "$T" "$TMP/full"
	refused 'lies in the tree' "$LAY" series "$T" "$T/kernel"
}

case_locked()
{
	fresh
	exec {held}<"$T"
	flock "$held"
	refused 'at work' lay
}

# --- the real overlay on the real tree

tree_sums()
{
	(
		cd "$1"
		find . -type d -print | LC_ALL=C sort
		find . -type l -printf '%p -> %l\n' | LC_ALL=C sort
		find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
	)
}

# By links: only what a lay writes would differ, and it must not show in the
# tree that the links lead to.
case_real_tree()
{
	unset KDUMP_OVERLAY KDUMP_HOOKS
	tree_sums "$BASE_TREE" >"$TMP/real.before"
	cp -al "$BASE_TREE" "$REAL/tree" 2>/dev/null || {
		rm -rf "$REAL/tree"
		cp -a --reflink=auto "$BASE_TREE" "$REAL/tree"
	}
	"$LAY" lay "$REAL/tree"
	"$LAY" unlay "$REAL/tree"
	tree_sums "$REAL/tree" >"$TMP/real.after"
	cmp "$TMP/real.before" "$TMP/real.after"
	(cd "$BASE_TREE" && grep -E '^[0-9a-f]{64} ' "$TMP/real.before" |
		grep -E ' \./(kernel|init|arch/x86|fs/proc|include/linux)/' | sha256sum --quiet -c)
}

# The files of the base that the real hooks are for, and its version.
real_hooked_files()
{
	sed -n 's|^+++ b/\([^[:space:]]*\).*|\1|p' "$KDUMP_ROOT/scripts/hooks-$BASE.patch"
}

small_tree()
{
	local path

	rm -rf "$1"
	mkdir -p "$1/kernel"
	cp "$BASE_TREE/Makefile" "$1/"
	while IFS= read -r path; do
		mkdir -p "$1/$(dirname "$path")"
		cp "$BASE_TREE/$path" "$1/$path"
	done < <(real_hooked_files)
}

# As in other releases of the base: a few lines more above each hook.
case_real_hooks_moved()
{
	local path

	unset KDUMP_HOOKS
	make_overlay
	small_tree "$T"
	while IFS= read -r path; do
		sed -i '1i # one\n# two\n# three' "$T/$path"
	done < <(real_hooked_files)
	rm -rf "$TMP/moved"
	cp -a "$T" "$TMP/moved"
	lay
	unlay
	same "$TMP/moved" "$T"
}

# other_context PATH - changes the first line that PATH's first hook relies on
other_context()
{
	local line

	line=$(awk -v path="+++ b/$1" '
		/^--- / { ours = 0 }
		$0 == path { ours = 1 }
		ours && /^ ./ { print substr($0, 2); exit }' "$KDUMP_ROOT/scripts/hooks-$BASE.patch")
	test -n "$line"
	line=$line awk '$0 == ENVIRON["line"] { $0 = $0 " # another" } { print }' \
		"$T/$1" >"$TMP/other"
	cp "$TMP/other" "$T/$1"
}

# And when the lines around a hook are others: a person has to look.
case_real_hooks_refused()
{
	local path

	unset KDUMP_HOOKS
	make_overlay
	while IFS= read -r path; do
		small_tree "$T"
		other_context "$path"
		refused "$path \\(its lines differ\\)" lay
	done < <(real_hooked_files)
}

case_real_series()
{
	unset KDUMP_OVERLAY KDUMP_HOOKS
	small_tree "$TMP/small"
	series_equals_lay "$TMP/small" "$TMP/real-series"
}

main()
{
	local name

	make_reduced_base
	for name in round_trip only_sources only_this_base idempotent status unknown_version no_tree \
		context_differs offset_fits half_manifest_gone half_only_hooks half_only_files \
		half_file_missing half_hook_missing half_manifest_damaged foreign_file edited_file \
		edited_hooked_file foreign_in_our_folder update update_with_edit_taken_over \
		interrupted_lay interrupted_update interrupted_unlay shared_inodes locked \
		series series_refuses; do
		tap_check "lay: ${name//_/ }" "case_$name"
	done
	# beside the base tree, for links do not cross file systems
	REAL=$(mktemp -d "$(dirname "$BASE_TREE")/lay-test.XXXXXX")
	at_exit "rm -rf -- $(printf '%q' "$REAL")"
	tap_check "lay: the real tree, all files" case_real_tree
	tap_check "lay: the real hooks, moved" case_real_hooks_moved
	tap_check "lay: the real hooks, lines around them differ" case_real_hooks_refused
	tap_check "lay: the real series" case_real_series
	tap_summary
}

main "$@"
