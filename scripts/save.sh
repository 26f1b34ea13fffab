#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds kdump_save, static: build/kdump_save for this machine, or for another
# one build/kdump_save-ARCH.
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

main()
{
	local arch=$1 prefix='' suffix='' name=kdump_save

	[[ -n ${gnu[$arch]-} ]] || die "unknown ARCH=$arch." \
		"There are: ${!gnu[*]}"
	if [[ $arch != "$(uname -m)" ]]; then
		prefix=${gnu[$arch]}-
		suffix=:${debian[$arch]}
		name+=-$arch
	fi
	need "${prefix}gcc" "Install it: apt-get install gcc${prefix:+-${gnu[$arch]/x86_64/x86-64}}"
	need_libraries "$prefix" "$suffix"
	mkdir -p "$KDUMP_OUT"
	quietly "$KDUMP_OUT/$name.log" make -C "$KDUMP_ROOT/tools/kdump/save" \
		-j "$JOBS" CROSS_COMPILE="$prefix" OUTPUT="$KDUMP_OUT/save-$arch"
	cp "$KDUMP_OUT/save-$arch/kdump_save" "$KDUMP_OUT/$name"
	echo "$KDUMP_OUT/$name"
}

if (($# > 1)) || [[ ${1-} == -* ]]; then
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
fi
main "${1:-$(uname -m)}"
