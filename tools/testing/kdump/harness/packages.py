# SPDX-License-Identifier: GPL-2.0-only
"""Debian's packages that are needed, installed if they are missing."""
import os
import shutil
import subprocess

from .foreign import root_of
from .settings import HarnessError, run_logged, say

# To build and to crash.
CORE = """busybox-static flex bison bc libelf-dev libssl-dev cpio gcc make patch
    git rsync python3 python3-drgn gdb xz-utils kmod libzstd-dev liblzo2-dev
    zlib1g-dev""".split()
# What only the tests need.
TEST = """sparse kexec-tools makedumpfile perl crash python3-libkdumpfile
    e2fsprogs openssh-client dropbear-bin clang libclang-rt-14-dev libc6-dev-i386 lib32stdc++-12-dev
    debootstrap dpkg-dev debhelper dh-dkms ovmf""".split()
# Nice to have: without them, make check and the part deb skip a step.
OPTIONAL = ["shellcheck", "lintian"]
# Bases that a stable Debian does not have, and the suites that may: trees.py
# gets those.
ELSEWHERE = {"7.2": ("sid", "trixie-backports")}
# Without apt, these tell whether what is needed is there.
COMMANDS = "busybox flex bison bc cpio gcc make patch git rsync gdb xz".split()


def has_source(settings):
    name = f"linux-source-{settings.base}"
    return (settings.ksrc or (settings.cache / name).exists() or
            settings.base in ELSEWHERE or
            os.path.exists(f"/usr/src/{name}.tar.xz"))


def missing(names):
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *names],
        capture_output=True, text=True, check=False).stdout.splitlines()
    return [name for name in names if f"installed {name}" not in said]


def install(settings, *more, test=False):
    """Those of this machine, and what its guests run."""
    install_own(settings, *more, test=test)
    root_of(settings)


def install_own(settings, *more, test=False):
    names = [*settings.arch.packages.split(), *CORE, *TEST * test, *more]
    if not has_source(settings):
        names.append(f"linux-source-{settings.base}")
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        lacks = [one for one in (settings.arch.qemu, settings.arch.gdb,
                                      *COMMANDS)
                 if not shutil.which(one)]
        if lacks:
            raise HarnessError(
                f"these commands are missing, and there is no apt to install "
                f"them: {' '.join(lacks)}\n  Install what your system calls: "
                + " ".join(names))
        return
    if not (needed := missing(names)):
        return
    needed += missing(OPTIONAL * test)
    if os.geteuid():
        raise HarnessError(f"these packages are missing: {' '.join(needed)}\n"
                           f"  Run: sudo apt-get install -y {' '.join(needed)}")
    say(f"installing with apt-get: {' '.join(needed)}")
    settings.cache.mkdir(parents=True, exist_ok=True)
    apt = (settings.cache / "apt.log", "apt-get", "-y",
           "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_logged(*apt, "install", *needed, env=env)
    except HarnessError:
        # A fresh machine may know no package, or only outdated ones.
        run_logged(*apt, "update", env=env)
        run_logged(*apt, "install", *needed, env=env)
