# SPDX-License-Identifier: GPL-2.0-only
"""The root that a guest's programs are taken from.

That is / for a machine of this kind, and for another one a folder into which
the packages that its arch.conf names are unpacked, with what they depend on.
"""
import copy
import hashlib
import tempfile
from pathlib import Path

from .apt import own_sources, private_apt, sources_of
from .make import locked
from .settings import run, run_logged, say


def root_of(settings):
    """Its path; what is not there yet is made."""
    arch = settings.arch
    if not arch.is_foreign:
        return Path("/")
    packages = hashlib.sha256(arch.guest_packages.encode()).hexdigest()[:8]
    root = settings.cache / f"root-{arch.name}-{packages}"
    if not root.exists():
        say(f"getting what {arch.name} guests run from Debian: "
            f"{arch.guest_packages}")
        settings.cache.mkdir(parents=True, exist_ok=True)
        make_root(arch, root)
    return root


def newer_kexec_root(settings):
    """One with a kexec that is newer than that, of the suite that arch.conf
    names for it, and the libraries of that suite."""
    arch = copy.copy(settings.arch)
    arch.suite, arch.guest_packages = arch.newer_suite, "kexec-tools"
    root = settings.cache / f"root-{arch.name}-{arch.suite}"
    with locked(root):
        if not root.exists():
            say(f"getting a newer kexec for {arch.name} guests: {arch.suite}")
            make_root(arch, root)
    return root


def make_root(arch, root):
    """Under its name it is whole."""
    with tempfile.TemporaryDirectory(dir=root.parent) as name:
        folder, log = Path(name), f"{root}.log"
        env = private_apt(folder, arch.debian, sources_of(arch.suite)
                          if arch.suite else own_sources(), log)
        # With no package installed, apt gets all that these depend on.
        run_logged(log, "apt-get", "-q", "-y", "--download-only", "install",
                   *arch.guest_packages.split(), env=env)
        for package in folder.glob("archives/*.deb"):
            run("dpkg-deb", "-x", package, folder / "root")
        merge_usr(folder / "root")
        (folder / "root").rename(root)


def merge_usr(root):
    """What base-files would do, which few programs depend on."""
    for name in ("bin", "sbin", "lib"):
        if not (root / name).exists() and (root / "usr" / name).exists():
            (root / name).symlink_to(f"usr/{name}")
