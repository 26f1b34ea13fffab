# SPDX-License-Identifier: GPL-2.0-only
"""The same dump for the clients of another suite of Debian, in a root of theirs.

The harness is run in that root, on links to what the guest left; so whatever is
asked there (drgn's modules, the evidence of known.py) is of that suite.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .. import debian_root
from ..case import require
from ..make import locked
from ..settings import ROOT, TESTING, Settings, run_logged, say

PACKAGES = ("python3,python3-drgn,python3-libkdumpfile,gdb,binutils,crash,"
            "makedumpfile,kexec-tools,elfutils")
# Mounts each folder at the path that it has here, then does a command there.
INSIDE = """root=$1
shift
mount --bind /proc "$root/proc"
mount --bind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
while [ "$1" != -- ]; do
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    shift
done
shift
exec chroot "$root" "$@"
"""


def make_root(cache, suite):
    """A folder that stays; under its name it is whole. Remove it to get what the
    suite has today."""
    root = cache / "debian" / f"clients-{suite}"
    root.parent.mkdir(parents=True, exist_ok=True)
    with locked(root):
        if not root.exists():
            say(f"making a root with the clients of {suite}, once")
            with tempfile.TemporaryDirectory(dir=root.parent) as name:
                bootstrap(root.with_suffix(".log"), Path(name) / "root", suite)
                (Path(name) / "root").rename(root)
    return root


def bootstrap(log, root, suite):
    run_logged(log, "debootstrap", "--variant=minbase",
               f"--include={PACKAGES}", suite, root, debian_root.mirror())


def link(names, folder, other):
    """Gives what a guest left a second folder, for what comes of it there."""
    other.mkdir(exist_ok=True)
    for name in ("console.log", *names):
        if (folder / name).exists() and not (other / name).exists():
            os.link(folder / name, other / name)


def judge(suite, names, folder, vmlinux, *words):
    """Prints a line for each cell, and keeps them in a folder of the suite.

    names: of the dumps; words: more for main()
    """
    settings = Settings.from_environment()
    other = folder / suite
    link(names, folder, other)
    root = make_root(settings.cache, suite)
    sys.stdout.flush()
    ended = subprocess.run(
        ["unshare", "--mount", "sh", "-ec", INSIDE, "sh", root, ROOT, other,
         vmlinux.parent, "--", "env", f"PYTHONPATH={TESTING}",
         "PYTHONDONTWRITEBYTECODE=1", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
         f"ARCH={settings.arch.name}", "python3", "-m",
         "harness.clients.elsewhere", suite, other, vmlinux, *words],
        stdin=subprocess.DEVNULL, check=False)
    require(not ended.returncode, f"the clients of {suite} could not be asked")


def main(suite, folder, vmlinux, token, base, load):
    """In the root."""
    from .matrix import judge_on_host
    judge_on_host(Path(folder), Path(vmlinux), token, base, load, suite)


if __name__ == "__main__":
    main(*sys.argv[1:])
