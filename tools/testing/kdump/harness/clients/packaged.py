# SPDX-License-Identifier: GPL-2.0-only
"""Our packages beside Debian's kdump-tools: its own kernel crashes, and what is
saved is written by kdump_save through the module.

There are no symbols of that kernel here. So the guest tells before the crash
where the function is that crashes, and its address has to be on a stack of the
dump, which is found by registers and page tables that are in the dump as well.
"""
import importlib
import re
import struct
import subprocess

from .. import deb, debian_root
from ..case import all_pass, require
from ..console_log import ConsoleLog
from .cells import guest_cells
from .kdump_tools import KdumpToolsSuite

# The one line of Documentation/kdump/save.rst.
SETTING = "PATH=/usr/lib/kdump-save:/usr/sbin:/usr/bin:/sbin:/bin\n"
# A stock kernel and systemd need more than kdump-tools proposes.
RESERVATION = "crashkernel=256M"
MESSAGE = "sysrq triggered crash"
FUNCTION = re.compile(r"guest: sysrq_handle_crash is at ([0-9a-f]{16})")
# It is as long as a few calls.
FUNCTION_SIZE = 256
STACK_SIZE = 16 << 10
# Of its 1 GiB, what an idle guest needs is in less.
LARGEST_DUMP = 150 << 20
STATUS_OFFSET = 420
STATUS_INCOMPLETE = 8


class PackagedSuite(KdumpToolsSuite):
    """Each check is a result."""
    name = "packaged"
    reservation = RESERVATION

    def all_cases(self):
        return deb.cases(self.settings)

    def folder(self, case):
        return self.settings.out / f"test/packaged-{case.name}"

    def prepare(self):
        self.packages = deb.build(self.settings,
                                  self.settings.out / "test/packaged-build")

    def archive(self, case):
        return debian_root.make_stock_root(self.settings.cache / "debian",
                                           case.stock.release)

    def release(self, case):
        return case.stock.release

    def install(self, case, root):
        deb.install(root, root.parent / "install.log", self.packages)
        with open(root / "etc/default/kdump-tools", "a",
                  encoding="ascii") as file:
            file.write(SETTING)

    def judge(self, case, folder):
        # Imported late: what this needs is installed by now.
        # pylint: disable-next=import-outside-toplevel
        from .dump import rearrange
        rearrange(folder / "dump", folder / "vmcore")
        saved = Saved(folder)
        name = f"packaged: {case.name}: "
        checks = [
            ("kdump_save has saved it, and makedumpfile has not", saved.by_us),
            ("the module has filtered it", saved.by_module),
            ("it is complete, and small", saved.whole),
            ("the kernel log is in it", saved.log),
            ("the stack of who crashed is in it", saved.stack)]
        cells = [cell for boot in ("crash", "reboot") for cell in
                 guest_cells(ConsoleLog(folder / f"console-{boot}.log"))]
        checks += [(row, require, works, said) for _, row, works, said in cells]
        all_pass((name + what, *rest) for what, *rest in checks)


class Saved:
    """What was saved, and what the guest said."""

    def __init__(self, folder):
        self.vmcore = folder / "vmcore"
        self.console = (folder / "console-crash.log").read_text(
            encoding="utf-8")

    def by_us(self):
        require("makedumpfile is used instead" not in self.console,
                "kdump_save could not do it")
        require(self.vmcore.read_bytes()[:8] == b"KDUMP   ",
                "it is no compressed dump")

    def by_module(self):
        require("kdump: /proc/kdump/vmcore" in self.console,
                "the module has not said that it is there")

    def whole(self):
        size = self.vmcore.stat().st_size
        require(size < LARGEST_DUMP, f"it is of {size >> 20} MiB")
        status, = struct.unpack_from("<i", self.vmcore.read_bytes()[:4096],
                                     STATUS_OFFSET)
        require(not status & STATUS_INCOMPLETE, "it says that it is not")

    def log(self):
        path = self.vmcore.with_name("dmesg")
        subprocess.run(["makedumpfile", "-f", "--message-level", "6",
                        "--dump-dmesg", self.vmcore, path], check=True)
        require(MESSAGE in path.read_text(encoding="utf-8", errors="replace"),
                f"it has no '{MESSAGE}'")

    def stack(self):
        kdumpfile = importlib.import_module("kdumpfile")
        found = FUNCTION.search(self.console)
        require(found, "the guest has not told where the function is")
        start = int(found[1], 16)
        dump = kdumpfile.kdumpfile(str(self.vmcore))
        dump.attr["addrxlat.ostype"] = "linux"
        pointers = [dump.attr[f"cpu.{number}.reg.rsp"]
                    for number in range(dump.attr["cpu.number"])]
        stacks = [stack_words(dump, kdumpfile.KDUMP_KVADDR, pointer)
                  for pointer in pointers]
        require(any(start < word < start + FUNCTION_SIZE
                    for words in stacks for word in words),
                f"nothing from {start:#x} on is on a stack")


def stack_words(dump, space, pointer):
    """From there to the end of a stack."""
    size = (STACK_SIZE - pointer % STACK_SIZE) // 8 * 8
    return struct.unpack(f"<{size // 8}Q", dump.read(space, pointer, size))
