# SPDX-License-Identifier: GPL-2.0-only
"""Runs every client on the dump of one boot, and keeps what came of it.

Its folder has console.log, cp (the dump as cp wrote it in the capture kernel),
and what makedumpfile wrote there. The cells go to cells.json, which table.py
makes the table of.
"""
import re
import tempfile
from itertools import chain
from pathlib import Path

from ..tap import Tap
from . import filtered
from .cells import attempt, guest_cells, keep
from .dump import Crash, check_content, rearrange
from .readers import CORE_ROWS, ROWS

# What the capture kernel left on its disk: row, file, level of the filter.
SAVED = {"cp /proc/vmcore": ("cp", 0),
         "makedumpfile -E -d 31": ("E", 31),
         "makedumpfile -c -d 31": ("c", 31),
         "makedumpfile -l -d 31": ("l", 31),
         "makedumpfile -F -c -d 31 to a pipe": ("F", 31),
         "makedumpfile --non-mmap -l -d 1": ("N", 1),
         **{f"kdump_save -l -d {level}": (filtered.name_of(level), level)
            for level in filtered.LEVELS}}

# Programs that are built for the dumps of one machine.
OF_ITS_MACHINE = re.compile("makedumpfile |crash: ")


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


def rows_of(crash):
    """Of what kdump_save has filtered, if the kernel and the guest had that."""
    there = (crash.folder / filtered.name_of(filtered.LEVELS[0])).exists()
    return ROWS + filtered.ROWS * there


def host_cells(crash, core):
    for row, function in rows_of(crash):
        if core and not CORE_ROWS.match(row):
            continue
        if crash.file.arch.is_foreign and OF_ITS_MACHINE.match(row):
            Tap().skip(f"clients: {row}", "it is for dumps of its own machine")
            continue
        with tempfile.TemporaryDirectory(dir=crash.folder) as work:
            works, said = attempt(function, crash, Path(work))
        yield "host", row, works, said


def judge_dump(folder, vmlinux, token, base, case):
    """Prints a line for each cell of case, and keeps them in the folder."""
    crash = Crash(folder, vmlinux, token)
    cells = chain(all_guest_cells(crash), host_cells(crash, case.core))
    keep(crash, cells, base, case.load)


def judge_on_host(folder, vmlinux, token, base, load, suite):
    """The same for what is asked on the host, by the clients of a suite."""
    crash = Crash(folder, vmlinux, token)
    keep(crash, host_cells(crash, False), base, load, suite=suite)
