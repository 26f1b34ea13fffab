# SPDX-License-Identifier: GPL-2.0-only
"""An apt with a state of its own, for packages that are not of this machine:
of another architecture, or of a newer suite. This machine's dpkg and apt learn
nothing of them, and nothing is configured or run."""
import os

from .settings import HarnessError, run, run_logged

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


def own_sources():
    """The suites that this machine installs from."""
    sources = run("apt-get", "indextargets", "--format",
                  "deb $(SITE) $(RELEASE) $(COMPONENT)",
                  "Identifier: Packages", "Origin: Debian").splitlines()
    if not sources:
        raise HarnessError("apt knows of no Debian to get packages from.\n  "
                           "Run: apt-get update")
    return sources


def sources_of(*suites):
    """Other ones of its archive."""
    site = next(one.split()[1] for one in own_sources() if
                one.split()[1].endswith("/debian"))
    return [f"deb {site} {suite} main" for suite in suites]


def private_apt(folder, debian, sources, log):
    """In an empty folder; knows nothing but these. Returns the environment
    in which apt-get and apt-cache are those of it."""
    # apt may drop its rights, and writes here then.
    folder.chmod(0o755)
    for name in ("lists/partial", "archives/partial", "no-parts"):
        (folder / name).mkdir(parents=True)
    for name, text in (("status", ""), ("sources.list", "\n".join(
            sorted(set(sources))) + "\n"), ("apt.conf", CONFIGURATION.format(
                debian=debian, folder=folder))):
        (folder / name).write_text(text, encoding="ascii")
    env = os.environ | {"APT_CONFIG": f"{folder}/apt.conf"}
    run_logged(log, "apt-get", "-q", "update", env=env)
    return env
