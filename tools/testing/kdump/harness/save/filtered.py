# SPDX-License-Identifier: GPL-2.0-only
"""Dumps that the kernel filters, with save/fake_filter.c as the kernel."""
import os
import struct

from ..case import require
from ..settings import TESTING, ROOT, run
from . import dumps
from .dumps import PAGE
from .kdump_file import KdumpFile
from .program import FAILED

HEAD = 16
# More borders than the program remembers.
MANY = 34000
AT = 0x100000
# Of the second program header: p_filesz and p_memsz.
SIZES = (64 + 56 + 32, 64 + 56 + 40)


def is_kept(page, bits):
    return page < HEAD or bits >> page % 8 & 1


class Filtered:
    """The program, with a kernel that filters. The level is in a file."""

    def __init__(self, program):
        self.program = program
        library = program.folder / "fake_filter.so"
        run("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
            "-idirafter", ROOT / "include/uapi", "-o", library,
            TESTING / "save/fake_filter.c")
        self.level = program.folder / "level"
        self.env = os.environ | {
            "LD_PRELOAD": str(library), "FAKE_FILTER_LEVEL": str(self.level),
            # It wants to be the first library, and need not be.
            "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def run(self, bits, *words, before=0, **keys):
        """The level of before is there again afterwards."""
        self.level.write_text(f"{before}\n")
        self.program.run(*words, "-o", "copy", "--json", "result.json",
                         "source", **keys,
                         env=self.env | {"FAKE_FILTER_KEPT": hex(bits)})
        after = int(self.level.read_text().split()[0])
        require(after == before, f"the level is {after} afterwards")
        return self.program.folder / "copy"


def expected(data, bits):
    """The file with zeros where it is left out."""
    pages = (data[at:at + PAGE] if is_kept(at // PAGE, bits) else bytes(PAGE)
             for at in range(0, len(data), PAGE))
    return b"".join(pages)[:len(data)]


def check_elf(filtered, dump, bits):
    data = dump.file()
    path = filtered.run(bits, "-E", "-d", 31)
    require(path.read_bytes() == expected(data, bits),
            f"{bits:#x}: the ELF file is not what the filter keeps")
    path.unlink()


def check_compressed(filtered, dump, bits, places):
    """places: in which page of the file each page of memory is."""
    path = filtered.run(bits, "-l", "-d", 31)
    pfns = [pfn for pfn in dump.pfns() if is_kept(places[pfn], bits)]
    file = KdumpFile(path)
    file.check_bitmaps(pfns)
    require(file.level == 31, f"the level is {file.level}")
    bad = file.wrong_pages(dump, pfns)
    require(bad == (0, 0), f"{bits:#x}: wrong and missing pages: {bad}")
    path.unlink()


def places_of(dump):
    """Its pieces are whole pages, and follow each other in the file."""
    places, at = {}, 2
    for one in dump.pieces:
        for number in range(len(one.data) // PAGE):
            places[one.start // PAGE + number] = at + number
        at += len(one.data) // PAGE
    return places


def check_many(filtered):
    """Where more is asked for than can be remembered."""
    data = bytearray(dumps.Dump([dumps.Piece(AT, b"x")]).file()[:2 * PAGE])
    for field in SIZES:
        struct.pack_into("<Q", data, field, MANY * PAGE)
    path = filtered.program.write("source", data)
    with open(path, "r+b") as file:
        file.truncate((MANY + 2) * PAGE)
        for page in range(MANY):
            file.seek((page + 2) * PAGE)
            file.write(struct.pack("<Q", page + 1))
    path = filtered.run(0x55, "-l", "-d", 31)
    kept = [page for page in range(MANY) if is_kept(page + 2, 0x55)]
    found = KdumpFile(path)
    found.check_bitmaps([AT // PAGE + page for page in kept])
    # Imported late: it may not be installed yet.
    import kdumpfile
    memory = kdumpfile.kdumpfile(str(path))
    for page in kept:
        said, = struct.unpack("<Q", memory.read(
            kdumpfile.KDUMP_MACHPHYSADDR, AT + page * PAGE, 8))
        require(said == page + 1, f"page {page} says {said}")
    path.unlink()


def check(program):
    filtered, dump = Filtered(program), dumps.simple()
    program.write("source", dump.file())
    for bits in (0xff, 0, 0x55, 0x35, 0x80):
        check_elf(filtered, dump, bits)
        check_compressed(filtered, dump, bits, places_of(dump))
    for words in (("-d", 1), ()):
        path = filtered.run(0, "-E", *words, before=31)
        require(path.read_bytes() == dump.file(),
                "a level of the kernel has filtered what was not asked for")
        path.unlink()
    filtered.run(0x55, "-E", "-d", 31, before=8).unlink()
    check_many(filtered)
    filtered.level.unlink()
    program.run("-d", 31, "-o", "other", "source", want=FAILED,
                env=filtered.env)
    program.said("this kernel has no filter", "kdump_vmcore.ko")
