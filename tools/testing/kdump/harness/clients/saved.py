# SPDX-License-Identifier: GPL-2.0-only
"""What came of kdump-tools: the guest's cells, and the dump it saved."""
from functools import cached_property
from itertools import chain

import kdumpfile

from ..console_log import ConsoleLog
from .cells import attempt, guest_cells, keep
from .dump import Crash, check_log, check_stack, rearrange

# The service of the guest that writes to /proc/sysrq-trigger.
COMM = "kdump-test"


class SavedCrash(Crash):
    """The dump is no ELF file, so another has to read it for us."""

    def __init__(self, folder, vmlinux):
        super().__init__(folder, vmlinux)
        self.vmcore = folder / "vmcore"

    @cached_property
    def vmcoreinfo(self):
        dump = kdumpfile.kdumpfile(str(self.vmcore))
        return dict(dump.attr["linux.vmcoreinfo.lines"])


def host_cells(crash):
    kernel = crash.kernel()
    yield ("kdump-tools", "saved dump, read by drgn: log",
           *attempt(check_log, kernel))
    yield ("kdump-tools", "saved dump, read by drgn: stack of who crashed",
           *attempt(check_stack, kernel, COMM))


def judge_saved(folder, vmlinux, base):
    """Prints a line for each cell. The folder has console-crash.log,
    console-reboot.log, dump, the file that was in /var/crash, and versions,
    what the guest's packages are."""
    crash = SavedCrash(folder, vmlinux)
    rearrange(folder / "dump", crash.vmcore)
    guests = chain.from_iterable(
        guest_cells(ConsoleLog(folder / f"console-{name}.log"))
        for name in ("crash", "reboot"))
    versions = (folder / "versions").read_text(encoding="ascii").splitlines()
    keep(crash, chain(guests, host_cells(crash)), base, "kdump-tools",
         dict(line.split() for line in versions))
