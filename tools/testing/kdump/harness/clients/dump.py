# SPDX-License-Identifier: GPL-2.0-only
"""A dump, the kernel it is of, and what is known of the crash beforehand.

The crash is always the same: a shell writes to /proc/sysrq-trigger on a machine
of two CPUs; marker pages lie where the console says.
"""
from functools import cached_property
from pathlib import Path

import drgn
from drgn.helpers.linux.pid import for_each_task

from ..case import require
from ..check_dump import USER_PAGES
from ..console_log import ConsoleLog
from ..dump_tools import said_by
from ..vmcore_drgn import CrashedKernel
from ..vmcore_file import MARKED, VmcoreFile, marker_page

COMM = "sh"
MESSAGE = "sysrq triggered crash"
FUNCTION = "sysrq_handle_crash"
MODULE = "kdump_crash"
CPUS = 2
# Of makedumpfile: errors and what is common to all, but no progress bar.
QUIET = ("--message-level", "6")


def rearrange(flat, out):
    """What makedumpfile wrote into a pipe becomes a dump."""
    with open(flat, "rb") as file:
        return said_by("makedumpfile", *QUIET, "-R", out, stdin=file)


class Crash:
    """One boot's console, symbols, and the folder its dumps are in."""

    def __init__(self, folder, vmlinux, token="0"):
        self.folder = Path(folder)
        self.vmlinux = vmlinux
        self.token = int(token, 16)
        self.vmcore = self.folder / "cp"

    @cached_property
    def console(self):
        return ConsoleLog(self.folder / "console.log")

    @cached_property
    def file(self):
        """What cp wrote, read without any client."""
        return VmcoreFile(self.vmcore)

    @cached_property
    def vmcoreinfo(self):
        return self.file.vmcoreinfo()

    @cached_property
    def markers(self):
        """(address, what is there) of each marker page."""
        found = self.console.markers()
        require(found, "no marker pages on the console")
        return [(address, marker_page(self.token, index))
                for index, address in found.items()]

    @cached_property
    def traits(self):
        """What clients trip over in this kernel's types."""
        pid = self.kernel().program.type("struct pid")
        ends = pid.member("numbers").offset == pid.size
        return {"pid ends with numbers[]"} if ends else set()

    def kernel(self, path=None):
        return CrashedKernel(path or self.vmcore, self.vmlinux)


def check_stack(kernel, wanted=COMM):
    require(kernel.comm() == wanted,
            f"{kernel.comm()} is said to have crashed")
    names = [name for name, _ in kernel.stack()]
    require(FUNCTION in names, f"its stack is {names}")


def check_log(kernel):
    require(any(MESSAGE in line for line in kernel.log()),
            f"no '{MESSAGE}' in the log")


def check_tasks(kernel):
    """Every task's name, and where it sleeps."""
    names, program = [], kernel.program
    for task in for_each_task(program):
        names.append(task.comm.string_().decode())
        if not task.on_cpu:
            program.stack_trace(task)
    for wanted in ("marker", "kthreadd"):
        require(wanted in names, f"no task {wanted} among {names}")


def is_elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def check_markers(crash, kernel, filtered=False, keeps_few=False):
    """User memory: it is there, or the filter took it.

    keeps_few: makedumpfile -E leaves out long runs of pages only.
    """
    for address, wanted in crash.markers:
        try:
            found = kernel.program.read(address, MARKED, physical=True)
        except drgn.FaultError:
            found = None
        # What was left out reads as an error, or as zeros.
        gone = not found or not any(found)
        require(found == wanted or (filtered and gone),
                f"marker page {address:#x} is not what it was")
        require(not filtered or gone or keeps_few,
                f"marker page {address:#x} was to be left out")


def check_content(crash, path, level):
    """Is the file a dump from which the crash can be told?"""
    kernel = crash.kernel(path)
    check_log(kernel)
    check_stack(kernel)
    check_markers(crash, kernel, level & USER_PAGES, is_elf(path))
    check_tasks(kernel)
