#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes an ELF core header by hand, for a capture kernel that follows no
crash.

Old memory begins at --first, and --count segments of it are described, which
have --bytes in all and lie as far apart as they are long. The header itself
goes to the address that is printed, behind the last segment:

    elfcorehdr=ADDRESS

The layout is that of the ELF specification, "Program Header"; the note is an
NT_PRSTATUS full of zeros of a CPU that nobody asks.
"""
import argparse
import struct
import sys

PAGE = 4096
ELF_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
PROGRAM_HEADER = struct.Struct("<IIQQQQQQ")
NOTE_HEADER = struct.Struct("<III")
ET_CORE, EM_X86_64, PT_LOAD, PT_NOTE, NT_PRSTATUS = 4, 62, 1, 4, 1
PRSTATUS_BYTES = 336
# What e_phnum can say; the note takes one.
SEGMENTS_MAX = 0xfffe - 1
READ_WRITE_EXECUTE = 7


def segments(first, count, total):
    """(address, size) of each."""
    size = total // count // PAGE * PAGE
    if not size:
        raise ValueError(f"{total} bytes are no {count} pages")
    return [(first + 2 * size * number, size) for number in range(count)]


def note():
    name = b"CORE\0\0\0\0"
    return (NOTE_HEADER.pack(5, PRSTATUS_BYTES, NT_PRSTATUS) + name +
            bytes(PRSTATUS_BYTES))


def header(address, layout):
    """The bytes that lie at address."""
    notes = note()
    entries = len(layout) + 1
    note_address = address + ELF_HEADER.size + entries * PROGRAM_HEADER.size
    ident = b"\x7fELF" + bytes([2, 1, 1]) + bytes(9)
    parts = [
        ELF_HEADER.pack(ident, ET_CORE, EM_X86_64, 1, 0, ELF_HEADER.size, 0, 0,
                        ELF_HEADER.size, PROGRAM_HEADER.size, entries, 0, 0, 0),
        PROGRAM_HEADER.pack(PT_NOTE, 0, note_address, 0, note_address,
                            len(notes), len(notes), 0)]
    parts += [PROGRAM_HEADER.pack(PT_LOAD, READ_WRITE_EXECUTE, start, 0, start,
                                  size, size, 0) for start, size in layout]
    return b"".join(parts) + notes


def main():
    parser = argparse.ArgumentParser(
        description="Writes an ELF core header by hand.")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--first", type=lambda text: int(text, 0),
                        required=True, help="physical address")
    parser.add_argument("--bytes", type=lambda text: int(text, 0),
                        required=True, help="of all segments together")
    parser.add_argument("output")
    options = parser.parse_args()
    if not 0 < options.count <= SEGMENTS_MAX:
        parser.error(f"--count: 1 to {SEGMENTS_MAX}")
    layout = segments(options.first, options.count, options.bytes)
    address = options.first + 2 * options.count * layout[0][1]
    with open(options.output, "wb") as file:
        file.write(header(address, layout))
    print(f"{address:#x}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
