#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Configures and builds the test kernels, each in a build directory of its own
# so that both implementations of one tree stay built side by side.
#
#   kernel.sh config NAME TREE   configure (only when an input changed)
#   kernel.sh build  NAME TREE   configure, then build what boots, and vmlinux
#   kernel.sh modules NAME TREE  build the test modules for that kernel, and
#                                print the directory they are in
#   kernel.sh dir    NAME        print the build directory
#
# NAME is kdump (CONFIG_KDUMP=y, for the tests), bench and classic (the same
# options, with CONFIG_KDUMP=y and with the base kernel's own objects),
# large (kdump, and every option of the base kernel that has to do with it),
# debug (kdump, and what finds mistakes at run time: KASAN, lockdep), or
# debian (kdump, and what boots Debian's systemd).
#
# ARCH=NAME is the machine: its options and what else is to be known of it
# are in tools/testing/kdump/arch/ARCH, the options of all in arch/common.

set -euo pipefail

# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

configs=$KDUMP_ROOT/tools/testing/kdump/arch
make_arch=$(arch_value make_arch)
cross=$(arch_value cross_compile)
make_words=(ARCH="$make_arch" CROSS_COMPILE="$cross")

usage()
{
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit "$1"
}

# A tree of the user's own is built beside Debian's, not over it, and so is a
# kernel for another machine.
build_dir()
{
	local own=

	if [[ -n $KSRC ]]; then
		own=-$(printf '%s' "$KSRC" | sha256sum | cut -c1-12)
	fi
	if [[ $ARCH != "$(uname -m)" ]]; then
		own+=-$ARCH
	fi
	echo "$KDUMP_CACHE/build-$BASE-$1$own"
}

# fragment NAME - its symbols, those of this machine, and those that only this
# base has
fragment()
{
	local folder name

	for folder in common "$ARCH"; do
		for name in "$1" "$1-$BASE"; do
			cat "$configs/$folder/$name.config" 2>/dev/null || true
		done
	done | grep '^CONFIG_'
}

all_symbols()
{
	fragment kernel
	case $1 in
	bench) echo CONFIG_KDUMP=y ;;
	classic) echo CONFIG_KDUMP=n ;;
	*)
		echo CONFIG_KDUMP=y
		fragment "kernel-$1"
		;;
	esac
}

# The requested symbols of kernel NAME, one CONFIG_X=value a line; of several
# requests for one symbol the last counts.
wanted_symbols()
{
	all_symbols "$1" | tac | awk -F= '!seen[$1]++' | tac
}

# Changes whenever the configuration has to be made again.
inputs_hash()
{
	local name=$1 tree=$2
	{
		echo "$tree"
		wanted_symbols "$name"
		cat "$tree/Makefile" "$tree/init/Kconfig" "$tree"/arch/*/Kconfig
		find "$tree/kernel/Kconfig.kexec" "$tree/kernel/kdump" \
			"$tree/fs/proc" "$tree/include/kdump-$BASE" \
			-name 'Kconfig*' -exec cat {} + 2>/dev/null || true
	} | sha256sum | cut -d' ' -f1
}

# Kconfig drops a symbol whose dependencies fail without a word: say which.
check_symbols()
{
	local config=$1 name=$2 line symbol missing=0
	while read -r line; do
		symbol=${line%%=*}
		if [[ $line == *=n ]]; then
			grep -q "^$symbol=" "$config" || continue
		elif grep -qxF "$line" "$config"; then
			continue
		fi
		say "not set as asked: $line ($(grep -m1 -w "$symbol" "$config" ||
			echo "unknown here"))"
		missing=$((missing + 1))
	done < <(wanted_symbols "$name")
	((missing == 0)) ||
		die "$missing symbol(s) did not come out as asked in $config"
}

configure()
{
	local name=$1 tree=$2 dir hash
	dir=$(build_dir "$name")
	hash=$(inputs_hash "$name" "$tree")
	mkdir -p "$dir"
	if [[ -f $dir/.config && -f $dir/.inputs &&
		$(<"$dir/.inputs") == "$hash" ]]; then
		return
	fi

	say "configuring the $name kernel in $dir"
	wanted_symbols "$name" >"$dir/fragment.config"
	quietly "$dir/config.log" make_config "$tree" "$dir" ||
		die "configuring the $name kernel failed, see above."
	check_symbols "$dir/.config" "$name"
	echo "$hash" >"$dir/.inputs"
}

# Runs as a condition, where set -e is off: each step says "or give up".
make_config()
{
	local tree=$1 dir=$2
	make -C "$tree" O="$dir" "${make_words[@]}" tinyconfig || return
	ARCH=$make_arch "$tree/scripts/kconfig/merge_config.sh" -m -O "$dir" \
		"$dir/.config" "$dir/fragment.config" || return
	make -C "$tree" O="$dir" "${make_words[@]}" olddefconfig
}

count_objects()
{
	grep -cE '^  (CC|AS|LD|AR|HOSTCC) ' "$1" || true
}

# Prints how far make has come until the process ends: in place on a terminal,
# else one line per half minute so that a log stays short.
show_progress()
{
	local pid=$1 log=$2 expected=$3 start=$SECONDS last=-30 now count
	while kill -0 "$pid" 2>/dev/null; do
		sleep 1
		now=$((SECONDS - start))
		count=$(count_objects "$log")
		if [[ -t 2 ]]; then
			printf '\r  %5d%s objects, %d s ' "$count" \
				"$expected" "$now" >&2
		elif ((now - last >= 30 && now >= 10)); then
			printf '  %5d%s objects, %d s\n' "$count" \
				"$expected" "$now" >&2
			last=$now
		fi
	done
	if [[ -t 2 ]]; then
		printf '\r%40s\r' '' >&2
	fi
}

# Two makes in one directory break each other's files. Held until this ends.
lock_build()
{
	mkdir -p "$1"
	exec 8>"$1/.lock"
	if ! flock -n 8; then
		say "waiting: something else builds in $1"
		flock 8
	fi
}

# Most objects of another kernel are those of kdump's: make only builds what the
# other configuration changes. Where there is nothing to copy, it builds all.
begin_with_copy()
{
	local dir=$1 from
	from=$(build_dir kdump)
	if [[ -e $dir/.config || ! -f $from/vmlinux ]]; then
		return
	fi
	say "starting with a copy of $from"
	exec 9>"$from/.lock"
	flock 9
	cp -a --reflink=auto "$from/." "$dir/"
	exec 9>&-
	rm -rf "$dir/.inputs" "$dir/kdump-modules"
	# objtool remembers where it was built, and all objects depend on it.
	find "$dir/tools" -name '.*.cmd' -exec sed -i "s,$from/,$dir/,g" {} +
}

build()
{
	local name=$1 tree=$2 dir log expected="" pid compiler=${cross}gcc
	dir=$(build_dir "$name")
	lock_build "$dir"
	begin_with_copy "$dir"
	configure "$name" "$tree"
	log=$dir/build.log
	if [[ -f $dir/.objects ]]; then
		expected=" of about $(<"$dir/.objects")"
	fi
	if have ccache; then
		compiler="ccache ${cross}gcc"
	fi

	say "building the $name kernel with $JOBS jobs (log: $log)"
	make -C "$tree" O="$dir" "${make_words[@]}" CC="$compiler" -j "$JOBS" \
		"$(arch_value target)" vmlinux modules >"$log" 2>&1 8>&- &
	pid=$!
	# make in the background would survive an interrupted script.
	at_exit "kill $pid 2>/dev/null"
	show_progress "$pid" "$log" "$expected"
	if ! wait "$pid"; then
		tail -n 30 "$log" | sed 's/^/    /' >&2
		die "building the $name kernel failed." "The whole log: $log"
	fi
	remember_object_count "$dir" "$log"
	say "built $dir/$(arch_value image)"
}

# make writes beside the sources, which therefore are copied. The copy keeps
# its files while they are the same, and so are the modules.
build_modules()
{
	local name=$1 tree=$2 dir
	dir=$(build_dir "$name")
	lock_build "$dir"
	mkdir -p "$dir/kdump-modules"
	rsync -a --checksum "$KDUMP_ROOT/tools/testing/kdump/modules/" \
		"$dir/kdump-modules/"
	quietly "$dir/modules.log" make -C "$tree" O="$dir" "${make_words[@]}" \
		M="$dir/kdump-modules" -j "$JOBS" KCFLAGS=-Werror modules ||
		die "building the test modules failed, see above."
	echo "$dir/kdump-modules"
}

# The next full build can then say "of about N"; a partial one keeps the figure.
remember_object_count()
{
	local dir=$1 count known=0
	count=$(count_objects "$2")
	if [[ -f $dir/.objects ]]; then
		known=$(<"$dir/.objects")
	fi
	if ((count > known)); then
		echo "$count" >"$dir/.objects"
	fi
}

main()
{
	local action=${1:-} name=${2:-} tree=${3:-}
	case $action in
	-h | --help) usage 0 ;;
	config | build | modules) [[ $# == 3 ]] || usage 2 ;;
	dir) [[ $# == 2 ]] || usage 2 ;;
	*) usage 2 ;;
	esac
	case $name in
	kdump | bench | classic | large | debug | debian) ;;
	*) die "unknown kernel '$name': kdump, bench, classic, large, debug or" \
		"debian" ;;
	esac
	if [[ $action == dir ]]; then
		build_dir "$name"
		return
	fi
	[[ -f $tree/Makefile && -d $tree/kernel ]] ||
		die "$tree is not a kernel tree"
	tree=$(cd "$tree" && pwd)
	case $action in
	config) configure "$name" "$tree" ;;
	build) build "$name" "$tree" ;;
	modules) build_modules "$name" "$tree" ;;
	esac
}

main "$@"
