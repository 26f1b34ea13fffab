#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Feed the parsers of foreign bytes with whatever libFuzzer comes up with.
#
#   fuzz.sh [SECONDS] [TARGET...]   run the targets (default: all), for SECONDS
#                                   in total (default: 60), a quarter of them
#                                   compiled for a 32-bit machine
#
# The targets are tools/testing/kdump/fuzz/fuzz_TARGET.c. What led to
# new code is kept in KDUMP_CACHE/fuzz/TARGET and is where the next run starts;
# what failed is kept in build/fuzz/. One line per target with its figures,
# and at the end "N passed, N failed[, N skipped]". With KDUMP_TREE=DIR the
# laid tree DIR is used as it is.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts=$KDUMP_ROOT/scripts
sources=$KDUMP_ROOT/tools/testing/kdump/fuzz
out=$KDUMP_OUT/fuzz
corpora=$KDUMP_CACHE/fuzz
all_targets=(crashkernel ranges note segment bzimage vmcore_header)
# A longer input is not a better one, and slower.
declare -A max_length=([crashkernel]=1024 [ranges]=256 [segment]=512)

# build DIR [VARIABLE=VALUE...] - all that was asked for, into DIR
build()
{
	local dir=$1

	shift
	make -C "$sources" -j "$JOBS" TREE="$tree" OUTPUT="$dir" \
		TARGETS="${targets[*]}" "$@"
}

# The first match of a sed expression in a log.
figure()
{
	sed -nE "s/$2/\1/p" "$1" | head -n 1
}

# What of the pure files the inputs reach: counted by a build that is neither
# optimized nor checked, in which each edge is one that stands in the source.
reached()
{
	local log=$out/$1.reached all edges

	"$out/plain/fuzz_$1" -runs=0 "$corpora/$1" "$out/seeds/$1" >"$log" 2>&1 ||
		return 0
	all=$(sed -nE 's/.*Loaded 1 modules +\(([0-9]+) .*/\1/p' "$log")
	edges=$(sed -nE 's/.*INITED cov: ([0-9]+) .*/\1/p' "$log")
	echo "edges ${edges:-?} of ${all:-?}"
}

# failure PROGRAM LOG - what went wrong, and how to see it again
failure()
{
	local log=$2 input

	grep -E 'does not hold|runtime error|^SUMMARY|^==[0-9]+==' "$log" | head -n 8
	grep -E "^ *#[0-9]+ .*($tree|$sources)" "$log" | head -n 10
	input=$(figure "$log" '.*Test unit written to (.*)$')
	if [[ -n $input ]]; then
		echo "to see it again: $1 $input"
	else
		tail -n 20 "$log"
	fi
	echo "the whole log: $log"
}

# run TARGET BITS SECONDS
run()
{
	local name=$1 bits=$2 log=$out/$1-$2.log status=0 options=() reached=
	local program=$out/bin$bits/fuzz_$name result="fuzz $name"

	options=(-max_total_time="$3" -max_len="${max_length[$name]:-4096}"
		-timeout=10 -print_final_stats=1
		-artifact_prefix="$out/$name-$bits-")
	if [[ -f $sources/$name.dict ]]; then
		options+=(-dict="$sources/$name.dict")
	fi
	# Without llvm-symbolizer, addr2line can name the lines.
	ASAN_OPTIONS=allow_addr2line=1 UBSAN_OPTIONS=print_stacktrace=1 \
		"$program" "${options[@]}" "$corpora/$name" "$out/seeds/$name" \
		>"$log" 2>&1 </dev/null || status=$?
	if ((bits == 64)); then
		reached=", $(reached "$name")"
	else
		result+=", $bits bits"
	fi
	printf '# %s, %s bits: %s s, %s runs, %s/s%s, %s inputs kept\n' "$name" \
		"$bits" "$3" \
		"$(figure "$log" '^stat::number_of_executed_units: +(.*)')" \
		"$(figure "$log" '^stat::average_exec_per_sec: +(.*)')" \
		"$reached" "$(find "$corpora/$name" -type f | wc -l)"
	if ((status)); then
		tap_not_ok "$result" - < <(failure "$program" "$log")
	else
		tap_ok "$result"
	fi
}

# run_both TARGET SECONDS - what one finds is where the other starts
run_both()
{
	local less=$((($2 + 3) / 4))

	mkdir -p "$corpora/$1"
	"$sources/make_seeds.py" "$1" "$out/seeds/$1"
	run "$1" 64 "$(($2 - less > 0 ? $2 - less : 1))"
	run "$1" 32 "$less"
}

build_all()
{
	quietly "$out/build.log" build "$out/bin64" ||
		die "building the fuzz targets failed." \
			"They need clang and its libFuzzer: apt-get install clang libclang-rt-14-dev"
	quietly "$out/build32.log" build "$out/bin32" BITS=32 ||
		die "building the fuzz targets for 32 bits failed." \
			"They need libraries of 32 bits: apt-get install libc6-dev-i386 lib32stdc++-12-dev"
	quietly "$out/plain.log" build "$out/plain" SANITIZE= CFLAGS=-O0 ||
		warn "no figures of coverage: see $out/plain.log"
}

known_target()
{
	[[ " ${all_targets[*]} " == *" $1 "* ]]
}

main()
{
	local seconds=60 target

	if [[ ${1:-} == -h || ${1:-} == --help ]]; then
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
	fi
	if [[ ${1:-} =~ ^[1-9][0-9]*$ ]]; then
		seconds=$1
		shift
	fi
	targets=("$@")
	(($#)) || targets=("${all_targets[@]}")
	for target in "${targets[@]}"; do
		known_target "$target" || die "unknown target '$target'" \
			"The targets are: ${all_targets[*]}"
	done
	"$scripts/setup.sh" packages test
	if ! have clang; then
		tap_skip "fuzz" "clang is missing"
		tap_summary
		return
	fi
	mkdir -p "$out"
	tree=${KDUMP_TREE:-$("$scripts/setup.sh" laid-tree)}
	say "building the fuzz targets (logs: $out/build.log, build32.log)"
	build_all
	for target in "${targets[@]}"; do
		run_both "$target" "$(((seconds + ${#targets[@]} - 1) / ${#targets[@]}))"
	done
	tap_summary
}

main "$@"
