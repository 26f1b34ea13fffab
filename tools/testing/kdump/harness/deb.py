# SPDX-License-Identifier: GPL-2.0-only
"""The packages for Debian: built, and installed in a root of Debian 12 that has
one of its kernels, for which dkms builds the module then. Nothing is booted.
"""
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import debian_root, stock
from .case import Case, all_pass, require
from .save import dumps
from .settings import ROOT, run_logged
from .suite import LinesSuite


SCRIPT = "/usr/lib/kdump-save/makedumpfile"


@dataclass(frozen=True, kw_only=True)
class DebCase(Case):
    """For one kernel of Debian's."""
    stock: stock.Stock

    def why_not(self, settings):
        if settings.arch.is_foreign:
            return "this machine cannot run its programs"
        if not self.stock.release:
            return f"no package linux-image-{self.stock.name}"
        return super().why_not(settings) or debian_root.why_not(
            debian_root.make_stock_root, settings.cache / "debian",
            self.stock.release)


def cases(settings):
    """Of the base that is tested."""
    return [DebCase(name=one.release or one.name, stock=one)
            for one in stock.kernels(settings)
            if one.base in (settings.base, "")]


def build(settings, folder):
    """Returns the packages."""
    folder.mkdir(parents=True, exist_ok=True)
    run_logged(folder / "deb.log", ROOT / "scripts/deb.sh",
               env=settings.environment() | {"KDUMP_OUT": str(folder)})
    return sorted(folder.glob("deb/*.deb"))


def install(root, log, packages):
    """As apt would, but from files: what they need is there."""
    for path in packages:
        shutil.copy(path, root / "root")
    debian_root.enter(log, root, "dpkg", "--force-unsafe-io", "-i",
                      *(f"/root/{path.name}" for path in packages))


class DebSuite(LinesSuite):
    """Each check of the packages is a result."""
    name = "deb"

    def all_cases(self):
        return cases(self.settings)

    def folder(self, case):
        return self.settings.out / f"test/deb-{case.name}"

    def run_case(self, case, folder):
        """The steps depend on each other, but each says by itself what is
        wrong."""
        root, packages = folder / "root", build(self.settings, folder)
        debian_root.unpack(debian_root.make_stock_root(
            self.settings.cache / "debian", case.stock.release), root)
        check = Check(folder, root, packages, case.stock.release)
        name = f"deb: {case.name}: "
        try:
            all_pass((name + what, function) for what, function in (
                ("lintian finds nothing", check.lintian),
                ("both are installed in a clean root", check.install),
                ("dkms has built the module", check.module),
                ("kdump_save runs", check.program),
                ("what kdump-tools calls saves by it, or by makedumpfile",
                 check.script),
                ("the manual page is there", check.manual),
                ("both are removed, and leave nothing", check.purge)))
        finally:
            shutil.rmtree(root)


class Check:
    """What can be checked, in this order."""

    def __init__(self, folder, root, packages, release):
        self.folder, self.root, self.release = folder, root, release
        self.packages = packages

    def enter(self, *command):
        """Returns what it said."""
        log = self.folder / "said"
        debian_root.enter(log, self.root, *command)
        return log.read_text(encoding="utf-8")

    def lintian(self):
        if not shutil.which("lintian"):
            print("# there is no lintian here")
            return
        run_logged(self.folder / "lintian.log", "lintian", "--allow-root",
                   "--fail-on", "error,warning", *self.packages)

    def install(self):
        names = [path.name.partition("_")[0] for path in self.packages]
        require(names == ["kdump-save", "kdump-vmcore-dkms"],
                f"these are built: {names}")
        install(self.root, self.folder / "install.log", self.packages)

    def module(self):
        said = self.enter("modinfo", "-k", self.release, "kdump_vmcore")
        require("updates/dkms/kdump_vmcore.ko" in said, said)
        require(f"{self.release} " in said.partition("vermagic:")[2], said)

    def program(self):
        require("usage: kdump_save" in self.enter("kdump_save", "--help"),
                "it does not say how it is used")

    def script(self):
        """kdump_save does not filter a file, so another has to."""
        (self.root / "root/dump").write_bytes(dumps.simple().file())
        for level, instead in ((1, False), (31, True)):
            said = self.enter("sh", "-c", f"{SCRIPT} -F -d {level} /root/dump "
                              ">/root/flat || true")
            require(("makedumpfile is used instead" in said) == instead,
                    f"at level {level} it says: {said}")
            if not instead:
                flat = (self.root / "root/flat").read_bytes()
                require(flat.startswith(b"makedumpfile"), "it is not flattened")

    def manual(self):
        path = "usr/share/man/man8/kdump_save.8.gz"
        require((self.root / path).exists(), f"no /{path}")

    def purge(self):
        self.enter("dpkg", "-P", "kdump-save", "kdump-vmcore-dkms")
        left = [path for place in ("usr/src", "usr/lib", "usr/sbin",
                                   "var/lib/dkms", "lib/modules")
                for path in Path(self.root, place).rglob("kdump[-_][vs]*")]
        require(not left, f"{left} are left")
