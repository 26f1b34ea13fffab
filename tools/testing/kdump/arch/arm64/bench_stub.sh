#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bench_stub.sh KERNEL STUB: a copy of KERNEL that says when it is entered
#
# An Image begins with two instructions, the second of which branches past its
# header (Documentation/arch/arm64/booting.rst). It is made to branch to what is
# written a page later.

set -eu
kernel=$1 stub=$2
cp "$kernel" "$stub"
aarch64-linux-gnu-gcc -c -o "$stub.o" "$(dirname "$0")/bench_stub.S"
aarch64-linux-gnu-objcopy -O binary -j .text "$stub.o" "$stub.bin"
dd if="$stub.bin" of="$stub" bs=4096 seek=1 conv=notrunc status=none
# "b .+4092", of 4 bytes each
printf '\377\003\000\024' |
	dd of="$stub" bs=4 seek=1 conv=notrunc status=none
