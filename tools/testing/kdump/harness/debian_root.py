# SPDX-License-Identifier: GPL-2.0-only
"""Root file systems of Debian, as archives in KDUMP_CACHE/debian; remove one to
have it made again. Under its name an archive is whole.

    root.tar            systemd and kdump-tools
    root-RELEASE.tar    the same with Debian's kernel, its headers and dkms
"""
import os
import shutil
import tempfile
from pathlib import Path

from .settings import HarnessError, run, run_logged, say

DEBIAN = "bookworm"
PACKAGES = ("systemd,systemd-sysv,udev,dbus,initramfs-tools,kdump-tools,"
            "kexec-tools,makedumpfile,linux-base,procps,kmod,file,busybox")
# Without a list, an initramfs would have what this machine is made of.
MODULES = "virtio_pci\nvirtio_blk\next4\n"
# The mounts are seen by nothing else, and end with the program.
CHROOT = """root=$1
shift
for one in proc sys dev; do
    mount --rbind "/$one" "$root/$one"
done
exec chroot "$root" "$@"
"""


def mirror():
    """The archive that this machine installs from."""
    sites = run("apt-get", "indextargets", "--format", "$(SITE)",
                "Identifier: Packages", "Origin: Debian").splitlines()
    return next(site for site in sites if "security" not in site)


def suites():
    """All of it, for a root's sources.list."""
    return run("apt-get", "indextargets", "--format",
               "deb $(SITE) $(RELEASE) $(COMPONENT)",
               "Identifier: Packages", "Origin: Debian") + "\n"


def enter(log, root, *command):
    """Runs a program in a root, with its words in a file."""
    run_logged(log, "unshare", "--mount", "sh", "-ec", CHROOT, "sh", root,
               *command, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                              "LC_ALL": "C.UTF-8", "HOME": "/root",
                              "DEBIAN_FRONTEND": "noninteractive"})


def unpack(archive, root):
    root.mkdir()
    run("tar", "-C", root, "-xf", archive)


def make_root(folder):
    archive = folder / "root.tar"
    if not archive.exists():
        say("making a Debian root file system, once")
        make_archive(archive, bootstrap)
    return archive


def make_stock_root(folder, release):
    archive = folder / f"root-{release}.tar"
    if not archive.exists():
        first = make_root(folder)
        say(f"installing Debian's Linux {release} in a root, once")
        make_archive(archive, install_kernel, first, release)
    return archive


def make_archive(archive, make, *arguments):
    """make is called with a log, where the root shall be, and these."""
    log = archive.with_name("debootstrap.log")
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent) as name:
        root = Path(name) / "root"
        make(log, root, *arguments)
        for path in root.glob("var/cache/apt/archives/*.deb"):
            path.unlink()
        shutil.rmtree(root / "var/lib/apt/lists")
        run("tar", "-C", root, "-cf", Path(name) / archive.name, ".")
        (Path(name) / archive.name).rename(archive)


def bootstrap(log, root):
    run_logged(log, "debootstrap", "--variant=minbase",
               f"--include={PACKAGES}", DEBIAN, root, mirror())


def install_kernel(log, root, archive, release):
    unpack(archive, root)
    shutil.copy("/etc/resolv.conf", root / "etc")
    for path, text in (("etc/apt/sources.list", suites()),
                       ("etc/initramfs-tools/conf.d/guest", "MODULES=list\n"),
                       ("etc/initramfs-tools/modules", MODULES)):
        (root / path).write_text(text, encoding="ascii")
    enter(log, root, "apt-get", "update")
    enter(log, root, "apt-get", "install", "-y", "--no-install-recommends",
          "-o", "Dpkg::Options::=--force-unsafe-io", "dkms",
          f"linux-image-{release}", f"linux-headers-{release}")


def why_not(make, folder, *arguments):
    """Makes an archive; why that cannot be done, or ""."""
    if os.geteuid():
        return "debootstrap needs root"
    try:
        make(folder, *arguments)
    except (HarnessError, StopIteration):
        return f"no Debian root, see {folder}/debootstrap.log"
    return ""
