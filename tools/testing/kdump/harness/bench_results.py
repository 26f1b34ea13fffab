# SPDX-License-Identifier: GPL-2.0-only
"""Turns what the benchmarks' guests said into a table and a file.

A log is named after its guest, LOGS/classic/crash-8/console.log; its lines are

    guest: bench NAME COST AMOUNT

A figure is COST / AMOUNT; the table below says which are wanted, in what unit,
and what the goal is. A log that is not there was not asked for; a figure that
is not in its log was not reached, and fails the run.
"""
import os
import re
from typing import NamedTuple, Optional

LINE = re.compile(r"guest: bench (\S+) (\d+) (\d+)\s*$")
KERNELS = ("classic", "kdump")
MILLION, THOUSAND, MIB = 1e6, 1e3, 1 << 20
# What interrupts may add to a loop of known length, at the best of some tries.
MOST_CROOKED = 0.05


class Goal(NamedTuple):
    """What must hold of ours; other is the title of one more figure.

    older: the bound with Linux 6.1, whose own reader costs less, and which has
    neither large pages for mmap nor a core header with room for hotplug.
    arm64: the bound there, where the classic code verifies nothing before it
    jumps, and to an Image that is not packed.
    """
    kind: str
    bound: float
    other: Optional[str] = None
    older: Optional[float] = None
    arm64: Optional[float] = None

    def on(self, base, arch):
        if arch == "arm64" and self.arm64 is not None:
            return self._replace(bound=self.arm64)
        if base == "6.1" and self.older is not None:
            return self._replace(bound=self.older)
        return self

    def text(self):
        return {"times": f"{self.bound:g} times as good",
                "part": f"<= {self.bound:g} of classic",
                "near": f"<= {self.bound:g} of '{self.other}'",
                "below": f"< {self.bound:g}"}[self.kind]

    def met(self, classic, ours, others):
        """None if something to compare with is missing."""
        if ours is None:
            return None
        if self.kind == "below":
            return ours < self.bound
        against = others.get(self.other) if self.kind == "near" else classic
        if against is None:
            return None
        if self.kind == "times":
            return classic >= self.bound * ours
        return ours <= self.bound * against


class Figure(NamedTuple):
    """log: the guest; name: its line; since: a line to subtract; alone: the
    classic code has nothing of the kind."""
    title: str
    unit: str
    scale: float
    log: str
    name: str
    goals: tuple = ()
    since: Optional[str] = None
    alone: bool = False


M_INSNS, K_INSNS_MIB = ("M insns", MILLION), ("k insns/MiB", THOUSAND)
# All ways of which a reader of a whole dump has the choice.
WAYS = (("copy loop alone", "copy"), ("read 4 KiB", "read-4k"),
        ("read 64 KiB", "read-64k"), ("read 1 MiB", "read-1024k"),
        ("read 4 MiB", "read-4096k"), ("mmap 4 KiB", "mmap-4k"),
        ("mmap 4 MiB", "mmap-4096k"), ("mmap 64 MiB", "mmap-65536k"))


def load_figures():
    for title, name, *goals in (
            ("kexec -p -s", "kexec-s", Goal("times", 1)),
            ("kexec -p -c", "kexec-c"), ("kdump_load -p -s", "ours-s")):
        yield Figure(title, *M_INSNS, "load", name, goals)


def crash_figures():
    for cpus in (1, 2, 8):
        form = f"crash to {{}}, {cpus} CPU{'s' * (cpus > 1)}"
        yield Figure(form.format("entry"), *M_INSNS, f"entry-{cpus}", "entry",
                     [Goal("below", 20)], since="trigger")
        yield Figure(form.format("setup_arch()"), *M_INSNS, f"crash-{cpus}",
                     "started", [Goal("below", 25, arm64=100)], alone=True)
        yield Figure(form.format("init"), *M_INSNS, f"crash-{cpus}", "init",
                     [Goal("part", 0.045, arm64=1)], since="trigger")


def image_figures():
    """One CPU. In the bzImage itself: what ours does if it unpacks nothing."""
    itself = "xz in the bzImage itself"
    yield Figure(itself, *M_INSNS, "images-packed", "before-start", alone=True)
    for name, *goals in (("xz", Goal("near", 1.5, itself)), ("zstd",),
                         ("lz4",)):
        yield Figure(f"kexec -p -s, {name} image", *M_INSNS, f"images-{name}",
                     "load", goals)
    for title, log, *most in (
            ("xz image", "xz", 0.045), ("zstd image", "zstd", 0.07),
            ("lz4 image", "lz4", 0.07), ("plain initramfs", "cpio", 0.045),
            ("kexec -c", "c")):
        yield Figure(f"crash to init, {title}", *M_INSNS, f"images-{log}",
                     "init", [Goal("part", one) for one in most],
                     since="trigger")
        yield Figure(f"the digest, {title}", *M_INSNS, f"images-{log}",
                     "digest", alone=True)
    yield Figure("crash to init, kdump.unpack=0", *M_INSNS, "images-packed",
                 "init", since="trigger", alone=True)


def smallest_figures():
    for title, log in (("", ""), (", zstd image", "-zstd"),
                       (", lz4 image", "-lz4"),
                       (", plain initramfs", "-cpio")):
        yield Figure(f"smallest crashkernel={title}", "MiB", 1,
                     f"smallest{log}", "smallest", [Goal("part", 0.6, arm64=1)])


def ways(form, log, goals):
    """In each way; goals by the names of their lines."""
    for title, name in WAYS:
        yield Figure(form.format(title), *K_INSNS_MIB, log, name,
                     goals.get(name, ()))


def makedumpfile(form, log, *levels):
    for level in levels:
        yield Figure(form.format(f"makedumpfile -d {level}"), *M_INSNS, log,
                     f"makedumpfile-{level}")


def filter_figures(mib):
    """All of a dump, by guests that read it as well."""
    form = f"filter at {{}}, {mib // 1024} GiB, each page of RAM"
    yield Figure(form.format(31), "insns", 1, f"read-{mib}", "extents-31",
                 [Goal("below", 25)], alone=True)
    yield Figure(form.format(63), "insns", 1, f"read-{mib}", "extents-63",
                 alone=True)


def read_figures(mib):
    log, form = f"read-{mib}", f"{{}}, {mib // 1024} GiB"
    large = (Goal("times", 10, older=8, arm64=5),
             Goal("near", 1.15, form.format("copy loop alone"), arm64=1.1))
    yield from ways(form, log, {
        "read-4k": [Goal("times", 4, older=3)], "read-1024k": large,
        "read-4096k": large, "mmap-4096k": [Goal("times", 1.1, older=0.95)],
        "mmap-65536k": [Goal("times", 1.2, older=0.95)]})
    yield Figure(form.format("mmap 4 MiB and copy"), *K_INSNS_MIB, log,
                 "mmap-copy-4096k")
    for title, name, *goals in (
            ("kernel memory of a reader", "memory", Goal("below", 1024)),
            ("  of it slab", "memory-slab"),
            ("  of it vmalloc", "memory-vmalloc")):
        yield Figure(form.format(title), "KiB", 1, log, name, goals)
    yield from makedumpfile(form, log, 31, *([0] if mib <= 1024 else []))


def kept_figures():
    """makedumpfile has no level 63, and 31 in its place."""
    for title, level, most in (("at 31", 31, 0.7),
                               ("at 63, makedumpfile at 31", 63, 0.35)):
        yield Figure(f"kept {title}", "MiB", MIB, "save", f"kept-{level}",
                     [Goal("part", most)])


def compressor_figures():
    """Of the same pages, as far as it is one program's."""
    for word in ("lzo", "zstd"):
        alone = f"{word} alone, the pages of -d 31"
        yield Figure(alone, *M_INSNS, "save", f"{word}-alone", alone=True)
        yield Figure(f"kdump_save of these pages by {word}", *M_INSNS, "save",
                     f"{word}-31", [Goal("near", 1.15, alone)], alone=True)


def save_figures():
    """One guest: what makedumpfile costs is in the place of classic's."""
    # Page for page only the last row compares: both write the same ones at 1.
    least = "what -E -d 31 costs at least: filter, copy loop"
    yield Figure(least, *M_INSNS, "save", "least-31", alone=True)
    for title, name, *goals in (
            ("-E -d 31", "elf-31", Goal("times", 20),
             Goal("near", 1.4, least)),
            ("-E -d 31, makedumpfile -F", "none-31", Goal("times", 4)),
            ("-l -d 31", "lzo-31", Goal("times", 1.2)),
            ("-l -d 1", "lzo-1", Goal("times", 1.2))):
        yield Figure(f"makedumpfile, kdump_save {title}", *M_INSNS, "save",
                     name, goals)
    yield from kept_figures()
    yield from compressor_figures()
    for title, unit, scale, name, *goals in (
            ("filter at 31, each page of RAM", "insns", 1, "extents-31",
             Goal("below", 25)),
            ("filter at 31, 1 TiB, at 1 insn/ns", "s", 1e9 / (1 << 28),
             "extents-31"),
            ("kdump_save -E -d 31, 1 TiB, at 1 insn/ns", "s", 1e9 / (1 << 10),
             "elf-31")):
        yield Figure(title, unit, scale, "save", name, goals, alone=True)
    yield from thread_figures()


def thread_figures():
    """By the time stamp counter, which is no count of instructions here, so they
    mean something only where each thread has a CPU; the least of several
    rounds."""
    form = "kdump_save -z -d 1, {} thread{}, by the clock"
    one = form.format(1, "")
    for threads in (1, 2, 4):
        goals = ([Goal("near", 1 / (0.8 * threads), one)]
                 if 1 < threads <= (os.cpu_count() or 1) else [])
        yield Figure(form.format(threads, "s" * (threads > 1)), "M ticks",
                     MILLION, "threads", f"threads-{threads}", goals, alone=True)
    for threads in (1, 2, 4):
        yield Figure(f"memory of kdump_save -z, {threads} "
                     f"thread{'s' * (threads > 1)}", "KiB", 1, "threads",
                     f"memory-{threads}", [Goal("below",
                                                2048 * (threads + 1))],
                     alone=True)
    yield Figure("kernel memory of a reader at 63", "KiB", 1, "threads",
                 "memory", [Goal("below", 256)], alone=True)


def segment_figures():
    few, many = (f"read 4 KiB anywhere, {count} segments"
                 for count in (10, 65000))
    for title, log, *goals in (
            (few, "segments-10"),
            (many, "segments-65000", Goal("near", 1.25, few))):
        yield Figure(title, "k insns", THOUSAND, log, "random",
                     [Goal("part", 1), *goals])
    yield Figure("filter at 31, 4 GiB, 65000 segments, each page", "insns", 1,
                 "segments-filter", "extents-31", [Goal("below", 25)],
                 alone=True)


def together_figures():
    for readers in (1, 2, 4):
        yield Figure(f"{readers} reader{'s' * (readers > 1)} at once",
                     "us/MiB", 1, "together", f"together-{readers}")


def module_figures(base):
    """One guest, whose log the caller has cut in two: see bench.py."""
    log, form = f"module-{base}", f"module, Debian's {base}, {{}}"
    yield from ways(form, log, {
        "read-4k": [Goal("times", 3)], "read-1024k": [Goal("times", 8)],
        "read-4096k": [Goal("times", 8)], "mmap-4k": [Goal("times", 0.9)],
        "mmap-4096k": [Goal("times", 0.95)],
        "mmap-65536k": [Goal("times", 0.9)]})
    yield from makedumpfile(form, log, 31, 0)


FIGURES = [
    *load_figures(), *crash_figures(),
    *image_figures(), *smallest_figures(),
    *read_figures(1024), *read_figures(4096), *filter_figures(1024),
    *filter_figures(4096), *save_figures(),
    *segment_figures(),
    *together_figures(), *module_figures("6.1"), *module_figures("6.12")]


def parse(text):
    """Name -> (cost, amount). A second line of a name replaces the first."""
    found = {}
    for line in text.splitlines():
        match = LINE.search(line)
        if match and int(match[3]):
            found[match[1]] = (int(match[2]), int(match[3]))
    return found


def worked_out(lines):
    """What follows from several lines of a log, as lines."""
    found = {}
    for name, line in lines.items():
        base = name.rpartition("-")[0]
        if base.startswith("threads-"):
            found[base] = min(line, found.get(base, line))
    if not {"written-31", "copy", "extents-31"} <= lines.keys():
        return found
    cost, mib = lines["copy"]
    found["least-31"] = (lines["extents-31"][0] +
                         cost * lines["written-31"][0] // MIB // mib, 1)
    return found


def value(figure, lines):
    """In the figure's unit, or None."""
    if figure.name not in lines:
        return None
    cost, amount = lines[figure.name]
    if figure.since:
        if figure.since not in lines:
            return None
        cost -= lines[figure.since][0]
    return cost / amount / figure.scale


def row(figure, values, base, arch):
    """values: title -> {kernel: value}, of all figures."""
    classic, ours = (values[figure.title][kernel] for kernel in KERNELS)
    others = {title: pair["kdump"] for title, pair in values.items()}
    if figure.alone:
        classic = None
    return {
        "figure": figure.title, "unit": figure.unit, "alone": figure.alone,
        "classic": classic, "kdump": ours,
        "ratio": classic / ours if classic is not None and ours else None,
        "goals": [{"goal": goal.text(),
                   "met": goal.met(classic, ours, others)}
                  for goal in (one.on(base, arch)
                               for one in figure.goals)]}


def rows(logs, base="6.12", arch="x86_64"):
    """logs: kernel -> guest's name -> text of the log."""
    asked = [figure for figure in FIGURES
             if any(figure.log in logs[kernel] for kernel in KERNELS)]
    lines = {kernel: {name: parse(text) for name, text in texts.items()}
             for kernel, texts in logs.items()}
    for texts in lines.values():
        for one in texts.values():
            one.update(worked_out(one))
    values = {figure.title: {kernel: value(figure,
                                           lines[kernel].get(figure.log, {}))
                             for kernel in KERNELS}
              for figure in asked}
    return [row(figure, values, base, arch) for figure in asked]


def crooked(logs):
    """The guests whose nanosecond is not an instruction, as they found by a
    loop of known length, "ratio"."""
    for kernel, texts in logs.items():
        for name, text in texts.items():
            cost, amount = parse(text).get("ratio", (1, 1))
            if abs(cost / amount - 1) > MOST_CROOKED:
                yield f"{kernel}/{name}"


def good(table):
    return all((line["alone"] or line["classic"] is not None) and
               line["kdump"] is not None and
               all(goal["met"] for goal in line["goals"]) for line in table)


def number(found):
    if found is None:
        return "-"
    return f"{found:.0f}" if found >= 1000 else f"{found:.3g}"


def print_table(table, out):
    form = "{:42} {:>11} {:>9} {:>9} {:>6}  {}"
    print(form.format("figure", "unit", "classic", "ours", "ratio",
                      "goal"), file=out)
    word = {True: "met", False: "NOT MET", None: "unknown"}
    for line in table:
        ratio = line["ratio"]
        goals = "; ".join(f"{goal['goal']}: {word[goal['met']]}"
                          for goal in line["goals"])
        print(form.format(line["figure"], line["unit"],
                          number(line["classic"]), number(line["kdump"]),
                          "-" if ratio is None else f"{ratio:.2f}",
                          goals).rstrip(), file=out)


def read_logs(folder):
    return {kernel: {path.parent.name: path.read_text(encoding="utf-8")
                     for path in sorted((folder / kernel).glob(
                         "*/console.log"))}
            for kernel in KERNELS}
