# SPDX-License-Identifier: GPL-2.0-only
"""What the pages of a crashed kernel are, by what uses them.

All of it is read by drgn from the whole dump, and from lists, trees and tables
that lead to pages, not from types in page structs: so it can disagree with what
the kernel's filter says, which knows page structs only.
"""
import re
from functools import cached_property

import drgn
from drgn import Object, container_of
from drgn.helpers.linux.cpumask import for_each_possible_cpu
from drgn.helpers.linux.list import hlist_for_each_entry, list_for_each_entry
from drgn.helpers.linux.percpu import per_cpu_ptr
from drgn.helpers.linux.pid import for_each_task
from drgn.helpers.linux.printk import get_printk_records
from drgn.helpers.linux.rbtree import rbtree_inorder_for_each_entry
from drgn.helpers.linux.xarray import xa_for_each

from .page_tables import MACHINES
from .vmcore_file import VmcoreFile

# An area of vmalloc() has pages of its own, other than one of vmap().
VM_ALLOC = 2
# A node of KSM's tree that has nodes, not a page.
STABLE_NODE_CHAIN = -1024
POISONED = re.compile(rb"(?:Soft offlining|Injecting memory failure for) pfn "
                      rb"0x([0-9a-f]+) ")


def slab_node(cache, number):
    """What a cache has for a node; may be NULL."""
    return (cache.node[number] if hasattr(cache, "node") else
            cache.per_node[number].node)


class Memory:
    """A dump, its page structs and the page tables of its kernel."""

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
        self.links_are_masks = self.have_masks()

    def known(self, name):
        """A variable, or None where the kernel has none of this name."""
        try:
            return self.program[name]
        except KeyError:
            return None

    def number(self, name, otherwise):
        """The same of a number that may be a macro instead."""
        variable = self.known(name)
        return otherwise if variable is None else int(variable)

    def pfn(self, page):
        """Of a page, folio or slab, by the address of its struct."""
        return (page.value_() - self.vmemmap) // self.struct_size

    def struct_address(self, pfn):
        return self.vmemmap + pfn * self.struct_size

    def page(self, pfn):
        return Object(self.program, "struct page",
                      address=self.struct_address(pfn))

    @staticmethod
    def flags(page):
        """A number, or a structure that has it."""
        flags = page.flags
        return flags.f.value_() if hasattr(flags, "f") else flags.value_()

    def flag(self, page, name):
        return bool(self.flags(page) >> self.program[name].value_() & 1)

    def is_private(self, page):
        return any(self.flag(page, f"PG_private{more}") for more in ("", "_2"))

    def have_masks(self):
        """Whether a tail has a mask in the place of its head's address: so it is
        where page structs of huge pages can be shared, since Linux 7.1."""
        return (self.program.type("struct page").has_member("compound_info") and
                self.known("vmemmap_optimize_enabled") is not None and
                not self.struct_size & self.struct_size - 1)

    def head_address(self, pfn):
        """Of the compound page that it is a part of, or the page's own."""
        page, own = self.page(pfn), self.struct_address(pfn)
        word = (page.compound_info if hasattr(page, "compound_info") else
                page.compound_head).value_()
        if not word & 1:
            return own
        return own & word if self.links_are_masks else word - 1

    def head(self, pfn):
        """The same as an object."""
        return Object(self.program, "struct page",
                      address=self.head_address(pfn))

    def pages_of(self, first):
        """As many as name the first one as their head, and that one."""
        last, head = first + 1, self.struct_address(first)
        while last - first < 1 << 10 and self.head_address(last) == head:
            last += 1
        return range(first, last)

    def pfn_of(self, pointer):
        """Where the kernel has mapped what a pointer leads to."""
        return self.tables.translate(pointer.value_()) // self.page_size

    def listed(self, head, member):
        """The pfns of page structs on a list."""
        return {self.pfn(page) for page in list_for_each_entry(
            "struct page", head.address_of_(), member)}

    def zones(self):
        for node in self.program["node_data"]:
            if node:
                yield from (zone for zone in node.node_zones
                            if zone.spanned_pages)

    def address_spaces(self):
        """The topmost page table of each."""
        seen = set()
        for task in for_each_task(self.program):
            if task.mm and task.mm.value_() not in seen:
                seen.add(task.mm.value_())
                yield self.tables.translate(task.mm.pgd.value_())


class Oracle(Memory):
    """Sets of pfns by who uses them."""

    @cached_property
    def free(self):
        """Of all free lists but those of CPUs."""
        pfns = set()
        for zone in self.zones():
            for order, area in enumerate(zone.free_area):
                for head in area.free_list:
                    for first in self.listed(head, "buddy_list"):
                        pfns.update(range(first, first + (1 << order)))
        return pfns

    @cached_property
    def per_cpu(self):
        """Free pages that wait for their CPU: those that are linked, which of a
        block of several is the first one."""
        pfns = set()
        for zone in self.zones():
            for cpu in for_each_possible_cpu(self.program):
                for head in per_cpu_ptr(zone.per_cpu_pageset, cpu).lists:
                    pfns |= self.listed(head, "pcp_list")
        return pfns

    def inodes(self):
        """(file system's name, inode) of all."""
        for block in list_for_each_entry(
                "struct super_block",
                self.program["super_blocks"].address_of_(), "s_list"):
            name = block.s_type.name.string_().decode()
            for inode in list_for_each_entry(
                    "struct inode", block.s_inodes.address_of_(), "i_sb_list"):
                yield name, inode

    @cached_property
    def held(self):
        """{pfn: (its head, file system's name)} of all that inodes hold, but for
        huge pages."""
        found = {}
        for name, inode in self.inodes():
            for _, entry in xa_for_each(inode.i_data.i_pages.address_of_()):
                # Values are pages that were evicted.
                if entry.value_() & 3:
                    continue
                first = self.pfn(entry)
                if first in self.hugetlb:
                    continue
                for pfn in self.pages_of(first):
                    found[pfn] = self.page(first), name
        return found

    @cached_property
    def cache(self):
        """{pfn: its head}"""
        return {pfn: head for pfn, (head, _) in self.held.items()}

    @cached_property
    def hugetlb(self):
        """{pfn: the first one}: those that are used, and those in pools."""
        found = {}
        for i in range(self.number("hugetlb_max_hstate", 0)):
            state = self.program["hstates"][i]
            for head in (state.hugepage_activelist, *state.hugepage_freelists):
                if not head.next:
                    continue
                for first in self.listed(head, "lru"):
                    for pfn in range(first, first + (1 << int(state.order))):
                        found[pfn] = first
        return found

    def shares_structs(self):
        """Whether the kernel can take back page structs of huge pages: not of
        those that lie in memory which was plugged and holds its own."""
        return (self.known("vmemmap_optimize_enabled") is not None and
                not self.number("memmap_mode", 0) and
                not self.number("memmap_on_memory", 0))

    def has_own_structs(self, first):
        """Whether each page struct of a huge page has memory of its own. Those in
        the first page have, with some kernels."""
        places = {self.tables.translate(self.struct_address(first) +
                                        at * self.page_size) for at in (1, 2)}
        return len(places) == 2

    @cached_property
    def user_leaves(self):
        """{pfn: level of the entry that maps it} of what tasks map, but for the
        kernel's own pages; a special entry is no page."""
        found = {}
        for root in self.address_spaces():
            for first, count, level in self.tables.user_leaves(root):
                found.update(dict.fromkeys(range(first, first + count), level))
        first = int(self.program["huge_zero_pfn"])
        for pfn in range(first, first + self.page_size // 8):
            found.pop(pfn, None)
        return found

    @cached_property
    def anonymous(self):
        """What tasks map, and is neither an inode's nor the kernel's."""
        mapped = set(self.user_leaves) - set(self.cache) - set(self.hugetlb)
        return {pfn for pfn in mapped
                if not self.flag(self.page(pfn), "PG_reserved")}

    @cached_property
    def large(self):
        """Anonymous, and mapped by an entry of more than one page."""
        return {pfn for pfn in self.anonymous if self.user_leaves[pfn] > 1}

    @cached_property
    def merged(self):
        """KSM's, that tasks still map; it learns later if they do not."""
        pfns = set()
        roots = self.known("root_stable_tree")
        for i in range(self.number("ksm_nr_node_ids", 1) if roots else 0):
            for node in rbtree_inorder_for_each_entry(
                    "struct ksm_stable_node", roots + i, "node"):
                nodes = [node]
                if node.rmap_hlist_len == STABLE_NODE_CHAIN:
                    nodes = hlist_for_each_entry("struct ksm_stable_node",
                                                 node.hlist.address_of_(),
                                                 "hlist_dup")
                pfns.update(int(one.kpfn) for one in nodes)
        return pfns & self.anonymous

    @cached_property
    def ballooned(self):
        """What the drivers of balloons have on their lists."""
        driver, pfns = self.known("virtio_balloon_driver"), set()
        if driver is None or not driver.driver.p:
            return pfns
        for private in list_for_each_entry(
                "struct device_private",
                driver.driver.p.klist_devices.k_list.address_of_(),
                "knode_driver.n_node"):
            device = container_of(private.device, "struct virtio_device", "dev")
            balloon = drgn.cast("struct virtio_balloon *", device.priv)
            pfns |= self.listed(balloon.vb_dev_info.pages, "lru")
        return pfns

    @cached_property
    def poisoned(self):
        """Those of which the kernel's log says so."""
        return {int(match[1], 16) for match in (
            POISONED.search(one.text) for one in
            get_printk_records(self.program)) if match}

    def slab_caches(self):
        return list_for_each_entry(
            "struct kmem_cache", self.program["slab_caches"].address_of_(),
            "list")

    def slabs(self):
        """Those that caches know: of full ones they know nothing."""
        for cache in self.slab_caches():
            # The array has not the length that its type says.
            for i in range(self.number("nr_node_ids", 1)):
                if node := slab_node(cache, i):
                    yield from list_for_each_entry(
                        "struct slab", node.partial.address_of_(), "slab_list")
            if not hasattr(cache, "cpu_slab"):
                continue
            for cpu in for_each_possible_cpu(self.program):
                slab = per_cpu_ptr(cache.cpu_slab, cpu).slab
                if slab:
                    yield slab

    def sheaves(self, cache):
        """Objects that are kept for CPUs, where there are such."""
        if not hasattr(cache, "cpu_sheaves"):
            return
        for cpu in for_each_possible_cpu(self.program):
            own = per_cpu_ptr(cache.cpu_sheaves, cpu)
            for sheaf in (own.main, own.spare):
                for i in range(int(sheaf.size) if sheaf else 0):
                    yield sheaf.objects[i]

    def objects(self):
        """Some of the things that caches are for."""
        for cache in self.slab_caches():
            yield cache
            yield from self.sheaves(cache)
        for task in for_each_task(self.program):
            yield task
            yield task.signal
            if task.mm:
                yield task.mm
        for _, inode in self.inodes():
            yield inode

    @cached_property
    def slab(self):
        pfns = {pfn for slab in self.slabs()
                for pfn in self.pages_of(self.pfn(slab))}
        return pfns | {self.pfn_of(one) for one in self.objects()}

    def vmap_areas(self):
        nodes = self.known("vmap_nodes")
        if nodes is None:
            yield from list_for_each_entry(
                "struct vmap_area",
                self.program["vmap_area_list"].address_of_(), "list")
            return
        for i in range(int(self.program["nr_vmap_nodes"])):
            yield from rbtree_inorder_for_each_entry(
                "struct vmap_area", nodes[i].busy.root.address_of_(),
                "rb_node")

    @cached_property
    def vmalloced(self):
        pfns = set()
        for area in self.vmap_areas():
            if area.vm and area.vm.flags & VM_ALLOC and area.vm.pages:
                pfns.update(self.pfn(area.vm.pages[i])
                            for i in range(int(area.vm.nr_pages)))
        return pfns

    @cached_property
    def page_tables(self):
        """Those of tasks."""
        return {place // self.page_size for root in self.address_spaces()
                for place in self.tables.user_tables(root)}

    @cached_property
    def kernels(self):
        """Some of what is the kernel's own."""
        return self.slab | self.vmalloced | self.page_tables
