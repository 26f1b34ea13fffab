# SPDX-License-Identifier: GPL-2.0-only
"""Files that are no dumps: each is refused, and what is wrong is named."""
from ..handmade import PT_LOAD, PT_NOTE, note
from .dumps import PAGE, Dump, Elf, piece
from .program import FAILED

NOTES = note() + note(b"VMCOREINFO\0", 0, b"PAGESIZE=4096\n")
MEMORY = (PT_LOAD, 2 * PAGE, 0, 0x100000, PAGE)
LAST = 1 << 52


def file(*entries, notes=NOTES, body=bytes(PAGE), **fields):
    head = Elf([(PT_NOTE, PAGE, 0, 0, len(notes)), *entries], **fields).pack()
    return head.ljust(PAGE, b"\0") + notes.ljust(PAGE, b"\0") + body


def header(name, value, **fields):
    return file(MEMORY, **fields), f"{name} is {value:#x}, must be "


def entry(name, value, *load):
    return (file(MEMORY, (PT_LOAD, *load)),
            f"{name} of program header 2 is {value:#x}: ")


def noted(says, *parts):
    return file(MEMORY, notes=b"".join(parts)), says


FILES = {
    "empty": (b"", "52 bytes at 0x0 reach past the end"),
    "short": (b"\x7fELF" + bytes(47), "reach past the end"),
    "text": (b"a dump, but not one of a kernel" * 9, "begins with 0x61206475"),
    "compressed": (b"KDUMP   " + bytes(500), "begins with 0x4b44554d"),
    "class 0": header("EI_CLASS", 0, ei_class=0),
    "class 3": header("EI_CLASS", 3, ei_class=3),
    "32 bits in name only": header("e_ehsize", 0, ei_class=1),
    "big endian": header("EI_DATA", 2, ei_data=2),
    "ident version": header("EI_VERSION", 0, ei_version=0),
    "executable": header("e_type", 2, e_type=2),
    "version 2": header("e_version", 2, e_version=2),
    "e_ehsize": header("e_ehsize", 52, e_ehsize=52),
    "e_phentsize 0": header("e_phentsize", 0, e_phentsize=0),
    "e_phentsize 32": header("e_phentsize", 32, e_phentsize=32),
    "no entries": header("e_phnum", 0, e_phnum=0),
    "e_phoff 0": header("e_phoff", 0, e_phoff=0),
    "e_phoff past the end": (file(MEMORY, e_phoff=3 * PAGE - 56),
                             "2 program headers reach past the end"),
    "e_phoff wraps": (file(MEMORY, e_phoff=2**64 - 8),
                      "2 program headers reach past the end"),
    "too many entries": (file(MEMORY, e_phnum=65000),
                         "65000 program headers reach past the end"),
    "count without a section": (file(MEMORY, e_phnum=0xffff, e_shoff=1 << 40),
                                "e_shoff is 0x10000000000"),
    "count of zero": header("e_phnum", 0, count_by_section=0, e_phnum=0xffff),
    "count of all": header("e_phnum", 0xffffffff, count_by_section=0xffffffff,
                           e_phnum=0xffff),
    "p_offset past the end": entry("p_offset", 4 * PAGE, 4 * PAGE, 0, 0, PAGE),
    "p_offset of all": entry("p_offset", 2**64 - 1, 2**64 - 1, 0, 0, PAGE),
    "p_filesz past the end": entry("p_filesz", PAGE + 1, 2 * PAGE, 0, 0,
                                   PAGE + 1),
    "p_filesz of all": entry("p_filesz", 2**64 - 1, PAGE, 0, 0, 2**64 - 1),
    "p_filesz over p_memsz": entry("p_filesz", PAGE, PAGE, 0, 0, PAGE, 16),
    "p_paddr": entry("p_paddr", LAST + 1, PAGE, 0, LAST + 1, PAGE),
    "p_paddr of all": entry("p_paddr", 2**64 - PAGE, PAGE, 0, 2**64 - PAGE,
                            PAGE),
    "p_memsz": entry("p_memsz", PAGE, PAGE, 0, LAST - 16, PAGE),
    "p_memsz of all": entry("p_memsz", 2**64 - 1, PAGE, 0, PAGE, PAGE,
                            2**64 - 1),
    "p_memsz of all of it": (file(
        MEMORY, (PT_LOAD, PAGE, 0, 0, 0, LAST)), "p_memsz of all program "),
    "note too large": noted("n_descsz 0x1000", note(descsz=4096)),
    "note of all": noted("n_descsz 0xffffffff", note(descsz=0xffffffff)),
    "name of all": noted("n_namesz 0xfffffffd", note(namesz=0xfffffffd)),
    "PAGESIZE 0": noted("PAGESIZE in VMCOREINFO is 0, must be ",
                        note(b"VMCOREINFO\0", 0, b"PAGESIZE=0\n")),
    "PAGESIZE of no machine": noted(
        "PAGESIZE in VMCOREINFO is 4097, must be ",
        note(b"VMCOREINFO\0", 0, b"PAGESIZE=4097\n")),
    "VMCOREINFO too large": (file(
        MEMORY, notes=note(b"VMCOREINFO\0", 0, bytes(65537)), body=bytes(
            20 * PAGE)), "n_descsz of VMCOREINFO is 0x10001"),
    "32 bits": (Dump([piece(0x1000, 4)], bits=32).file(),
                "EI_CLASS is that of 32 bits"),
}


def check(program):
    """Returns how many there are."""
    for name, (data, says) in FILES.items():
        print(name)
        program.write("source", data)
        program.run("-o", "copy", "source", want=FAILED)
        program.said(says)
        program.there()
    return len(FILES)
