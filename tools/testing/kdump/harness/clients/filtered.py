# SPDX-License-Identifier: GPL-2.0-only
"""What debuggers say of a dump that kdump_save has filtered: the same as of all
of it. What is compared is what a person asks, in the words of the debugger."""
import hashlib
import re

from drgn import cast
from drgn.helpers.linux.cpumask import for_each_possible_cpu
from drgn.helpers.linux.list import list_for_each_entry
from drgn.helpers.linux.mm import page_to_virt
from drgn.helpers.linux.percpu import per_cpu_ptr
from drgn.helpers.linux.pid import for_each_task

from ..case import require
from ..dump_tools import said_by
from ..filter_oracle import slab_node

LEVELS = 31, 63
COMMANDS = "bt -a", "ps", "kmem -i", "kmem -s", "mod", "log"
# Counted by page structs, of which level 32 leaves out most.
COUNTED = re.compile(r"(?m)^ +SHARED .*$")


def name_of(level):
    """The file that the capture kernel has saved."""
    return f"s{level}"


def stack(program, task):
    """Names of functions, where there are some."""
    names = []
    for frame in program.stack_trace(task):
        try:
            names.append(frame.name or frame.symbol().name)
        except LookupError:
            names.append(hex(frame.pc))
    return names


def stacks(kernel):
    program = kernel.program
    return [(int(task.pid), task.comm.string_(), stack(program, task))
            for task in for_each_task(program)]


def modules(kernel):
    program = kernel.program
    return [(module.name.string_(), int(module.state))
            for module in list_for_each_entry(
                "struct module", program["modules"].address_of_(), "list")]


def slab_bytes(program, slab):
    """Where it is, how much of it is used, and what is in its first page."""
    address = int(page_to_virt(cast("struct page *", slab)))
    content = hashlib.sha256(program.read(address, 4096)).hexdigest()
    return address, int(slab.counters), content


def slabs_of(program, cache):
    """Those that are not full: of the node, and of each CPU where it has some."""
    yield from list_for_each_entry("struct slab",
                                   slab_node(cache, 0).partial.address_of_(),
                                   "slab_list")
    if not hasattr(cache, "cpu_slab"):
        return
    for cpu in for_each_possible_cpu(program):
        own = per_cpu_ptr(cache.cpu_slab, cpu)
        if own.slab:
            yield own.slab
        slab = own.partial
        while slab:
            yield slab
            slab = slab.next


def slabs(kernel):
    """Each cache: its slabs are found by page structs."""
    program = kernel.program
    found = [(cache.name.string_(), int(slab_node(cache, 0).nr_slabs.counter),
              [slab_bytes(program, slab) for slab in slabs_of(program, cache)])
             for cache in list_for_each_entry(
                 "struct kmem_cache", program["slab_caches"].address_of_(),
                 "list")]
    require(any(some for *_, some in found), "there is no slab")
    return found


def drgn_says_the_same(level):
    def row(crash, _):
        whole, part = crash.kernel(), crash.kernel(crash.folder /
                                                   name_of(level))
        for ask in (type(whole).log, stacks, modules, slabs):
            first, second = ask(whole), ask(part)
            require(first, f"{ask.__name__}: nothing is said")
            differ = [pair for pair in zip(first, second)
                      if pair[0] != pair[1]]
            require(first == second, f"{ask.__name__}: {differ[:2]}, "
                    f"{len(first)} and {len(second)}")
    return row


def crash_answers(crash, path, work):
    """{command: what crash(8) says}."""
    (work / "input").write_text(
        "set scroll off\n" + "\n".join(COMMANDS) + "\nquit\n")
    said = said_by("crash", "-i", work / "input", crash.vmlinux, path)
    answers = dict(re.findall(r"(?ms)^crash> ([^\n]+)\n(.*?)(?=^crash> )",
                              said))
    missing = [command for command in COMMANDS if command not in answers]
    require(not missing, f"it did not come to '{missing}': {said[-500:]}")
    return {command: answers[command] for command in COMMANDS}


def crash_says_the_same(level):
    def row(crash, work):
        whole = crash_answers(crash, crash.vmcore, work)
        part = crash_answers(crash, crash.folder / name_of(level), work)
        if level & 32:
            for answers in whole, part:
                answers["kmem -i"] = COUNTED.sub("", answers["kmem -i"])
        for command in COMMANDS:
            differ = [pair for pair in zip(whole[command].splitlines(),
                                           part[command].splitlines())
                      if pair[0] != pair[1]]
            require(whole[command] == part[command],
                    f"{command}: {differ[:3]}")
    return row


ROWS = (
    *((f"drgn: kdump_save -d {level}, the same as of all",
       drgn_says_the_same(level)) for level in LEVELS),
    *((f"crash: kdump_save -d {level}, the same as of all",
       crash_says_the_same(level)) for level in LEVELS),
)
