# SPDX-License-Identifier: GPL-2.0-only
"""make bench: what this implementation costs, beside the base kernel's own.

Two kernels of one tree, whose configurations differ in CONFIG_KDUMP alone, do
the same things in the same guests. All but "together" counts guest
instructions; see Documentation/kdump/testing.rst.

Prints a table, and leaves build/bench/results.json and the guests' consoles in
build/bench/logs/. Exits 1 if a goal is not met.
"""
import gzip
import hashlib
import json
import os
import re
import sys
import time
from dataclasses import dataclass

from . import bench_results, initramfs, stock
from .bench_results import KERNELS
from .case import Case, require
from .guest import End, Guest
from .handmade import PAGE, PT_LOAD, PT_NOTE, RAM, Header, note
from .kernel import Kernel
from .save.build import tools_to_measure
from .packages import install
from .settings import TESTING, HarnessError, run, say, tail
from .suite import Suite
from .tap import Tap

SECTIONS = ("load crash images smallest smallest-images read save segments "
            "together module").split()
# Of images, besides that with xz.
PACKINGS = ("zstd", "lz4")
# Old memory of the guests that are booted directly: 65000 pages, or as much in
# fewer segments, from where mem= ends the kernel's own memory.
OWN_SIZE = 256 << 20
OLD = RAM + OWN_SIZE
OLD_SIZE = 65000 * PAGE
# Where no kernel looks for memory: a header of many segments is there.
HEADER_AT, HEADER_SIZE = 512 << 20, 8 << 20
# What our choice brings, or leaves out. In 6.12 the classic code has hotplug, too,
# and the same words for it.
OURS = re.compile("KDUMP|CRASH_HOTPLUG|CRASH_MAX_MEMORY_RANGES|KEXEC_JUMP")
# A program of the machine's: a kernel that says when it is entered, and ends.
STUB = "bench_stub.sh"
# Programs of the crash tests that no figure is about.
UNMEASURED = ("check_filter",)
FLAVOURS = {"kdump": "bench", "classic": "bench-classic"}
CUT = "guest: the module reads from here on"
SAVE_CUT = "guest: kdump_save saves from here on"


@dataclass(frozen=True, kw_only=True)
class BenchCase(Case):
    """A guest, whose figures bench_results.py knows by the word log.

    kernel      classic or kdump, or stock-BASE
    packing     of the kernel's image, if it is not xz
    initrd      see BenchSuite.images_for()
    words       for the first kernel
    plan        see bench_init.sh
    header      segments of the ELF core header of a capture kernel that
                follows no crash, and
    readings    what the program bench does with it
    """
    section: str
    kernel: str
    log: str
    packing: str = ""
    initrd: str = ""
    words: str = ""
    plan: str = ""
    header: int = 0
    readings: str = ""
    memory: int = 1024
    cpus: int = 1

    def why_not(self, settings):
        if self.initrd == "stub" and not (settings.arch.folder / STUB).exists():
            return f"{STUB} is not there for {settings.arch.name}"
        if "images" in self.section and settings.arch.name != "x86_64":
            return f"an image of {settings.arch.name} does not unpack itself"
        if self.section == "save" and settings.arch.name != os.uname().machine:
            return "kdump_save is built for this machine only"
        if self.section == "segments" and settings.arch.is_foreign:
            return "a kernel here is told of its header in other ways"
        if self.header and settings.arch.is_foreign:
            return (f"the classic code of {settings.arch.name} reads the header "
                    "where mem= lets it map nothing")
        return super().why_not(settings)

    @classmethod
    def of_both(cls, section, log, **keys):
        return [cls(name=f"{section}: {kernel}: {log}", section=section,
                    kernel=kernel, log=log, **keys) for kernel in KERNELS]


@dataclass(frozen=True, kw_only=True)
class ModuleCase(stock.StockCase, BenchCase):
    """Debian's kernel has no choice: one guest reads with its own reader, then
    with the module, and its console is cut where the one follows the other."""


def cases(settings):
    both = BenchCase.of_both
    yield from both("load", "load", initrd="small", plan="load")
    for cpus in (1, 2, 8):
        for plan in ("entry", "crash"):
            yield from both("crash", f"{plan}-{cpus}", plan=plan, cpus=cpus,
                            initrd="stub" if plan == "entry" else "small")
    yield from image_cases()
    yield from both("smallest", "smallest", initrd="plain", memory=512)
    for memory in (1024, 4096):
        yield from both("read", f"read-{memory}", initrd="tools", plan="read",
                        memory=memory)
    yield BenchCase(name="save: kdump: save", section="save", kernel="kdump",
                    log="save-guest", initrd="tools", plan="save")
    yield BenchCase(name="save: kdump: threads", section="save",
                    kernel="kdump", log="threads", initrd="tools",
                    plan="threads", cpus=4, alone=True)
    for count in (10, 65000):
        yield from both("segments", f"segments-{count}", plan="direct",
                        header=count, readings="random+4000")
    yield BenchCase(name="segments: kdump: filter", section="segments",
                    kernel="kdump", log="segments-filter", initrd="small",
                    plan="segments", memory=4096)
    yield from both("together", "together", plan="direct", header=2, cpus=4,
                    readings="together+1+48,together+2+48,together+4+48",
                    alone=True)
    for one in stock.kernels(settings):
        yield ModuleCase(name=f"module: {one.release or one.name}", stock=one,
                         section="module", kernel=f"stock-{one.base}",
                         log="module", plan="module")


def image_cases():
    """One CPU, and one thing that differs from the section crash."""
    both = BenchCase.of_both
    for packing in ("", *PACKINGS):
        yield from both("images", f"images-{packing or 'xz'}", plan="crash",
                        packing=packing, initrd="small")
    yield from both("images", "images-cpio", plan="crash", initrd="cpio")
    yield from both("images", "images-c", plan="crash", initrd="small",
                    words="bench.call=c")
    yield BenchCase(name="images: kdump: packed", section="images",
                    kernel="kdump", log="images-packed", plan="crash",
                    initrd="small", words="kdump.unpack=0")
    for packing in PACKINGS:
        yield from both("smallest-images", f"smallest-{packing}",
                        packing=packing, initrd="plain", memory=512)
    yield from both("smallest-images", "smallest-cpio", initrd="plain-cpio",
                    memory=512)


def core_header(count):
    """(address, bytes) of an ELF core header of that many segments, which lie
    as far apart as they are long; it comes after the last."""
    size = OLD_SIZE // count // PAGE * PAGE
    address = OLD + 2 * count * size
    entries = [(PT_LOAD, OLD + 2 * size * number, size)
               for number in range(count)]
    # A note full of zeros, of a CPU that no figure asks for.
    notes = note()
    where = address + len(Header([*entries, entries[0]]).pack())
    return address, Header([(PT_NOTE, where, len(notes)),
                            *entries]).pack() + notes


class BenchSuite(Suite):
    """A guest is no result; its figures are."""
    name = "bench"

    def __init__(self, settings, sections):
        super().__init__(settings, Tap(sys.stderr))
        self.sections = sections
        self.out = settings.out / "bench"
        self.kernels, self.images = {}, {}

    def all_cases(self):
        return list(cases(self.settings))

    def folder(self, case):
        return self.out / "logs" / case.kernel / case.log

    def prepare(self):
        # Without what only the tests need.
        self.kernels = {name: Kernel(self.settings, flavour).build()
                        for name, flavour in FLAVOURS.items()}
        packed = {f"{name}-{packing}":
                  Kernel(self.settings, f"{flavour}-{packing}").build()
                  for name, flavour in FLAVOURS.items()
                  for packing in self.packings()}
        first, second = (wanted_config(self.kernels[name])
                         for name in KERNELS)
        if first != second:
            raise HarnessError(
                "the configurations differ in more than CONFIG_KDUMP:\n  " +
                "\n  ".join(sorted({*first} ^ {*second})))
        self.kernels |= packed
        run("rm", "-rf", self.out)
        self.out.mkdir(parents=True)
        self.pack_user_space()
        for name, kernel in self.kernels.items():
            for word, data in self.images_for(name, kernel.image):
                self.images[name, word] = self.write_image(name, word, data)

    def packings(self):
        """Kernels are only built for what was asked for."""
        return PACKINGS if any("images" in one for one in self.sections) and (
            self.settings.arch.name == "x86_64") else ()

    def pack_user_space(self):
        """That of the crash tests, and the programs that measure.

        UNMEASURED tools came to the tests later: with them, what a capture
        needs would grow whenever the tests do.
        """
        arch, helpers = self.settings.arch, self.out / "helpers"
        programs = [one for one in initramfs.build_programs(arch, helpers)
                    if one.name not in UNMEASURED]
        self.plain = initramfs.crash_root(arch, programs)
        self.full = initramfs.crash_root(arch, programs,
                                         ("kexec", "makedumpfile",
                                          *tools_to_measure(self.settings,
                                                            helpers / "save")))
        with initramfs.new_root() as root:
            root.install(initramfs.helper(arch, helpers, "bench"))
            root.install(TESTING / "bench/bench_init.sh")
            self.bench = root.pack()

    def write_image(self, kernel, word, data):
        path = self.out / f"{kernel}-{word}.cpio.gz"
        path.write_bytes(data)
        return path

    def images_for(self, name, kernel):
        """
        small   a first boot that loads /boot/kernel with a user space without
                tools, as small as a capture can do with
        stub    the same for a kernel that ends at its entry
        tools   like small, but makedumpfile comes along
        direct  for a capture kernel that is booted directly
        plain   a first boot of the crash tests, nothing added
        cpio, plain-cpio    small and plain, the capture's not packed
        """
        small, tools = self.plain + self.bench, self.full + self.bench
        yield "small", initramfs.first_boot(tools, kernel, small)
        yield "tools", initramfs.first_boot(tools, kernel, tools)
        yield "direct", small
        yield "plain", initramfs.first_boot(self.full, kernel, self.plain)
        yield "cpio", initramfs.first_boot(tools, kernel,
                                           gzip.decompress(small))
        yield "plain-cpio", initramfs.first_boot(self.full, kernel,
                                                 gzip.decompress(self.plain))
        script = self.settings.arch.folder / STUB
        if script.exists():
            stub = self.out / "stub"
            run(script, kernel, stub, name)
            yield "stub", initramfs.first_boot(tools, stub, small)

    def run_case(self, case, folder):
        if case.section.startswith("smallest"):
            self.find_smallest(case, folder)
        elif case.section == "module":
            self.read_by_module(case, folder)
        elif case.plan == "threads":
            self.boot(case, folder, self.images["kdump", "tools"],
                      f"crashkernel=192M bench.cpus={case.cpus}")
        elif case.section == "save":
            self.boot(case, folder, self.images["kdump", "tools"],
                      "crashkernel=192M")
            self.cut_in_two(folder, SAVE_CUT, "save")
        elif case.plan == "segments":
            self.boot(case, folder, self.images["kdump", "small"],
                      "crashkernel=128M " +
                      self.settings.arch.hiding(HEADER_AT, HEADER_SIZE) +
                      f" bench.header={HEADER_AT:#x}")
        elif case.header:
            self.boot_directly(case, folder)
        else:
            self.boot(case, folder, self.images[self.image_of(case),
                                                case.initrd],
                      f"crashkernel=128M {case.words}".strip())

    @staticmethod
    def image_of(case):
        return f"{case.kernel}-{case.packing}".rstrip("-")

    def boot(self, case, folder, initrd, words, **keys):
        arch = self.settings.arch
        image = (case.stock.image if case.section == "module"
                 else self.kernels[self.image_of(case)].image)
        log = folder / "console.log"
        # What else a machine's tests want would change what is counted.
        end = Guest(arch, image, initrd,
                    f"console={arch.console} panic=1 {words} "
                    f"rdinit=/bin/bench_init.sh "
                    f"bench.plan={case.plan} bench.memory={case.memory}",
                    f"{case.memory}M", cpus=case.cpus, cpu=arch.counting_cpu,
                    icount=not case.alone, silence=300, limit=1800,
                    **keys).boot(log)
        require(end == End.COMPLETE, f"{end!r}; the console:\n{tail(log)}")

    def boot_directly(self, case, folder):
        address, data = core_header(case.header)
        header = folder / "elfcorehdr"
        header.write_bytes(data)
        self.boot(case, folder, self.images[case.kernel, "direct"],
                  f"mem={OWN_SIZE} elfcorehdr={address:#x} "
                  f"bench.readings={case.readings}",
                  qemu=(f"-device loader,file={header},addr={address},"
                        "force-raw=on",))

    def read_by_module(self, case, folder):
        module = case.stock.build_module()
        with initramfs.new_root("boot") as root:
            run("strip", "--strip-debug", "-o",
                root.path / "boot" / module.name, module)
            tools = self.full + self.bench + root.pack()
        initrd = self.write_image(case.kernel, "tools", initramfs.first_boot(
            tools, case.stock.image, tools))
        self.boot(case, folder, initrd, "crashkernel=256M")
        self.cut_in_two(folder, CUT, f"module-{case.stock.base}")

    def cut_in_two(self, folder, line, log):
        """What is said before the line counts as classic's, the rest as ours."""
        text = (folder / "console.log").read_text(encoding="utf-8")
        before, cut, after = text.partition(line)
        require(cut, f"it was never said: {line}")
        for kernel, part in (("classic", before), ("kdump", after)):
            path = self.out / f"logs/{kernel}/{log}"
            path.mkdir(parents=True)
            (path / "console.log").write_text(part, encoding="utf-8")

    def find_smallest(self, case, folder):
        """Halves the distance of a size that fails, and one that works if any
        does. Neither end was tried, so neither is a result."""
        low, high = small, large = 8, 56
        while large - small > 1:
            middle = (small + large) // 2
            if self.captures(case, folder, middle):
                large = middle
            else:
                small = middle
        require(low + 1 < large < high,
                f"{large} MiB is an end of what was tried")
        (folder / "console.log").write_text(
            f"guest: bench smallest {large} 1\n", encoding="utf-8")

    def captures(self, case, folder, mib):
        """Whether a capture works in so much memory."""
        arch, disk = self.settings.arch, folder / "disk"
        disk.write_bytes(b"")
        os.truncate(disk, 576 << 20)
        name = self.image_of(case)
        end = Guest(arch, self.kernels[name].image,
                    self.images[name, case.initrd],
                    f"console={arch.console} panic=1 crashkernel={mib}M "
                    "guest.loader=kexec", f"{case.memory}M", cpus=case.cpus,
                    cpu=arch.counting_cpu, icount=True, disk=disk, silence=300
                    ).boot(folder / f"{mib}.log")
        disk.unlink()
        print(f"crashkernel={mib}M: {end!r}", flush=True)
        return end == End.COMPLETE


def wanted_config(kernel):
    text = (kernel.directory / ".config").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not OURS.search(line)]


def about(suite):
    """What the figures are of."""
    ours = suite.kernels["kdump"]
    config = (ours.directory / ".config").read_text(encoding="utf-8")
    lines = [line for line in config.splitlines(True) if "KDUMP" not in line]
    return {"kernel": ours.release,
            "config": hashlib.sha256("".join(lines).encode()).hexdigest()[:16],
            "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "qemu": run(suite.settings.arch.qemu,
                        "--version").splitlines()[0],
            "kernel_bytes": str(ours.image.stat().st_size),
            "initramfs_bytes":
                str(suite.images["kdump", "direct"].stat().st_size)}


def run_bench(sections, settings):
    """Returns the exit status."""
    unknown = set(sections) - set(SECTIONS)
    if unknown:
        raise HarnessError(f"unknown section '{unknown.pop()}'\n  The "
                           "sections are: " + " ".join(SECTIONS))
    install(settings, test=True)
    suite = BenchSuite(settings.with_tree(), sections or SECTIONS)
    suite.run(f"^({'|'.join(sections or SECTIONS)}):")
    if not suite.kernels:
        say("nothing was counted: all of it was skipped")
        return 0
    logs = bench_results.read_logs(suite.out / "logs")
    table = bench_results.rows(logs, settings.base, settings.arch.name)
    results = suite.out / "results.json"
    results.write_text(json.dumps({**about(suite), "figures": table},
                                  indent=1) + "\n", encoding="utf-8")
    say(f"done: {results}")
    bench_results.print_table(table, sys.stdout)
    wrong = list(bench_results.crooked(logs))
    if wrong:
        print(f"their clocks do not count instructions: {', '.join(wrong)}")
    failed = suite.tap.counts[1] or wrong or not bench_results.good(table)
    return 1 if failed or not table else 0
