# SPDX-License-Identifier: GPL-2.0-only
"""Boots guests, crashes them, and checks what they left.

    arch settings apt packages foreign      what is there to start with,
    trees make                              and is made of it
    kernel initramfs guest                  what a guest is made of
    tap case suite                          what a test is made of
    crash, crash_cases _debug _machines     crashes, and the dumps they leave
    reserve reserve_cases reserve_report    boots with crashkernel=
    vmcore handmade                         capture kernels after no crash
    kunit fuzz fuzz_seeds                   the pure files
    size                                    is what kdump_size says enough?
    check                                   what can be said without running it
    module stock                            the reader in Debian's kernels
    clients                                 a distribution's programs
    bench bench_results                     what it costs
    demo report                             one crash, told to a person
    check_dump check_copies dump_tools      is a dump what it should be?
    console_log vmcore_file vmcore_drgn     what a guest left, read
    parts                                   make test: all of it, in order

Run it in tools/testing/kdump: /usr/bin/python3 -m harness --help
"""
