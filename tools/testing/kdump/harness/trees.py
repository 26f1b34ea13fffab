# SPDX-License-Identifier: GPL-2.0-only
"""Kernel trees in the cache: Debian's source, unpacked, and a copy that is
laid. With KSRC it is a tree of the user's own, which is copied and never
changed.
"""
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .apt import private_apt, sources_of
from .make import locked
from .packages import ELSEWHERE
from .settings import ROOT, HarnessError, run, run_logged, say

# What a build leaves in a tree.
BUILT = ("/.git", "/.config*", "/include/config/", "/include/generated/",
         "/arch/*/include/generated/", "*.o", "*.a", "*.ko", ".*.cmd",
         "/vmlinux*")


class NoSource(HarnessError):
    """The suites have moved on to a later base."""


def base_tree(settings):
    """The path of one that nothing changes."""
    if settings.ksrc:
        return own_tree(settings)
    path = settings.cache / f"linux-source-{settings.base}"
    if not (path / "Makefile").exists():
        unpack(settings, path)
    return path


def unpack(settings, path):
    with tempfile.TemporaryDirectory(dir=settings.cache) as folder:
        tarball = find_source(settings, path.name, Path(folder))
        say(f"unpacking {tarball} (about 1500 MB) into {path}")
        os.mkdir(f"{folder}/tree")
        run("tar", "-xf", tarball, "-I", "xz -T0", "-C", f"{folder}/tree",
            "--strip-components=1", "--checkpoint=20000",
            "--checkpoint-action=echo=  %T")
        os.rename(f"{folder}/tree", path)


def find_source(settings, name, folder):
    """The path of Debian's source: installed, or downloaded into the folder."""
    tarball = Path(f"/usr/src/{name}.tar.xz")
    if tarball.exists():
        return tarball
    if settings.base not in ELSEWHERE:
        raise HarnessError(
            f"there is no {tarball}.\n  Install it (apt-get install {name}), "
            "or name an unpacked tree: KSRC=DIR")
    download(name, ELSEWHERE[settings.base], settings, folder)
    return folder / f"usr/src/{name}.tar.xz"


def download(name, suites, settings, folder):
    """A package of another suite, the newest, unpacked into the folder."""
    log = settings.cache / f"{name}.log"
    say(f"getting {name} from Debian's {' or '.join(suites)}")
    env = private_apt(folder, run("dpkg", "--print-architecture"),
                      sources_of(*suites), log)
    if subprocess.run(["apt-cache", "show", name], env=env, check=False,
                      capture_output=True).returncode:
        raise NoSource(f"Debian's {' and '.join(suites)} have no {name} any "
                       "more.\n  Name an unpacked tree instead: KSRC=DIR")
    run_logged(log, "apt-get", "-q", "download", name, env=env, cwd=folder)
    run("dpkg-deb", "-x", next(folder.glob(f"{name}_*.deb")), folder)


def suffix(settings):
    return ("-" + hashlib.sha256(settings.ksrc.encode()).hexdigest()[:12]
            if settings.ksrc else "")


def own_tree(settings):
    """A copy of what the user names, up to date."""
    source, base = Path(settings.ksrc), settings.base
    if not ((source / "Makefile").exists() and (source / "kernel").is_dir()):
        raise HarnessError(f"KSRC={source} is not a kernel tree.\n  Name the "
                           f"top of an unpacked Linux {base}.")
    version = ".".join(re.findall(r"(?m)^(?:VERSION|PATCHLEVEL) = (\d+)$",
                                  (source / "Makefile").read_text())[:2])
    if version != base:
        raise HarnessError(
            f"KSRC={source} is Linux {version}, not {base}.\n  Say BASE="
            f"{version} if that is what you mean, or leave KSRC out to use "
            f"Debian's {base}.")
    if any(source.glob(".kdump-laid*")):
        raise HarnessError(f"KSRC={source} is laid; a clean tree is wanted.\n  "
                           f"Take it out first: make unlay TREE={source}")
    path = settings.cache / f"source-{base}{suffix(settings)}"
    changed = run("rsync", "-a", "--delete", "--itemize-changes",
                  *(f"--exclude={one}" for one in BUILT), f"{source}/", path)
    if changed:
        shutil.rmtree(laid_path(settings), ignore_errors=True)
    return path


def laid_path(settings):
    return settings.cache / f"laid-{settings.base}{suffix(settings)}"


def laid_tree(settings):
    """The path of the copy, up to date. It is made of links: the tree itself
    never changes, and laying never writes into a shared inode."""
    settings.cache.mkdir(parents=True, exist_ok=True)
    laid = laid_path(settings)
    with locked(settings.cache / "trees"):
        source = base_tree(settings)
        # A lay was cut short, and this copy is ours: start over.
        if (laid / ".kdump-laid.patch.new").exists():
            shutil.rmtree(laid)
        if not laid.exists():
            say(f"copying the tree to {laid}")
            with tempfile.TemporaryDirectory(dir=settings.cache) as folder:
                run("cp", "-al", "--", source, f"{folder}/tree")
                os.rename(f"{folder}/tree", laid)
        run(ROOT / "scripts/lay.sh", "lay", laid, env=settings.environment())
    return laid
