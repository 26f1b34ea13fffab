# SPDX-License-Identifier: GPL-2.0-only
"""Kernels as Debian ships them, for the reader as a module.

They are packages, unpacked in KDUMP_CACHE/stock and not installed: nothing on
this machine shall boot them. Only the headers are installed, for the module is
built with them.
"""
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .case import Case
from .settings import ROOT, HarnessError, run, run_logged, say

MODULE_SOURCES = "Kbuild module include fs/proc/vmcore kernel/kdump".split()


class Stock:
    """What a package's name, without linux-image- and a version, stands for."""

    def __init__(self, settings, name):
        self.name = name
        self.settings = settings
        self.folder = settings.cache / "stock"
        self.log = self.folder / "apt.log"

    @cached_property
    def release(self):
        """The newest of that name, or "" if this machine knows of none."""
        if not shutil.which("apt-cache"):
            return ""
        said = subprocess.run(
            ["apt-cache", "show", "--no-all-versions",
             f"linux-image-{self.name}"], capture_output=True, text=True,
            check=False).stdout
        match = re.search(r"(?m)^Depends:.*linux-image-(\d[^ ,\n]*)", said)
        return match[1] if match else ""

    @property
    def base(self):
        return ".".join(self.release.split(".")[:2])

    @property
    def image(self):
        return self.folder / f"boot/vmlinuz-{self.release}"

    @property
    def headers(self):
        return Path(f"/lib/modules/{self.release}/build")

    def why_not(self):
        """Gets the packages; why they cannot be had, or ""."""
        if not self.release:
            return f"no package linux-image-{self.name}"
        self.image.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._install_headers()
            self._unpack_image()
        except (HarnessError, StopIteration):
            return f"its packages cannot be installed, see {self.log}"
        return ""

    def _install_headers(self):
        if not self.headers.exists():
            run_logged(self.log, "apt-get", "install", "-y",
                       "--no-install-recommends",
                       f"linux-headers-{self.release}",
                       env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})

    def _unpack_image(self):
        """Under its name it is whole."""
        if self.image.exists():
            return
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            run_logged(self.log, "apt-get", "download",
                       f"linux-image-{self.release}", cwd=folder)
            package = next(Path(folder).glob("*.deb"))
            run_logged(self.log, "sh", "-c", 'dpkg-deb --fsys-tarfile "$0" | '
                       'tar -x -C "$1" "./boot/$2"', package, folder,
                       self.image.name)
            (Path(folder) / "boot" / self.image.name).rename(self.image)

    def build_module(self):
        """kdump_vmcore.ko for it; the compiler is strict."""
        return build_module(self.settings, self.headers, "W=1",
                            "KCFLAGS=-Werror")


def build_module(settings, headers, *words):
    """The reader for an installed kernel, whose headers these are, of a copy
    of the sources, for make writes beside them."""
    path = headers / "include/config/kernel.release"
    if not path.exists():
        raise HarnessError(
            f"KDIR={headers} has no {path.name}: these are no headers of a "
            "built kernel.\n  Install them (apt-get install "
            "linux-headers-amd64), and name /lib/modules/RELEASE/build.")
    release = path.read_text(encoding="ascii").strip()
    folder = settings.out / "module" / release
    folder.mkdir(parents=True, exist_ok=True)
    run("cp", "-rup", "--parents", *MODULE_SOURCES,
        f"arch/{settings.arch.source}/kdump", folder, cwd=ROOT)
    say(f"building kdump_vmcore.ko for Linux {release}")
    run_logged(folder / "build.log", "make", "-C", headers, f"M={folder}", "-j",
               settings.jobs, *words, "modules")
    return folder / "kdump_vmcore.ko"


@dataclass(frozen=True, kw_only=True)
class StockCase(Case):
    """A guest with a kernel of Debian's."""
    stock: Stock

    def why_not(self, settings):
        if settings.arch.is_foreign:
            return "Debian's headers are for this machine's kernels"
        return super().why_not(settings) or self.stock.why_not()


def kernels(settings):
    return [Stock(settings, name) for name in settings.arch.stock.split()]
