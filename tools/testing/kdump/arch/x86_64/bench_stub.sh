#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# bench_stub.sh KERNEL STUB WHOSE: a copy of KERNEL that says when it is entered
#
# Its 64-bit entry lies 512 bytes into what follows the setup sectors
# (Documentation/arch/x86/boot.rst, "setup_sects" and "64-bit boot"). Our code
# unpacks what it loads, so then it is the entry of the kernel inside, too; the
# classic code hashes the file, which has to stay as large as it was.

set -eu
kernel=$1 stub=$2
cp "$kernel" "$stub"
gcc -c -o "$stub.o" "$(dirname "$0")/bench_stub.S"
objcopy -O binary -j .text "$stub.o" "$stub.bin"
sectors=$(od -An -tu1 -j $((0x1f1)) -N 1 "$kernel")
dd if="$stub.bin" of="$stub" bs=512 seek=$((sectors + 2)) conv=notrunc \
	status=none
if [ "$3" = kdump ]; then
	"$(dirname "$0")/bench_payload.py" "$stub" "$stub.bin"
fi
