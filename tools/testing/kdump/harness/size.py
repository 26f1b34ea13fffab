# SPDX-License-Identifier: GPL-2.0-only
"""What kdump_size suggests is enough, and not much more than that.

A guest asks it for its own kernel and initramfs. With the size that it says a
guest must leave a dump, and with much less there must be none; and what that
dump's capture kernel had to spare makes the next suggestion.
"""
import gzip
import lzma
import os
import re
import struct
import subprocess
from dataclasses import dataclass

from . import initramfs
from .case import Case, require
from .console_log import ConsoleLog
from .guest import End, Guest
from .kernel import Kernel
from .settings import ROOT, run, run_logged, tail
from .suite import Suite

SUGGESTION = re.compile(r"^(?:\[ *[\d.]+\] )?crashkernel=(\d+)M$", re.M)
# The part of a suggestion that must not do: a quarter of it is for kdump_save and
# drivers, and these guests have neither.
TOO_LITTLE = 0.5
MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class SizeCase(Case):
    """capture: CPUs of the capture kernel; 0: no guest, but files by hand."""
    capture: int = 1


def build(settings, folder):
    """kdump_size for guests; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    run_logged(folder / "build.log", "make", "-C", ROOT / "tools/kdump/size",
               f"OUTPUT={folder.absolute()}",
               f"CROSS_COMPILE={settings.arch.cross_compile}")
    return folder / "kdump_size"


def bzimage(init_size, payload=b""):
    """Nothing but what kdump_size looks at, and a payload at 4 KiB."""
    header = bytearray(4096)
    header[0x1f1] = 1
    header[0x202:0x208] = b"HdrS" + struct.pack("<H", 0x20f)
    header[0x248:0x250] = struct.pack("<II", 4096 - 1024, len(payload))
    header[0x260:0x264] = struct.pack("<I", init_size)
    return bytes(header) + payload


def elf(memory, pages):
    """An ELF file of one PT_LOAD, and so many pages that are not padding."""
    header = struct.pack("<4sBBB9xHHIQQQIHHHHHH", b"\x7fELF", 2, 1, 1, 2, 62, 1,
                         0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    entry = struct.pack("<IIQQQQQQ", 1, 7, 0, 0, 0, memory, memory, 4096)
    content = b"".join(bytes([number % 255, 255]) * 2048
                       for number in range(pages))
    return (header + entry).ljust(4096, b"\0") + content + bytes(
        memory - 4096 * (pages + 1))


def cpio(*files):
    """(name, size), as "cpio -H newc" packs it."""
    data = b""
    for name, size in (*files, ("TRAILER!!!", 0)):
        fields = [0] * 6 + [size] + [0] * 4 + [len(name) + 1, 0]
        data += b"070701" + b"".join(b"%08x" % one for one in fields)
        data += name.encode() + b"\0"
        data += bytes(-len(data) % 4) + bytes(size + -size % 4)
    return data


def check_files(program, folder):
    """Of this machine, which need not have a kernel with kdump."""
    kernel, initramfs_file = folder / "kernel", folder / "initramfs"

    def suggested(*words):
        said = run(program, "-r", "0", *words, kernel, initramfs_file)
        print(said)
        return int(SUGGESTION.search(said)[1])

    def status(*words):
        return subprocess.run([program, *words], stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False).returncode

    archive = cpio(("init", 20 * MIB), ("lib/none.ko", 5000))
    kernel.write_bytes(bzimage(16 * MIB))
    sizes = {}
    for name, data in (("plain", archive), ("gzip", gzip.compress(archive)),
                       ("xz", lzma.compress(archive)),
                       ("two", cpio(("microcode", 4096)) + bytes(512) +
                        gzip.compress(archive))):
        initramfs_file.write_bytes(data)
        sizes[name] = suggested()
    # Plain is there twice; what is packed here is almost nothing.
    require(sizes["gzip"] == sizes["xz"] == sizes["two"] and
            40 < sizes["gzip"] < sizes["plain"] - 20, f"it says {sizes}")
    require(suggested("-c", "8") >= sizes["two"] + 14, "CPUs do not count")
    require(suggested("-l", "10M", "-r", "50M") == 45,
            "a measured size is not 40 MiB and an eighth")
    kernel.write_bytes(bzimage(16 * MIB, lzma.compress(elf(12 * MIB, 512))))
    suggested()
    initramfs_file.write_bytes(b"\x89LZO" + bytes(range(256)) * 64)
    require(suggested() < sizes["gzip"] - 15, "damage is taken for files")
    require(status(initramfs_file) == 1, "an initramfs is taken for a kernel")
    require(status(folder / "missing") == 1, "a missing file is read")
    for words in ((), ("-c", "0", kernel), ("-l", "9M", "-r", "9M", kernel),
                  ("-l", "1X", kernel), (kernel, kernel, kernel)):
        require(status(*words) == 2, f"{words} are no wrong usage")


class SizeSuite(Suite):
    name = "size"

    def all_cases(self):
        return [SizeCase(name="size: files", capture=0),
                SizeCase(name="size: enough, and not much more"),
                SizeCase(name="size: for two CPUs", capture=2)]

    def folder(self, case):
        return self.settings.out / "test/size" / str(case.capture)

    def prepare(self):
        self.kernel = Kernel(self.settings).build()
        self.root = self.settings.out / "test/size/guest"
        self.program = build(self.settings, self.root / "kdump_size")
        self.first = initramfs.build(self.root, self.settings.arch,
                                     self.kernel.image, (self.program,))

    def run_case(self, case, folder):
        if not case.capture:
            check_files(self.program, folder)
            return
        asked = self.ask(case, folder)
        record = self.captures(case, folder, asked)
        require(record, f"{asked} MiB were suggested, and did not do")
        less = int(asked * TOO_LITTLE)
        require(not self.captures(case, folder, less),
                f"{asked} MiB were suggested, and {less} MiB did, too")
        least = int(record["memory-least"])
        require(0 < least < int(record["memory"]) < asked << 10,
                f"the record says {record}")
        measured = self.ask_again(case, asked, least)
        require(self.captures(case, folder, measured),
                f"{measured} MiB were suggested after a crash with {asked}, "
                f"{least} KiB of it to spare, and did not do")
        print(f"{asked} MiB suggested, {less} are too few, {measured} after "
              f"{least} KiB were to spare")

    def boot(self, case, log, words, disk=None):
        arch = self.settings.arch
        return Guest(arch, self.kernel.image, self.first,
                     arch.command_line(words), f"{case.memory}M",
                     cpus=case.cpus, disk=disk).boot(log)

    def ask(self, case, folder):
        log = folder / "console.log"
        end = self.boot(case, log, "guest.trigger=report "
                        f"guest.steps=size-{case.capture}")
        found = SUGGESTION.findall(log.read_text(encoding="utf-8"))
        require(end == End.COMPLETE and found, f"{end!r}; {tail(log)}")
        return int(found[-1])

    def ask_again(self, case, asked, least):
        """On this machine: it is the same sum."""
        said = run(self.program, "-c", case.capture, "-l", f"{least}K", "-r",
                   f"{asked}M", self.kernel.image,
                   self.root / "capture.cpio.gz")
        print(said)
        return int(SUGGESTION.search(said)[1])

    def captures(self, case, folder, mib):
        """The stage record of a capture in so much memory, or None."""
        disk, log = folder / "disk", folder / f"{mib}.log"
        initramfs.make_disk(disk, (case.memory + 64) << 20)
        end = self.boot(case, log, f"crashkernel={mib}M guest.trigger=sysrq "
                        f"guest.capture={case.capture}", disk)
        os.unlink(disk)
        print(f"crashkernel={mib}M: {end!r}", flush=True)
        return ConsoleLog(log).record() if end == End.COMPLETE else None
