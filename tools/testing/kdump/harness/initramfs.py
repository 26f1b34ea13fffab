# SPDX-License-Identifier: GPL-2.0-only
"""Root file systems of guests: busybox, programs of our own, and others'."""
import functools
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from .foreign import newer_kexec_root, root_of
from .settings import ROOT, TESTING, HarnessError, Settings, run
from .trees import base_tree

SOURCES = TESTING / "guest"
SELFTESTS = ROOT / "tools/testing/selftests/kdump"
PATHS = ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin")
NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]|program interpreter: (.+)\]")


def find_program(name, root="/"):
    """One of this machine, or of those that are unpacked under root."""
    paths = (os.path.join(root, path.lstrip("/")) for path in PATHS)
    path = shutil.which(str(name), path=":".join(paths))
    if not path:
        raise HarnessError(f"{name} is missing.\n  make test installs what it "
                           "needs")
    return Path(path)


@functools.cache
def programs_of(arch):
    return root_of(replace(Settings.from_environment(), arch=arch))


def own_libraries(program):
    """Of this machine: ldd shows "name => path (address)" or "path (address)".
    """
    said = subprocess.run(["ldd", program], capture_output=True, text=True,
                          check=False).stdout
    return re.findall(r"/\S+", said)


def foreign_libraries(program, root):
    """The same from what the files say: each needs more, and none may run."""
    found, files = {}, [program]
    while files:
        said = run("readelf", "-ld", files.pop())
        for library, interpreter in NEEDED.findall(said):
            name = interpreter or library
            if name in found:
                continue
            place = next(root.glob(f"lib/*/{name}"), None) or next(
                root.glob(f"usr/lib/*/{name}"), root / name.lstrip("/"))
            found[name] = "/" + str(place.relative_to(root))
            files.append(place)
    return found.values()


def helper(arch, folder, name):
    """A program of guest/Makefile, beside those of other machines; returns its
    path."""
    path = folder.absolute() / arch.name / name
    run("make", "--no-print-directory", "-s", "-C", SOURCES,
        f"OUTPUT={path.parent}", f"CROSS_COMPILE={arch.cross_compile}", path)
    return path


def make_disk(path, size, *mke2fs):
    """A file of zeros, with a file system if there are options for it."""
    with open(path, "wb") as file:
        file.truncate(size)
    if mke2fs:
        run("mke2fs", "-q", *mke2fs, path)


class Root:
    """A folder that becomes a root file system, with programs from another."""

    def __init__(self, path, source, *folders):
        self.path = Path(path)
        self.source = source
        for name in ("bin", *folders):
            (self.path / name).mkdir(parents=True, exist_ok=True)

    def install(self, source, target="bin/", mode=0o755):
        """A target that ends with / is a folder; the rest replaces."""
        path = self.path / target
        if target.endswith("/"):
            path = path / Path(source).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        shutil.copyfile(source, path)
        path.chmod(mode)

    def busybox(self, *applets):
        """As links, for busybox looks at its own name."""
        self.install(find_program("busybox", self.source))
        for name in applets:
            (self.path / "bin" / name).symlink_to("busybox")

    def tool(self, name):
        """A program, with the libraries it is linked with."""
        if os.path.isabs(name):
            self.install(name)
            return
        program = find_program(name, self.source)
        self.install(program)
        if self.source == Path("/"):
            needs = own_libraries(program)
        else:
            needs = foreign_libraries(program, self.source)
        for library in needs:
            self.library(library)

    def library(self, path):
        """At the place where the linker expects it."""
        path = str(path).lstrip("/")
        self.install(self.source / path, path)

    def pack(self):
        """An archive that the kernel unpacks: owned by root, in order."""
        names = sorted(str(one.relative_to(self.path)).encode()
                       for one in self.path.rglob("*"))
        archive = subprocess.run(
            ["cpio", "--null", "--create", "--format=newc", "--owner=0:0",
             "--quiet", "--reproducible"], cwd=self.path, check=True,
            input=b"".join(name + b"\0" for name in names),
            stdout=subprocess.PIPE).stdout
        return subprocess.run(["gzip", "-1n"], input=archive, check=True,
                              stdout=subprocess.PIPE).stdout


@contextmanager
def new_root(*folders, source=Path("/")):
    """One that is there until it has been packed."""
    with tempfile.TemporaryDirectory(prefix="kdump.") as path:
        yield Root(path, source, *folders)


HELPERS = ("marker", "save_vmcore", "compare_vmcore", "check_filter",
           "use_memory")
# Built by the selftests' Makefile.
SELFTEST_PROGRAMS = ("kdump_load", "kdump_refusals")
# What guest_init.sh calls.
APPLETS = ("sh mount umount mkdir cat echo sleep sync poweroff stat tr printf "
           "dmesg dd sed tail grep ls date devmem insmod taskset chroot head "
           "cmp uname mkswap swapon swapoff gzip xz").split()
GUEST_SCRIPTS = ("guest_common.sh", "guest_report.sh", "guest_triggers.sh",
                 "guest_kexec.sh")


def build_selftests(arch, folder):
    """By the rules of the kernel's selftests, which any tree of the base has."""
    settings = Settings.from_environment()
    tree = Path(settings.tree or base_tree(settings)).absolute()
    folder = folder.absolute() / arch.name
    folder.mkdir(parents=True, exist_ok=True)
    run("make", "--no-print-directory", "-s", "V=1", "-C", SELFTESTS,
        f"SELFTESTS={tree / 'tools/testing/selftests'}", f"OUTPUT={folder}",
        f"CROSS_COMPILE={arch.cross_compile}", "LDFLAGS=-static -s")
    return [folder / name for name in SELFTEST_PROGRAMS]


def build_programs(arch, folder):
    """Those of the crash tests; returns their paths."""
    programs = [helper(arch, folder, name) for name in HELPERS]
    return programs + build_selftests(arch, folder)


def crash_root(arch, programs, tools=()):
    """What both kernels of a crash test boot with, packed."""
    with new_root("dev", "proc", "sys", "run", "mnt", "tmp",
                  source=programs_of(arch)) as root:
        root.busybox(*APPLETS)
        for path in programs:
            root.install(path)
        root.install(SOURCES / "guest_init.sh", "init")
        for name in GUEST_SCRIPTS:
            root.install(SOURCES / name, mode=0o644)
        for name, text in (("words", arch.own_words()), ("plug", arch.plug),
                           ("unplug", arch.unplug)):
            (root.path / name).write_text(text.replace("; ", "\n") + "\n",
                                          encoding="ascii")
        for name in tools:
            root.tool(name)
        return root.pack()


def first_boot(archive, kernel, capture, modules=None):
    """archive, and in /boot what is loaded; with modules, those in /lib.

    The kernel unpacks archives that follow each other.
    """
    with new_root("boot", "lib") as root:
        root.install(kernel, "boot/kernel")
        (root.path / "boot/capture.cpio.gz").write_bytes(capture)
        for path in sorted(modules.glob("*.ko")) if modules else ():
            root.install(path, "lib/", 0o644)
        return archive + root.pack()


def build(out, arch, kernel, tools=(), modules=None):
    """The user space of a crash test: OUT/first.cpio.gz, and its path.

    OUT/capture.cpio.gz is that of the capture kernel alone.
    """
    out.mkdir(parents=True, exist_ok=True)
    capture = crash_root(arch, build_programs(arch, out / "helpers"), tools)
    (out / "capture.cpio.gz").write_bytes(capture)
    first = out / "first.cpio.gz"
    first.write_bytes(first_boot(capture, kernel, capture, modules))
    return first


def newer_kexec(settings):
    """An archive with a newer kexec, in a root of its own, /newer."""
    with new_root("newer") as root:
        newer = Root(root.path / "newer", newer_kexec_root(settings), "proc",
                     "sys", "dev", "boot")
        newer.tool("kexec")
        return root.pack()


COPY_TOOLS = ("cat cp cmp dd tar rsync makedumpfile scp ssh dropbear "
              "dropbearkey").split()
COPY_APPLETS = "sh mkdir chmod rm touch sleep stat ifconfig awk".split()


def add_account(root):
    """ssh asks who it is, and dropbear if root may log in, and by which key."""
    folder = root.path / "etc"
    folder.mkdir()
    (folder / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    (folder / "group").write_text("root:x:0:\n")
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "",
        "-f", folder / "key")


def thread_library(arch):
    """A thread that ends loads it at run time: ldd does not show it."""
    path = run(arch.cross_compile + "gcc", "-print-file-name=libgcc_s.so.1")
    if not path.startswith("/"):
        raise HarnessError("libgcc_s.so.1 is missing.\n  Install it: "
                           "apt-get install libgcc-s1")
    return os.path.normpath(path)


def fill_copies_root(path, arch):
    """The disk of a guest that copies /proc/vmcore in all ways."""
    shutil.rmtree(path, ignore_errors=True)
    root = Root(path, programs_of(arch), "dev", "proc", "tmp", "copies")
    root.busybox(*COPY_APPLETS)
    for name in COPY_TOOLS:
        (root.path / "bin" / name).unlink(missing_ok=True)
        root.tool(name)
    root.library(thread_library(arch))
    root.install(SOURCES / "guest_copies.sh")
    add_account(root)
