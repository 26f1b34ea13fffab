# SPDX-License-Identifier: GPL-2.0-only
"""Kernels to test with, each built in a directory of its own, so that both
implementations of one tree stay built side by side.

    kdump     CONFIG_KDUMP=y, for the tests, and
    classic   the same with the base kernel's own objects
    large     kdump, and every option of the base that has to do with it
    machines  kdump, and drivers for other boards, disks and firmware
    16k       kdump, with pages of 16 KiB; compiled only
    nopae     kdump, with page tables of two levels, on i386 and arm
    bench     kdump without what only tests need, and
    bench-classic   that with the base kernel's own objects
    bench-zstd, bench-lz4, bench-classic-zstd, bench-classic-lz4
                    those, packed in another way than with xz
    debug     bench, and what finds mistakes at run time: KASAN, lockdep
    debian    bench, and what boots Debian's systemd

What they are configured with is in arch/.
"""
import hashlib
import os
import re
import shutil
from functools import partial
from pathlib import Path

from .make import compiler, locked, watch
from .settings import TESTING, HarnessError, run, run_logged, say
from .trees import suffix

# kernel.config is of all, kernel-NAME.config of these.
MORE = {"kdump": ["kdump"], "classic": ["kdump", "classic"],
        "large": ["kdump", "large"],
        "machines": ["kdump", "machines"], "16k": ["kdump", "16k"],
        "nopae": ["kdump", "nopae"], "bench": [], "bench-classic": ["classic"],
        "debug": ["debug"], "debian": ["debian"],
        **{f"bench-{packing}": [packing] for packing in ("zstd", "lz4")},
        **{f"bench-classic-{packing}": ["classic", packing]
           for packing in ("zstd", "lz4")}}


def build_folder(settings, flavour):
    """A tree of the user's own is built beside Debian's, not over it, and so is
    a kernel for another machine."""
    own = suffix(settings)
    if settings.arch.name != os.uname().machine:
        own += f"-{settings.arch.name}"
    return settings.cache / f"build-{settings.base}-{flavour}{own}"


class Kernel:
    """One configuration of the laid tree.

    What was built is not looked at again: a run tests one state of the tree.
    """
    built = set()

    def __init__(self, settings, flavour=""):
        self.settings = settings.with_tree()
        self.tree = Path(self.settings.tree)
        self.flavour = flavour or settings.flavour
        if self.flavour not in MORE:
            raise HarnessError(f"unknown kernel '{self.flavour}'\n  There are: "
                               + " ".join(MORE))
        self.directory = build_folder(settings, self.flavour)
        self.image = self.directory / settings.arch.image
        self.vmlinux = self.directory / "vmlinux"

    def _make(self, log, *words, **options):
        arch = self.settings.arch
        run_logged(self.directory / log, "make", "-C", self.tree,
                   f"O={self.directory}", f"ARCH={arch.make_arch}",
                   f"CROSS_COMPILE={arch.cross_compile}",
                   "-j", self.settings.jobs, *words, **options)

    def symbols(self):
        """What is asked for; of several requests the last one counts. Some are
        of one machine, some of one base."""
        names = ["kernel", *(f"kernel-{more}" for more in MORE[self.flavour])]
        files = [folder / f"{name}{base}.config" for name in names
                 for folder in (TESTING / "arch/common",
                                self.settings.arch.folder)
                 for base in ("", f"-{self.settings.base}")]
        words = (word.removeprefix("CONFIG_").partition("=")
                 for path in files if path.exists()
                 for line in path.read_text().splitlines()
                 if not line.startswith("#") for word in line.split())
        return {**{f"CONFIG_{name}": value or "y" for name, _, value in words},
                "CONFIG_KDUMP": "n" if "classic" in self.flavour else "y"}

    def _inputs(self):
        """Changes whenever the configuration has to be made again."""
        found = hashlib.sha256(f"{self.tree} {self.symbols()}".encode())
        for pattern in ("Makefile", "init/Kconfig", "arch/*/Kconfig",
                        "kernel/Kconfig.kexec", "kernel/kdump/Kconfig*",
                        "fs/proc/Kconfig"):
            for path in sorted(self.tree.glob(pattern)):
                found.update(path.read_bytes())
        return found.hexdigest()

    def configure(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        config, kept = self.directory / ".config", self.directory / ".inputs"
        inputs = self._inputs()
        if config.exists() and kept.exists() and kept.read_text() == inputs:
            return self
        say(f"configuring the {self.flavour} kernel in {self.directory}")
        fragment = self.directory / "fragment.config"
        fragment.write_text("".join(f"{name}={value}\n" for name, value in
                                    self.symbols().items()))
        self._make("tinyconfig.log", "tinyconfig")
        run_logged(self.directory / "merge.log",
                   self.tree / "scripts/kconfig/merge_config.sh", "-m", "-O",
                   self.directory, config, fragment, cwd=self.directory)
        self._make("config.log", "olddefconfig")
        self._check_symbols(config)
        kept.write_text(inputs)
        return self

    def _check_symbols(self, config):
        """Kconfig drops a symbol whose dependencies fail without a word."""
        found = dict(re.findall(r"(?m)^(CONFIG_\w+)=(.*)", config.read_text()))
        missed = [f"{name}={value}: {found.get(name, 'n')}"
                  for name, value in self.symbols().items()
                  if found.get(name, "n") != value]
        if missed:
            raise HarnessError("\n  ".join(
                [f"not as asked in {config}:", *missed]))

    def _begin_with_copy(self):
        """Most objects of another kernel are those of the one that is like it:
        make only builds what the other configuration changes."""
        like = (self.flavour.rpartition("-")[0]
                if self.flavour.startswith("bench-") else "kdump")
        source = build_folder(self.settings, like)
        if ((self.directory / ".config").exists()
                or not (source / "vmlinux").exists()):
            return
        say(f"starting with a copy of {source}")
        with locked(source):
            run("cp", "-a", "--reflink=auto", f"{source}/.", self.directory)
        (self.directory / ".inputs").unlink(missing_ok=True)
        shutil.rmtree(self.directory / "kdump-modules", ignore_errors=True)
        # objtool remembers where it was built, and all objects depend on it.
        for path in (self.directory / "tools").rglob(".*.cmd"):
            path.write_text(path.read_text().replace(f"{source}/",
                                                     f"{self.directory}/"))

    def build(self):
        if self.directory in self.built:
            return self
        arch, settings = self.settings.arch, self.settings
        self.directory.mkdir(parents=True, exist_ok=True)
        with locked(self.directory):
            self._begin_with_copy()
            self.configure()
            say(f"building the {self.flavour} kernel of Linux {settings.base}, "
                f"{arch.name}, with {settings.jobs} jobs "
                f"(log: {self.directory}/build.log)")
            self._make("build.log", f"CC={compiler(arch.cross_compile)}",
                       arch.target, "vmlinux", "modules",
                       meanwhile=partial(watch, self.directory))
        self.built.add(self.directory)
        return self

    def compile(self):
        """Our objects alone; nothing is linked, and any warning is an error."""
        arch = self.settings.arch
        make = f"CC={compiler(arch.cross_compile)}"
        self.directory.mkdir(parents=True, exist_ok=True)
        with locked(self.directory):
            self.configure()
            self._make("prepare.log", make, "prepare")
            self._make("compile.log", make, "KCFLAGS=-Werror", "kernel/kdump/",
                       f"arch/{arch.source}/kdump/", "fs/proc/vmcore/")

    def modules(self):
        """Builds the test modules, and returns where: in a copy, for make
        writes beside the sources."""
        folder = self.directory / "kdump-modules"
        with locked(self.directory):
            run("rsync", "-a", "--checksum", f"{TESTING}/modules/",
                f"{folder}/")
            self._make("modules.log", f"M={folder}", "KCFLAGS=-Werror",
                       "modules")
        return folder

    @property
    def release(self):
        path = self.directory / "include/config/kernel.release"
        return path.read_text(encoding="ascii").strip()
