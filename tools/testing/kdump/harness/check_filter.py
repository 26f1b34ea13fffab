# SPDX-License-Identifier: GPL-2.0-only
"""Checks what the filter of the capture kernel said of each page.

What is there is found a second time, by drgn in the whole dump, and not by page
structs: free pages are those on free lists, page cache is what inodes hold,
anonymous memory is what page tables of tasks map besides, and page structs are
where the kernel's page tables have them. Where both sides differ, there has to
be a reason that explains that very page.
"""
import re
from functools import cached_property

import drgn
from drgn.helpers.linux.list import list_for_each_entry
from drgn.helpers.linux.pid import for_each_task
from drgn.helpers.linux.xarray import xa_for_each

from .case import all_pass, require
from .console_log import ConsoleLog
from .page_tables import MACHINES
from .vmcore_file import VmcoreFile

LEVELS = (0, 1, 2, 4, 8, 16, 31, 32, 63)
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
        for line in path.read_text(encoding="ascii").splitlines():
            words = line.split()
            offset, size, address = (int(word, 16) for word in words[:3])
            klass, flags = int(words[3]), int(words[4])
            self.lines.append((offset, size, address, klass, flags))
            if flags & MEMORY:
                for pfn in range(address // page_size, (address + size +
                                 page_size - 1) // page_size):
                    self.classes[pfn] = klass

    def pages(self, *classes):
        return {pfn for pfn, klass in self.classes.items() if klass in classes}


class Oracle:
    """The crashed kernel's memory, from its own lists and tables."""

    def __init__(self, vmcore, vmlinux):
        self.program = drgn.Program()
        self.program.set_core_dump(str(vmcore))
        self.program.load_debug_info([str(vmlinux)])
        dump = VmcoreFile(vmcore)
        self.info = dump.vmcoreinfo()
        self.page_size = dump.page
        self.tables = MACHINES[dump.arch.elf_machine](
            self.info, lambda *where: self.program.read(*where, True))
        self.vmemmap = int(self.info["SYMBOL(vmemmap)"], 16)
        self.struct_size = int(self.info["SIZE(page)"])

    def pfn(self, page):
        return (page.value_() - self.vmemmap) // self.struct_size

    def page(self, pfn):
        return drgn.Object(self.program, "struct page",
                           address=self.vmemmap + pfn * self.struct_size)

    def flag(self, page, name):
        return bool(page.flags.value_() >> self.program[name].value_() & 1)

    def zones(self):
        for node in self.program["node_data"]:
            if node:
                yield from (zone for zone in node.node_zones
                            if zone.spanned_pages)

    @cached_property
    def free(self):
        """Of all free lists but those of CPUs."""
        pfns = set()
        for zone in self.zones():
            for order, area in enumerate(zone.free_area):
                for head in area.free_list:
                    for page in list_for_each_entry(
                            "struct page", head.address_of_(), "buddy_list"):
                        first = self.pfn(page)
                        pfns.update(range(first, first + (1 << order)))
        return pfns

    @cached_property
    def per_cpu(self):
        """Free pages that wait for their CPU: those that are linked, which of a
        block of several is the first one."""
        pfns = set()
        per_cpu_offset = self.program["__per_cpu_offset"]
        for zone in self.zones():
            for cpu in range(int(self.program["nr_cpu_ids"])):
                address = (zone.per_cpu_pageset.value_() +
                           per_cpu_offset[cpu].value_()) % 2**64
                for head in drgn.Object(self.program, "struct per_cpu_pages",
                                        address=address).lists:
                    for page in list_for_each_entry(
                            "struct page", head.address_of_(), "pcp_list"):
                        pfns.add(self.pfn(page))
        return pfns

    def cached_folio(self, entry):
        """pfn and length of what is at an entry of an inode's tree."""
        page = drgn.Object(self.program, "struct page", address=entry.value_())
        count = 1
        if self.flag(page, "PG_head"):
            second = self.page(self.pfn(page.address_of_()) + 1)
            count = 1 << (second.flags.value_() & 0xff)
        return self.pfn(page.address_of_()), count, page

    @cached_property
    def cache(self):
        """{pfn: its head} of all that inodes hold."""
        found = {}
        for block in list_for_each_entry(
                "struct super_block",
                self.program["super_blocks"].address_of_(), "s_list"):
            for inode in list_for_each_entry(
                    "struct inode", block.s_inodes.address_of_(), "i_sb_list"):
                for _, entry in xa_for_each(inode.i_data.i_pages.address_of_()):
                    # Values are pages that were evicted.
                    if entry.value_() & 3:
                        continue
                    first, count, page = self.cached_folio(entry)
                    for pfn in range(first, first + count):
                        found[pfn] = page
        return found

    @cached_property
    def anonymous(self):
        """What tasks map and no inode holds, but for the kernel's own pages; a
        special entry is no page."""
        found, seen = set(), set()
        for task in for_each_task(self.program):
            space = task.mm
            if not space or space.value_() in seen:
                continue
            seen.add(space.value_())
            root = self.tables.translate(space.pgd.value_())
            found.update(self.tables.user_pages(root))
        first = int(self.program["huge_zero_pfn"])
        found -= set(range(first, first + self.page_size // 8))
        return {pfn for pfn in found - set(self.cache)
                if not self.flag(self.page(pfn), "PG_reserved")}


class Filtered:
    """Both sides."""

    def __init__(self, vmcore, vmlinux, folder, console):
        self.oracle = Oracle(vmcore, vmlinux)
        self.console = ConsoleLog(console)
        self.levels = {level: Pieces(folder / f"classes-{level}",
                                     self.oracle.page_size)
                       for level in LEVELS}
        self.classes = self.levels[31].classes

    def only(self, *classes):
        return self.levels[31].pages(*classes)

    def known(self, pfns):
        """Those that the dump has."""
        return {pfn for pfn in pfns if pfn in self.classes}

    def difference(self, ours, theirs, explain):
        """No page may differ without a reason."""
        wrong, explained = [], 0
        for pfn in sorted(ours ^ theirs):
            if explain(pfn, pfn in ours):
                explained += 1
            else:
                page = self.oracle.page(pfn)
                wrong.append(f"pfn {pfn:#x} is {NAMES[self.classes[pfn]]}, "
                             f"flags {page.flags.value_():#x} mapping "
                             f"{page.mapping.value_():#x}")
        print(f"# {len(ours)} pages here, {len(theirs)} there, {explained} "
              "differ for a reason")
        require(not wrong, f"{len(wrong)} pages differ: {'; '.join(wrong[:5])}")
        require(explained <= MOST_EXPLAINED, "too many differ for a reason")


def guest_is_content(facts):
    lines = [line.text for line in facts.console.lines
             if re.search(r"guest: (not )?ok - filter", line.text)]
    bad = [line for line in lines if "not ok" in line]
    require(len(lines) == len(LEVELS) and not bad,
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


def free_pages(facts):
    oracle = facts.oracle
    facts.difference(facts.only(FREE),
                     facts.known(oracle.free | oracle.per_cpu),
                     lambda *_: False)
    print(f"# {len(oracle.per_cpu)} are on lists of CPUs")


def cache_pages(facts):
    """Those that are on no LRU list yet are kept, those that are there still
    without an inode are cache."""
    oracle = facts.oracle

    def explain(pfn, here):
        page = oracle.cache.get(pfn, oracle.page(pfn))
        on_list = oracle.flag(page, "PG_lru")
        return on_list and not page.mapping if here else not on_list

    facts.difference(facts.only(CACHE, CACHE_PRIVATE),
                     facts.known(oracle.cache), explain)


def private_cache_pages(facts):
    oracle = facts.oracle
    private = {pfn for pfn, page in oracle.cache.items()
               if oracle.flag(page, "PG_private")}
    ours = facts.only(CACHE_PRIVATE)
    require(ours and ours <= private | (ours - set(oracle.cache)),
            "pages without private data are called private")
    require(not private & facts.only(CACHE), "private pages are called others")


def anonymous_pages(facts):
    """One that is mapped no more may wait to be freed."""
    oracle = facts.oracle

    def explain(pfn, here):
        return here and oracle.page(pfn).mapping.value_() & 1

    facts.difference(facts.only(USER), facts.known(oracle.anonymous), explain)


def page_structs(facts):
    """Each page of them whose pages are all left out, and no other; none where
    they are mapped page by page, as they are with pages of 64 KiB."""
    oracle, page_size = facts.oracle, facts.oracle.page_size
    per_page = page_size // oracle.struct_size
    out = {pfn for pfn, klass in facts.classes.items() if klass != KERNEL}
    expected = set()
    for first in range(0, max(facts.classes) + 1, per_page):
        if not all(pfn in out for pfn in range(first, first + per_page)):
            continue
        place, level = oracle.tables.find(oracle.vmemmap +
                                          first * oracle.struct_size)
        if level > 1:
            expected.add(place // page_size)
    ours = facts.levels[63].pages(MEMMAP)
    facts.difference(ours, {pfn for pfn in facts.known(expected)
                            if facts.classes[pfn] == KERNEL},
                     lambda *_: False)
    require(ours or page_size == 64 << 10, "no page of page structs is left out")


def workload_is_there(facts):
    """What the test needs to mean something, in MiB of each class."""
    for klass, least in ((USER, 10), (CACHE, 5), (CACHE_PRIVATE, 1),
                         (FREE, 50)):
        found = len(facts.only(klass)) * facts.oracle.page_size >> 20
        require(found >= least, f"{found} MiB are {NAMES[klass]}")


def stats_are_counted(facts):
    """The guest asked for all classes at seven levels."""
    stats, page_size = {}, facts.oracle.page_size
    for line in facts.console.lines:
        match = re.search(r"guest: filter_stats (\w+) (\d+) (\d+)", line.text)
        if match:
            stats[match[1]] = int(match[2])
            require(int(match[3]) == int(match[2]) * page_size, line.text)
    require(set(stats) == set(NAMES[KERNEL:]), f"there are {sorted(stats)}")
    levels = len([level for level in LEVELS if level > 1])
    counted = sum(size for _, size, _, klass, _ in facts.levels[31].lines
                  if klass == USER) // page_size
    require(stats["user"] == levels * counted,
            f"{stats['user']} user pages, not {levels} times {counted}")


CHECKS = (
    ("read, mmap, lseek and the ioctl agree", guest_is_content),
    ("levels are kept to", levels_are_kept_to),
    ("classes do not depend on the level", classes_do_not_depend_on_the_level),
    ("there is something to filter", workload_is_there),
    ("free pages are those of the free lists", free_pages),
    ("page cache is what inodes hold", cache_pages),
    ("private page cache has private data", private_cache_pages),
    ("anonymous memory is what tasks map", anonymous_pages),
    ("page structs are where page tables have them", page_structs),
    ("filter_stats counts pages", stats_are_counted),
)


def check_filter(vmcore, vmlinux, folder, console):
    """Prints a line for each fact; returns whether all are right."""
    facts = Filtered(vmcore, vmlinux, folder, console)
    return all_pass((what, function, facts) for what, function in CHECKS)
