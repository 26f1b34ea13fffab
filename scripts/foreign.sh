#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# foreign.sh: print the root that a guest's programs are taken from
#
# That is / for a machine of this kind, and for another one a folder into which
# the packages that its arch.conf names are unpacked, with what they depend on.
# They come by an apt with a state of its own: this machine's dpkg and apt learn
# of no other architecture, and nothing is configured or run.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

debian=$(arch_value debian)
read -ra packages <<<"$(arch_value guest_packages)"

# Suites of Debian that this machine installs from, in the form of sources.list.
debian_sources()
{
	# apt puts the values in
	# shellcheck disable=SC2016
	apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
		'Identifier: Packages' 'Origin: Debian' | sort -u
}

# write_configuration FOLDER: an apt that knows nothing but these sources
write_configuration()
{
	mkdir -p "$1"/{lists/partial,archives/partial,no-parts}
	: >"$1/status"
	debian_sources >"$1/sources.list"
	[[ -s $1/sources.list ]] ||
		die "apt knows of no Debian to get packages of $debian from." \
			"Run: apt-get update"
	cat >"$1/apt.conf" <<-EOF
		APT::Architecture "$debian";
		APT::Architectures { "$debian"; };
		APT::Install-Recommends "false";
		Dir::State "$1";
		Dir::State::Lists "$1/lists";
		Dir::State::status "$1/status";
		Dir::Cache "$1";
		Dir::Cache::archives "$1/archives";
		Dir::Etc::sourcelist "$1/sources.list";
		Dir::Etc::sourceparts "$1/no-parts";
		Dir::Etc::preferencesparts "$1/no-parts";
	EOF
}

# With no package installed, apt gets all that these depend on.
download()
{
	local -x APT_CONFIG=$1/apt.conf

	apt-get -q update &&
		apt-get -q -y --download-only install "${packages[@]}"
}

unpack()
{
	local package

	for package in "$1"/archives/*.deb; do
		dpkg-deb -x "$package" "$1/root"
	done
}

# Under its name it is whole.
make_root()
{
	local root=$1 temp

	need apt-get "It gets packages of $debian."
	need dpkg-deb "It unpacks packages of $debian."
	say "getting what $ARCH guests run from Debian: ${packages[*]}"
	mkdir -p "$KDUMP_CACHE"
	temp=$(mktemp -d "$KDUMP_CACHE/foreign.XXXXXX")
	at_exit "rm -rf -- $(printf '%q' "$temp")"
	# apt may drop its rights, and writes here then.
	chmod 755 "$temp"
	write_configuration "$temp"
	quietly "$root.log" download "$temp" ||
		die "packages of $debian could not be had, see $root.log."
	unpack "$temp"
	mv -- "$temp/root" "$root"
}

main()
{
	local root

	if [[ $ARCH == "$(uname -m)" ]]; then
		echo /
		return
	fi
	root=$KDUMP_CACHE/root-$ARCH-$(printf '%s' "${packages[*]}" |
		sha256sum | cut -c 1-8)
	if [[ ! -d $root ]]; then
		make_root "$root"
	fi
	echo "$root"
}

main
