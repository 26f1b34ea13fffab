# SPDX-License-Identifier: GPL-2.0-only
"""A guest for each way to load, then all clients on its dump.

The dumps, and the table of all bases and kernels that were tested, stay in
build/clients/.
"""
import os
import secrets
from dataclasses import dataclass

from .. import initramfs
from ..case import Case, require
from ..guest import End, Guest
from ..kernel import Kernel
from ..save.build import tools_for_guest
from ..settings import TESTING, HarnessError, run, say, tail
from ..suite import LinesSuite
from . import elsewhere, table

CLIENTS = TESTING / "clients"
TOOLS = "kexec", "makedumpfile", "cp", "vmcore-dmesg"
# What the guest writes to its disk; the last two if it has kdump_save, and the
# kernel a filter.
SAVED = "cp", "E", "c", "l", "F", "N", "s31", "s63"


@dataclass(frozen=True, kw_only=True)
class ClientsCase(Case):
    """load: what kexec is told; options: whether the guest tries what kexec(8)
    has for a crash kernel, too; core: each client once, and no table."""
    load: str
    options: bool = False
    core: bool = False
    kernels: tuple = ("kdump", "classic")


class ClientsSuite(LinesSuite):
    """Each use of a client is a result."""
    name = "clients"
    # More of Debian, whose clients are asked, too
    suites = os.environ.get("CLIENTS", "").split()

    def all_cases(self):
        """In one of them, a purgatory may speak."""
        more = self.settings.arch.load_options
        return [ClientsCase(name="core", load="-s", core=True),
                ClientsCase(name="load-c", load="-c", options=True, full=True),
                ClientsCase(name="load-s", load="-s", full=True),
                *([ClientsCase(name="load-options", load=f"-c {more}",
                               full=True)] if more else ())]

    def folder(self, case):
        if case.core:
            return self.settings.out / "test/clients"
        return (self.settings.out / "clients" /
                f"{self.settings.base}-{self.settings.flavour}" / case.name)

    def prepare(self):
        arch = self.settings.arch
        self.kernel = Kernel(self.settings).build()
        root = self.settings.out / "test/clients-guest"
        first = initramfs.build(
            root, arch, self.kernel.image,
            (*TOOLS, CLIENTS / "clients_init.sh",
             *tools_for_guest(self.settings, root / "kdump_save")),
            self.kernel.modules())
        self.first = first.with_name("clients.cpio.gz")
        with initramfs.new_root() as root:
            root.install(arch.folder / "kexec_options", "kexec_options", 0o644)
            self.first.write_bytes(first.read_bytes() + root.pack())

    def run(self, pattern="", full=False):
        super().run(pattern, full)
        if any(not case.core for case in self.selected(pattern, full)):
            for suite in ("", *self.suites):
                self.write_table(suite)

    def write_table(self, suite):
        folder = self.settings.out / "clients"
        if not table.files(folder, suite):
            return
        text = table.build(folder, self.settings.arch.load_options, suite)
        path = folder / f"table{'-' * bool(suite)}{suite}.rst"
        path.write_text(text, encoding="utf-8")
        say(f"{text}the table is {path}")

    def run_case(self, case, folder):
        # Imported late: what these need is installed by now.
        from . import matrix
        token = secrets.token_hex(8)
        self.boot(case, folder, token)
        base, vmlinux = self.settings.base, self.kernel.vmlinux
        matrix.judge_dump(folder, vmlinux, token, base, case)
        for suite in () if case.core else self.suites:
            elsewhere.judge(suite, SAVED, folder, vmlinux, token, base,
                            case.load)

    def boot(self, case, folder, token):
        """Nothing of the guest's file system stays but what is fetched."""
        arch = self.settings.arch
        disk, log = folder / "disk", folder / "console.log"
        initramfs.make_disk(disk, 2 << 30, "-t", "ext4")
        end = Guest(arch, self.kernel.image, self.first, arch.command_line(
            "crashkernel=160M rdinit=/bin/clients_init.sh",
            f"guest.token={token} guest.options={case.options:d}",
            f"guest.load={case.load.replace(' ', '+')}"),
            disk=disk, limit=1800, silence=300).boot(log)
        require(end == End.COMPLETE, f"no dump, {end!r}\n{tail(log)}")
        for name in SAVED:
            run("debugfs", "-R", f"dump /{name} {folder / name}", disk)
        disk.unlink()
        try:
            # Zeros that cp wrote need no place here.
            run("fallocate", "--dig-holes", folder / "cp")
        except HarnessError as error:
            print(error)
