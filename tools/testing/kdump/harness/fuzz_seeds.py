# SPDX-License-Identifier: GPL-2.0-only
"""What the fuzzers start from: generators of inputs, by the target's name.

An input is what fuzz_TARGET.c says at its top. What guests boot with, and find
as dumps, is there, too.
"""
import struct

from . import fuzz_seeds_boot, reserve_cases
from .handmade import CASES, PT_LOAD, PT_NOTE, Header, note
from .save import dumps, refused
from .save import log as log_dump

# The machine that fuzz_vmcore_header.c plays.
EM_X86_64 = 62

# What no guest boots with.
VALUES = """\
256M@17M|128M,low crashkernel=256M,high|128M@1G,strict,strict|512M-:64M@1G,strict|64M@1E|15E
0xffffffffffffffff|1M@18446744073709551615|64M@16E|1G-1G:64M|4G-1G:64M|0-16E:64M
0-:64M,0-:32M|64M crashkernel=1G,cma|0,cma|1G@16M,cma|256M,High|256M,highest|256M high|08M|0x|00M\
"""
LINES = """\
|quiet|Crash-Kernel=1G|"crashkernel=128M|quiet crashkernel=128M ro|"--" crashkernel=128M
root="a crashkernel=1G" crashkernel=64M|quiet -- crashkernel=128M|init=x--  crashkernel=1M
a="b c"d crashkernel=128M|crashkernel="1 2" x|crashkernel=64M\xa0quiet|\tcrashkernel=64M\v\f\r\
"""
# What they are made of, for libFuzzer's dictionary.
WORDS = {"crashkernel": """\
crashkernel=|crashkernel|CRASHKERNEL=|crash_kernel=|crash-kernel=| crashkernel=|xcrashkernel=
,high|,low|,cma|,strict|@|@0|@16M|@1G|0x|0X|0,low|512M-2G:64M|2G-:128M|0-|-:|1M|256M|4G|17E|1023K
18446744073709551615|18446744073709551616|0xfffffffffffff000|01777777777777777777777
 -- |--|"|"crashkernel=|\t|\xa0|quiet\
""".replace("\n", "|").split("|") + ["\n"]}


def crashkernel():
    lines = [case.words for case in reserve_cases.TABLE.cases]
    lines += LINES.replace("\n", "|").split("|")
    lines += ["crashkernel=" + value for value in VALUES.replace("\n", "|").split("|")]
    for number, line in enumerate(lines):
        # RAM of the usual sizes, every machine, different ends
        setup = bytes([number % 8, 1, number % 6, number % 7, number % 3, 0, 255, 1])
        yield setup + line.encode("latin-1")


def notes():
    core, info = note(), note(b"VMCOREINFO\0", 0, b"OSRELEASE=6.12\nPAGESIZE=4096\n")
    yield b""
    yield core + info + bytes(12)
    yield core + info
    yield core[:-1]
    yield info + core[:11]
    yield note(b"", desc=b"x") + core
    yield note(b"VMCOREINFO", desc=b"no NUL")
    yield note(b"A\0", desc=b"") + note(b"ABC\0", desc=b"abc") + note(b"ABCD\0", desc=b"abcd")
    for size in (1, 0x7fffffff, 0xfffffffc, 0xffffffff):
        yield note(b"", desc=b"", namesz=size, descsz=4) + b"CORE"
        yield note(b"", desc=b"", namesz=4, descsz=size) + b"CORE"


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


def vmcore_header():
    def with_reader(header, bytes_shift=20, notes_shift=0, end=1, grow=4096, more=0):
        return struct.pack("<BBBBBQBQBQ", bytes_shift, notes_shift, end, 0, 0, 0x12345,
                           0, grow, 0, more) + Header(
            header.entries, header.bits, header.section,
            **{"e_machine": EM_X86_64} | header.fields).pack()

    usual = [(PT_NOTE, 0x10000400, 360), (PT_NOTE, 0x11000000, 4096),
             (PT_LOAD, 0x1000000, 0x2600000), (PT_LOAD, 0, 0x9fc00),
             (PT_LOAD, 0x100000, 0x6ff00000), (PT_LOAD, 0x100000000, 0x80000000)]
    for settings in ({"grow": 2**63, "more": 4096}, {"more": 2**33}, {"bytes_shift": 0},
                     {"notes_shift": 31}, {"end": 3}):
        yield with_reader(Header(usual), **settings)
    for entries in ([(PT_LOAD, 2**63 - 1, 1), (PT_LOAD, 0, 2**63)],
                    [(PT_LOAD, 2**64 - 4096, 8192)], [(PT_LOAD, 0, 2**51)] * 40):
        yield with_reader(Header(entries), end=0)
    yield with_reader(Header(usual[:-1], bits=32), grow=2**32)
    yield with_reader(Header([(PT_LOAD, 0xfffff000, 0x1000), (PT_LOAD, 0, 0xffffffff)], bits=32))
    yield with_reader(Header(usual, count_by_section=len(usual), e_phnum=0xffff))
    for case in CASES:
        if isinstance(case.header, Header) and len(case.header.entries) < 100:
            yield with_reader(case.header)


def dump():
    """Those with a log are as small as a log can be."""
    yield from (data for data, _ in refused.FILES.values() if len(data) < 20000)
    yield dumps.crooked().file()
    yield dumps.cut_short().file()[:20000]
    for make in log_dump.WHOLE:
        yield make()[0].dump().file()
    for make in (*log_dump.DAMAGED, *(make for make, _ in log_dump.BROKEN)):
        yield make().file()


def page_class():
    """Steps of three bytes: kind, count, number; 200 jumps, 240 is a folio."""
    def steps(*items):
        return bytes(byte for item in items for byte in item)

    for order in range(11):
        yield steps((240, 0, order), (240, 0, 128 + order))
        yield steps((1, 1, order), (16, 255, 0), (16, 255, 0))
        yield steps((200, 0, 128), (2, 1, order), (16, 100, 0), (240, 0, 9))
    for kind in range(16):
        yield steps((kind, 4, 3), (kind + 16, 16, 0x81), (240, 0, 9), (kind, 1, 1))
        yield steps((240, 0, 10), (200, 0, 32), (kind, 1, 64), (1, 1, 7), (16, 64, 0))


def memmap():
    """vmcoreinfo, how and where to look, memory of pages that lead on."""
    info = (b"SYMBOL(mem_section)=ff0123456789abcd\nLENGTH(mem_section)=2048\n"
            b"SYMBOL(vmemmap)=ffffea0000000000\nA=-17\n")
    for how in (0, 1, 2, 3, 4, 7, 8, 0x1f, 0x87, 255):
        for levels in range(5):
            for entry in (0x1001, 0x2002, 0x3001, 0xfffffffff001):
                start = info + bytes([0, how, 0, 1, 0, levels, 0, 16, 0, 1])
                yield start + struct.pack("<QQ", entry, entry | 6) * 4
    yield info.replace(b"=2048", b"=0")
    yield b"A=1\nA=2\n"
    yield b"A=1"
    yield b"A=" + b"9" * 24 + b"\n"


SEEDS = {"crashkernel": crashkernel, "ranges": ranges, "note": notes, "segment": segment,
         "bzimage": bzimage, "vmcore_header": vmcore_header, "dump": dump,
         "page_class": page_class, "page_mask": page_class, "memmap": memmap, **fuzz_seeds_boot.SEEDS}


def write(target, folder):
    """A file for each, and the dictionary if there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ("".join(f"\\x{byte:02x}" for byte in word.encode("latin-1"))
             for word in WORDS.get(target, ()))
    folder.with_suffix(".dict").write_text("".join(f'"{word}"\n' for word in words))
    for number, data in enumerate(SEEDS[target]()):
        (folder / str(number)).write_bytes(data)
