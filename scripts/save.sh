#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds kdump_save and kdump_size, static: build/kdump_save for this machine, or for
# another one build/kdump_save-ARCH.
#
#   save.sh [ARCH]   x86_64, i386, arm64, arm, riscv64, s390x, ppc64le
#
# It needs a compiler for that machine, and its libzstd, liblzo2 and zlib.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# What Debian calls a machine, and what GNU does.
declare -A debian=([x86_64]=amd64 [i386]=i386 [arm64]=arm64 [arm]=armhf
	[riscv64]=riscv64 [s390x]=s390x [ppc64le]=ppc64el)
declare -A gnu=([x86_64]=x86_64-linux-gnu [i386]=i686-linux-gnu
	[arm64]=aarch64-linux-gnu [arm]=arm-linux-gnueabihf
	[riscv64]=riscv64-linux-gnu [s390x]=s390x-linux-gnu
	[ppc64le]=powerpc64le-linux-gnu)

has_libraries()
{
	"$1gcc" -static -x c -o /dev/null - -lzstd -llzo2 -lz \
		<<<'int main(void) { return 0; }' 2>/dev/null
}

# need_libraries PREFIX SUFFIX - SUFFIX is of Debian's packages
need_libraries()
{
	local packages="libzstd-dev$2 liblzo2-dev$2 zlib1g-dev$2" first=

	has_libraries "$1" && return
	if [[ -n $2 ]]; then
		first="dpkg --add-architecture ${2#:} && apt-get update && "
	fi
	die "the static libraries of zstd, lzo2 or zlib are missing to link with ${1}gcc." \
		"Install them: ${first}apt-get install $packages"
}

# build PROGRAM PREFIX ARCH SUFFIX
build()
{
	local folder=$KDUMP_OUT/$1-$3 path=$KDUMP_OUT/kdump_$1$4

	mkdir -p "$KDUMP_OUT"
	quietly "$path.log" make -C "$KDUMP_ROOT/tools/kdump/$1" -j "$JOBS" \
		CROSS_COMPILE="$2" OUTPUT="$folder"
	cp "$folder/kdump_$1" "$path"
	echo "$path"
}

main()
{
	local arch=$1 prefix='' suffix='' other=''

	[[ -n ${gnu[$arch]-} ]] || die "unknown ARCH=$arch." \
		"There are: ${!gnu[*]}"
	if [[ $arch != "$(uname -m)" ]]; then
		prefix=${gnu[$arch]}-
		suffix=:${debian[$arch]}
		other=-$arch
	fi
	need "${prefix}gcc" "Install it: apt-get install gcc${prefix:+-${gnu[$arch]/x86_64/x86-64}}"
	need_libraries "$prefix" "$suffix"
	build save "$prefix" "$arch" "$other"
	build size "$prefix" "$arch" "$other"
}

if (($# > 1)) || [[ ${1-} == -* ]]; then
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
fi
main "${1:-$(uname -m)}"
