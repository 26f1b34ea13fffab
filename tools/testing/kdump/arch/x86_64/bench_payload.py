#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""bench_payload.py BZIMAGE STUB: writes STUB over the entry of the kernel inside.

A load that unpacks BZIMAGE enters the kernel in there, not its decompressor. That
kernel goes back in as another payload, after all that the file had: packed less
well, as it need not be small. Documentation/arch/x86/boot.rst has the fields.
"""
import gzip
import lzma
import pathlib
import struct
import sys

SECTOR, PARAGRAPH = 512, 16
SETUP_SECTS, SYSSIZE, PAYLOAD = 0x1f1, 0x1f4, 0x248


def unpacked(payload):
    if payload.startswith(b"\x1f\x8b"):
        return bytearray(gzip.decompress(payload))
    # What the makefile adds is past the end of the stream.
    return bytearray(lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(payload))


def entry_offset(vmlinux):
    """Where in the ELF file the first instruction is."""
    entry, headers = struct.unpack_from("<QQ", vmlinux, 0x18)
    size, count = struct.unpack_from("<HH", vmlinux, 0x36)
    for at in range(headers, headers + size * count, size):
        kind, _, offset, _, address, length = struct.unpack_from("<IIQQQQ", vmlinux, at)
        if kind == 1 and address <= entry < address + length:
            return offset + entry - address
    raise SystemExit("no program header has the entry")


def main(bzimage, stub):
    data = bytearray(bzimage.read_bytes())
    kernel = (data[SETUP_SECTS] + 1) * SECTOR
    offset, length = struct.unpack_from("<II", data, PAYLOAD)
    vmlinux = unpacked(bytes(data[kernel + offset:kernel + offset + length]))
    code, at = stub.read_bytes(), entry_offset(vmlinux)
    vmlinux[at:at + len(code)] = code
    payload = gzip.compress(vmlinux, 1, mtime=0)
    struct.pack_into("<II", data, PAYLOAD, len(data) - kernel, len(payload))
    data += payload
    data += bytes(-(len(data) - kernel) % PARAGRAPH)
    struct.pack_into("<I", data, SYSSIZE, (len(data) - kernel) // PARAGRAPH)
    bzimage.write_bytes(data)


main(*map(pathlib.Path, sys.argv[1:]))
