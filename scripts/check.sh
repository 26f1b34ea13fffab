#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make check: what can be said about the code without running it.
#
#   size, function, spdx   files <= 600 lines, functions <= 60, a licence line
#   if, weak, version      no #if in a .c body, no __weak, no version test
#   arch, words            the core names no architecture; plain English
#   checkpatch             the base tree's own, --strict
#   compile, sparse        our objects with W=1 -Werror, and with endian checks
#   selftests              build in the laid tree, by the kernel's own rules
#   scripts                shellcheck, python compiles, and passes its own tests
#
# check-exceptions.txt holds what may pass, each with its reason.
#
# KDUMP_TREE=DIR   the laid tree (default: the cache's, laid now)
# KDUMP_BUILD=DIR  a configured build directory whose .config is used
#                  (default: the one of the kdump kernel, configured now)

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

EXCEPTIONS=$KDUMP_ROOT/scripts/check-exceptions.txt
MAX_FILE=600
MAX_FUNCTION=60
# Each has a word that says more: past, after; a CPU, a loader; again; finally.
PLAIN_WORDS='[Bb]ehind|[Nn]obody|[Ss]omebody|[Ww]hoever|[Aa]new|for good'
ARCH_DIR=arch/$(arch_value source)/kdump
OUR_DIRS=(kernel/kdump "$ARCH_DIR" fs/proc/vmcore)
MAKE_WORDS=(ARCH="$(arch_value make_arch)"
	CROSS_COMPILE="$(arch_value cross_compile)")

cd "$KDUMP_ROOT"
new_temp_dir WORK

list_files()
{
	if [[ -e .git ]] && have git; then
		git ls-files -co --exclude-standard
	else
		find . -type f -not -path './build/*' -not -name '*.o' -printf '%P\n'
	fi | while IFS= read -r path; do
		if [[ -f $path && ! -L $path ]]; then
			printf '%s\n' "$path"
		fi
	done | LC_ALL=C sort -u
}

# files PATTERN - our files whose path matches
files()
{
	grep -E "$1" "$WORK/files" || true
}

kernel_files()
{
	files "^(kernel|arch|fs|include|module)/.*\.($1)\$"
}

# allowed KIND - the names that may pass
allowed()
{
	sed -n "s/^$1 \([^:]*\):.*/\1/p" "$EXCEPTIONS"
}

# Drop findings "PATH..." of files that are excepted from KIND.
without_exceptions()
{
	local name pattern=

	while IFS= read -r name; do
		pattern+="${pattern:+|}${name//./\\.}"
	done < <(allowed "$1")
	if [[ -n $pattern ]]; then
		grep -Ev "^($pattern)(:|\$)" || true
	else
		cat
	fi
}

# report NAME - stdin is what was found; nothing is good
report()
{
	cat >"$WORK/findings"
	if [[ -s $WORK/findings ]]; then
		tap_not_ok "$1" "$WORK/findings"
	else
		tap_ok "$1"
	fi
}

# find_in PATTERN - "path:line:text" of matches in the files on stdin
find_in()
{
	xargs -r -d '\n' grep -nHE "$1" || true
}

long_files()
{
	local path lines

	while IFS= read -r path; do
		lines=$(wc -l <"$path")
		if ((lines > MAX_FILE)); then
			echo "$path: $lines lines, $MAX_FILE are allowed"
		fi
	done <"$WORK/files"
}

# In kernel style, and in that of our scripts, a function is what lies between
# a { and a } that stand alone at the start of a line.
long_functions()
{
	# shellcheck disable=SC2016 # awk expands it
	files '\.(c|sh)$' | xargs -r -d '\n' awk -v max="$MAX_FUNCTION" '
		FNR == 1 { open = 0; name = "" }
		/^[A-Za-z_].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
		/^{$/ { open = FNR }
		/^}/ && open {
			if (FNR - open - 1 > max)
				print FILENAME ":" open ": " name "() has " FNR - open - 1 " lines, " max " are allowed"
			open = 0
		}'
}

without_spdx()
{
	local path

	while IFS= read -r path; do
		if ! head -n 2 "$path" | grep -q 'SPDX-License-Identifier: GPL-2.0-only'; then
			echo "$path: no SPDX-License-Identifier: GPL-2.0-only in the first two lines"
		fi
	done <"$WORK/files"
}

check_budgets()
{
	report "files have at most $MAX_FILE lines" < <(long_files | without_exceptions size)
	report "functions have at most $MAX_FUNCTION lines" < <(long_functions | without_exceptions function)
	report "every file names its licence" < <(without_spdx | without_exceptions spdx)
	report "no #if in a .c body" < <(kernel_files c |
		find_in '^[[:space:]]*#[[:space:]]*(if|ifdef|ifndef|elif)\>' | without_exceptions if)
	report "no __weak" < <(kernel_files '[chS]' | find_in '\<__weak\>' | without_exceptions weak)
	report "no version test" < <(kernel_files '[chS]' |
		find_in '\<(LINUX_VERSION_CODE|KERNEL_VERSION)\>' | without_exceptions version)
}

# What is generic knows no architecture. Seams and base/ tell whom they serve,
# tests play machines.
check_house()
{
	report "kernel/ and fs/ name no architecture" < <(files '^(kernel|fs)/' |
		grep -vE '/tests/|^kernel/kdump/(seam|base)/' |
		find_in 'x86|X86|bzImage|e820|4 GiB|SZ_4G' | without_exceptions arch)
	report "comments and messages are in plain words" < <(
		kernel_files '[chS]' | find_in "\\<($PLAIN_WORDS)\\>" | without_exceptions words)
}

# checkpatch_files TREE KIND PATTERN - what it finds; KIND lists ignored types
checkpatch_files()
{
	local paths=() ignored

	mapfile -t paths < <(files "$3")
	if ((${#paths[@]} == 0)); then
		return 0
	fi
	ignored=$({ allowed checkpatch; allowed "$2"; } | sort -u | paste -sd ,)
	perl "$1/scripts/checkpatch.pl" --no-tree --strict --file --terse --show-types \
		--ignore "$ignored" "${paths[@]}" >"$WORK/checkpatch" 2>&1 || true
	rm -f .checkpatch-camelcase.*
	# each file ends with its total; without one it did not run
	if ! grep -q '^total: ' "$WORK/checkpatch"; then
		cat "$WORK/checkpatch"
	fi
	grep -E '^[^ ]+:[0-9]+: ' "$WORK/checkpatch" || true
}

check_checkpatch()
{
	if ! have perl; then
		tap_skip "checkpatch --strict" "perl is missing"
		return 0
	fi
	report "checkpatch --strict, kernel code" < <(
		checkpatch_files "$1" checkpatch '^(kernel|arch|fs|include|module)/.*\.[chS]$')
	report "checkpatch --strict, programs" < <(
		checkpatch_files "$1" checkpatch-tools '^tools/.*\.[chS]$')
}

# A build directory of its own: W=1 changes every command line, and the test
# kernels shall not be rebuilt because of a check.
prepare_build()
{
	local tree=$1 config=$2 build=$3 unit_configs=()

	mkdir -p "$build"
	mapfile -t unit_configs < <(find "${OUR_DIRS[@]}" -name .kunitconfig 2>/dev/null)
	"$tree/scripts/kconfig/merge_config.sh" -m -O "$build" "$config" "${unit_configs[@]}" || return
	make -C "$tree" O="$build" "${MAKE_WORDS[@]}" olddefconfig || return
	make -C "$tree" O="$build" "${MAKE_WORDS[@]}" -j "$JOBS" prepare
}

# The objects of ours must be made anew, or make has nothing to say.
compile_ours()
{
	local tree=$1 build=$2 dir targets=()

	for dir in "${OUR_DIRS[@]}"; do
		if [[ -f $tree/$dir/Makefile ]]; then
			targets+=("$dir/")
			find "$build/$dir" -name '*.o' -delete 2>/dev/null || true
		fi
	done
	make -C "$tree" O="$build" "${MAKE_WORDS[@]}" -k -j "$JOBS" W=1 KCFLAGS=-Werror \
		"${@:3}" "${targets[@]}"
}

# Warnings about a header of the base kernel are not ours to mend.
about_ours()
{
	grep -E "(^|/)(kernel/kdump|$ARCH_DIR|fs/proc/vmcore)/|/kdump(_arch)?\.h:" || true
}

# compile_failures STATUS - errors and objtool's warnings; -Werror has no say
# in the latter. A failure without either shows how the log ends.
compile_failures()
{
	grep -E '(warning|error):' "$WORK/compile.log" | about_ours >"$WORK/errors"
	if (($1)) && [[ ! -s $WORK/errors ]]; then
		tail -n 40 "$WORK/compile.log"
	fi
	cat "$WORK/errors"
}

# The compiler's and objtool's were reported already.
sparse_warnings()
{
	grep -E '(warning|error):' "$WORK/sparse.log" | grep -v -e ' objtool: ' -e '\[-W' | about_ours
	if ! grep -q '^ *CHECK ' "$WORK/sparse.log"; then
		echo "sparse was never run:"
		tail -n 40 "$WORK/sparse.log"
	fi
}

# Where they can run, crash tests run them.
selftest_failures()
{
	{
		make -s -C "$1/tools/testing/selftests" O="$WORK/selftests" TARGETS=kdump \
			FORCE_TARGETS=1 >/dev/null || echo "make failed"
	} 2>&1
}

# There is no way back from a kernel that kexec -e started, so it must not look
# as if there was one.
selected_kexec_jump()
{
	local tree=$1 config=$2 build=$WORK/jump

	mkdir "$build"
	{
		cat "$config"
		echo CONFIG_SWAP=y
		echo CONFIG_HIBERNATION=y
		echo CONFIG_KEXEC_JUMP=y
	} >"$build/.config"
	quietly "$WORK/jump.log" make -C "$tree" O="$build" "${MAKE_WORDS[@]}" olddefconfig ||
		cat "$WORK/jump.log"
	grep -qx CONFIG_HIBERNATION=y "$build/.config" || echo "no hibernation, so this tells nothing"
	grep -x CONFIG_KEXEC_JUMP=y "$build/.config" || true
}

check_objects()
{
	local tree=$1 config=$2 build=$KDUMP_CACHE/check-$BASE status=0

	say "preparing $build"
	if ! quietly "$WORK/prepare.log" prepare_build "$tree" "$config" "$build"; then
		tap_not_ok "compile: the build directory can be prepared" "$WORK/prepare.log"
		return 0
	fi
	compile_ours "$tree" "$build" >"$WORK/compile.log" 2>&1 || status=$?
	report "compiles with W=1 -Werror" < <(compile_failures "$status")
	if ! have sparse; then
		tap_skip "sparse with endian checks" "sparse is missing"
		return 0
	fi
	compile_ours "$tree" "$build" C=2 CF=-D__CHECK_ENDIAN__ >"$WORK/sparse.log" 2>&1 || true
	report "sparse with endian checks" < <(sparse_warnings)
}

# 32 bits without sections of memory find what 64 bits hide. There is no port
# for i386 yet, so CONFIG_KDUMP is set for make alone, and nothing is linked.
prepare_32_bits()
{
	local tree=$1 build=$2

	mkdir -p "$build"
	make -C "$tree" O="$build" ARCH=i386 defconfig || return
	"$tree/scripts/config" --file "$build/.config" -e KEXEC -e CRASH_DUMP -e PROC_VMCORE || return
	make -C "$tree" O="$build" ARCH=i386 olddefconfig || return
	make -C "$tree" O="$build" ARCH=i386 -j "$JOBS" prepare
}

compile_32_bits()
{
	make -C "$1" O="$2" ARCH=i386 -k -j "$JOBS" CONFIG_KDUMP=y CONFIG_KDUMP_LIB=y \
		KCFLAGS=-Werror kernel/kdump/ fs/proc/vmcore/
}

# libgcc divides 64-bit numbers, and no kernel has it.
undefined_divisions()
{
	find "$1/kernel/kdump" "$1/fs/proc/vmcore" -name '*.o' -exec nm -A -u {} + |
		grep -E '__u?(div|mod)di3' || true
}

check_32_bits()
{
	local tree=$1 build=$KDUMP_CACHE/check-$BASE-i386 status=0

	if ! quietly "$WORK/prepare.log" prepare_32_bits "$tree" "$build"; then
		tap_not_ok "the core compiles for i386" "$WORK/prepare.log"
		return 0
	fi
	compile_32_bits "$tree" "$build" >"$WORK/compile.log" 2>&1 || status=$?
	report "the core compiles for i386" < <(compile_failures "$status")
	report "no 64-bit division by hand" < <(undefined_divisions "$build")
}

# A script is what has a #! line; what such a script sources is checked with it.
check_shell()
{
	local path scripts=()

	if ! have shellcheck; then
		tap_skip "shellcheck" "shellcheck is missing"
		return 0
	fi
	while IFS= read -r path; do
		if [[ $(head -c 80 "$path" | head -n 1 | tr -d '\0') =~ ^#!.*/(env\ )?(ba|da)?sh ]]; then
			scripts+=("$path")
		fi
	done <"$WORK/files"
	report "shellcheck, ${#scripts[@]} scripts" < <(shellcheck -x -a -f gcc "${scripts[@]}" || true)
}

broken_python()
{
	local path

	while IFS= read -r path; do
		python3 -c 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")' "$path" 2>&1 || true
	done < <(files '\.py$')
}

# Tests of programs that themselves only run when something is measured.
failed_python_tests()
{
	local path

	while IFS= read -r path; do
		python3 "$path" >"$WORK/python" 2>&1 || cat "$WORK/python"
	done < <(files '_test\.py$')
}

main()
{
	local tree=${KDUMP_TREE-} config

	if [[ -z $tree ]]; then
		tree=$(scripts/setup.sh laid-tree)
	fi
	list_files >"$WORK/files"
	check_budgets
	check_house
	check_shell
	report "python compiles" < <(broken_python)
	report "python's own tests" < <(failed_python_tests)
	check_checkpatch "$tree"
	report "the selftests build in the laid tree" < <(selftest_failures "$tree")
	if [[ -n ${KDUMP_BUILD-} ]]; then
		config=$KDUMP_BUILD/.config
	else
		config=$(scripts/kernel.sh dir kdump)/.config
	fi
	if [[ -n ${KDUMP_BUILD-} ]] || quietly "$WORK/config.log" scripts/kernel.sh config kdump "$tree"; then
		report "CONFIG_KEXEC_JUMP cannot be selected" < <(selected_kexec_jump "$tree" "$config")
		check_objects "$tree" "$config"
		check_32_bits "$tree"
	else
		tap_not_ok "the kdump kernel can be configured" "$WORK/config.log"
	fi
	tap_summary
}

main "$@"
