#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The programs of a distribution on our dumps, as they are: kexec-tools,
# makedumpfile, crash, gdb, drgn, libkdumpfile.
#
#   test_clients.sh            each client in each use: a guest for each way to
#                              load, then the clients on its dump
#   test_clients.sh --core     of make test: one guest, each client once, and
#                              no table
#   test_clients.sh --again    the clients on the dumps that are there already
#   test_clients.sh "-s"       only the guest that is loaded with these options
#                              of kexec, the others' cells stay
#
# One line per use, a summary at the end; the table is build/clients/table.rst,
# of all bases that were tested. Dumps stay in build/clients/BASE-KERNEL/.
#
#   BASE=6.1              the other base kernel
#   KDUMP_KERNEL=classic  the base kernel's own implementation
#   KDUMP_TREE=DIR        a tree that is laid already

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

testing=$KDUMP_ROOT/tools/testing/kdump
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
kernel=${KDUMP_KERNEL:-kdump}
out=$KDUMP_OUT/clients/$BASE-$kernel
# What kexec is told, one guest each; the last one lets a purgatory speak.
loads=(-c -s "-c --elf32-core-headers --console-serial --serial=0x3f8 --serial-baud=115200")

prepare()
{
	local tree build modules
	tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
	"$kernel_sh" build "$kernel" "$tree"
	build=$("$kernel_sh" dir "$kernel")
	image=$build/arch/x86/boot/bzImage
	vmlinux=$build/vmlinux
	modules=$("$kernel_sh" modules "$kernel" "$tree")
	harness initramfs "$out/guest" "$image" \
		--add kexec --add makedumpfile --add cp --add vmcore-dmesg \
		--add "$testing/clients/clients_init.sh" --modules "$modules"
}

# name_of LOAD - a folder's name
name_of()
{
	echo "load$1" | tr -cd 'a-z0-9-' | cut -c 1-24
}

boot()
{
	local dir=$1 words=$2 options=$3
	rm -rf "$dir"
	mkdir -p "$dir"
	od -An -N8 -tx8 /dev/urandom | tr -d ' ' >"$dir/token"
	truncate -s 2G "$dir/disk"
	PATH=$PATH:/sbin:/usr/sbin mke2fs -q -t ext4 "$dir/disk"
	harness run_guest --kernel "$image" \
		--initrd "$out/guest/first.cpio.gz" \
		--append "console=ttyS0 panic=1 no_timer_check crashkernel=160M \
rdinit=/bin/clients_init.sh guest.token=$(<"$dir/token") \
guest.options=$options guest.load=${words// /+}" \
		--memory 512M --cpus 2 --disk "$dir/disk" \
		--console "$dir/console.log" --limit 1800 --silence 300
}

# Out of the guest's file system, and nothing of it stays.
fetch()
{
	local dir=$1 name
	for name in cp E c l F N; do
		PATH=$PATH:/sbin:/usr/sbin debugfs \
			-R "dump /$name $dir/$name" "$dir/disk" 2>/dev/null
	done
	rm "$dir/disk"
	# Zeros that cp wrote need no place here.
	fallocate --dig-holes "$dir/cp" 2>/dev/null || true
}

test_load()
{
	local words=$1 options=$2 dir status=0
	dir=$out/$(name_of "$words")
	if ((!again)); then
		boot "$dir" "$words" "$options" || status=$?
		if ((status)); then
			tail -n 25 "$dir/console.log" | tap_not_ok \
				"clients: $BASE, kexec $words: a dump ($status)" -
			return
		fi
		fetch "$dir"
	fi
	harness clients.matrix "$dir" "$vmlinux" \
		--token "$(<"$dir/token")" --base "$BASE" --load="$words" \
		"${core[@]}" | tee "$dir/matrix.log" |
		grep --line-buffered -vE '^[0-9]+ passed, ' || true
	tap_add_log "$dir/matrix.log"
}

print_table()
{
	local table=$KDUMP_OUT/clients/table.rst

	harness clients.table "$KDUMP_OUT/clients" \
		>"$table"
	cat "$table" >&2
	say "the table is $table"
}

main()
{
	local words options=1
	again=0 core=()
	case ${1:-} in
	-h | --help)
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
		;;
	--core)
		core=(--core)
		loads=(-s)
		options=0
		out=$KDUMP_OUT/test/clients
		;;
	--again) again=1 ;;
	"") ;;
	-[cs]*)
		loads=("$1")
		if [[ $1 != -c ]]; then
			options=0
		fi
		;;
	*) die "unknown option '$1'" "See $0 --help" ;;
	esac
	"$KDUMP_ROOT/scripts/setup.sh" packages test
	mkdir -p "$out"
	prepare
	for words in "${loads[@]}"; do
		test_load "$words" "$options"
		options=0
	done
	if ((!${#core[@]})); then
		print_table
	fi
	tap_summary
}

main "$@"
