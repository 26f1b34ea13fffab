# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the cases of lay_test.sh are made of: a reduced base, a small overlay,
# its hooks, and words to compare trees. Expects LAY, BASE_TREE, TMP, T, O, H.

make_reduced_base()
{
	local path

	for path in Makefile Kbuild init/Kconfig kernel/Makefile kernel/crash_core.c arch/x86/Kbuild \
		fs/proc/Makefile include/linux/kexec.h scripts/checkpatch.pl; do
		mkdir -p "$TMP/base/$(dirname "$path")"
		cp -p "$BASE_TREE/$path" "$TMP/base/$path"
	done
}

# make_hooks FROM TO - the diff of two versions of the base
make_hooks()
{
	mkdir -p "$H"
	{ diff -ruN "$TMP/$1" "$TMP/$2" || true; } | sed -E "s#^(---|\+\+\+) $TMP/[^/]*/#\1 a/#" |
		grep -v '^diff ' >"$H/hooks-$BASE.patch"
}

make_overlay()
{
	local path

	for path in kernel/kdump/plan.c kernel/kdump/.kunitconfig kernel/kdump/tests/plan_kunit.c \
		arch/x86/kdump/enter.S fs/proc/vmcore/read.c include/linux/kdump.h \
		Documentation/kdump/index.rst; do
		mkdir -p "$O/$(dirname "$path")"
		echo "this is $path" >"$O/$path"
	done
	mkdir -p "$O/tools/testing/selftests/kdump"
	echo '#!/bin/sh' >"$O/tools/testing/selftests/kdump/run.sh"
	chmod 755 "$O/tools/testing/selftests/kdump/run.sh"
	# none of these is ours to lay
	touch "$O/kernel/kdump/plan.o" "$O/kernel/kdump/.plan.o.cmd" "$O/kernel/kdump/plan.c~" "$O/README.md"
	mkdir -p "$O/tools/__pycache__"
	touch "$O/tools/__pycache__/x.pyc"
}

hook_base()
{
	sed -i '/kexec_file.o$/a obj-y += kdump/' "$1/kernel/Makefile"
	sed -i '1a # a hook' "$1/arch/x86/Kbuild"
	echo 'source "kernel/kdump/Kconfig"' >>"$1/init/Kconfig"
}

# Each case starts from a clean tree, the small overlay and its hooks.
fresh()
{
	rm -rf "$T" "$O" "$H" "$TMP/hooked"
	cp -a "$TMP/base" "$T"
	cp -a "$TMP/base" "$TMP/hooked"
	hook_base "$TMP/hooked"
	make_hooks base hooked
	make_overlay
}

# A tree as text: every path with its kind, mode and content.
picture()
{
	(
		cd "$1"
		find . -mindepth 1 -printf '%y %m %p\n' | LC_ALL=C sort -k3
		find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
	)
}

same()
{
	diff <(picture "$1") <(picture "$2")
}

# refused PATTERN COMMAND... - it fails, says PATTERN, and changes nothing
refused()
{
	local pattern=$1 said

	shift
	rm -rf "$TMP/before"
	cp -a "$T" "$TMP/before"
	if said=$("$@" 2>&1); then
		echo "not refused: $*"
		return 1
	fi
	if ! grep -qE -- "$pattern" <<<"$said"; then
		printf 'it should say "%s" but says:\n%s\n' "$pattern" "$said"
		return 1
	fi
	same "$TMP/before" "$T"
}

lay()
{
	"$LAY" lay "$T"
}

unlay()
{
	"$LAY" unlay "$T"
}

forced_unlay()
{
	FORCE=1 "$LAY" unlay "$T"
}
