# SPDX-License-Identifier: GPL-2.0-only
"""Checks what kdump_save made of one /proc/vmcore in its formats.

check_dump.py has looked at the ELF file; the others must show the same, but for
the page of the stage record, which reading the dump changes.
"""
import json
import random
import subprocess

import kdumpfile

from ..case import all_pass, require
from ..vmcore_drgn import CrashedKernel
from ..vmcore_file import PAGE, VmcoreFile
from .kdump_file import LZO, ZSTD, KdumpFile

PAGES = 3000
NOTHING = bytes(PAGE)
COMPRESSED = {"zstd": ZSTD, "lzo": LZO}


class Saved:
    """The files, and what is known of the crash."""

    def __init__(self, folder, vmcore, vmlinux, wanted):
        self.folder = folder
        self.vmcore = vmcore
        self.elf = VmcoreFile(vmcore)
        self.vmlinux = vmlinux
        self.wanted = wanted
        info = self.elf.vmcoreinfo()
        self.release = info["OSRELEASE"]
        self.record = int(info.get("KDUMP_RECORD", "0"), 16)

    def result(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())

    def is_complete(self, name):
        result = self.result(name)
        require(result["complete"] and result["status"] == 0,
                f"it says {result}")
        print(f"# {name}: {result['seconds']} s, {result['peak_kib']} KiB")

    def header_is_right(self, name):
        file = KdumpFile(self.folder / name)
        require(file.status == COMPRESSED[name],
                f"the status is {file.status:#x}")
        for found, right in ((file.release, self.release),
                             (file.cpus, len(self.elf.prstatus()))):
            if isinstance(found, bytes):
                found = found.rstrip(b"\0").decode()
            require(found == right, f"it says {found}, not {right}")

    def some_pages(self):
        segments = [one for one in self.elf.loads() if one.file_size >= PAGE]
        chosen = random.Random(1)
        for _ in range(PAGES):
            one = chosen.choice(segments)
            first = -(-one.physical // PAGE)
            last = (one.physical + one.file_size) // PAGE
            if first < last:
                yield chosen.randrange(first, last) * PAGE

    def pages_are_right(self, name):
        file, wrong = kdumpfile.kdumpfile(str(self.folder / name)), 0
        for address in self.some_pages():
            got = file.read(kdumpfile.KDUMP_MACHPHYSADDR, address, PAGE)
            if address != self.record & -PAGE:
                wrong += bytes(got) != self.elf.read_physical(address, PAGE)
        require(not wrong, f"{wrong} of {PAGES} pages are wrong")

    def drgn_opens(self, name):
        kernel = CrashedKernel(str(self.folder / name), str(self.vmlinux))
        names = [name for name, _ in kernel.stack()]
        require(self.wanted.function in names,
                f"the stack is {' < '.join(names[:12])}")

    def makedumpfile_reads(self, name):
        """And filters: it knows of no zstd in Debian 12."""
        small = self.folder / "small"
        done = subprocess.run(["makedumpfile", "-l", "-d", "31",
                               self.folder / name, small], timeout=300,
                              capture_output=True, text=True, check=False)
        require(done.returncode == 0, done.stdout + done.stderr)
        small.unlink()

    def filter_leaves_out(self):
        """At least half of an idle guest. In an ELF file the kernel's text and
        data are there twice."""
        kept = [self.result(name)["kept_bytes"] for name in
                ("filtered-elf", "filtered", "elf")]
        require(0 < kept[1] <= kept[0] < kept[2] // 2,
                f"kept bytes, as ELF, compressed and unfiltered: {kept}")
        print(f"# of {kept[2] >> 20} MiB the filter keeps {kept[1] >> 20}")

    def kept_pages(self):
        """(page, bytes in the filtered ELF file, bytes in the whole one)"""
        filtered = VmcoreFile(self.folder / "filtered-elf")
        for one in filtered.loads():
            first = -(-one.physical // PAGE) * PAGE
            for address in range(first, one.physical + one.file_size - PAGE + 1,
                                 PAGE):
                at = one.offset + address - one.physical
                page = filtered.bytes[at:at + PAGE]
                if page != NOTHING and address != self.record & -PAGE:
                    yield address, page, self.elf.bytes[at:at + PAGE]

    def filtered_pages_are_right(self):
        wrong = sum(page != whole for _, page, whole in self.kept_pages())
        require(not wrong, f"{wrong} pages differ from those of the whole file")

    def formats_agree(self):
        there = KdumpFile(self.folder / "filtered").bitmap(1)
        pages = {address // PAGE for address, _, _ in self.kept_pages()}
        require(pages <= there, f"{len(pages - there)} pages are in the ELF "
                                "file and not in the compressed one")

    def log_is_text(self, name):
        text = (self.folder / name).read_text(encoding="ascii")
        require(self.wanted.text in text, f"no '{self.wanted.text}' in it")
        said = subprocess.run(["/sbin/vmcore-dmesg", self.vmcore],
                              capture_output=True, text=True, timeout=60,
                              check=True).stdout
        require(len(text.splitlines()) == len(said.splitlines()),
                f"{len(text.splitlines())} lines, vmcore-dmesg has "
                f"{len(said.splitlines())}")


def filter_checks(saved):
    yield "filtered: it is much less", saved.filter_leaves_out
    yield "filtered: pages are those of the file", saved.filtered_pages_are_right
    yield "filtered: both formats have them", saved.formats_agree
    for name in ("filtered", "filtered-elf"):
        yield f"kdump_save says that {name} is complete", saved.is_complete, name
        yield (f"{name}: drgn's stack shows {saved.wanted.function}",
               saved.drgn_opens, name)


def check_saved(folder, vmcore, vmlinux, wanted):
    """Prints a line for each fact; returns whether all are right."""
    saved = Saved(folder, vmcore, vmlinux, wanted)
    checks = [(f"kdump_save says that {name} is complete", saved.is_complete,
               name) for name in ("elf", *COMPRESSED)]
    for name in COMPRESSED:
        checks += [(f"{name}: the header is right", saved.header_is_right, name),
                   (f"{name}: pages are those of the ELF file",
                    saved.pages_are_right, name)]
        if wanted.function:
            checks.append((f"{name}: drgn's stack shows {wanted.function}",
                           saved.drgn_opens, name))
    if (saved.folder / "filtered").exists():
        checks += filter_checks(saved)
    checks += [("lzo: makedumpfile filters it", saved.makedumpfile_reads, "lzo"),
               ("the kernel log is that of vmcore-dmesg", saved.log_is_text,
                "dmesg.txt")]
    return all_pass(checks)
