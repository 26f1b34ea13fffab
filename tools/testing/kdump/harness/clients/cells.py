# SPDX-License-Identifier: GPL-2.0-only
"""Cells of the table of clients: tried, judged, told as TAP, and kept.

A cell is (table, row, whether it works, what the client said).
"""
import json
import re
import subprocess
import time

from ..case import CaseError
from ..tap import Tap
from .known import judge
from .table import load_name

CELL = re.compile(r"guest: cell (\d+) ([\w-]+)\|([^|]+)\|(.*)")
PACKAGES = ("kexec-tools", "makedumpfile", "crash", "gdb", "python3-drgn",
            "python3-libkdumpfile", "kdump-tools")


def attempt(function, *arguments):
    """(works, said): whatever goes wrong is an answer, not an end."""
    try:
        return True, function(*arguments) or ""
    except CaseError as error:
        return False, str(error)
    except subprocess.TimeoutExpired:
        return False, "it did not end"
    except Exception as error:
        return False, f"{type(error).__name__}: {error}"


def guest_cells(console):
    """What a guest tried, as it told on its console."""
    for match in console.matches(CELL):
        status, table, row, said = match.groups()
        yield table, row, status == "0", said


def tell(name, verdict, notes, said):
    remark = f" # {verdict}: {', '.join(notes)}" if notes else ""
    Tap().result(verdict != "fails", name + remark,
                 "\n".join(said.strip().splitlines()[-12:]))


def versions():
    found = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES],
        capture_output=True, text=True, check=False).stdout
    pairs = (line.split() for line in found.splitlines())
    # A package that was removed has a name, but no version.
    return dict(pair for pair in pairs if len(pair) == 2)


def keep(crash, cells, base, load, others=None, suite=""):
    """Tells each cell and writes cells.json into the crash's folder.

    others: versions of what is not this machine's own; suite: of Debian, whose
    the clients are if not this machine's.
    """
    vmcoreinfo, traits = crash.vmcoreinfo, crash.traits
    kept = []
    for table, row, works, said in cells:
        verdict, notes = judge(row, works, said, vmcoreinfo, traits)
        kept.append({"table": table, "row": row, "verdict": verdict,
                     "notes": notes, "said": said[-600:]})
        tell(f"clients: {suite or base}, {load_name(load)}: {row}", verdict,
             notes, said)
    result = {"base": base, "load": load, "release": vmcoreinfo["OSRELEASE"],
              "date": time.strftime("%Y-%m-%d"),
              "versions": {**versions(), **(others or {})}, "cells": kept}
    (crash.folder / "cells.json").write_text(json.dumps(result, indent=1))
