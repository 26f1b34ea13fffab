#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Write what the fuzzers start from: make_seeds.py TARGET DIR

One file per input, named after its content, so that nothing is written twice.
Each is what fuzz_TARGET.c says at its top.
"""

import hashlib
import pathlib
import struct
import sys

VALUES = """\
256M|256m|0x10000000|0X100M|256M@0|256M@|256M@foo|64M@1G|256M@17M
256M@0x40100000|256M@4G|256M@0xfffffffff0000000||auto|-256M|+256M|"128M"|,high
1|4095|0x40E|010M|18446744073709551872M|17E|99999999999999999999G|4G|5G,high
512M-2G:64M,2G-:128M|512M-2G:64M,2G-:128M@1G|1G-4G:64M,4G-:192M|4G-:192M
0-2G:64M,2G-:128M|M-:128M|1G-:64M;junk|1G-8G:64M,|1G-8G:64M,junk|1G-2G:64M,
1G-2G:64M,junk|1G-:64M@0|1G-:|1G:64M|128M:|64M@16M:foo|-2G:64M
1G-8G:64M,8G-:16G|2G-:128M@16M,512M-2G:64M|8G-:128M,2G-:64M@1G|1G-8G:0,8G-:64M
1G-8G:64M,8G-:128M,low|256M,low|256M,high,low|256M,high
256M,high crashkernel=128M,low|128M,low crashkernel=256M,high
256M,high crashkernel=0,low|256M,high crashkernel=4G,low|0,high
0,high crashkernel=64M,low|256M,high crashkernel=512M,high
256M crashkernel=128M,high|128M crashkernel=256M|128M crashkernel=
128M crashkernel=junk|64M crashkernel=1G-2G:32M|128M\tquiet|128M\n|512M,high swiotlb=131072
128M@1G,strict|128M@0,strict|128M@1G,strict,strict|512M-:64M@1G,strict|64M@1E
15E|0xffffffffffffffff|1M@18446744073709551615|1048577|64M@16E|1G-1G:64M
4G-1G:64M|0-16E:64M|0-:64M,0-:32M|256M,High|256M,highest|256M high|08M|0x|00M\
"""

LINES = """\
|quiet|crashkernel|CRASHKERNEL=128M|crash_kernel=128M|Crash-Kernel=1G
"crashkernel=128M"|"crashkernel=128M|quiet crashkernel=128M ro|xcrashkernel=128M
root="a crashkernel=1G" crashkernel=64M|quiet -- crashkernel=128M
"--" crashkernel=128M|init=x--  crashkernel=1M|a="b c"d crashkernel=128M|crashkernel="1 2" x
crashkernel=64M\xa0quiet|\tcrashkernel=64M\v\f\r\
"""


def crashkernel():
    lines = LINES.replace("\n", "|").split("|")
    lines += ["crashkernel=" + value for value in VALUES.replace("\n", "|").split("|")]
    for number, line in enumerate(lines):
        # RAM of the usual sizes, every machine, different ends
        setup = bytes([number % 8, 1, number % 6, number % 7, number % 3, 0, 255, 1])
        yield setup + line.encode("latin-1")


def note_bytes(name, desc, kind=1):
    def padded(data):
        return data + bytes(-len(data) % 4)
    return struct.pack("<III", len(name), len(desc), kind) + padded(name) + padded(desc)


def note():
    core = note_bytes(b"CORE\0", bytes(336))
    info = note_bytes(b"VMCOREINFO\0", b"OSRELEASE=6.12\nPAGESIZE=4096\n", 0)
    yield b""
    yield core + info + bytes(12)
    yield core + info
    yield core[:-1]
    yield info + core[:11]
    yield note_bytes(b"", b"x") + core
    yield note_bytes(b"VMCOREINFO", b"no NUL")
    yield note_bytes(b"A\0", b"") + note_bytes(b"ABC\0", b"abc") + note_bytes(b"ABCD\0", b"abcd")
    for size in (1, 0x7fffffff, 0xfffffffc, 0xffffffff):
        yield struct.pack("<III", size, 4, 1) + b"CORE"
        yield struct.pack("<III", 4, size, 1) + b"CORE"


def ranges():
    def steps(capacity, *each):
        return bytes([capacity]) + b"".join(bytes(step) for step in each)

    yield steps(0, (1, 0, 1))
    yield steps(12, (1, 0, 255), (0, 10, 20), (0, 30, 40), (0, 15, 35), (1, 20, 20), (0, 0, 255))
    yield steps(2, (1, 0, 10), (1, 20, 30), (1, 40, 50), (0, 5, 6), (1, 10, 20))
    yield steps(3, (1, 5, 4), (0, 5, 4), (1, 8, 9), (1, 7, 8), (1, 9, 10), (0, 8, 9))
    yield steps(1, (1, 0, 255), (0, 1, 254), (0, 0, 254))


def segment():
    # small scale: pages of the region, of the hole's window, its size, its
    # alignment, from the top; then segments: first page, end page, bytes / 64
    def small(region, window, size, align, top, *segments):
        packed = bytes([1, *region, *window, size, align, top, len(segments)])
        return packed + b"".join(struct.pack("<BBH", *each) for each in segments)

    yield small((16, 64), (16, 64), 4, 0, 0)
    yield small((16, 64), (16, 64), 4, 0, 1, (16, 20, 256), (60, 64, 256))
    yield small((16, 64), (20, 60), 8, 2, 1, (16, 32, 1), (40, 44, 0), (44, 64, 64))
    yield small((16, 64), (16, 64), 49, 0, 0, (30, 30, 0))
    yield small((16, 64), (16, 64), 1, 0, 0, (16, 40, 0), (39, 64, 0))
    yield small((16, 64), (16, 64), 1, 0, 0, (8, 40, 0))
    yield small((16, 64), (16, 64), 1, 0, 0, (16, 17, 65))
    yield small((16, 64), (60, 20), 1, 0, 1)
    yield small((0, 255), (0, 255), 1, 5, 1, *[(i * 8, i * 8 + 4, 256) for i in range(12)])


def setup_header(**changes):
    fields = {
        "setup_sects": (0x1f1, "B", 1), "syssize": (0x1f4, "<I", 0x20),
        "boot_flag": (0x1fe, "<H", 0xaa55), "jump": (0x200, "<H", 0x6aeb),
        "header": (0x202, "<I", 0x53726448), "version": (0x206, "<H", 0x20f),
        "loadflags": (0x211, "B", 1), "kernel_alignment": (0x230, "<I", 0x200000),
        "relocatable_kernel": (0x234, "B", 1), "xloadflags": (0x236, "<H", 0x3f),
        "cmdline_size": (0x238, "<I", 2047), "payload_offset": (0x248, "<I", 16),
        "payload_length": (0x24c, "<I", 0x100), "pref_address": (0x258, "<Q", 0x1000000),
        "init_size": (0x260, "<I", 0x4000),
    }
    data = bytearray(0x600)
    for name, (offset, form, value) in fields.items():
        struct.pack_into(form, data, offset, changes.get(name, value))
    return bytes(data)


def bzimage():
    yield b"\0" + setup_header()
    yield b"\7" + setup_header()
    yield b"\0" + setup_header()[:1024]
    yield b"\0" + setup_header()[:1023]
    yield b"\xff" + setup_header(setup_sects=0)
    for changes in (
            {"jump": 0x80eb}, {"jump": 0x7feb}, {"jump": 0x61eb}, {"jump": 0x62eb},
            {"syssize": 0x21}, {"syssize": 0xffffffff}, {"header": 0}, {"boot_flag": 0},
            {"version": 0x20b}, {"loadflags": 0}, {"xloadflags": 0}, {"xloadflags": 1},
            {"relocatable_kernel": 0}, {"kernel_alignment": 0}, {"kernel_alignment": 3},
            {"init_size": 0}, {"init_size": 0xfffff001}, {"init_size": 0xffffffff},
            {"payload_length": 0xffffffff}, {"payload_offset": 0xffffffff},
            {"pref_address": 0}, {"pref_address": 2**64 - 1}, {"setup_sects": 255}):
        yield b"\0" + setup_header(**changes)


def core_header(entries, phoff=64, phnum=None, shoff=0, shentsize=0, **changes):
    ident = b"\x7fELF" + bytes([changes.get("elfclass", 2), changes.get("data", 1), 1]) + bytes(9)
    count = len(entries) if phnum is None else phnum
    header = ident + struct.pack("<HHIQQQIHHHHHH", changes.get("type", 4), 62, 1, 0, phoff, shoff,
                                 0, 64, 56, count, shentsize, 0, 0)
    table = b"".join(struct.pack("<IIQQQQQQ", kind, 7, start, 0, start, size, size, 0)
                     for kind, start, size in entries)
    return header + bytes(phoff - 64) + table


def core_header_32(entries, phoff=52, phnum=None):
    ident = b"\x7fELF" + bytes([1, 1, 1]) + bytes(9)
    count = len(entries) if phnum is None else phnum
    header = ident + struct.pack("<HHIIIIIHHHHHH", 4, 62, 1, 0, phoff, 0, 0, 52, 32, count, 0, 0, 0)
    table = b"".join(struct.pack("<IIIIIIII", kind, start, 0, start, size, size, 7, 0)
                     for kind, start, size in entries)
    return header + bytes(phoff - 52) + table


def core_header_counted_by_section(entries, count=0xffff):
    header = core_header([], phnum=0xffff, phoff=128, shoff=64, shentsize=64)
    section = struct.pack("<IIQQQQIIQQ", 0, 0, 0, 0, 0, 0, 0, count, 0, 0)
    return header[:64] + section + core_header(entries)[64:]


def vmcore_header():
    def with_reader(header, bytes_shift=20, notes_shift=0, end=1, grow=4096, more=0):
        return struct.pack("<BBBBBQBQBQ", bytes_shift, notes_shift, end, 0, 0, 0x12345,
                           0, grow, 0, more) + header

    usual = [(4, 0x10000400, 360), (4, 0x10000800, 360), (4, 0x11000000, 4096),
             (1, 0x1000000, 0x2600000), (1, 0, 0x9fc00), (1, 0x100000, 0x6ff00000),
             (1, 0x100000000, 0x80000000)]
    yield with_reader(core_header(usual))
    yield with_reader(core_header(usual, phoff=72))
    yield with_reader(core_header(usual), grow=2**63, more=4096)
    yield with_reader(core_header(usual), more=2**33)
    yield with_reader(core_header(usual), bytes_shift=0)
    yield with_reader(core_header(usual), notes_shift=31)
    yield with_reader(core_header(usual), end=3)
    yield with_reader(core_header(usual)[:-1])
    yield with_reader(core_header(usual, phnum=8))
    yield with_reader(core_header(usual, phnum=0xffff))
    yield with_reader(core_header([]))
    yield with_reader(core_header([(0, 1, 1), (6, 1, 1), (4, 0, 0), (1, 5, 0)]))
    yield with_reader(core_header([(1, 0x1001, 0x2002), (1, 0x2fff, 1), (1, 0x1000, 0x1000)]))
    yield with_reader(core_header([(1, 2**63 - 1, 1), (1, 0, 2**63)]), end=0)
    yield with_reader(core_header([(1, 2**64 - 4096, 8192)]), end=0)
    yield with_reader(core_header([(1, 0, 2**51)] * 40))
    yield with_reader(core_header([(4, 0, 2**32 - 1)]))
    yield with_reader(core_header(usual, elfclass=1))
    yield with_reader(core_header(usual, type=2))
    yield with_reader(core_header_32(usual[:-1]))
    yield with_reader(core_header_32(usual[:-1], phoff=60), grow=2**32)
    yield with_reader(core_header_32(usual[:-1], phnum=0xffff))
    yield with_reader(core_header_32([(1, 0xfffff000, 0x1000), (1, 0, 0xffffffff)]))
    yield with_reader(core_header_counted_by_section(usual))
    yield with_reader(core_header_counted_by_section(usual, 0xfffe))
    yield with_reader(core_header_counted_by_section([(1, 0, 1)] * 3, 0xffffffff))


TARGETS = {
    "crashkernel": crashkernel, "ranges": ranges, "note": note, "segment": segment,
    "bzimage": bzimage, "vmcore_header": vmcore_header,
}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in TARGETS:
        sys.exit("usage: make_seeds.py " + "|".join(TARGETS) + " DIR")
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for data in TARGETS[sys.argv[1]]():
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


if __name__ == "__main__":
    main()
