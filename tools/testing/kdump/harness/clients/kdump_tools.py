# SPDX-License-Identifier: GPL-2.0-only
"""What came of Debian's kdump-tools: the guest's cells, and the dump it saved.

    kdump_tools.py FOLDER VMLINUX --base 6.12

FOLDER has console-crash.log, console-reboot.log, dump, the file that was in
/var/crash, and versions, what the guest's packages are.
"""
import argparse
import sys
from functools import cached_property
from itertools import chain
from pathlib import Path

import kdumpfile

from .cells import attempt, guest_cells, keep
from .dump import ConsoleLog, Crash, check_log, check_stack, rearrange

# The service of the guest that writes to /proc/sysrq-trigger.
COMM = "kdump-test"


class SavedCrash(Crash):
    """The dump is no ELF file, so somebody has to read it for us."""

    def __init__(self, folder, vmlinux):
        super().__init__(folder, vmlinux)
        self.vmcore = folder / "vmcore"

    @cached_property
    def vmcoreinfo(self):
        dump = kdumpfile.kdumpfile(str(self.vmcore))
        return dict(dump.attr["linux.vmcoreinfo.lines"])


def host_cells(crash):
    program = crash.program(crash.vmcore)
    yield ("kdump-tools", "saved dump, read by drgn: log",
           *attempt(check_log, program))
    yield ("kdump-tools", "saved dump, read by drgn: stack of who crashed",
           *attempt(check_stack, program, COMM))


def main():
    parser = argparse.ArgumentParser(description="Checks what kdump-tools "
                                     "left.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("vmlinux")
    parser.add_argument("--base", required=True)
    options = parser.parse_args()
    crash = SavedCrash(options.folder, options.vmlinux)
    rearrange(options.folder / "dump", crash.vmcore)
    guests = chain.from_iterable(
        guest_cells(ConsoleLog(options.folder / f"console-{name}.log"))
        for name in ("crash", "reboot"))
    versions = (options.folder / "versions").read_text().splitlines()
    return keep(crash, chain(guests, host_cells(crash)), base=options.base,
                load="kdump-tools",
                others=dict(line.split() for line in versions))


if __name__ == "__main__":
    sys.exit(main())
