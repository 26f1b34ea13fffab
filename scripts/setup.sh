#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Get what the other scripts need: packages, a base tree, a laid tree.
#
#	setup.sh packages [core|test [PACKAGE...]]
#	                               install what is missing; says what before.
#	                               core: to build and to crash (the default);
#	                               test: also what only the tests need;
#	                               and those that are named
#	setup.sh tree                  print the path of an unpacked base tree
#	setup.sh laid-tree             print the path of a laid copy of it, up to date
#
# With KSRC=DIR the base tree is DIR. It is read only: the laid tree is a copy.
# Progress goes to stderr, the result to stdout.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

read -ra ARCH_PACKAGES <<<"$(arch_value packages)"
CORE_PACKAGES=(linux-source-"$BASE" "${ARCH_PACKAGES[@]}" busybox-static flex bison bc
	libelf-dev libssl-dev cpio gcc make patch git rsync python3 python3-drgn gdb
	xz-utils kmod)
TEST_PACKAGES=("${CORE_PACKAGES[@]}" sparse kexec-tools makedumpfile perl
	crash python3-libkdumpfile e2fsprogs openssh-client dropbear-bin
	libzstd-dev liblzo2-dev zlib1g-dev
	clang libclang-rt-14-dev libc6-dev-i386 lib32stdc++-12-dev debootstrap)
# nice to have: without it, make check skips one step
OPTIONAL_PACKAGES=(shellcheck)

TARBALL=/usr/src/linux-source-$BASE.tar.xz

packages_missing()
{
	local package installed

	installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
	for package in "$@"; do
		if [[ $package == linux-source-* && (-n $KSRC || -f $TARBALL || -d $(tree_path)) ]]; then
			continue
		fi
		if ! grep -qxF "installed $package" <<<"$installed"; then
			printf '%s\n' "$package"
		fi
	done
}

apt_install()
{
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
		-o Dpkg::Options::=--force-confold "$@" </dev/null
}

# A fresh machine may know no package, or only outdated ones.
apt_install_or_update()
{
	apt_install "$@" && return 0
	apt-get update && apt_install "$@"
}

packages_without_apt()
{
	local command missing=()

	for command in "$(arch_value qemu)" busybox flex bison bc cpio gcc make patch git rsync gdb xz; do
		have "$command" || missing+=("$command")
	done
	if ((${#missing[@]})); then
		die "these commands are missing, and there is no apt to install them: ${missing[*]}" \
			"Install what your system calls: $*"
	fi
}

do_packages()
{
	local name=${1:-core} set=("${CORE_PACKAGES[@]}") missing=() optional=()

	case $name in
	core) ;;
	test)
		set=("${TEST_PACKAGES[@]}")
		mapfile -t optional < <(packages_missing "${OPTIONAL_PACKAGES[@]}")
		;;
	*) die "unknown package set '$name'." "Say core or test." ;;
	esac
	set+=("${@:2}")
	if ! have apt-get || ! have dpkg-query; then
		packages_without_apt "${set[@]}"
		return 0
	fi
	mapfile -t missing < <(packages_missing "${set[@]}")
	if ((${#missing[@]} == 0)); then
		return 0
	fi
	missing+=("${optional[@]}")
	if (($(id -u) != 0)); then
		die "these packages are missing: ${missing[*]}" \
			"Run: sudo apt-get install -y ${missing[*]}"
	fi
	say "installing with apt-get: ${missing[*]}"
	mkdir -p "$KDUMP_CACHE"
	quietly "$KDUMP_CACHE/apt.log" apt_install_or_update "${missing[@]}" ||
		die "apt-get could not install them." \
			"See $KDUMP_CACHE/apt.log; then run: apt-get install ${missing[*]}"
}

tree_path()
{
	echo "$KDUMP_CACHE/linux-source-$BASE"
}

# One at a time in the cache: a second run waits for the first one's tree.
lock_cache()
{
	mkdir -p "$KDUMP_CACHE"
	exec {CACHE_LOCK}>"$KDUMP_CACHE/lock"
	if ! flock -n "$CACHE_LOCK"; then
		say "waiting for another run that prepares a tree in $KDUMP_CACHE"
		flock "$CACHE_LOCK"
	fi
}

make_number()
{
	sed -n "s/^$1 = \([0-9]*\)$/\1/p" "$KSRC/Makefile" | head -n 1
}

ksrc_check()
{
	local version

	if [[ ! -f $KSRC/Makefile || ! -d $KSRC/kernel ]]; then
		die "KSRC=$KSRC is not a kernel tree." "Name the top of an unpacked Linux $BASE."
	fi
	version=$(make_number VERSION).$(make_number PATCHLEVEL)
	if [[ $version != "$BASE" ]]; then
		die "KSRC=$KSRC is Linux $version, not $BASE." \
			"Say BASE=$version if that is what you mean, or leave KSRC out to use Debian's $BASE."
	fi
	if compgen -G "$KSRC/.kdump-laid*" >/dev/null; then
		die "KSRC=$KSRC is laid; a clean tree is wanted." "Take it out first: make unlay TREE=$KSRC"
	fi
	KSRC=$(cd "$KSRC" && pwd -P)
}

unpack_tree()
{
	local temp

	if [[ ! -f $TARBALL ]]; then
		die "there is no $TARBALL." \
			"Install it (apt-get install linux-source-$BASE), or name an unpacked tree: KSRC=DIR"
	fi
	need xz "Install it: apt-get install xz-utils"
	say "unpacking $TARBALL (about 1500 MB) into $(tree_path)"
	temp=$(mktemp -d "$KDUMP_CACHE/unpack.XXXXXX")
	at_exit "rm -rf -- $(printf '%q' "$temp")"
	# a record is 10 KiB, so a hundred of them are a megabyte
	# shellcheck disable=SC2016 # tar's shell expands it
	xz -dc -T0 "$TARBALL" | tar -xf - -C "$temp" --strip-components=1 --checkpoint=20000 \
		--checkpoint-action=exec='echo "  $((TAR_CHECKPOINT / 100)) MB" >&2'
	chmod 755 "$temp"
	mv -- "$temp" "$(tree_path)"
}

base_tree()
{
	if [[ -n $KSRC ]]; then
		ksrc_check
		return 0
	fi
	if [[ ! -f $(tree_path)/Makefile ]]; then
		unpack_tree
	fi
}

do_tree()
{
	lock_cache
	base_tree
	echo "${KSRC:-$(tree_path)}"
}

# The cache's own tree never changes, and laying never writes into a shared
# inode: links are enough, and save a gigabyte.
copy_cached_tree()
{
	local laid=$1 temp

	if [[ -d $laid ]]; then
		return 0
	fi
	say "copying the tree to $laid"
	temp=$(mktemp -d "$KDUMP_CACHE/copy.XXXXXX")
	at_exit "rm -rf -- $(printf '%q' "$temp")"
	cp -al -- "$(tree_path)" "$temp/tree"
	mv -- "$temp/tree" "$laid"
}

# What laying changed in the copy must survive the next copying, so that
# builds stay incremental; a file that is excluded is not deleted either.
ksrc_excludes()
{
	local laid=$1 path

	printf '%s\n' '/.git' '/.kdump-laid.patch' '/.config' '/.config.old' '/include/config/' \
		'/include/generated/' '/arch/*/include/generated/' '*.o' '*.a' '*.ko' '.*.cmd' '/vmlinux*'
	if [[ -f $laid/.kdump-laid.patch ]]; then
		while IFS= read -r path; do
			echo "/$path"
			while [[ $path == */* ]]; do
				path=${path%/*}
				[[ -d $KSRC/$path ]] || echo "/$path/"
			done
		done < <(sed -n 's|^diff --git a/.* b/||p' "$laid/.kdump-laid.patch")
	fi
}

# Are the files that the kept patch hooks still what they were? It names their
# hashes: "index OLD..NEW", or "new file mode" where it makes the file.
ksrc_hooked_files_differ()
{
	local old path

	while read -r old path; do
		[[ $old == "$(git hash-object --no-filters -- "$KSRC/$path")" ]] || return 0
	done < <(awk '/^diff --git / { path = substr($4, 3); made = 0 }
		/^new file mode / { made = 1 }
		/^index / && !made { sub(/\.\..*/, "", $2); print $2, path }' "$1/.kdump-laid.patch")
	return 1
}

# The user's tree may change between two runs; the copy follows.
copy_user_tree()
{
	local laid=$1

	if [[ -f $laid/.kdump-laid.patch ]] && ksrc_hooked_files_differ "$laid"; then
		rm -rf -- "$laid"
	fi
	if [[ ! -d $laid ]]; then
		say "copying $KSRC to $laid"
	fi
	mkdir -p "$laid"
	ksrc_excludes "$laid" >"$laid.excludes"
	rsync -a --delete --exclude-from="$laid.excludes" "$KSRC/" "$laid/"
}

# This copy is ours: when a run was killed while it laid, or an older lay.sh
# laid it, start over.
drop_half_laid_copy()
{
	if [[ -f $1/.kdump-laid.patch.new || -d $1/.kdump-laid ]]; then
		rm -rf -- "$1"
	fi
}

do_laid_tree()
{
	local laid=$KDUMP_CACHE/laid-$BASE

	lock_cache
	base_tree
	if [[ -n $KSRC ]]; then
		laid+=-$(printf '%s' "$KSRC" | sha256sum | cut -c 1-8)
	fi
	drop_half_laid_copy "$laid"
	if [[ -n $KSRC ]]; then
		copy_user_tree "$laid"
	else
		copy_cached_tree "$laid"
	fi
	"$KDUMP_ROOT/scripts/lay.sh" lay "$laid"
	echo "$laid"
}

usage()
{
	sed -n '4,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

case ${1-} in
packages) do_packages "${@:2}" ;;
tree) do_tree ;;
laid-tree) do_laid_tree ;;
-h | --help | help) usage ;;
*)
	usage >&2
	exit 2
	;;
esac
