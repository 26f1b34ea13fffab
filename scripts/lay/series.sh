# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# The series: the overlay as patches that git am takes onto the same base.
#
# They are made in a throw-away repository that holds the hooked files only,
# with git's own settings of the user and the machine switched off: diff and
# format options of theirs would change the patches.

SERIES_AREAS=(core x86 vmcore selftests documentation)

series_git()
{
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git -C "$WORK/repo" "$@"
}

series_author()
{
	SERIES_NAME=$(git config user.name 2>/dev/null || echo kdump)
	SERIES_EMAIL=$(git config user.email 2>/dev/null || echo kdump@localhost)
}

series_commit()
{
	series_git -c user.name="$SERIES_NAME" -c user.email="$SERIES_EMAIL" commit -q --no-verify -F -
}

# area_pattern AREA - the paths that belong to it
area_pattern()
{
	case $1 in
	core) echo '^(kernel|include)/' ;;
	x86) echo '^arch/' ;;
	vmcore) echo '^fs/' ;;
	selftests) echo '^tools/' ;;
	documentation) echo '^Documentation/' ;;
	esac
}

area_message()
{
	case $1 in
	core)
		cat <<-'END'
			kdump: add the library and the core

			The crash dump system is written anew beside the classic one, so that
			both can be built from one tree and compared. This is what does not
			depend on an architecture: the parsers and planners, which have no state
			and are unit-tested, and the thin files that own the reservation, the
			loaded image and the crash path.

			Nothing builds it yet; the hooks come last, so that every step before
			them leaves the kernel as it was.
		END
		;;
	x86)
		cat <<-'END'
			x86/kdump: add the x86_64 side

			What only the machine can answer - the jump, stopping the other CPUs,
			the kernel image format, where the old memory is mapped - sits behind
			one table of operations. This fills that table for x86_64.
		END
		;;
	vmcore)
		cat <<-'END'
			fs/proc/vmcore: add the reader

			In the capture kernel the crashed one's memory is read through
			/proc/vmcore. Decoding the headers and laying out the file is kept apart
			from copying, so that the former is tested without a crash and the
			latter can work on long runs of memory.
		END
		;;
	selftests)
		cat <<-'END'
			selftests/kdump: add the loader and the crash tests

			A crash path is right only if a machine that crashes says so. The tests
			boot one, crash it in each way it can crash, and look into the dump.
		END
		;;
	documentation)
		cat <<-'END'
			Documentation: describe kdump

			How it is built, configured and used, and why it is shaped as it is.
		END
		;;
	hooks)
		cat <<-'END'
			kdump: let CONFIG_KDUMP choose the implementation

			The classic objects and ours give the kernel the same names, so exactly
			one of them may be linked. CONFIG_KDUMP swaps them in the makefiles, and
			nothing else changes its meaning: with it off, the kernel is built from
			the same files as before.
		END
		;;
	esac
}

series_repo()
{
	local path

	mkdir "$WORK/repo"
	series_git -c init.defaultBranch=main init -q
	for path in "${!PLAN_HOOKS[@]}"; do
		mkdir -p "$(dirname "$WORK/repo/$path")"
		cp -- "$TREE/$path" "$WORK/repo/$path"
	done
	series_git add -f -A
	echo "base: Linux $TREE_BASE" | series_commit
}

series_area()
{
	local area=$1 pattern path found=

	pattern=$(area_pattern "$area")
	for path in "${!OVERLAY[@]}"; do
		if [[ $path =~ $pattern ]]; then
			mkdir -p "$(dirname "$WORK/repo/$path")"
			cp -- "$OVERLAY_ROOT/$path" "$WORK/repo/$path"
			chmod "$(overlay_mode "$path")" "$WORK/repo/$path"
			found=1
		fi
	done
	if [[ -n $found ]]; then
		series_git add -f -A
		area_message "$area" | series_commit
	fi
}

series_hooks()
{
	local path

	for path in "${!PLAN_HOOKS[@]}"; do
		cat "$WORK/next/$path" >"$WORK/repo/$path"
	done
	series_git add -f -A
	area_message hooks | series_commit
}

series_out_dir()
{
	local other

	if [[ -z ${1-} ]]; then
		die "no folder for the patches was named." "Say where: lay.sh series TREE OUTDIR"
	fi
	OUT_DIR=$(realpath -m -- "$1")
	if [[ $OUT_DIR/ == "$TREE"/* ]]; then
		die "$OUT_DIR lies in the tree, which is not to be changed." "Name a folder outside of it."
	fi
	mkdir -p "$OUT_DIR"
	other=$(find "$OUT_DIR" -mindepth 1 -maxdepth 1 ! -name '[0-9][0-9][0-9][0-9]-*.patch' | head -n 1)
	if [[ -n $other ]]; then
		die "$OUT_DIR holds something else than patches: ${other##*/}." "Name an empty folder."
	fi
}

do_series()
{
	local area

	need git "Install it; on Debian: apt-get install git"
	need patch "Install it; on Debian: apt-get install patch"
	tree_open "${1-}"
	hooks_choose
	overlay_load
	survey
	if [[ $CONDITION != clean ]]; then
		die "$TREE is laid; a series is made against a clean tree." \
			"Take it out first: make unlay TREE=$TREE"
	fi
	plan_lay
	series_out_dir "${2-}"
	series_author
	series_repo
	for area in "${SERIES_AREAS[@]}"; do
		series_area "$area"
	done
	series_hooks
	find "$OUT_DIR" -maxdepth 1 -name '[0-9][0-9][0-9][0-9]-*.patch' -delete
	series_git format-patch -q --no-signature --zero-commit -o "$OUT_DIR" "$(series_git rev-list --max-parents=0 HEAD)"
	say "$OUT_DIR: $(find "$OUT_DIR" -name '*.patch' | wc -l) patches for Linux $TREE_BASE;" \
		"apply with: git am $OUT_DIR/*.patch"
}
