# SPDX-License-Identifier: GPL-2.0-only
"""The table of clients and what they do, from what matrix.py kept.

They are in FOLDER/BASE-KERNEL/LOAD/cells.json, and those of clients of another
suite of Debian in SUITE/cells.json there. It is reStructuredText: a table
each for kexec, the capture kernel and the host; a column for each dump. What is
known is the name of a footnote in Documentation/kdump/clients.rst.
"""
import json
import textwrap
from pathlib import Path
from typing import NamedTuple

CELLS = "*-*/*/{suite}cells.json"
TITLES = (
    ("loader", "Before the crash", "Each row loads, looks at "
     "/sys/kernel/kexec_crash_loaded, unloads, and looks again."),
    ("capture", "In the capture kernel", "\"options\" are {options}. "
     "What was written is content-checked "
     "on the host: log, stack of the crashed task, tasks, marker pages."),
    ("kdump-tools", "Debian's kdump-tools", "From boot to /var/crash: systemd "
     "loads, the guest crashes, kdump-tools saves and reboots."),
    ("host", "On the dump that cp wrote", "makedumpfile's rows read what it "
     "made again, with drgn."),
)
WORDS = {"works": "works", "caveat": "works", "fault": "fault",
         "fails": "FAILS"}


def load_name(load):
    """What was loaded by, from the options of kexec."""
    first, *rest = load.split()
    name = {"-c": "kexec_load", "-s": "kexec_file_load"}.get(first, first)
    return f"{name}, options" if rest else name


class Column(NamedTuple):
    head: tuple
    cells: dict


def files(folder, suite=""):
    """Where the cells of one suite's clients are; ours before the base kernel's
    own."""
    pattern = CELLS.format(suite=f"{suite}/" if suite else "")
    return sorted(Path(folder).glob(pattern),
                  key=lambda path: order(path.relative_to(folder).parts))


def read(folder, suite):
    """(columns, results)"""
    columns, results = [], []
    for path in files(folder, suite):
        result = json.loads(path.read_text())
        kernel = path.relative_to(folder).parts[0].rpartition("-")[2]
        base = result["base"] + (", classic" if kernel == "classic" else "")
        cells = {(cell["table"], cell["row"]): cell
                 for cell in result["cells"]}
        columns.append(Column((base, load_name(result["load"])), cells))
        results.append(result)
    return columns, results


def order(parts):
    name, load, *_ = parts
    base, _, kernel = name.rpartition("-")
    return (kernel == "classic", [-int(part) for part in base.split(".")],
            load)


def wrap(text):
    """At blanks only."""
    return textwrap.wrap(text, 80, break_long_words=False,
                         break_on_hyphens=False)


def cell_text(cell):
    if cell is None:
        return "\\-"
    return WORDS[cell["verdict"]] + "".join(f" [#{name}]_"
                                            for name in cell["notes"])


def table(kind, columns):
    used = [one for one in columns
            if any(key[0] == kind for key in one.cells)]
    rows = list(dict.fromkeys(key[1] for one in used for key in one.cells
                              if key[0] == kind))
    heads = [["use", *(one.head[0] for one in used)],
             ["", *(one.head[1] for one in used)]]
    body = [[f"``{row}``" if kind != "host" else row,
             *(cell_text(one.cells.get((kind, row))) for one in used)]
            for row in rows]
    return draw(heads, body)


def draw(heads, body):
    widths = [max(len(line[place]) for line in heads + body)
              for place in range(len(heads[0]))]
    rule = "  ".join("=" * width for width in widths)

    def line(cells):
        return "  ".join(cell.ljust(width) for cell, width in
                         zip(cells, widths)).rstrip()
    return [rule, *map(line, heads), rule, *map(line, body), rule]


def tested_with(results):
    releases = sorted({result["release"] for result in results})
    packages = {name: version for result in results
                for name, version in result["versions"].items()}
    date = max(result["date"] for result in results)
    named = ", ".join(f"{name} {version}"
                      for name, version in sorted(packages.items()))
    return wrap(f"Tested on {date}, with Linux {' and '.join(releases)} and "
                f"Debian's {named}.")


def build(folder, options, suite=""):
    """The text; options: what the load of that name was given."""
    columns, results = read(folder, suite)
    lines = tested_with(results)
    for kind, title, text in TITLES:
        if not any(key[0] == kind for one in columns for key in one.cells):
            continue
        lines += ["", title, "-" * len(title), "",
                  *wrap(text.format(options=options)), ""]
        lines += table(kind, columns)
    return "\n".join(lines) + "\n"
