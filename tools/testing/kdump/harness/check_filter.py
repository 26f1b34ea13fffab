# SPDX-License-Identifier: GPL-2.0-only
"""Checks what the filter of the capture kernel said of each page.

What is there is found a second time in the whole dump, see filter_oracle.py.
Where both sides differ, there has to be a reason that explains that very page;
and a page that is said to be left out, or kept, and is not, has to be found.
"""
import re
from functools import cache, cached_property

from .arch import Arch
from .case import all_pass, require
from .console_log import ConsoleLog
from .filter_oracle import Oracle
from .vmcore_file import PAGE

(DATA, GAP, KERNEL, FREE, CACHE, CACHE_PRIVATE, USER, HUGETLB, OFFLINE, POISONED,
 MEMMAP) = range(11)
NAMES = ("data", "gap", "kernel", "free", "cache", "cache_private", "user",
         "hugetlb", "offline", "poisoned", "memmap")
KEPT, MEMORY = 1, 2
# Which bits of a level leave a class out; at any level but 0 and 1 go -1.
LEVEL_OF = {CACHE: 2 | 4, CACHE_PRIVATE: 4, USER: 8, HUGETLB: 8, FREE: 16,
            MEMMAP: 32, OFFLINE: -1 & ~1, POISONED: -1 & ~1}
# So many pages of a kind may be on their way from one list to another.
MOST_EXPLAINED = 512


def left_out(level, klass):
    return bool(LEVEL_OF.get(klass, 0) & level)


class Pieces:
    """What the guest wrote of a level: classes by pfn."""

    def __init__(self, path, page_size):
        self.lines = []
        self.classes = {}
        self.left_out = set()
        for line in path.read_text(encoding="ascii").splitlines():
            words = line.split()
            offset, size, address = (int(word, 16) for word in words[:3])
            klass, flags = int(words[3]), int(words[4])
            self.lines.append((offset, size, address, klass, flags))
            if flags & MEMORY:
                pfns = range(address // page_size,
                             -(-(address + size) // page_size))
                self.classes.update(dict.fromkeys(pfns, klass))
                if not flags & KEPT:
                    self.left_out.update(pfns)

    def pages(self, *classes):
        return {pfn for pfn, klass in self.classes.items() if klass in classes}


class Filtered:
    """Both sides."""

    def __init__(self, vmcore, vmlinux, folder, console, levels):
        self.oracle = Oracle(vmcore, vmlinux)
        self.console = ConsoleLog(console)
        self.levels = {level: Pieces(folder / f"classes-{level}",
                                     self.oracle.page_size)
                       for level in levels}
        self.classes = self.levels[31].classes

    def only(self, *classes):
        return self.levels[31].pages(*classes)

    def known(self, pfns):
        """Those that the dump has."""
        return {pfn for pfn in pfns if pfn in self.classes}

    @cached_property
    def right(self):
        """{pfn: class} by the oracle; what is not there is the kernel's."""
        oracle = self.oracle
        right = dict.fromkeys(oracle.anonymous, USER)
        for pfn, head in oracle.cache.items():
            right[pfn] = CACHE_PRIVATE if oracle.is_private(head) else CACHE
        for klass, pfns in ((HUGETLB, oracle.hugetlb),
                            (FREE, oracle.free | oracle.per_cpu),
                            (OFFLINE, oracle.ballooned),
                            (POISONED, oracle.poisoned)):
            right.update(dict.fromkeys(pfns, klass))
        return {pfn: klass for pfn, klass in right.items()
                if pfn in self.classes}

    @cache
    def memmap(self, level):
        """Pages of page structs whose pages are all left out; none where they
        are mapped page by page, as they are with pages of 64 KiB."""
        oracle, found = self.oracle, set()
        per_page = oracle.page_size // oracle.struct_size
        out = {pfn for pfn, klass in self.classes.items()
               if left_out(level, klass)}
        for first in range(0, max(self.classes) + 1, per_page):
            if not out.issuperset(range(first, first + per_page)):
                continue
            place, depth = oracle.tables.find(oracle.struct_address(first))
            if depth > 1:
                found.add(place // oracle.page_size)
        return {pfn for pfn in self.known(found)
                if self.classes[pfn] == KERNEL}

    def left_out(self, level):
        """By the oracle."""
        pfns = {pfn for pfn, klass in self.right.items()
                if left_out(level, klass)}
        return pfns | self.memmap(level) if left_out(level, MEMMAP) else pfns

    def is_explained(self, pfn, here):
        """Whether a page that the filter leaves out, or keeps, and the oracle
        does not, is on its way."""
        oracle = self.oracle
        head = oracle.head(pfn)
        on_list = oracle.flag(head, "PG_lru")
        if not here:
            # Not on an LRU list yet.
            return pfn in oracle.cache and not on_list
        if pfn in oracle.kernels or pfn in self.right:
            return False
        # Mapped no more, and truncated: both wait to be freed.
        mapping = head.mapping.value_()
        return bool(mapping & 1) or on_list and not mapping

    def compare(self, ours, theirs):
        """(pages that differ, how many more do for a reason)"""
        differ = ours ^ theirs
        wrong = sorted(pfn for pfn in differ
                       if not self.is_explained(pfn, pfn in ours))
        return wrong, len(differ) - len(wrong)

    def describe(self, pfn):
        page = self.oracle.page(pfn)
        return (f"pfn {pfn:#x} is {NAMES[self.classes[pfn]]} and not "
                f"{NAMES[self.right.get(pfn, KERNEL)]}, flags "
                f"{self.oracle.flags(page):#x} mapping {page.mapping.value_():#x}")

    def expect_same(self, what, ours, theirs):
        """No page may differ without a reason."""
        wrong, explained = self.compare(ours, theirs)
        print(f"# {what}{len(ours)} pages here, {len(theirs)} there, "
              f"{explained} differ for a reason")
        require(not wrong, f"{what}{len(wrong)} pages differ: "
                + "; ".join(self.describe(pfn) for pfn in wrong[:5]))
        require(explained <= MOST_EXPLAINED, "too many differ for a reason")

    def cache_kinds(self):
        """Of the guest's disk, and of no disk."""
        oracle = self.oracle
        tmpfs, clean, dirty, private = [], [], [], []
        for pfn, (head, system) in oracle.held.items():
            if system == "tmpfs":
                tmpfs.append(pfn)
            elif system != "ext4":
                continue
            elif oracle.flag(head, "PG_dirty"):
                dirty.append(pfn)
            elif oracle.is_private(head):
                private.append(pfn)
            else:
                clean.append(pfn)
        return {"tmpfs": (tmpfs, (CACHE,)),
                "clean page cache": (clean, (CACHE,)),
                "dirty page cache": (dirty, (CACHE, CACHE_PRIVATE)),
                "page cache with buffers": (private, (CACHE_PRIVATE,))}

    def huge_kinds(self):
        """Where the kernel can do without some of the page structs, with and
        without."""
        oracle = self.oracle
        own = {first for first in set(oracle.hugetlb.values())
               if oracle.has_own_structs(first)}
        kinds = {"hugetlb": ([pfn for pfn, first in oracle.hugetlb.items()
                              if first in own], (HUGETLB,))}
        if oracle.shares_structs():
            kinds["hugetlb with HVO"] = [
                pfn for pfn, first in oracle.hugetlb.items()
                if first not in own], (HUGETLB,)
        # Others have large pages that are larger than what the guest has.
        if oracle.page_size == PAGE:
            kinds["THP"] = oracle.large, (USER,)
        return kinds

    @cached_property
    def kinds(self):
        """{name: (pfns by the oracle, classes of theirs)}, each of which has to
        be there."""
        oracle = self.oracle
        kinds = self.cache_kinds() | self.huge_kinds() | {
            "anonymous": (oracle.anonymous, (USER,)),
            "KSM": (oracle.merged, (USER,)),
            "slab": (oracle.slab, (KERNEL,)),
            "vmalloc": (oracle.vmalloced, (KERNEL,)),
            "page tables": (oracle.page_tables, (KERNEL,)),
            "ballooned": (oracle.ballooned, (OFFLINE,)),
            "poisoned": (oracle.poisoned, (POISONED,)),
            "free": (oracle.free, (FREE,)),
            "free, on a list of a CPU": (oracle.per_cpu, (FREE,)),
        }
        return {name: (self.known(pfns), classes)
                for name, (pfns, classes) in kinds.items()}


def guest_is_content(facts):
    lines = [line.text for line in facts.console.lines
             if re.search(r"guest: (not )?ok - filter", line.text)]
    bad = [line for line in lines if "not ok" in line]
    require(len(lines) == len(facts.levels) and not bad,
            f"the guest said {bad or lines}")


def levels_are_kept_to(facts):
    """Each piece is kept or not as its class and the level say."""
    for level, pieces in facts.levels.items():
        for offset, _, _, klass, flags in pieces.lines:
            kept = klass != GAP and not left_out(level, klass)
            require(bool(flags & KEPT) == kept,
                    f"level {level}: {NAMES[klass]} at {offset:#x}")


def classes_do_not_depend_on_the_level(facts):
    for level, pieces in facts.levels.items():
        if level < 2:
            require(set(pieces.classes.values()) == {KERNEL},
                    f"level {level} has classes")
            continue
        for pfn, klass in pieces.classes.items():
            same = KERNEL if klass == MEMMAP else klass
            require(same == facts.classes[pfn],
                    f"pfn {pfn:#x} is {NAMES[klass]} at level {level}")


def each_kind_is_there(facts):
    """And is what it has to be, but for pages that are on their way."""
    for name, (pfns, classes) in facts.kinds.items():
        wrong = [pfn for pfn in sorted(pfns)
                 if facts.classes[pfn] not in classes and
                 not facts.is_explained(pfn, False)]
        right = sum(facts.classes[pfn] in classes for pfn in pfns)
        print(f"# {name}: {len(pfns)} pages, {right} of them are "
              f"{' or '.join(NAMES[klass] for klass in classes)}")
        require(not wrong, f"{name}: {len(wrong)} pages are not: "
                + "; ".join(facts.describe(pfn) for pfn in wrong[:5]))
        require(right, f"there is no page that is {name}")


def classes_are_right(facts):
    for name, *classes in (("free: ", FREE),
                           ("page cache: ", CACHE, CACHE_PRIVATE),
                           ("private page cache: ", CACHE_PRIVATE),
                           ("of processes: ", USER), ("hugetlb: ", HUGETLB),
                           ("offline: ", OFFLINE), ("poisoned: ", POISONED)):
        facts.expect_same(name, facts.only(*classes),
                          {pfn for pfn, klass in facts.right.items()
                           if klass in classes})


def levels_are_right(facts):
    """Page by page."""
    for level, pieces in facts.levels.items():
        facts.expect_same(f"level {level}: ", pieces.left_out,
                          facts.left_out(level))


def mistakes_are_found(facts):
    """If one page of a kind is taken for what it is not."""
    theirs, ours = facts.left_out(63), facts.levels[63].left_out
    kinds = facts.kinds | {"page structs": (facts.memmap(63), (KERNEL,))}
    for name, (pfns, classes) in kinds.items():
        for pfn in sorted(pfns):
            if facts.classes[pfn] in classes:
                wrong, _ = facts.compare(ours ^ {pfn}, theirs)
                require(wrong == [pfn], f"{name}: pfn {pfn:#x} is another and "
                                        f"{wrong} are found")
                break


def page_structs(facts):
    ours = facts.levels[63].pages(MEMMAP)
    facts.expect_same("", ours, facts.memmap(63))
    require(ours or facts.oracle.page_size == 64 << 10,
            "no page of page structs is left out")


def kdump_save_writes_the_same(facts):
    """Of two levels, but on machines that it is not built for."""
    said = facts.console.matches(r"guest: (not )?ok - kdump_save (\d+)")
    require(all(not match[1] for match in said), "the copy of a level differs")
    require(len(said) == 2 or Arch.current().is_foreign,
            f"{len(said)} copies were compared")


def workload_is_there(facts):
    """What the test needs to mean something, in MiB of each class."""
    for klass, least in ((USER, 10), (CACHE, 5), (CACHE_PRIVATE, 1),
                         (FREE, 50)):
        found = len(facts.only(klass)) * facts.oracle.page_size >> 20
        require(found >= least, f"{found} MiB are {NAMES[klass]}")


def stats_are_counted(facts):
    """The guest asked for all classes at each level with a filter."""
    stats, page_size = {}, facts.oracle.page_size
    for line in facts.console.lines:
        match = re.search(r"guest: filter_stats (\w+) (\d+) (\d+)", line.text)
        if match:
            stats[match[1]] = int(match[2])
            require(int(match[3]) == int(match[2]) * page_size, line.text)
    require(set(stats) == set(NAMES[KERNEL:]), f"there are {sorted(stats)}")
    levels = len([level for level in facts.levels if level > 1])
    counted = sum(size for _, size, _, klass, _ in facts.levels[31].lines
                  if klass == USER) // page_size
    require(stats["user"] == levels * counted,
            f"{stats['user']} user pages, not {levels} times {counted}")


CHECKS = (
    ("read, mmap, lseek and the ioctl agree", guest_is_content),
    ("kdump_save writes what the file shows", kdump_save_writes_the_same),
    ("levels are kept to", levels_are_kept_to),
    ("classes do not depend on the level", classes_do_not_depend_on_the_level),
    ("there is something to filter", workload_is_there),
    ("each kind of page is there", each_kind_is_there),
    ("classes are those of who uses the pages", classes_are_right),
    ("page structs are where page tables have them", page_structs),
    ("levels leave out what they should, page by page", levels_are_right),
    ("a page that is taken for another is found", mistakes_are_found),
    ("filter_stats counts pages", stats_are_counted),
)


def check_filter(vmcore, vmlinux, folder, console, levels):
    """levels: with "," between them. Prints a line for each fact; returns whether
    all are right."""
    facts = Filtered(vmcore, vmlinux, folder, console,
                     [int(level) for level in levels.split(",")])
    return all_pass((what, function, facts) for what, function in CHECKS)
