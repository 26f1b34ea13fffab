# SPDX-License-Identifier: GPL-2.0-only
"""The reader as a module in the kernels that a distribution ships: crashes one,
captures with the same, and compares the module with that kernel's own reader.

Nothing is built but the module. The guest counts instructions, so the speeds it
tells are the same on every machine.
"""
import re
import shutil

from . import initramfs, stock
from .case import CaseError, require
from .guest import End, Guest
from .settings import TESTING, HarnessError, run, run_logged, tail
from .suite import LinesSuite
from .tap import Tap

# How many times faster than the kernel's own reader, at least.
WANTED_SPEEDUP = 8
APPLETS = "sh mount umount poweroff sleep sync insmod rmmod dmesg grep test dd"
# Old memory has holes, so that the file is of more than a few segments.
HOLES = ((0x10003000, 12 << 10), (0x18ffe000, 8 << 10))


class ModuleSuite(LinesSuite):
    """Each line of a guest's own checks is a result."""
    name = "module"

    def all_cases(self):
        return [stock.StockCase(name=one.release or one.name, stock=one)
                for one in stock.kernels(self.settings)]

    def folder(self, case):
        return self.settings.out / f"test/module-{case.name}"

    def run_case(self, case, folder):
        tap, name = Tap(), f"module: {case.name}: "
        try:
            module = case.stock.build_module()
        except HarnessError as error:
            tap.not_ok(name + "builds without a warning", str(error))
            return
        tap.ok(name + "builds without a warning")
        self.boot(case, folder, module)
        text = (folder / "console.log").read_text(encoding="utf-8")
        for bad, what in re.findall("guest: (not )?ok - (.*)", text):
            tap.result(not bad, name + what)
        check_bytes(tap, name, text)
        check_filtered(tap, name, text)
        check_speeds(tap, name, text)

    def boot(self, case, folder, module):
        """Either system call loads: with kexec_load(2), kexec(8) writes the ELF
        header."""
        arch = self.settings.arch
        loader = "-c" if case.stock.base == "6.1" else "-s"
        end = Guest(arch, case.stock.image,
                    self.build_guest(case, folder, module),
                    arch.command_line("crashkernel=256M",
                                      f"module.loader={loader}",
                                      *(arch.hiding(*hole) for hole in HOLES)),
                    "1G", cpus=1, cpu=arch.counting_cpu, icount=True,
                    limit=900, silence=240).boot(folder / "console.log")
        require(end == End.COMPLETE, f"the guest does not end well, {end!r}\n"
                + tail(folder / "console.log"))

    def build_guest(self, case, folder, module):
        """One archive, which holds all of it."""
        driver = folder / "driver"
        driver.mkdir()
        shutil.copy(TESTING / "modules/kdump_holes.c", driver)
        (driver / "Kbuild").write_text("obj-m := kdump_holes.o\n")
        run_logged(folder / "driver.log", "make", "-C", case.stock.headers,
                   f"M={driver}", "modules")
        with initramfs.new_root("boot", "dev", "proc", "sys") as root:
            root.busybox(*APPLETS.split())
            root.tool("kexec")
            for name in ("compare_vmcore", "check_filter"):
                root.install(initramfs.helper(
                    self.settings.arch, folder / "helpers", name))
            for path in (module, driver / "kdump_holes.ko"):
                run("strip", "--strip-debug", "-o",
                    root.path / "boot" / path.name, path)
            root.install(initramfs.SOURCES / "module_init.sh", "init")
            root.install(initramfs.SOURCES / "guest_common.sh", mode=0o644)
            capture = root.pack()
        first = folder / "first.cpio.gz"
        first.write_bytes(initramfs.first_boot(capture, case.stock.image,
                                               capture))
        return first


def check_bytes(tap, name, text):
    differ = re.findall("guest: .* differs.*", text)
    equal = len(re.findall("guest: all .* segments are equal", text))
    tap.result(not differ and equal == 3,
               name + "same bytes as the kernel's /proc/vmcore",
               "\n".join([*differ, f"{equal} times all segments are equal"]))


def check_filtered(tap, name, text):
    """Most of an idle machine's memory is free."""
    found = re.search(r"guest: filter 31 keeps (\d+) of (\d+) bytes", text)
    kept, size = (int(number) for number in found.groups()) if found else (1, 1)
    tap.result(2 * kept < size, name + "the filter leaves out most of it: "
               f"{kept >> 20} of {size >> 20} MiB are kept")


def check_speeds(tap, name, text):
    """The first of each kind is of a reader alone. In the last run of both,
    /proc/vmcore is the module's, and then not any more."""
    def speeds(path):
        return [int(speed) for speed in re.findall(
            rf"guest: read {path}: \d+ bytes, (\d+) MB/s", text)]

    classic, ours = speeds("/proc/vmcore"), speeds("/proc/kdump/vmcore")
    if len(classic) < 4 or not ours:
        raise CaseError(f"speeds are missing: {classic}, {ours}")
    tap.result(ours[0] >= WANTED_SPEEDUP * classic[0],
               f"{name}{WANTED_SPEEDUP} times as fast: {classic[0]} MB/s by "
               f"the kernel, {ours[0]} MB/s by the module")
    tap.result(classic[2] >= WANTED_SPEEDUP * classic[0] > 0 and
               classic[3] < 2 * classic[0],
               name + "takeover=1 is as fast, and over after it",
               f"/proc/vmcore in MB/s, one run after the other: {classic}")
