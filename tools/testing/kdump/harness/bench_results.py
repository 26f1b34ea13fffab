# SPDX-License-Identifier: GPL-2.0-only
"""Turns what the benchmarks' guests said into a table and a file.

A log is named after its guest, LOGS/classic/crash-8/console.log; its lines are

    guest: bench NAME COST AMOUNT

A figure is COST / AMOUNT; the table below says which are wanted, in what unit,
and what the goal is. A log that is not there was not asked for; a figure that
is not in its log was not reached, and fails the run.
"""
import re
from typing import NamedTuple, Optional

LINE = re.compile(r"guest: bench (\S+) (\d+) (\d+)\s*$")
KERNELS = ("classic", "kdump")
MILLION, THOUSAND = 1e6, 1e3
# What interrupts may add to a loop of known length, at the best of some tries.
MOST_CROOKED = 0.05


class Goal(NamedTuple):
    """What must hold of ours; other is the title of one more figure.

    older: the bound with Linux 6.1, whose own reader costs less, and which has
    neither large pages for mmap nor a core header with room for hotplug.
    """
    kind: str
    bound: float
    other: Optional[str] = None
    older: Optional[float] = None

    def on(self, base):
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
    """log: the guest; name: its line; since: a line to subtract."""
    title: str
    unit: str
    scale: float
    log: str
    name: str
    goals: tuple = ()
    since: Optional[str] = None


def load_figures():
    unit = "M insns"
    return [
        Figure("kexec -p -s", unit, MILLION, "load", "kexec-s",
               (Goal("times", 10),)),
        Figure("kexec -p -c", unit, MILLION, "load", "kexec-c"),
        Figure("kdump_load -p -s", unit, MILLION, "load", "ours-s")]


def crash_figures():
    figures = []
    for cpus in (1, 2, 8):
        log = f"crash-{cpus}"
        title = f"crash to %s, {cpus} CPU{'s' if cpus > 1 else ''}"
        figures += [
            Figure(title % "entry", "M insns", MILLION, f"entry-{cpus}",
                   "entry", since="trigger"),
            Figure(title % "clock", "M insns", MILLION, log, "clock",
                   (Goal("part", 0.6),), since="trigger"),
            Figure(title % "init", "M insns", MILLION, log, "init",
                   since="trigger")]
    return figures


def smallest_figures():
    return [Figure("smallest crashkernel=", "MiB", 1, "smallest", "smallest",
                   (Goal("part", 1, older=1.05),))]


def read_figures(mib):
    log, where = f"read-{mib}", f", {mib // 1024} GiB"
    copy = f"copy loop alone{where}"
    large = (Goal("times", 10, older=8), Goal("near", 1.15, copy))

    def per_mib(title, name, *goals):
        return Figure(title + where, "k insns/MiB", THOUSAND, log, name, goals)

    def memory(title, name, *goals):
        return Figure(title + where, "KiB", 1, log, name, goals)

    def whole(level):
        return Figure(f"makedumpfile -d {level}{where}", "M insns", MILLION,
                      log, f"makedumpfile-{level}")

    figures = [
        per_mib("copy loop alone", "copy"),
        per_mib("read 4 KiB", "read-4k", Goal("times", 4, older=3)),
        per_mib("read 64 KiB", "read-64k"),
        per_mib("read 1 MiB", "read-1024k", *large),
        per_mib("read 4 MiB", "read-4096k", *large),
        per_mib("mmap 4 KiB", "mmap-4k"),
        per_mib("mmap 4 MiB", "mmap-4096k", Goal("times", 1.1, older=0.95)),
        per_mib("mmap 64 MiB", "mmap-65536k", Goal("times", 1.2, older=0.95)),
        per_mib("mmap 4 MiB and copy", "mmap-copy-4096k"),
        memory("kernel memory of a reader", "memory", Goal("below", 1024)),
        memory("  of it slab", "memory-slab"),
        memory("  of it vmalloc", "memory-vmalloc"),
        whole(31)]
    return figures + ([whole(0)] if mib <= 1024 else [])


def segment_figures():
    def random(count, *goals):
        return Figure(f"read 4 KiB anywhere, {count} segments", "k insns",
                      THOUSAND, f"segments-{count}", "random", goals)

    few = random(10, Goal("part", 1))
    return [few, random(65000, Goal("part", 1), Goal("near", 1.25, few.title))]


def together_figures():
    return [Figure(f"{readers} reader{'s' if readers > 1 else ''} at once",
                   "us/MiB", 1, "together", f"together-{readers}")
            for readers in (1, 2, 4)]


def module_figures(base):
    """One guest, whose log the caller has cut in two: see bench.py."""
    def per_mib(title, name, *goals):
        return Figure(f"module, Debian's {base}, {title}", "k insns/MiB",
                      THOUSAND, f"module-{base}", name, goals)

    def whole(level):
        return Figure(f"module, Debian's {base}, makedumpfile -d {level}",
                      "M insns", MILLION, f"module-{base}",
                      f"makedumpfile-{level}")

    return [per_mib("copy loop alone", "copy"),
            per_mib("read 4 KiB", "read-4k", Goal("times", 3)),
            per_mib("read 64 KiB", "read-64k"),
            per_mib("read 1 MiB", "read-1024k", Goal("times", 8)),
            per_mib("read 4 MiB", "read-4096k", Goal("times", 8)),
            per_mib("mmap 4 KiB", "mmap-4k", Goal("times", 0.9)),
            per_mib("mmap 4 MiB", "mmap-4096k", Goal("times", 0.95)),
            per_mib("mmap 64 MiB", "mmap-65536k", Goal("times", 0.9)),
            whole(31), whole(0)]


FIGURES = (load_figures() + crash_figures() + smallest_figures() +
           read_figures(1024) + read_figures(4096) + segment_figures() +
           together_figures() + module_figures("6.1") +
           module_figures("6.12"))


def parse(text):
    """Name -> (cost, amount). A second line of a name replaces the first."""
    found = {}
    for line in text.splitlines():
        match = LINE.search(line)
        if match and int(match[3]):
            found[match[1]] = (int(match[2]), int(match[3]))
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


def row(figure, values, base):
    """values: title -> {kernel: value}, of all figures."""
    classic, ours = (values[figure.title][kernel] for kernel in KERNELS)
    others = {title: pair["kdump"] for title, pair in values.items()}
    return {
        "figure": figure.title, "unit": figure.unit,
        "classic": classic, "kdump": ours,
        "ratio": classic / ours if classic is not None and ours else None,
        "goals": [{"goal": goal.text(),
                   "met": goal.met(classic, ours, others)}
                  for goal in (goal.on(base) for goal in figure.goals)]}


def rows(logs, base="6.12"):
    """logs: kernel -> guest's name -> text of the log."""
    asked = [figure for figure in FIGURES
             if any(figure.log in logs[kernel] for kernel in KERNELS)]
    lines = {kernel: {name: parse(text) for name, text in texts.items()}
             for kernel, texts in logs.items()}
    values = {figure.title: {kernel: value(figure,
                                           lines[kernel].get(figure.log, {}))
                             for kernel in KERNELS}
              for figure in asked}
    return [row(figure, values, base) for figure in asked]


def crooked(logs):
    """The guests whose nanosecond is not an instruction, as they found by a
    loop of known length, "ratio"."""
    for kernel, texts in logs.items():
        for name, text in texts.items():
            cost, amount = parse(text).get("ratio", (1, 1))
            if abs(cost / amount - 1) > MOST_CROOKED:
                yield f"{kernel}/{name}"


def good(table):
    return all(line["classic"] is not None and line["kdump"] is not None and
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
