# SPDX-License-Identifier: GPL-2.0-only
"""Programs that are asked about a dump, by more than one suite."""
import re
import subprocess

from .case import require
from .settings import ROOT

GDB_SCRIPT = ROOT / "tools/kdump/gdb_vmcore.py"


def said_by(*command, stdin=subprocess.DEVNULL):
    """What a program says, on both channels; CaseError if it fails."""
    result = subprocess.run([str(word) for word in command], stdin=stdin,
                            capture_output=True, timeout=300, check=False)
    said = (result.stdout + result.stderr).decode(errors="replace")
    require(result.returncode == 0, f"status {result.returncode} of "
                                    f"{command[0]}: {said[-600:]}")
    return said


def check_readelf(vmcore):
    said = said_by("readelf", "-nlW", vmcore)
    bad = re.search(r"(?mi)^.*\b(warning|error|corrupt)\b.*$", said)
    require(not bad, f"readelf says {bad and bad[0]}")


def check_vmcore_dmesg(vmcore, message):
    said = said_by("/sbin/vmcore-dmesg", vmcore)
    require(message in said, f"'{message}' is not in what vmcore-dmesg prints: "
                             + said[-300:])


def gdb(dump, *words):
    return said_by(dump.arch.gdb, "-q", "-nx", "-batch", *words)


def gdb_at_offset(dump, vmcore, vmlinux, *commands):
    """gdb has to be told how far the kernel moved (KASLR)."""
    offset = dump.vmcoreinfo().get("KERNELOFFSET", "0")
    words = []
    for command in (f"symbol-file -o 0x{offset} {vmlinux}",
                    f"core-file {vmcore}", *commands):
        words += ["-ex", command]
    return gdb(dump, *words)


def gdb_frames(dump, vmcore, vmlinux):
    """(function, place in the source) of each frame of the crashed stack, with
    gdb_vmcore.py, which applies the offset and maps the stacks."""
    said = gdb(dump, "-x", GDB_SCRIPT, "-ex", "set width 0", "-ex",
               "backtrace", vmlinux, vmcore)
    return re.findall(r"(?m)^#\d+ .*?(\w+) \(.*?\)(?: at (\S+))?$", said), said


def check_gdb_stack(dump, vmcore, vmlinux, function):
    frames, said = gdb_frames(dump, vmcore, vmlinux)
    names = [name for name, _ in frames]
    require(function in names,
            f"gdb's frames are {' < '.join(names)}; it said {said[-300:]}")
