# SPDX-License-Identifier: GPL-2.0-only
"""Runs every client on the dump of one boot, and keeps what came of it.

    matrix.py FOLDER VMLINUX --token HEX --base 6.12 --load -c [--core]

FOLDER has console.log, cp (the dump as cp wrote it in the capture kernel), and
what makedumpfile wrote there. A line for each cell, as TAP; the cells go to
FOLDER/cells.json, which table.py makes the table of.
"""
import argparse
import sys
import tempfile
from itertools import chain
from pathlib import Path

from .cells import attempt, guest_cells, keep
from .dump import Crash, check_content, rearrange
from .readers import CORE_ROWS, ROWS

# What the capture kernel left on its disk: row, file, level of the filter.
SAVED = {"cp /proc/vmcore": ("cp", 0),
         "makedumpfile -E -d 31": ("E", 31),
         "makedumpfile -c -d 31": ("c", 31),
         "makedumpfile -l -d 31": ("l", 31),
         "makedumpfile -F -c -d 31 to a pipe": ("F", 31),
         "makedumpfile --non-mmap -l -d 1": ("N", 1)}


def check_saved(crash, row, work):
    name, level = SAVED[row]
    path = crash.folder / name
    if name == "F":
        path = work / "rearranged"
        rearrange(crash.folder / name, path)
    check_content(crash, path, level)


def all_guest_cells(crash):
    """What the guest tried; what it wrote has to be a dump, too."""
    for table, row, works, said in guest_cells(crash.console):
        if works and row in SAVED and table == "capture":
            with tempfile.TemporaryDirectory(dir=crash.folder) as work:
                works, more = attempt(check_saved, crash, row, Path(work))
                said += more
        yield table, row, works, said


def host_cells(crash, core):
    for row, function in ROWS:
        if core and not CORE_ROWS.match(row):
            continue
        with tempfile.TemporaryDirectory(dir=crash.folder) as work:
            works, said = attempt(function, crash, Path(work))
        yield "host", row, works, said


def main():
    parser = argparse.ArgumentParser(description="Runs clients on a dump.")
    parser.add_argument("folder")
    parser.add_argument("vmlinux")
    parser.add_argument("--token", required=True)
    parser.add_argument("--base", required=True)
    parser.add_argument("--load", required=True,
                        help="the options of kexec that loaded")
    parser.add_argument("--core", action="store_true",
                        help="only the rows of make test")
    options = parser.parse_args()
    crash = Crash(options.folder, options.vmlinux, options.token)
    cells = chain(all_guest_cells(crash), host_cells(crash, options.core))
    return keep(crash, cells, base=options.base, load=options.load)


if __name__ == "__main__":
    sys.exit(main())
