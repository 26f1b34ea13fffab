#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# make test: all that can be proved, part by part.
#
#   test.sh [PART...]   kunit lay build check fuzz reserve vmcore crash classic
#                       clients module (default: all)
#   test.sh --full      the same with every crash case, of both kernels, and
#                       the kernel with KASAN and lockdep: crash-full
#                       classic-full debug
#
# Two more parts, clients-full and kdump-tools, are make test-clients.
#
# Each part prints its own result lines and keeps its log in build/test/;
# the last line of all is "N passed, N failed[, N skipped]".

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts=$KDUMP_ROOT/scripts
logs=$KDUMP_OUT/test
parts=(kunit lay build check fuzz reserve vmcore crash classic clients module)
full_parts=(kunit lay build check fuzz reserve vmcore clients module crash-full
	classic-full debug)
client_parts=(clients-full kdump-tools)

# Shows a part's results as they come, and counts them.
run_part()
{
	local name=$1 log=$logs/$1.log start=$SECONDS

	shift
	say "== $name =="
	# The part's status is in its summary, which is counted below.
	"$@" | tee "$log" | grep --line-buffered -vE '^[0-9]+ passed, ' || true
	tap_add_log "$log"
	say "== $name took $((SECONDS - start)) s =="
}

part_kunit()
{
	run_part kunit "$scripts/kunit.sh"
}

part_lay()
{
	run_part lay "$scripts/tests/lay_test.sh"
}

part_build()
{
	tap_check "build: the kernel with CONFIG_KDUMP=y" \
		"$scripts/kernel.sh" build kdump "$tree"
}

part_check()
{
	run_part check env KDUMP_TREE="$tree" "$scripts/check.sh"
}

# The parser that every machine runs and the one of what a crash left get a
# minute each, the others ten seconds.
part_fuzz()
{
	run_part fuzz env KDUMP_TREE="$tree" "$scripts/fuzz.sh" 120 \
		crashkernel vmcore_header
	run_part fuzz-others env KDUMP_TREE="$tree" "$scripts/fuzz.sh" 40 \
		ranges note segment bzimage
}

part_reserve()
{
	run_part reserve env KDUMP_TREE="$tree" "$scripts/test_reserve.sh"
}

part_vmcore()
{
	run_part vmcore env KDUMP_TREE="$tree" "$scripts/test_vmcore.sh"
}

part_crash()
{
	run_part crash env KDUMP_TREE="$tree" "$scripts/test_crash.sh"
}

# The other choice of Kconfig: it builds in the laid tree, and still dumps.
part_classic()
{
	run_part classic env KDUMP_TREE="$tree" KDUMP_KERNEL=classic \
		KDUMP_OUT="$KDUMP_OUT/classic" \
		"$scripts/test_crash.sh" '^(sysrq|kexec-file)$'
}

# One dump and each client; all uses of all of them are make test-clients.
part_clients()
{
	run_part clients env KDUMP_TREE="$tree" "$scripts/test_clients.sh" --core
}

part_clients-full()
{
	run_part clients-full env KDUMP_TREE="$tree" "$scripts/test_clients.sh"
}

part_kdump-tools()
{
	run_part kdump-tools env KDUMP_TREE="$tree" \
		"$scripts/test_kdump_tools.sh"
}

part_crash-full()
{
	run_part crash-full env KDUMP_TREE="$tree" \
		"$scripts/test_crash.sh" --full
}

part_classic-full()
{
	run_part classic-full env KDUMP_TREE="$tree" KDUMP_KERNEL=classic \
		KDUMP_OUT="$KDUMP_OUT/classic" "$scripts/test_crash.sh" --full
}

part_debug()
{
	run_part debug env KDUMP_TREE="$tree" KDUMP_KERNEL=debug \
		KDUMP_OUT="$KDUMP_OUT/debug" "$scripts/test_crash.sh" --full
}

# Kernels that nobody built here, with our reader in them.
part_module()
{
	run_part module "$scripts/test_module.sh"
}

known_part()
{
	local part

	for part in "${parts[@]}" "${full_parts[@]}" "${client_parts[@]}"; do
		if [[ $part == "$1" ]]; then
			return 0
		fi
	done
	return 1
}

main()
{
	local part

	if [[ ${1:-} == -h || ${1:-} == --help ]]; then
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
	fi
	if [[ ${1:-} == --full ]]; then
		shift
		set -- "${full_parts[@]}" "$@"
	fi
	for part in "$@"; do
		known_part "$part" || die "unknown part '$part'" \
			"The parts are: ${parts[*]}" \
			"and ${full_parts[*]: -3} ${client_parts[*]}"
	done
	mkdir -p "$logs"
	"$scripts/setup.sh" packages test
	tree=$("$scripts/setup.sh" laid-tree)
	say "testing with Linux $BASE from $tree"
	(($#)) || set -- "${parts[@]}"
	for part in "$@"; do
		"part_$part"
	done
	tap_summary
}

main "$@"
