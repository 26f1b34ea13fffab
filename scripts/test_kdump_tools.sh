#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Debian's kdump-tools from end to end: a root file system made by debootstrap,
# booted with systemd; kdump-tools loads at boot, the guest crashes, the dump is
# saved to /var/crash, and the machine reboots. Nothing of it is changed.
#
#   test_kdump_tools.sh
#
# One line per check, a summary at the end. What a run leaves is in
# build/clients/BASE-kdump/kdump-tools. The root file system is kept in
# KDUMP_CACHE/debian; remove it to have it made again.
#
#   BASE=6.1        the other base kernel
#   KDUMP_TREE=DIR  a tree that is laid already

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PATH=$PATH:/sbin:/usr/sbin
testing=$KDUMP_ROOT/tools/testing/kdump
kernel_sh=$KDUMP_ROOT/scripts/kernel.sh
out=$KDUMP_OUT/clients/$BASE-kdump/kdump-tools
root_archive=$KDUMP_CACHE/debian/root.tar
suite=bookworm
packages=systemd,systemd-sysv,udev,dbus,initramfs-tools,kdump-tools
packages+=,kexec-tools,makedumpfile,linux-base,procps,kmod,file,busybox
# What kdump-tools proposes, see its /etc/default/grub.d/kdump-tools.cfg.
reservation=384M-:128M

# The archive that this machine installs from.
mirror()
{
	# shellcheck disable=SC2016 # apt-get expands it
	apt-get indextargets --format '$(SITE)' "Identifier: Packages" \
		"Origin: Debian" 2>/dev/null | grep -v security | head -n 1
}

make_root_archive()
{
	local dir

	if [[ -f $root_archive ]]; then
		return 0
	fi
	say "making a Debian root file system, once"
	mkdir -p "$KDUMP_CACHE/debian"
	dir=$(mktemp -d "$KDUMP_CACHE/debian/new.XXXXXX")
	at_exit "rm -rf -- $(printf '%q' "$dir")"
	quietly "$KDUMP_CACHE/debian/debootstrap.log" debootstrap \
		--variant=minbase --include="$packages" "$suite" "$dir" \
		"$(mirror)" || return
	rm -rf "$dir"/var/cache/apt/archives/*.deb "$dir"/var/lib/apt/lists/*
	tar -C "$dir" -cf "$root_archive.new" .
	mv "$root_archive.new" "$root_archive"
}

# What an administrator sets, and what the package of a kernel would do.
configure_root()
{
	local root=$1 release=$2 build=$3

	echo guest >"$root/etc/hostname"
	echo "/dev/vda / ext4 defaults 0 1" >"$root/etc/fstab"
	# Without a list, only what this machine is made of would be taken.
	echo MODULES=list >"$root/etc/initramfs-tools/conf.d/guest"
	sed -i 's/^USE_KDUMP=.*/USE_KDUMP=1/' "$root/etc/default/kdump-tools"
	install "$testing/clients/kdump_tools_guest.sh" \
		"$root/usr/local/sbin/kdump-test"
	cat >"$root/etc/systemd/system/kdump-test.service" <<-'UNIT'
		[Unit]
		Description=Test of kdump-tools
		After=kdump-tools.service

		[Service]
		Type=oneshot
		ExecStart=/usr/local/sbin/kdump-test

		[Install]
		WantedBy=multi-user.target
	UNIT
	ln -sf ../kdump-test.service \
		"$root/etc/systemd/system/multi-user.target.wants/"
	cp "$build/arch/x86/boot/bzImage" "$root/boot/vmlinuz-$release"
	cp "$build/.config" "$root/boot/config-$release"
	mkdir -p "$root/lib/modules/$release"
	cp "$build"/modules.{order,builtin,builtin.modinfo} \
		"$root/lib/modules/$release/"
	chroot "$root" depmod "$release"
	chroot "$root" run-parts --arg="$release" \
		--arg="/boot/vmlinuz-$release" /etc/kernel/postinst.d
}

make_disk()
{
	local root=$out/root release
	release=$(<"$build/include/config/kernel.release")

	rm -rf "$out"
	mkdir -p "$root"
	tar -C "$root" -xf "$root_archive"
	quietly "$out/configure.log" configure_root "$root" "$release" "$build"
	dpkg-query --admindir="$root/var/lib/dpkg" -W \
		-f '${Package} ${Version}\n' kdump-tools kexec-tools \
		makedumpfile >"$out/versions"
	cp "$root/boot/initrd.img-$release" "$out/initrd"
	truncate -s 3G "$out/disk"
	mke2fs -q -t ext4 -d "$root" "$out/disk"
	rm -rf "$root"
}

boot()
{
	harness run_guest \
		--kernel "$build/arch/x86/boot/bzImage" --initrd "$out/initrd" \
		--append "root=/dev/vda rw console=ttyS0 panic=10 \
no_timer_check crashkernel=$reservation" \
		--memory 1G --cpus 2 --disk "$out/disk" \
		--console "$out/console-$1.log" --limit 3000 --silence 600
}

# The last words of a guest, as a failed check.
ended_badly()
{
	tail -n 25 "$out/console-$1.log" |
		tap_not_ok "kdump-tools: $BASE: $1 ($2)" -
}

# A reset ends QEMU: status 3. So the reboot is a boot of its own.
test_boots()
{
	local status=0

	boot crash || status=$?
	if ((status != 3)) || ! grep -q "saved vmcore in" \
		"$out/console-crash.log"; then
		ended_badly crash "$status"
		return 1
	fi
	boot reboot || {
		ended_badly reboot "$?"
		return 1
	}
}

# debugfs shows /inode/mode/user/group/name/size/, and no size of folders.
fetch_dump()
{
	local stamp

	stamp=$(debugfs -R "ls -p /var/crash" "$out/disk" 2>/dev/null |
		sed -n 's|^/.*/\(2[0-9]*\)//$|\1|p' | head -n 1)
	debugfs -R "dump /var/crash/$stamp/dump.$stamp $out/dump" \
		"$out/disk" 2>/dev/null
	rm "$out/disk"
}

main()
{
	local tree

	if [[ ${1:-} == -h || ${1:-} == --help ]]; then
		sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
		return
	fi
	"$KDUMP_ROOT/scripts/setup.sh" packages test
	if (($(id -u) != 0)); then
		tap_skip "kdump-tools: $BASE" "debootstrap needs root"
	elif ! make_root_archive; then
		tap_skip "kdump-tools: $BASE" \
			"no Debian root, see $KDUMP_CACHE/debian/debootstrap.log"
	else
		tree=${KDUMP_TREE:-$("$KDUMP_ROOT/scripts/setup.sh" laid-tree)}
		"$kernel_sh" build debian "$tree"
		build=$("$kernel_sh" dir debian)
		make_disk
		if test_boots; then
			fetch_dump
			harness clients.kdump_tools \
				"$out" "$build/vmlinux" --base "$BASE" |
				tee "$out/matrix.log" |
				grep -vE '^[0-9]+ passed, ' || true
			tap_add_log "$out/matrix.log"
		fi
	fi
	tap_summary
}

main "$@"
