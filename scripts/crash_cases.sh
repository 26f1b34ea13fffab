# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The table of scripts/test_crash.sh: the ways into the crash path, and the
# crashes inside of it. A row is
#
#   crash_case NAME KEY=VALUE...   make test, and make test-full
#   full_case NAME KEY=VALUE...    make test-full
#
# What a row does not say is:
#
#   trigger=NAME memory=512 cpus=2 loader=ours mode=file save=raw
#   sysctl= before= module= cpu=   see guest_triggers.sh
#   words=        for the first kernel's command line
#   append=       for the capture kernel's, '+' between words
#   capture=1     CPUs of the capture kernel
#   plug=0        1: memory can be plugged
#   reserve=128M  crashkernel=
#   compare=0     1: read() against mmap() in the capture kernel
#   limit=300     seconds that the guest may take
#   machine=pc    of those that QEMU has
#   not_in=       "BASE: why": a base kernel that the row makes no sense for
#
# What must come of it:
#
#   text= also= message= function= gdb= rip= comm= pid= vmcoreinfo=
#                 what the dump must show; see check_dump.py
#   prstatus=     CPUs with registers in the dump; default: cpus
#   stragglers=0  CPUs that did not stop
#   last=         no dump, but this from the kernel before the machine resets
#   end=          no dump, but this as the guest's last words
#   or=           a dump, or this before the machine resets
#   says=         this somewhere on the console, besides
#   All but the first are patterns (grep -E).

# drgn of Debian 12 knows no modules of Linux 6.12: a function is the kernel's.

# What is in many rows.
sysrq=(trigger=sysrq text="sysrq triggered crash" function=sysrq_handle_crash)
survives=(words=guest.wait=3
	end="alive after trigger .* kexec_crash_loaded is 1")
# What panic() says last is lost if a stopped CPU was printing: then all is
# shown that came up to the panic notifiers, and no more.
reboots=(last="Rebooting in 1 seconds|Kernel Offset: ")
# Above 4 GiB, with a low companion; a large guest takes its time.
high=(memory=4096 reserve="128M,high crashkernel=64M,low")

all_cases()
{
	if [[ $kernel == debug ]]; then
		cases_debug
		return
	fi
	cases_sysrq
	cases_panic
	cases_oops
	cases_limits
	cases_lockups
	cases_nmi
	cases_memory
	cases_stack
	cases_init
	cases_corruption
	cases_cpus
	cases_notifiers
	cases_nothing_loaded
	cases_inside
	cases_damage
	cases_hotplug
	cases_loaders
	cases_layout
	cases_kexec
	cases_refused
}

# T1 to T3
cases_sysrq()
{
	crash_case sysrq "${sysrq[@]}" comm=sh gdb=sysrq_handle_crash compare=1 \
		vmcoreinfo="NUMBER(pgtable_l5_enabled)=1"
	crash_case sysrq-key "${sysrq[@]}" trigger=key sysctl=sysrq=1
	full_case sysrq-key-8 "${sysrq[@]}" trigger=key sysctl=sysrq=8
	full_case sysrq-break "${sysrq[@]}" trigger=break sysctl=sysrq=1
	full_case sysrq-off "${survives[@]}" trigger=key sysctl=sysrq=0
	full_case sysrq-disabled "${survives[@]}" trigger=key sysctl=sysrq=16 \
		says="This sysrq operation is disabled"
}

# T4, T5, T14 to T21
cases_panic()
{
	full_case panic trigger=lkdtm:PANIC text=dumptest \
		function=lkdtm_PANIC comm=sh
	crash_case panic-irqoff trigger=lkdtm:PANIC_STOP_IRQOFF cpus=4 \
		text="panic stop irqoff test" \
		not_in="6.1: lkdtm cannot do this"
	full_case panic-stop-machine trigger=module cpus=4 \
		module=where=stop-machine text="in stop_machine()" \
		function=multi_cpu_stop
	crash_case panic-on-warn trigger=lkdtm:WARNING sysctl=panic_on_warn=1 \
		text="panic_on_warn set"
	full_case panic-on-warn-boot trigger=lkdtm:REFCOUNT_ADD_OVERFLOW \
		words=panic_on_warn=1 text="panic_on_warn set"
	full_case panic-on-taint trigger=lkdtm:WARNING \
		words=panic_on_taint=0x200 text="panic_on_taint set" \
		function=add_taint
	full_case panic-on-user-taint trigger=taint \
		words=panic_on_taint=0x40 text="panic_on_taint set" \
		function=add_taint
	full_case taint-refused "${survives[@]}" trigger=taint \
		words="panic_on_taint=0x40,nousertaint guest.wait=3" \
		says="^[^ ]* *[0-9.]*] refused"
	full_case taint-zero "${survives[@]}" trigger=lkdtm:WARNING \
		words="panic_on_taint=0 guest.wait=3"
	full_case taint-text "${survives[@]}" trigger=lkdtm:WARNING \
		words="panic_on_taint=xyz guest.wait=3"
}

# T6 to T11, T13
cases_oops()
{
	local null="BUG: kernel NULL pointer dereference"

	crash_case oops trigger=lkdtm:EXCEPTION sysctl=panic_on_oops=1 \
		text="$null" function=lkdtm_EXCEPTION rip=lkdtm_EXCEPTION \
		comm=sh
	full_case oops-bug trigger=lkdtm:BUG sysctl=panic_on_oops=1 \
		text="kernel BUG at drivers/misc/lkdtm" rip=lkdtm_BUG comm=sh
	crash_case oops-pid1 trigger=pid1:BUG sysctl=panic_on_oops=0 \
		text="kernel BUG at drivers/misc/lkdtm" \
		function=lkdtm_BUG rip=lkdtm_BUG pid=1
	crash_case oops-survived "${survives[@]}" trigger=lkdtm:BUG \
		sysctl=panic_on_oops=0 says="kernel BUG at drivers/misc/lkdtm"
	full_case irq-bug trigger=point:INT_HW_IRQ_EN:BUG \
		text="kernel BUG at drivers/misc/lkdtm" rip=lkdtm_BUG
	full_case irq-exception trigger=point:INT_HW_IRQ_EN:EXCEPTION \
		text="$null" rip=lkdtm_EXCEPTION
	full_case irq-panic trigger=point:INT_HW_IRQ_EN:PANIC text=dumptest \
		function=lkdtm_PANIC
	crash_case softirq-oops trigger=module module=where=softirq \
		text="$null" function=call_timer_fn
	full_case hardirq-oops trigger=module module=where=hardirq \
		text="$null" function=irq_work_single
	crash_case idle-oops trigger=module module=where=idle \
		words=idle=poll text="$null" function=do_idle pid=0
	full_case nmi-oops trigger=nmi module=where=nmi text="$null" \
		function=nmi_handle
}

# T16, T17
cases_limits()
{
	full_case warn-limit trigger=lkdtm:WARNING sysctl=warn_limit=1 \
		text="system warned too often (kernel.warn_limit is 1)"
	full_case oops-limit trigger=lkdtm:BUG sysctl=oops_limit=1 \
		text="Oopsed too often (kernel.oops_limit is 1)" \
		function=make_task_dead
}

# T22 to T27
cases_lockups()
{
	local soft=sysctl=softlockup_panic=1,watchdog_thresh=3 type
	local hard=(trigger=lkdtm:HARDLOCKUP cpu=1 text="Hard LOCKUP"
		rip=lkdtm_HARDLOCKUP
		not_in="6.1: its detector needs a PMU, which QEMU has not")

	full_case softlockup trigger=lkdtm:SOFTLOCKUP "$soft" \
		text="softlockup: hung tasks" function=watchdog_timer_fn
	full_case softlockup-loop trigger=lkdtm:LOOP "$soft" \
		text="softlockup: hung tasks"
	full_case softlockup-spin trigger=twice:SPINLOCKUP "$soft" \
		text="softlockup: hung tasks"
	full_case softlockup-smp-call trigger=lkdtm:SMP_CALL_LOCKUP "$soft" \
		text="softlockup: hung tasks" not_in="6.1: lkdtm cannot do this"
	crash_case hardlockup "${hard[@]}" \
		sysctl=hardlockup_panic=1,watchdog_thresh=3
	full_case hardlockup-boot "${hard[@]}" words=nmi_watchdog=panic \
		sysctl=watchdog_thresh=3
	crash_case panic-kthread trigger=lkdtm:HUNG_TASK \
		sysctl=hung_task_panic=1,hung_task_timeout_secs=1 \
		text="hung_task: blocked tasks" \
		function=check_hung_uninterruptible_tasks comm=khungtaskd
	full_case rcu-stall trigger=lkdtm:SOFTLOCKUP \
		sysctl=softlockup_panic=0,panic_on_rcu_stall=1 \
		words=rcupdate.rcu_cpu_stall_timeout=3 text="RCU Stall"
	full_case rcu-stall-second trigger=lkdtm:SOFTLOCKUP \
		sysctl=softlockup_panic=0,panic_on_rcu_stall=1,max_rcu_stall_to_panic=2 \
		words="rcupdate.rcu_cpu_stall_timeout=3 guest.wait=90" \
		text="RCU Stall"
}

# T28 to T30, T32
cases_nmi()
{
	crash_case nmi cpus=4 sysctl=unknown_nmi_panic=1 \
		text="NMI: Not continuing" function=unknown_nmi_error
	full_case nmi-unrecovered trigger=nmi cpus=4 \
		sysctl=panic_on_unrecovered_nmi=1 text="NMI: Not continuing"
	crash_case nmi-ignored "${survives[@]}" trigger=nmi \
		says="Dazed and confused, but trying to continue"
	full_case mce text="Machine check" also="Fatal"
}

# T33 to T36
cases_memory()
{
	full_case oom trigger=hog sysctl=vm.panic_on_oom=1 memory=256 \
		reserve=64M \
		text="Out of memory: system-wide panic_on_oom is enabled"
	full_case oom-group trigger=hog-group sysctl=vm.panic_on_oom=2 \
		text="compulsory panic_on_oom is enabled" comm=misbehave
	full_case oom-sysrq "${survives[@]}" trigger=sysrq-f \
		sysctl=vm.panic_on_oom=2
	full_case oom-deadlock trigger=hog-spared memory=256 reserve=64M \
		text="System is deadlocked on memory"
}

# T38 to T41
cases_stack()
{
	crash_case stack-overflow trigger=lkdtm:EXHAUST_STACK \
		text="stack guard page was hit" function=recursive_loop
	full_case stack-guard "${survives[@]}" \
		trigger=lkdtm:STACK_GUARD_PAGE_LEADING sysctl=panic_on_oops=0 \
		says="stack guard page was hit"
	full_case stack-guard-oops trigger=lkdtm:STACK_GUARD_PAGE_LEADING \
		sysctl=panic_on_oops=1 text="stack guard page was hit" \
		rip=lkdtm_STACK_GUARD_PAGE_LEADING
	full_case stack-corrupt trigger=lkdtm:CORRUPT_STACK \
		text="Kernel stack is corrupted in"
	full_case double-fault "${survives[@]}" trigger=lkdtm:DOUBLE_FAULT \
		says="XFAIL: this test is ia32-only"
}

# T37
cases_init()
{
	full_case init-exit \
		text="Attempted to kill init! exitcode=0x00000100" pid=1
	full_case init-fault \
		text="Attempted to kill init! exitcode=0x0000000b" pid=1
}

# T42
cases_corruption()
{
	local type

	for type in WRITE_RO ACCESS_NULL USERCOPY_KERNEL ARRAY_BOUNDS; do
		full_case "oops-$type" trigger="lkdtm:$type" \
			sysctl=panic_on_oops=1 text="Oops" \
			function="lkdtm_$type"
	done
	# Not an oops without CONFIG_BUG_ON_DATA_CORRUPTION.
	full_case list-corruption trigger=lkdtm:CORRUPT_LIST_ADD \
		sysctl=panic_on_warn=1 text="list_add corruption"
	full_case oops-EXEC_NULL trigger=lkdtm:EXEC_NULL \
		sysctl=panic_on_oops=1 text="Oops"
}

# T43, T44
cases_cpus()
{
	local cpu

	for cpu in 0 1 2 3; do
		full_case "on-cpu-$cpu" "${sysrq[@]}" cpus=4 "cpu=$cpu"
	done
	crash_case on-cpu-1-of-2 "${sysrq[@]}" cpu=1 capture=2
	full_case on-cpu-0-of-2 "${sysrq[@]}" cpu=0 capture=2
	crash_case all-panic trigger=module cpus=4 module=where=all-panic \
		text="all CPUs at once"
	full_case all-oops trigger=module cpus=4 module=where=all-oops \
		sysctl=panic_on_oops=1 \
		text="BUG: kernel NULL pointer dereference"
	crash_case one-cpu "${sysrq[@]}" cpus=1
}

# T47
cases_notifiers()
{
	local first=(words=crash_kexec_post_notifiers
		module=where=notifier-note also="panic notifier called")

	crash_case notifiers-sysrq "${sysrq[@]}" "${first[@]}"
	full_case notifiers-oops "${first[@]}" trigger=lkdtm:EXCEPTION \
		sysctl=panic_on_oops=1 text="Fatal exception"
	full_case notifiers-irq "${first[@]}" trigger=point:INT_HW_IRQ_EN:BUG \
		text="Fatal exception in interrupt"
	full_case notifiers-nmi "${first[@]}" trigger=nmi cpus=4 \
		sysctl=unknown_nmi_panic=1 text="NMI: Not continuing"
}

# T46, T48
cases_nothing_loaded()
{
	crash_case nothing-loaded "${reboots[@]}" trigger=sysrq loader=none
	full_case nothing-loaded-oops "${reboots[@]}" trigger=lkdtm:BUG \
		sysctl=panic_on_oops=1 loader=none
	full_case nothing-reserved trigger=none reserve=0 \
		end="the loader failed with status 1"
	crash_case capture-crashes "${reboots[@]}" trigger=sysrq save=crash \
		says="capture kernel in user space"
}

# A crash of the crash path itself, and of what runs around it. T45.
cases_inside()
{
	full_case load-forever "${sysrq[@]}" trigger=load-forever \
		or="being swapped in"
	[[ $kernel != classic ]] || return 0

	# A load has begun to write, and not yet come to its end.
	crash_case swapping-in trigger=load-again module=probe=kdump_twin_write \
		"${reboots[@]}" says="no dump: .* being swapped in"
	# Before, while and after the others are stopped.
	full_case nostop-oops "${reboots[@]}" trigger=sysrq \
		module=where=nostop-oops says="no dump: an earlier attempt"
	crash_case stop-oops "${reboots[@]}" trigger=sysrq \
		module=where=stop-oops says="no dump: an earlier attempt"
	full_case stop-oops-in-irq "${reboots[@]}" sysctl=panic_on_oops=1 \
		trigger=point:INT_HW_IRQ_EN:EXCEPTION module=where=stop-oops \
		says="no dump: an earlier attempt"
	crash_case shutdown-panic "${reboots[@]}" trigger=sysrq \
		module=probe=lapic_shutdown \
		says="no dump: an earlier attempt"
	full_case shutdown-panic-oops "${reboots[@]}" trigger=lkdtm:BUG \
		sysctl=panic_on_oops=1 module=probe=lapic_shutdown \
		says="no dump: an earlier attempt"
	# A CPU that does not answer is named, and waited for a second.
	crash_case stuck-cpu trigger=module module=where=stuck-cpu cpu=0 \
		prstatus=1 stragglers=1 text="a CPU is stuck" also="did not stop"
	# A notifier that crashes before the dump does not prevent it.
	crash_case notifier-oops trigger=sysrq \
		words=crash_kexec_post_notifiers module=where=notifier-oops \
		text="BUG: kernel NULL pointer dereference" \
		function=notifier_call_chain
	# It panics until the stack is full, and so is the log.
	full_case notifier-panic trigger=sysrq \
		words=crash_kexec_post_notifiers module=where=notifier-panic \
		text="in a panic notifier" function=notifier_call_chain \
		message="the log does not say why"
	full_case notifier-oops-unloaded trigger=sysrq loader=none \
		module=where=notifier-oops \
		last="panic\(\) does not get through either"
	full_case restart-panic trigger=sysrq-b \
		module=probe=mach_reboot_fixups \
		text="mach_reboot_fixups() reached"
}

# One bit of the loaded image is wrong. The pieces are those of
# kexec_file_load(2), in the order of kdump_damage.ko; -1 is the own page.
cases_damage()
{
	local number name pieces=(elfcorehdr "boot parameters" kernel initrd
		vmcoreinfo "spare elfcorehdr" "jump code")

	[[ $kernel != classic ]] || return 0
	crash_case damaged "${reboots[@]}" trigger=sysrq before=damage \
		says="segment .*kernel, .* is damaged"
	full_case damaged-oops trigger=pid1:BUG before=damage \
		"${reboots[@]}" \
		says="kdump: no dump, and the other CPUs are stopped"
	for number in "${!pieces[@]}"; do
		name=${pieces[number]}
		full_case "damaged-${name// /-}" "${reboots[@]}" \
			trigger=sysrq before="damage-$number" \
			says="segment .*\\(${name#spare }, .*is damaged"
	done
	crash_case damaged-own-page "${reboots[@]}" trigger=sysrq \
		before=damage--1 says="own page at .* is damaged"
}

# T49, T50
cases_hotplug()
{
	# drgn of Debian 12 takes the n-th registers for the n-th CPU's, and finds
	# no crashed thread if that is behind the one that is offline.
	crash_case cpu-offline trigger=sysrq cpus=4 cpu=0 before=offline-1 \
		prstatus=3 text="sysrq triggered crash" rip=__crash_kexec
	crash_case behind-cpu-offline trigger=sysrq cpus=4 cpu=3 \
		before=offline-1 prstatus=3 text="sysrq triggered crash" \
		gdb=sysrq_handle_crash
	full_case cpu-hotplug "${sysrq[@]}" before=offline-1,online-1
	full_case cpu-hotplug-load "${sysrq[@]}" before=offline-1,online-1 \
		mode=load
	# The capture kernel must not plug in what it is to dump.
	[[ $kernel != classic ]] || return 0
	crash_case memory-plugged "${sysrq[@]}" plug=1 compare=1 before=plug \
		append=acpi_no_memhotplug
	full_case memory-unplugged "${sysrq[@]}" plug=1 before=plug,unplug
	# Whoever loads at that moment has to see to it.
	crash_case hotplug-while-loading "${sysrq[@]}" plug=1 \
		before=start-loading,offline-1,online-1,plug,stop-loading \
		append=acpi_no_memhotplug
	full_case memory-plugged-load-again "${sysrq[@]}" plug=1 \
		before=plug,reload append=acpi_no_memhotplug
}

# Ways to load, ways to save.
cases_loaders()
{
	crash_case ours-load "${sysrq[@]}" mode=load
	crash_case kexec-file "${sysrq[@]}" loader=kexec
	crash_case kexec-load "${sysrq[@]}" loader=kexec mode=load compare=1
	crash_case makedumpfile "${sysrq[@]}" save=makedumpfile \
		gdb=sysrq_handle_crash
	full_case copies "${sysrq[@]}" save=copies capture=2 memory=320 \
		limit=900
	crash_case loader end="loader ok - all [0-9]+ checks"
	if [[ $kernel != classic ]]; then
		crash_case refused-load "${sysrq[@]}" before=refuse
		# The classic code drops what the first 128 leave over.
		crash_case many-ranges "${sysrq[@]}" \
			words="guest.ranges=129 memmap=$(reserved_pages)"
	fi
}

# What depends on the loader, with each loader and each system call.
with_each_loader()
{
	local loader mode name=$1

	shift
	for loader in ours kexec; do
		for mode in file load; do
			full_case "$name-$loader-$mode" "$@" \
				"loader=$loader" "mode=$mode"
		done
	done
}

# Where the kernels are, and how they see memory.
cases_layout()
{
	local level="vmcoreinfo=NUMBER(pgtable_l5_enabled)"
	local four=(words=no5lvl append=no5lvl)

	with_each_loader nokaslr "${sysrq[@]}" words=nokaslr append=nokaslr \
		vmcoreinfo=KERNELOFFSET=0
	with_each_loader 4-level "${sysrq[@]}" "${four[@]}" "$level=0"
	with_each_loader high "${sysrq[@]}" "${high[@]}"
	with_each_loader nmi-4-cpus trigger=nmi cpus=4 \
		sysctl=unknown_nmi_panic=1 text="NMI: Not continuing"
	with_each_loader idle-1-cpu "${sysrq[@]}" cpus=1
	crash_case 4-level "${sysrq[@]}" "${four[@]}" "$level=0"
	full_case 5-to-4-level "${sysrq[@]}" append=no5lvl "$level=1"
	full_case 4-to-5-level "${sysrq[@]}" words=no5lvl "$level=0"
	crash_case high "${sysrq[@]}" "${high[@]}"
}

# A kernel that no crash starts finds the same words, and crashes as the first
# one would; or, if it matters only where it was put, says so.
cases_kexec()
{
	local second=(loader=kexec memory=640)
	local arrives=("${second[@]}"
		end="alive after trigger none, kexec_crash_loaded is 1")

	crash_case kexec-e-file "${sysrq[@]:1}" "${second[@]}"
	crash_case kexec-e-load "${sysrq[@]:1}" "${second[@]}" mode=load
	full_case kexec-e-4-level "${arrives[@]}" trigger=kexec-e-file \
		words="guest.second=none nokaslr no5lvl"
	crash_case kexec-e-high "${arrives[@]}" "${high[@]}" memory=5120 \
		trigger=kexec-e-file words=guest.second=none
	# In memory of which firmware knows, but not the first kernel.
	full_case kexec-e-mem "${arrives[@]}" trigger=kexec-e-load mode=load \
		memory=1024 reserve=96M words="guest.second=none mem=640M"
}

# A page in each MiB from 200M on, as memmap= wants it.
# shellcheck disable=SC2016 # $ is a sign of memmap='s own
reserved_pages()
{
	printf "4K\$%sM," {200..329}
	echo "4K\$330M"
}

# Loads that are refused, 180 of them, and the dump is still made.
cases_refused()
{
	[[ $kernel != classic ]] || return 0
	crash_case refused-loads "${sysrq[@]}" before=check-loads,check-loads
	crash_case refused-access "${sysrq[@]}" before=check-access
	full_case refused-loads-kexec "${sysrq[@]}" before=check-loads \
		loader=kexec mode=load
	crash_case read-only "${sysrq[@]}" before=inspect \
		says="kdump_damage: 0 pages of the region and 0 of the low one"
	full_case read-only-high "${sysrq[@]}" "${high[@]}" before=inspect \
		says="kdump_damage: 0 pages of the region and 0 of the low one"
	full_case cycles "${sysrq[@]}" before=check-cycles
}

# KASAN, lockdep, allocations that fail, lockdown and signatures. This kernel
# has no debug information, so nobody asks drgn for its log. Where interrupts
# of PCI go, QEMU's usual machine says in a program that takes such a kernel more
# than half a minute, and then ACPI gives up; q35 has a table for it. The region
# is large because KASAN's shadow takes an eighth of what the reader has mapped.
cases_debug()
{
	local large=(memory=1280 reserve=320M trigger=sysrq machine=q35
		limit=900)
	local locked=(words="lockdown=integrity" machine=q35 trigger=none memory=1024
		reserve=320M end="the loader failed with status 1"
		says="Lockdown: .*kexec of unsigned images is restricted")

	crash_case debug-sysrq "${large[@]}" compare=1
	crash_case debug-oops "${large[@]}" trigger=lkdtm:BUG \
		sysctl=panic_on_oops=1
	crash_case debug-load "${large[@]}" mode=load
	crash_case debug-refused-loads "${large[@]}" before=check-loads
	crash_case debug-refused-access "${large[@]}" before=check-access
	crash_case debug-cycles "${large[@]}" before=check-cycles
	crash_case debug-no-memory "${large[@]}" before=check-memory
	crash_case debug-read-only "${large[@]}" before=inspect \
		says="kdump_damage: 0 pages of the region and 0 of the low one"
	# Memory above 4 GiB makes the kernel keep 64 MiB for bounce buffers.
	crash_case debug-hotplug "${large[@]}" plug=1 reserve=448M \
		before=start-loading,offline-1,online-1,plug,stop-loading \
		append=acpi_no_memhotplug
	crash_case debug-lockdown-file "${locked[@]}"
	crash_case debug-lockdown-load "${locked[@]}" mode=load
}
