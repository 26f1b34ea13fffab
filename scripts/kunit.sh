#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The unit tests of the pure files, under User Mode Linux.
#
#   kunit.sh [GLOB]   run the suites that match GLOB (default: kdump*)
#
# One line per suite, a failing case in full, and at the end "N passed,
# N failed[, N skipped]". The kernel's console and the build's messages stay
# in build/kunit/. With KDUMP_TREE=DIR the laid tree DIR is used as it is.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

scripts=$KDUMP_ROOT/scripts
out=$KDUMP_OUT/kunit
build_dir=$KDUMP_CACHE/build-$BASE-uml
# A python3 of the user's own may lack modules that Debian's has.
python=/usr/bin/python3
[[ -x $python ]] || python=python3
build_pid=

kunit_py()
{
	local action=$1

	shift
	cd "$tree"
	"$python" tools/testing/kunit/kunit.py "$action" --build_dir "$build_dir" \
		"$@" </dev/null
}

# kunit.py swallows what make says, so count what make leaves behind. Folders
# that make removes meanwhile are no error.
count_new_objects()
{
	{ find "$build_dir" -name '*.o' -newer "$out/started" 2>/dev/null ||
		true; } | wc -l
}

show_progress()
{
	local pid=$1 start=$SECONDS last=0 now count

	while kill -0 "$pid" 2>/dev/null; do
		sleep 1
		now=$((SECONDS - start))
		if ((now - last < 15)) && ! [[ -t 2 ]]; then
			continue
		fi
		last=$now
		count=$(count_new_objects)
		if [[ -t 2 ]]; then
			printf '\r  %d objects, %d s ' "$count" "$now" >&2
		else
			say "  $count objects, $now s"
		fi
	done
	if [[ -t 2 ]]; then
		printf '\r%40s\r' '' >&2
	fi
}

build()
{
	local status=0

	say "building the tests for User Mode Linux (log: $out/build.log)"
	[[ -f $build_dir/linux ]] || say "the first time takes about 2 minutes"
	: >"$out/started"
	# In a process group of its own, to end with all its children.
	set -m
	kunit_py build --kunitconfig kernel/kdump --jobs "$JOBS" \
		>"$out/build.log" 2>&1 &
	build_pid=$!
	set +m
	# shellcheck disable=SC2016 # evaluated when the script ends
	at_exit '[[ -z $build_pid ]] || kill -- "-$build_pid" 2>/dev/null'
	show_progress "$build_pid"
	wait "$build_pid" || status=$?
	build_pid=
	if ((status)); then
		tail -n 30 "$out/build.log" | sed 's/^/    /' >&2
		die "building the tests failed." "The whole log: $out/build.log"
	fi
}

# The suites there are, by their sources: one that vanishes is a failure.
expected_suites()
{
	local name

	find "$KDUMP_ROOT"/{arch,fs,kernel} -name '*_kunit.c' -exec \
		sed -n 's/^\t\.name = "\(kdump_[a-z0-9_]*\)",$/\1/p' {} + | sort |
		while read -r name; do
			# shellcheck disable=SC2053 # it is a pattern
			if [[ $name == $glob ]]; then
				echo "$name"
			fi
		done
}

# KTAP to one line per suite and each failing case with what it said; ends
# with "counts PASSED FAILED SKIPPED". A line at the depth of a suite closes
# it; a case with parameters is counted by its parameters.
digest()
{
	awk -v expected="$(expected_suites | tr '\n' ' ')" '
	function close_suite(name, ok) {
		seen[name] = 1
		if (!ok && !failed) {
			failed = 1
			failures = "# what failed got lost on the console\n"
		}
		if (failed)
			printf "not ok - kunit %s (%d of %d tests failed)\n%s", name,
				failed, passed + failed + skipped, failures
		else
			printf "ok - kunit %s (%d tests)\n", name, passed + skipped
		all_passed += passed; all_failed += failed; all_skipped += skipped
		passed = failed = skipped = 0; failures = ""
	}
	function count(line) {
		if (line ~ /^ *not ok/) {
			failed++
			failures = failures said "# " line "\n"
		} else if (line ~ /# SKIP/)
			skipped++
		else
			passed++
	}
	function miss(name) {
		if (name in seen)
			return
		printf "not ok - kunit %s (did not run to its end)\n%s", name,
			failures said
		failures = said = ""
		seen[name] = 1
		all_failed++
	}
	{ sub(/\r$/, "") }
	/^    # Subtest: / { current = $3 }
	/^ *KTAP version/ || /^ *# Subtest: / || /^ *1\.\.[0-9]+$/ ||
	/^ *# (module|Totals): / || /^ *# [a-z0-9_]+: pass:/ { next }
	/^        (not )?ok [0-9]+ / { count($0); parameters = 1; said = ""; next }
	/^    (not )?ok [0-9]+ / {
		if (!parameters) count($0)
		parameters = 0; said = ""
		next
	}
	/^(not )?ok [0-9]+ kdump_/ {
		close_suite($1 == "ok" ? $3 : $4, $1 == "ok"); said = ""
		next
	}
	{ said = said "# " $0 "\n" }
	END {
		# What is said last belongs to the suite that was cut short.
		if (current)
			miss(current)
		n = split(expected, names, " ")
		for (i = 1; i <= n; i++)
			miss(names[i])
		print "counts", all_passed + passed, all_failed + failed,
			all_skipped + skipped
	}' "$1"
}

run()
{
	local results passed failed skipped

	say "running the suites $glob"
	# Its status says no more than the results do.
	kunit_py exec --raw_output "$glob" >"$out/console.log" 2>&1 || true
	results=$(digest "$out/console.log")
	read -r _ passed failed skipped <<<"${results##*$'\n'}"
	tap_add "$passed" "$failed" "$skipped"
	sed '$d' <<<"$results"
	if ((passed + failed + skipped == 0)); then
		die "no suite matches '$glob'." "The suites are:" \
			"$(glob='*' expected_suites | tr '\n' ' ')"
	fi
	if ((failed)); then
		say "the whole console: $out/console.log"
	fi
}

main()
{
	if [[ ${1:-} == -h || ${1:-} == --help ]]; then
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
	fi
	glob=${1:-kdump*}
	mkdir -p "$out" "$build_dir"
	"$scripts/setup.sh" packages core
	tree=${KDUMP_TREE:-$("$scripts/setup.sh" laid-tree)}
	exec {lock}>"$build_dir.lock"
	flock -n "$lock" || {
		say "waiting for another run in $build_dir"
		flock "$lock"
	}
	build
	run
	tap_summary
}

main "$@"
