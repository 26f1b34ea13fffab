#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Tests of lay.sh: the real hooks on the files of the base that they are for,
# with a small overlay made here; then the real overlay on the real tree.
#
#	lay_test.sh BASE_TREE

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

LAY=$KDUMP_ROOT/scripts/lay.sh
BASE_TREE=$1
unset FORCE
new_temp_dir TMP
export TMPDIR=$TMP T=$TMP/tree KDUMP_OVERLAY=$TMP/overlay KDUMP_HOOKS=$TMP/hooks
export GIT_CONFIG_GLOBAL=$TMP/gitconfig
printf '[user]\nname = t\nemail = t@localhost\n' >"$GIT_CONFIG_GLOBAL"
OURS=$KDUMP_OVERLAY/kernel/kdump
mapfile -t HOOKED < <(sed -n 's|^+++ b/||p' "$KDUMP_ROOT/scripts/hooks/$BASE"/*.patch)

# Each case starts from a clean tree, a small overlay and the hooks.
fresh()
{
	local path

	rm -rf "$T" "$KDUMP_OVERLAY" "$KDUMP_HOOKS" "$TMP/base"
	mkdir -p "$TMP/base"
	(cd "$BASE_TREE" && cp -p --parents -t "$TMP/base" Makefile Kbuild include/linux/kexec.h "${HOOKED[@]}")
	cp -a "$TMP/base" "$T"
	cp -R "$KDUMP_ROOT/scripts/hooks" "$KDUMP_HOOKS"
	for path in kernel/kdump/{plan.c,.kunitconfig,tests/plan_kunit.c,plan.o,.plan.o.cmd,plan.c~} \
		arch/x86/kdump/enter.S fs/proc/vmcore/read.c include/linux/kdump.h \
		Documentation/kdump/index.rst tools/testing/run.sh; do
		install -D -m 644 <(echo "this is $path") "$KDUMP_OVERLAY/$path"
	done
	cp "$KDUMP_ROOT/.gitignore" "$KDUMP_OVERLAY/"
	chmod 755 "$KDUMP_OVERLAY/tools/testing/run.sh"
	printf 'no newline\nat its end' >"$OURS/cut.c"
	: >"$OURS/empty.h"
}

# A change of each kind: three of our files, two hooked ones, some less.
change_overlay()
{
	echo more >>"$OURS/plan.c"
	rm -rf "$OURS/tests"
	chmod 644 "$KDUMP_OVERLAY/tools/testing/run.sh"
	echo new >"$KDUMP_OVERLAY/include/linux/new.h"
	sed -i '/^+obj-.*kdump/s/$/ # another/' "$KDUMP_HOOKS/$BASE"/{core,x86}.patch
}

# The same files, with the same bytes and modes.
same()
{
	diff -r --no-dereference "$1" "$2"
	diff <(find "$1" -printf '%y %m %P\n' | sort) <(find "$2" -printf '%y %m %P\n' | sort)
}

# refused PATTERN COMMAND [TREE...] - it fails, says PATTERN, and changes nothing
refused()
{
	rm -rf "$TMP/before"
	cp -a "$T" "$TMP/before"
	! "$LAY" "$2" "${3-$T}" "${@:4}" 2>&1 | tee "$TMP/said" || return 1
	grep -qE -- "$1" "$TMP/said"
	same "$TMP/before" "$T"
}

lay()
{
	"$LAY" lay "$T"
}

# unlay [TREE] - T is as TREE then
unlay()
{
	"$LAY" unlay "$T"
	same "${1:-$TMP/base}" "$T"
}

case_round_trip()
{
	fresh
	refused '^not laid' status
	"$LAY" status "$T" || test $? = 1	# make depends on it
	lay
	"$LAY" status "$T" | grep "^laid (Linux $BASE, $((10 + ${#HOOKED[@]})) files)"
	unlay
	unlay
}

# make rebuilds by time, and trees share inodes: what does not change is not
# written, and what changes is a new file.
case_update()
{
	fresh
	cp -al "$T" "$TMP/link"
	lay
	same "$TMP/base" "$TMP/link"
	(cd "$T" && find . -type f -printf '%T@ %i %p\n' | sort) >"$TMP/times"
	cp -al "$T" "$TMP/laid-link"
	cp -a "$T" "$TMP/laid-copy"
	lay
	change_overlay
	"$LAY" status "$T" | grep 'has changed since'
	lay
	(cd "$T" && find . -type f -printf '%T@ %i %p\n' | sort) | comm -13 "$TMP/times" - >"$TMP/written"
	sed 's|.* \./||' "$TMP/written" | sort | diff - <(printf '%s\n' .kdump-laid.patch arch/x86/Kbuild \
		include/linux/new.h kernel/Makefile kernel/kdump/plan.c tools/testing/run.sh)
	same "$TMP/laid-copy" "$TMP/laid-link"
	cp -a "$T" "$TMP/updated"
	unlay
	lay
	same "$TMP/updated" "$T"
}

# Other releases of the base have a few lines more above each hook. When the
# lines around a hook are others, a person has to look.
case_not_a_tree_for_it()
{
	local path line

	fresh
	for path in "${HOOKED[@]}"; do
		# Reads all: who stops early has the writer killed, and with it this.
		line=$(path="+++ b/$path" awk '!index($0, ENVIRON["path"]) && !here { next } /^ ./ && !done++ { print substr($0, 2) } { here = 1 }' "$KDUMP_HOOKS/$BASE"/*.patch)
		line=$line awk '$0 == ENVIRON["line"] { $0 = $0 " # another" } 1' "$TMP/base/$path" >"$T/$path"
		refused "$path: its lines differ" lay
		sed '1i # one\n# two\n# three' "$TMP/base/$path" >"$T/$path"
	done
	cp -a "$T" "$TMP/moved"
	lay
	unlay "$TMP/moved"
	lay
	rm "$T/.kdump-laid.patch"
	refused 'not the patch that brought' unlay
	rm "$T/init/Kconfig"
	refused 'init/Kconfig: .* missing' lay
	refused 'no folder' lay "$TMP/nowhere"
	refused 'not a kernel tree' lay "$KDUMP_OVERLAY"
	refused 'no kernel tree was named' lay ''
	sed -i 's/^PATCHLEVEL = .*/PATCHLEVEL = 99/' "$T/Makefile"
	refused 'this is Linux [67].99; known bases: 6' lay
	exec {held}<"$T"
	flock "$held"
	refused 'at work' lay
}

case_edited()
{
	fresh
	install -D <(echo mine) "$T/kernel/kdump/plan.c"
	FORCE=1 refused kernel/kdump/plan.c lay
	rm -r "$T/kernel/kdump"
	lay
	echo mine | tee -a "$T/kernel/kdump/plan.c" >"$T/kernel/kdump/new.c"
	rm "$T/fs/proc/vmcore/read.c"
	refused kernel/kdump/plan.c status
	refused kernel/kdump/plan.c unlay
	refused fs/proc/vmcore/read.c lay
	FORCE=1 lay
	echo ours >"$OURS/new.c"
	refused kernel/kdump/new.c lay
	rm "$T/kernel/kdump/new.c"
	echo mine >>"$T/kernel/kdump/plan.c"
	FORCE=1 unlay
	lay
	echo '# my own line' | tee -a "$T/kernel/Makefile" >>"$TMP/base/kernel/Makefile"
	lay
	sed -i 's/^obj.*kdump/& mine/' "$T/arch/x86/Kbuild"
	refused arch/x86/Kbuild unlay
	FORCE=1 refused arch/x86/Kbuild lay
	! FORCE=1 "$LAY" unlay "$T" || return 1
	cp "$TMP/base/arch/x86/Kbuild" "$T/arch/x86/Kbuild"
	FORCE=1 unlay
}

# killed AT COMMAND REPAIR - by a patch that changes AT files of T only and then
# kills lay.sh. The tree is not called laid, and can be repaired.
killed()
{
	install -D /dev/stdin "$TMP/bin/patch" <<-'END'
		#!/bin/bash
		[[ $2 != "$T" || $* == *--dry-run* ]] && exec /usr/bin/patch "$@"
		awk -v last="$KILL_AT" '/^diff --git /{ n++ } n <= last' | /usr/bin/patch "$@"
		kill -KILL $PPID
	END
	! KILL_AT=$1 PATH=$TMP/bin:$PATH "$LAY" "$2" "$T" || return 1
	refused '^half laid' status
	refused 'half laid' unlay
	FORCE=1 "$3"
}

case_interrupted()
{
	local at

	for at in 0 1 3 9 99; do
		fresh
		killed "$at" lay unlay
		killed "$at" lay lay
		((at % 99 == 0)) || killed "$at" unlay lay
		change_overlay
		killed "$at" lay lay
		change_overlay
		killed "$at" lay unlay
	done
}

# series_equals_lay - apply the series of T to a copy, compare with a lay
series_equals_lay()
{
	rm -rf "$TMP/am"
	cp -a "$T" "$TMP/am"
	"$LAY" series "$T" "$TMP/series"
	same "$T" "$TMP/am"
	(cd "$TMP/am" && git init -q && git add -f -A && git commit -q -m base && git am -q "$TMP/series"/000[1-9]-*.patch)
	lay
	rm -rf "$TMP/am/.git"
	cp "$T/.kdump-laid.patch" "$TMP/am/"
	same "$T" "$TMP/am"
	unlay
}

case_series()
{
	fresh
	series_equals_lay
	rm -r "$KDUMP_OVERLAY/Documentation"	# again, into the same folder, with one area less
	series_equals_lay
	test "$(find "$TMP/series" -type f | wc -l)" = 6
	unset KDUMP_OVERLAY
	series_equals_lay
	# an area for each of ours, and the hooks last, which bring no file
	test "$(find "$TMP/series" -type f | wc -l)" = 10
	grep -q '^Subject: \[PATCH 0/9\] kdump: ' "$TMP/series"/0000-*
	grep -q '^new file' "$TMP/series"/0008-*
	test "$(grep -c '^new file' "$TMP/series"/0009-*)" = 0
	lay
	refused 'make unlay' series "$T" "$TMP/series2"
}

# By links, which must not show in the tree that they lead to.
case_real_tree()
{
	unset KDUMP_OVERLAY
	T=$REAL/tree
	cp -al "$BASE_TREE" "$T" 2>/dev/null || cp -a --reflink=auto "$BASE_TREE/." "$T"
	touch "$TMP/before_it"
	lay
	unlay "$BASE_TREE"
	test -z "$(find "$BASE_TREE" -type f -newer "$TMP/before_it")"
}

# beside the base tree, for links do not cross file systems
new_temp_dir REAL "$(dirname "$BASE_TREE")"
for name in round_trip update not_a_tree_for_it edited interrupted series real_tree; do
	# Not "if case": that would switch set -e off in it.
	("case_$name") >"$TMP/log" 2>&1 &
	if wait $!; then
		echo "ok - lay: ${name//_/ }"
	else
		echo "not ok - lay: ${name//_/ }"
		sed 's/^/# /' "$TMP/log"
	fi
done
