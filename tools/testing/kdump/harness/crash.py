# SPDX-License-Identifier: GPL-2.0-only
"""Crashes guests in every way of crash_cases.py, and checks the dumps."""
import os
import re
import secrets
import shutil
from dataclasses import dataclass, fields

from . import initramfs
from .case import Case, require
from .check_copies import check_copies
from .check_dump import Shown, Wanted, check_dump
from .console_log import ConsoleLog
from .guest import End, Guest
from .kernel import Kernel
from .save.build import tools_for_guest
from .settings import run, tail
from .suite import Suite

MIB = 1 << 20
# Where the guest saves into a file system: a folder, and the dump in it.
FOLDERS = {"makedumpfile": ("saved", "vmcore"), "kdump_save": ("saved", "elf"),
           "copies": ("copies", "raw"), "filter": ("filter", "vmcore")}


@dataclass(frozen=True, kw_only=True)
class CrashCase(Case, Shown):
    """A guest that is crashed.

    trigger, sysctl, before, module, cpu    see guest_triggers.sh; the trigger
                    is the case's name unless it says another
    loader, mode, save, levels      see guest_init.sh
    words           for the first kernel's command line
    append          for the capture kernel's, '+' between words
    capture         CPUs of the capture kernel
    plug            memory can be plugged
    image           of the kernel that is built, if it is not the one to install
    qemu            more options for QEMU
    disk, disk_name     its device in QEMU, and the name that it has in /dev, if
                    they are not the machine's
    reserve         crashkernel=
    limit           seconds that the guest may take, and be silent for a fifth

    What must come of it:

    what the dump must show, see Shown in check_dump.py
    prstatus        CPUs with registers in the dump, if not all
    last            no dump, but this from the kernel before the machine resets
    end             no dump, but this as the guest's last words
    otherwise       a dump, or this before the machine resets
    says            this somewhere on the console, besides
    capture_says    and this when the capture kernel runs
    The last five are regular expressions.
    """
    trigger: str = ""
    sysctl: str = ""
    before: str = ""
    module: str = ""
    cpu: str = ""
    loader: str = "ours"
    mode: str = "file"
    save: str = "raw"
    levels: str = ""
    words: str = ""
    append: str = ""
    capture: int = 1
    plug: bool = False
    image: str = ""
    qemu: str = ""
    disk: str = ""
    disk_name: str = "vda"
    reserve: str = "128M"
    limit: int = 300
    prstatus: int = 0
    last: str = ""
    end: str = ""
    otherwise: str = ""
    says: str = ""
    capture_says: str = ""

    # What the guest is told, as guest.KEY=VALUE
    TOLD = ("trigger", "loader", "mode", "save", "levels", "capture", "append",
            "sysctl", "before", "module", "cpu")

    def why_not(self, settings):
        if settings.arch.file_call == "own":
            by_file = self.mode == "file" and self.loader != "none"
            if by_file and settings.flavour == "classic":
                return f"{settings.arch.name}'s classic code has no such call"
            if (by_file and self.loader != "ours" or
                    self.trigger == "kexec-e-file"):
                return f"{settings.arch.name}'s kexec has no such call"
        return super().why_not(settings)

    def command_line(self, token):
        told = {key: getattr(self, key) for key in self.TOLD}
        told["trigger"] = self.trigger or self.name
        told["compare"] = int(self.compare)
        told["disk"] = self.disk_name
        words = [f"guest.{key}={value}" for key, value in told.items()
                 if value != ""]
        return " ".join([f"crashkernel={self.reserve}", f"guest.token={token}",
                         *words, self.words])

    def wanted(self, console, token, symbols, arch):
        """What the dump has to show."""
        foreign = arch.unlisted and self.loader != "ours" and self.mode == "load"
        same = {one.name: getattr(self, one.name) for one in fields(Shown)}
        if foreign:
            # Nor does it know where memory is mapped, and gdb depends on that.
            same |= {"function": "", "gdb": ""}
        return Wanted(console=console, token=token, symbols=symbols,
                      cpus=self.prstatus or self.cpus,
                      filtered=self.save == "makedumpfile",
                      unlisted=arch.unlisted if foreign else "", **same)


def heard(lines, pattern, where="on the console"):
    """What the case says has to be there."""
    require(any(re.search(pattern, line.text) for line in lines),
            f"the words '{pattern}' are not {where}:\n"
            + "\n".join(line.text for line in lines[-25:]))


def cut_to_size(dump, folder):
    """The guest left out zeros at the end, or there is more of the disk."""
    size = ConsoleLog(folder / "console.log").saved_size()
    require(size, "the guest did not say how large the dump is")
    os.truncate(dump, size)


class CrashSuite(Suite):
    """Each guest leaves console.log, check.log, and if it failed, vmcore."""
    name = "crash"

    def all_cases(self):
        # The tables need the class of their rows.
        from . import crash_cases, crash_debug, crash_machines
        return (crash_cases.CASES.cases + crash_debug.CASES.cases +
                crash_machines.CASES.cases)

    def prepare(self):
        self.kernel = Kernel(self.settings).build()
        self.tap.note(f"Linux {self.kernel.release}, {self.kernel.flavour}")
        root = self.settings.out / "test/guest"
        self.first = initramfs.build(
            root, self.settings.arch, self.kernel.image,
            ("kexec", "makedumpfile",
             *tools_for_guest(self.settings, root / "kdump_save")),
            self.kernel.modules())

    def run_case(self, case, folder):
        token = secrets.token_hex(8)
        disk = self.make_disk(case, folder)
        end = self.boot(case, folder, disk, token)
        log = folder / "console.log"
        console = ConsoleLog(log)
        if case.end or case.last:
            require(end == End.OTHERWISE, f"{end!r}; the console:\n{tail(log)}")
            heard(console.lines, case.last or f"guest: {case.end}")
        elif case.otherwise and end == End.OTHERWISE:
            heard(console.lines, case.otherwise)
        else:
            require(end == End.COMPLETE,
                    f"no dump, {end!r}; the console:\n{tail(log)}")
            if not self.check(case, folder, token):
                return False
        if case.says:
            heard(console.lines, case.says)
        if case.capture_says:
            heard(console.of_last_kernel(), case.capture_says,
                  "what the capture kernel said")
        for path in (folder / "vmcore", disk, folder / "first.cpio.gz"):
            path.unlink(missing_ok=True)
        for name, _ in FOLDERS.values():
            shutil.rmtree(folder / name, ignore_errors=True)
        return True

    def make_disk(self, case, folder):
        """Blank, or a file system where the guest saves to one."""
        disk = folder / "disk"
        size = case.memory + 64 + 512 * case.plug
        options = ["-t", "ext4"] if case.save in FOLDERS else []
        if case.save == "copies":
            # The dump as cp and as makedumpfile -E made it, and one more.
            size = 3 * case.memory + 256
            copies_root = folder / "copies_root"
            initramfs.fill_copies_root(copies_root, self.settings.arch)
            options += ["-d", copies_root]
        elif case.save == "kdump_save":
            size *= 2
        elif case.save == "filter":
            size = 2 * case.memory + 256
        initramfs.make_disk(disk, size * MIB, *options)
        return disk

    def user_space(self, case, folder):
        """That of all guests, and what only this one needs after it."""
        if case.loader != "newer":
            return self.first
        first = folder / "first.cpio.gz"
        first.write_bytes(self.first.read_bytes() +
                          initramfs.newer_kexec(self.settings))
        return first

    def boot(self, case, folder, disk, token):
        arch = self.settings.arch
        memory = f"{case.memory}M" + ",slots=2,maxmem=2G" * case.plug
        slow = self.kernel.flavour == "debug"
        image = (self.kernel.directory / case.image if case.image else
                 self.kernel.image)
        return Guest(arch, image, self.user_space(case, folder),
                     arch.command_line(case.command_line(token)), memory,
                     cpus=case.cpus, disk=disk, disk_device=case.disk,
                     limit=case.limit,
                     silence=case.limit / 5,
                     qemu=(case.qemu, arch.plug_options * case.plug),
                     machine=arch.debug_machine if slow else "",
                     ).boot(folder / "console.log")

    def check(self, case, folder, token):
        self.fetch_dump(case, folder)
        dump, log = folder / "vmcore", folder / "console.log"
        wanted = case.wanted(log, token, self.kernel.flavour != "debug",
                             self.settings.arch)
        good = check_dump(dump, self.kernel.vmlinux, wanted)
        if good and case.save == "copies":
            good = check_copies(dump, folder / "copies", log, token)
        if good and case.save == "kdump_save":
            # Imported late: it needs libkdumpfile.
            from .save.check_saved import check_saved
            good = check_saved(folder / "saved", dump, self.kernel.vmlinux,
                               wanted)
        if good and case.save == "filter":
            # Imported late: it needs drgn.
            from .check_filter import check_filter
            good = check_filter(dump, self.kernel.vmlinux, folder / "filter",
                                log, case.levels)
        return good

    @staticmethod
    def fetch_dump(case, folder):
        """Turns the disk into the file vmcore."""
        disk, dump = folder / "disk", folder / "vmcore"
        if case.save in FOLDERS:
            name, file = FOLDERS[case.save]
            run("debugfs", "-R", f"rdump /{name} {folder}", disk)
            (folder / name / file).rename(dump)
        else:
            disk.rename(dump)
        if case.save in ("raw", "refused", "filter"):
            cut_to_size(dump, folder)
        require(dump.exists() and dump.stat().st_size,
                "the dump is not on the disk")
