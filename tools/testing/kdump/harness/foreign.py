# SPDX-License-Identifier: GPL-2.0-only
"""The root that a guest's programs are taken from.

That is / for a machine of this kind, and for another one a folder into which
the packages that its arch.conf names are unpacked, with what they depend on.
They come by an apt with a state of its own: this machine's dpkg and apt learn
of no other architecture, and nothing is configured or run.
"""
import hashlib
import os
import tempfile
from pathlib import Path

from .settings import HarnessError, run, run_logged, say

CONFIGURATION = """\
APT::Architecture "{debian}";
APT::Architectures {{ "{debian}"; }};
APT::Install-Recommends "false";
Dir::State "{folder}";
Dir::State::Lists "{folder}/lists";
Dir::State::status "{folder}/status";
Dir::Cache "{folder}";
Dir::Cache::archives "{folder}/archives";
Dir::Etc::sourcelist "{folder}/sources.list";
Dir::Etc::sourceparts "{folder}/no-parts";
Dir::Etc::preferencesparts "{folder}/no-parts";
"""


def root_of(settings):
    """Its path; what is not there yet is made."""
    arch = settings.arch
    if not arch.is_foreign:
        return Path("/")
    packages = hashlib.sha256(arch.guest_packages.encode()).hexdigest()[:8]
    root = settings.cache / f"root-{arch.name}-{packages}"
    if not root.exists():
        say(f"getting what {arch.name} guests run from Debian: "
            f"{arch.guest_packages}")
        settings.cache.mkdir(parents=True, exist_ok=True)
        make_root(arch, root)
    return root


def make_root(arch, root):
    """Under its name it is whole."""
    with tempfile.TemporaryDirectory(dir=root.parent) as name:
        folder, log = Path(name), f"{root}.log"
        # apt may drop its rights, and writes here then.
        folder.chmod(0o755)
        configure_apt(folder, arch)
        env = os.environ | {"APT_CONFIG": f"{folder}/apt.conf"}
        run_logged(log, "apt-get", "-q", "update", env=env)
        # With no package installed, apt gets all that these depend on.
        run_logged(log, "apt-get", "-q", "-y", "--download-only", "install",
                   *arch.guest_packages.split(), env=env)
        for package in folder.glob("archives/*.deb"):
            run("dpkg-deb", "-x", package, folder / "root")
        (folder / "root").rename(root)


def sources_of(arch):
    """The suites that this machine installs from; or one of its archive, if a
    machine needs a newer one."""
    sources = run("apt-get", "indextargets", "--format",
                  "deb $(SITE) $(RELEASE) $(COMPONENT)",
                  "Identifier: Packages", "Origin: Debian").splitlines()
    if not sources:
        raise HarnessError("apt knows of no Debian to get packages of "
                           f"{arch.debian} from.\n  Run: apt-get update")
    if not arch.suite:
        return sources
    site = next(one.split()[1] for one in sources if
                one.split()[1].endswith("/debian"))
    return [f"deb {site} {arch.suite} main"]


def configure_apt(folder, arch):
    """To know nothing but those."""
    sources = sources_of(arch)
    for name in ("lists/partial", "archives/partial", "no-parts"):
        (folder / name).mkdir(parents=True)
    for name, text in (("status", ""), ("sources.list", "\n".join(
            sorted(set(sources))) + "\n"), ("apt.conf", CONFIGURATION.format(
                debian=arch.debian, folder=folder))):
        (folder / name).write_text(text, encoding="ascii")
