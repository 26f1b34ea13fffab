#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Boots guests with every crashkernel= of the tables below, and compares what
# the kernel says about it in the log and in sysfs, /proc/iomem and kexec(8)
# with each other and with what should come of it.
#
#   test_reserve.sh [PATTERN]  the cases whose name matches (default: all)
#   test_reserve.sh --list     their names
#
# One line per case, a summary at the end. What a case left is in
# build/test/reserve/NUMBER: console.log and check.log.
#
#   KDUMP_TREE=DIR        a tree that is laid already
#   KDUMP_BOOTS=2         how many guests run at the same time
#   KSRC=DIR              an unpacked kernel tree instead of Debian's package

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/guests.sh
. "$KDUMP_ROOT/scripts/guests.sh"

guest_dir=$KDUMP_ROOT/tools/testing/kdump/guest
harness_dir=$KDUMP_ROOT/tools/testing/kdump/harness
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
out=$KDUMP_OUT/test/reserve
suite=reserve
boots=${KDUMP_BOOTS:-2}

# The tables. boot MEMORY WORDS WANT [KEY=VALUE...]: the guest's memory in MiB,
# words for its command line, what must come of it (see check_reserve.py); and
#
#   says=""      a pattern that the last line must show
#   nodes=""     NUMA nodes and their memory in MiB, ',' between them
#   steps=...    what the guest does then (see guest_report.sh); without it,
#                it loads a capture kernel by both system calls
#
# value VALUE WANT... is the same for crashkernel=VALUE in 4 GiB, of which 1 is
# above 4 GiB. fixed VALUE WANT... adds nokaslr: it keeps the kernel, which may
# be anywhere, out of the place that is wanted.

# What people write.
table_sizes()
{
	value 256M 256M:low
	value 256m 256M:low
	value 0x10000000 256M:low
	value 0X100M 256M:low
	value 010M 8M:low
	value 1M 1M:low
	value 1048577 1028K:low

	value '' ignored:13
	value auto ignored:13
	value -256M ignored:13
	value +256M ignored:13
	value '"128M"' ignored:13
	value '"128M x"' ignored:13
	value 256MB ignored:17
	value 1 ignored:13
	value 4095 ignored:13
	value 0x40E ignored:13
	value 0 ignored:13
	value 18446744073709551872M ignored:13
	value 17E ignored:13
	value 99999999999999999999G ignored:13
	value 4G ignored:13

	boot 4096 crashkernel ignored:12
	boot 4096 CRASHKERNEL=128M ignored:1
	boot 4096 crash_kernel=128M ignored:6
	boot 4096 xcrashkernel=128M ""
	boot 4096 'guest.x="a crashkernel=128M"' ""
	boot 4096 '-- crashkernel=128M' ""
	boot 4096 '"crashkernel=128M"' 128M:low
	boot 4096 $'crashkernel=128M\tquiet' 128M:low
	boot 4096 $'crashkernel=128M\n' 128M:low
	boot 4096 $'"crashkernel=128M\n\e[31m"' ignored:17 says="128M[?][?]"
	boot 4096 "" ""
}

table_ranges()
{
	value 512M-2G:64M,2G-:128M 128M:low
	value 1G-4G:64M,4G-:192M 192M:low
	value 4G-:192M 192M:low
	value 0-2G:64M,2G-:128M 128M:low
	value 1G-8G:64M,8G-:16G 64M:low
	value 1G-:64M@0 64M:low
	fixed 512M-2G:64M,2G-:128M@1G 128M@1G
	fixed 8G-:128M,2G-:64M@1G 64M@1G
	value 2G-:128M,512M-2G:64M 128M:low

	value M-:128M ignored:13
	value '1G-:64M;junk' ignored:20
	value 1G-8G:64M, ignored:23
	value 1G-8G:64M,junk ignored:23
	value 1G-2G:64M, ignored:23
	value 1G-2G:64M,junk ignored:23
	value 1G-: ignored:17
	value 1G:64M ignored:15
	value 128M: ignored:17
	value 64M@16M:foo ignored:20
	value -2G:64M ignored:13
	value 1G-2G:64M ignored:13 says="covers this machine's RAM"
	value 2G-:128M@16M,512M-2G:64M ignored:26
	value 1G-8G:0,8G-:64M ignored:19
	value 1G-8G:64M,8G-:128M,low ignored:32
}

table_offsets()
{
	local taken='at the offset 0x.* is in use or no RAM'

	value 256M@0 256M:low
	fixed 64M@1G 64M@1G
	fixed 64M@1G,strict 64M@1G
	fixed 256M@0x40100000 256M@0x41000000 says="rounded up to 0x41000000"
	fixed 64M@0x40100000,strict 64M@0x41000000 says="rounded up"
	fixed 256M@4G 256M@4G+256M
	value 256M@ ignored:18
	value 256M@foo ignored:18
	value 64M@1G,strictly ignored:26
	value 64M@0,strict ignored:17

	# There is the kernel, which takes 16 MiB or a bit more.
	fixed 64M@1M 64M:low says="$taken"
	fixed 64M@16M 64M:low says="$taken"
	fixed 64M@16M,strict nothing says="$taken"
	fixed 256M@17M '256M:low|256M@32M' \
		says="rounded up to 0x2000000"
	value 64M@8G 64M:low says="$taken"
	value 64M@8G,strict nothing says="$taken.*another offset"
	value 256M@3G,strict nothing says="$taken"
	value 64M@100T 64M:low says="beyond where a capture kernel can run"
	value 64M@100T,strict nothing says="beyond .*another offset"
	value 256M@0xfffffffff0000000 256M:low says="beyond where"
}

table_high()
{
	value 256M,high 256M:high+256M
	value '256M,high crashkernel=128M,low' 256M:high+128M
	value '128M,low crashkernel=256M,high' 256M:high+128M
	value '256M,high crashkernel=0,low' 256M:high
	value '256M,high crashkernel=4G,low' 'ignored:13 256M:high+256M'
	value '256M,high crashkernel=3G,low' 256M:low \
		says="3072 MiB of low memory do not fit: below 4 GiB the largest"
	fixed '512M,high swiotlb=131072' 512M:high+264M
	value 1200M,high 1200M:low says="above 4 GiB the largest hole is"
	value 5G,high ignored:13
	value 0,high ignored:13
	value '0,high crashkernel=64M,low' 'ignored:13 lonely'
	value 256M,low lonely
	value 256M,high,low ignored:22
	value ,high ignored:13

	# Several: the last valid one of each kind, and plain before high.
	fixed '256M,high crashkernel=512M,high' 512M:high+256M
	value '256M crashkernel=128M,high' 256M:low
	value '128M crashkernel=256M' 256M:low
	value '128M crashkernel=' 'ignored:13 128M:low'
	value '128M crashkernel=junk' 'ignored:13 128M:low'
	value '64M crashkernel=1G-2G:32M' 'ignored:13 64M:low'
	value 'junk crashkernel=128M crashkernel=1X' \
		'ignored:13 ignored:14 128M:low'
}

# The README's line at both sides of 2 GiB, and how much fits where.
table_machines()
{
	local ranges=crashkernel=512M-2G:64M,2G-:128M memory
	local large='nokaslr crashkernel=3040M'

	boot 256 "$ranges" ignored:13 says="covers this machine's RAM"
	boot 512 "$ranges" 64M:low
	boot 1024 "$ranges" 64M:low
	boot 1920 "$ranges" 64M:low
	boot 1921 "$ranges" 128M:low
	boot 2048 "$ranges" 128M:low
	boot 6144 "$ranges" 128M:low
	for memory in 256 1024 2048 6144; do
		boot $memory crashkernel=64M 64M:low
		boot $memory 'nokaslr crashkernel=64M' 64M:low
	done
	boot 256 crashkernel=240M nothing says="above 4 GiB there is no hole"
	boot 1024 crashkernel=128M,high 128M:low \
		says="above 4 GiB there is no hole"
	boot 6144 crashkernel=1G,high 1G:high+256M
	boot 6144 'nokaslr crashkernel=1G,high' 1G:high+256M

	# With the kernel at 16 MiB, 3040 MiB do not fit below 3 GiB.
	boot 6144 "$large" 3040M:high+256M \
		says="below 4 GiB the largest hole is"
	boot 6144 "$large crashkernel=64M,low" 3040M:high+64M
	boot 6144 "$large crashkernel=0,low" 3040M:high
	boot 4096 crashkernel=3500M nothing says="ask for less"
	boot 4096 crashkernel=3500M,high nothing says="ask for less"

	boot 4096 crashkernel=128M 128M:low nodes=2048,2048
	boot 4096 crashkernel=128M,high 128M:high+256M nodes=2048,2048
	boot 4096 'nokaslr crashkernel=512M@256M,strict' 512M@256M \
		nodes=1024,3072
	# The kernel has something of its own at the end of each node.
	boot 4096 crashkernel=512M@768M,strict nothing nodes=1024,3072 \
		says="at the offset 0x.*-0x3fffffff is in use"
	boot 2048 crashkernel=512M-2G:64M,2G-:128M 128M:low nodes=1024,1024
}

# Memory is given back. Bytes: 256 MiB is 268435456.
table_shrink()
{
	local steps=abc,-1,1k,268435457,18446744073709551615
	steps+=,18446744073709551616,268435456,268431360,200000001,200000000
	steps+=,load-s,134217728,load-c,abc,0,unload,0x8000000
	steps+=,load-c,unload,100000001,4097,4096,1,0,0,1,load-c,load-s

	boot 2048 crashkernel=256M 256M:low steps=$steps
	# Of the main region, of all of it, of the low one that is left.
	steps=402653185,402653184,402653183,load-s,1,unload,314572800
	steps+=,load-c,unload,134221824,load-s,134217728,load-s,unload,load-c
	steps+=,0,unload,100000001,load-s,unload,4096,0,load-s
	boot 4096 'crashkernel=256M,high crashkernel=128M,low' \
		256M:high+128M steps=$steps
	boot 4096 crashkernel=256M,high 256M:high+256M steps=67108864,load-c
	boot 4096 crashkernel=256M,high 256M:high+256M steps=0,load-c,1
	fixed 64M@1G 64M@1G steps=0,4096
	boot 256 "" "" steps=0,1,4096,load-c,load-s
	# More than there was before: what was given back can be used.
	boot 256 'nokaslr crashkernel=128M' 128M:low steps=0,fill-150
}

value()
{
	boot 4096 "crashkernel=$1" "${@:2}"
}

fixed()
{
	boot 4096 "nokaslr crashkernel=$1" "${@:2}"
}

boot()
{
	local pair name
	local -A wish=([memory]=$1 [words]=$2 [want]=$3 [says]="" [nodes]=""
		[steps]="load-c,unload,load-s,unload")
	for pair in "${@:4}"; do
		wish[${pair%%=*}]=${pair#*=}
	done
	number=$((number + 1))
	printf -v name '%d MiB%s, %q' "$1" "${wish[nodes]:+ as ${wish[nodes]}}" "$2"
	if [[ ${pair:-} == steps=* ]]; then
		name+=", in steps"
	fi
	[[ $name =~ $pattern ]] || return 0
	if ((list_only)); then
		echo "$name"
		return
	fi
	start_guest "$name" "$out/$(printf '%03d' "$number")"
}

# The rest works on the associative array "wish" of the function above.

node_options()
{
	local size sizes
	IFS=, read -ra sizes <<<"${wish[nodes]}"
	for size in "${sizes[@]}"; do
		printf '%s\n' --node "${size}M"
	done
}

# A guest in the background would survive an interrupted script.
boot_case()
{
	local pid nodes
	mapfile -t nodes < <(node_options)
	# What ends the command line, or the line, comes last. The timer is
	# there, but on a busy host it may not tick in time.
	"$harness_dir/run_guest.py" --kernel "$image" \
		--initrd "$out/guest/first.cpio.gz" \
		--append "console=ttyS0 panic=1 no_timer_check \
guest.trigger=report guest.steps=${wish[steps]} ${wish[words]}" \
		--memory "${wish[memory]}M" --cpus 1 "${nodes[@]}" \
		--console "$1/console.log" --limit 120 &
	pid=$!
	at_exit "kill $pid 2>/dev/null"
	wait "$pid"
}

online_nodes()
{
	local count
	count=$(node_options | grep -c M || true)
	((count > 1)) && echo "0-$((count - 1))" || echo 0
}

run_case()
{
	local dir=$1 status=0
	boot_case "$dir" || status=$?
	if ((status)); then
		echo "no report, status $status of run_guest.py; the console:"
		tail -n 25 "$dir/console.log"
		return 1
	fi
	"$harness_dir/check_reserve.py" "$dir/console.log" \
		--words "${wish[words]}" --want "${wish[want]}" \
		--says "${wish[says]}" --nodes "$(online_nodes)"
}

case_passed()
{
	tap_ok "$suite: $1"
}

prepare()
{
	local tree
	tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
	"$kernel_sh" build kdump "$tree"
	image=$("$kernel_sh" dir kdump)/arch/x86/boot/bzImage
	"$guest_dir/build_initramfs.sh" "$out/guest" "$image" --with-tools
	at_exit end_guests
}

main()
{
	pattern="" list_only=0 number=0
	case ${1:-} in
	-h | --help)
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
		;;
	--list) list_only=1 ;;
	*) pattern=${1:-} ;;
	esac
	if ((!list_only)); then
		prepare
	fi
	table_sizes
	table_ranges
	table_offsets
	table_high
	table_machines
	table_shrink
	((!list_only)) || return 0
	finish_guests
	tap_summary
}

main "$@"
