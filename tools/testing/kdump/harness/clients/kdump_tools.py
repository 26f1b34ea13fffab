# SPDX-License-Identifier: GPL-2.0-only
"""Debian's kdump-tools from end to end: a root file system made by debootstrap,
booted with systemd; kdump-tools loads at boot, the guest crashes, the dump is
saved to /var/crash, and the machine reboots. Nothing of it is changed.

What a run leaves is in build/clients/BASE-kdump/kdump-tools.
"""
import re
import shutil
import subprocess
from dataclasses import dataclass

from .. import debian_root, initramfs
from ..case import Case, require
from ..console_log import ConsoleLog
from ..guest import End, Guest
from ..kernel import Kernel
from ..settings import run, tail
from ..suite import LinesSuite
from .suite import CLIENTS

# What kdump-tools proposes, see its /etc/default/grub.d/kdump-tools.cfg.
RESERVATION = "crashkernel=384M-:128M"


@dataclass(frozen=True, kw_only=True)
class DebianCase(Case):
    """There is only one."""

    def why_not(self, settings):
        return super().why_not(settings) or debian_root.why_not(
            debian_root.make_root, settings.cache / "debian")


class KdumpToolsSuite(LinesSuite):
    """Each of the guest's checks is a result."""
    name = "kdump-tools"
    reservation = RESERVATION

    def all_cases(self):
        return [DebianCase(name=self.settings.base)]

    def folder(self, case):
        return (self.settings.out / "clients" /
                f"{self.settings.base}-kdump/kdump-tools")

    def prepare(self):
        self.kernel = Kernel(self.settings, "debian").build()

    def archive(self, case):
        """The root file system to begin with."""
        return debian_root.make_root(self.settings.cache / "debian")

    def release(self, case):
        return self.kernel.release

    def judge(self, case, folder):
        # Imported late: what this needs is installed by now.
        from .saved import judge_saved
        judge_saved(folder, self.kernel.vmlinux, case.name)

    def run_case(self, case, folder):
        self.make_disk(case, folder)
        # A reset ends QEMU. So the reboot is a boot of its own.
        end = self.boot(folder, "crash")
        log = ConsoleLog(folder / "console-crash.log")
        require(end == End.OTHERWISE and log.find("saved vmcore in"),
                f"crash: {end!r}\n{tail(folder / 'console-crash.log')}")
        end = self.boot(folder, "reboot")
        require(end == End.COMPLETE,
                f"reboot: {end!r}\n{tail(folder / 'console-reboot.log')}")
        fetch_dump(folder)
        self.judge(case, folder)

    def make_disk(self, case, folder):
        root, release = folder / "root", self.release(case)
        debian_root.unpack(self.archive(case), root)
        configure(root)
        self.install(case, root)
        (folder / "versions").write_text(run(
            "dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W", "-f",
            "${Package} ${Version}\n", "kdump-tools", "kexec-tools",
            "makedumpfile"), encoding="ascii")
        shutil.copyfile(root / f"boot/vmlinuz-{release}", folder / "kernel")
        shutil.copyfile(root / f"boot/initrd.img-{release}", folder / "initrd")
        initramfs.make_disk(folder / "disk", 3 << 30, "-t", "ext4", "-d", root)
        shutil.rmtree(root)

    def install(self, case, root):
        """What a kernel's package would do."""
        release = self.kernel.release
        modules = root / "lib/modules" / release
        shutil.copyfile(self.kernel.image, root / f"boot/vmlinuz-{release}")
        shutil.copyfile(self.kernel.directory / ".config",
                        root / f"boot/config-{release}")
        modules.mkdir(parents=True, exist_ok=True)
        for name in ("order", "builtin", "builtin.modinfo"):
            shutil.copy(self.kernel.directory / f"modules.{name}", modules)
        run("chroot", root, "depmod", release)
        # Their words are in the case's log.
        subprocess.run(["chroot", root, "run-parts", f"--arg={release}",
                        f"--arg=/boot/vmlinuz-{release}",
                        "/etc/kernel/postinst.d"], check=True)

    def boot(self, folder, name):
        arch = self.settings.arch
        return Guest(arch, folder / "kernel", folder / "initrd",
                     f"root=/dev/vda rw console={arch.console} panic=10 "
                     f"{arch.words} {self.reservation}", "1G",
                     disk=folder / "disk", limit=3000, silence=600
                     ).boot(folder / f"console-{name}.log")


def configure(root):
    """What an administrator sets."""
    units = root / "etc/systemd/system"
    configuration = root / "etc/default/kdump-tools"
    for path, text in (
            ("etc/hostname", "guest\n"),
            ("etc/fstab", "/dev/vda / ext4 defaults 0 1\n"),
            # Without a list, only what this machine is made of would be
            # taken.
            ("etc/initramfs-tools/conf.d/guest", "MODULES=list\n"),
            (configuration, re.sub("(?m)^USE_KDUMP=.*", "USE_KDUMP=1",
                                   configuration.read_text()))):
        (root / path).write_text(text, encoding="utf-8")
    program = root / "usr/local/sbin/kdump-test"
    shutil.copyfile(CLIENTS / "kdump_tools_guest.sh", program)
    program.chmod(0o755)
    shutil.copy(CLIENTS / "kdump-test.service", units)
    wants = units / "multi-user.target.wants"
    (wants / "kdump-test.service").symlink_to("../kdump-test.service")


def fetch_dump(folder):
    """debugfs shows /inode/mode/user/group/name/size/."""
    def debugfs(command):
        return run("debugfs", "-R", command, folder / "disk")

    stamp = re.search(r"(?m)/(2\d+)//$", debugfs("ls -p /var/crash"))
    require(stamp, "nothing is in /var/crash")
    debugfs(f"dump /var/crash/{stamp[1]}/dump.{stamp[1]} {folder}/dump")
    (folder / "disk").unlink()
