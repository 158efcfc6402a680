#!/usr/bin/python3
"""Installs the package in a small, fresh system, and opens the window there.

The system is made from the machine's own package source (debootstrap, as root)
and removed when the test ends. `package.py FILE.deb`.
"""

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import screen

# What programs in the new system need from this one.
LENT = ["/proc", "/dev", "/tmp"]


def run(*command, **options):
    subprocess.run([str(one) for one in command], check=True, **options)


def answer(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def make(root):
    """Makes a system with only what every system has."""
    release = dict(
        line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line
    )
    sites = answer("apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages")
    site = next(site for site in sites if "security" not in site)
    run("debootstrap", "--variant=minbase", release["VERSION_CODENAME"], root, site, stdout=subprocess.DEVNULL)
    for kind in ("auth.conf.d", "apt.conf.d", "trusted.gpg.d"):
        here = Path("/etc/apt") / kind
        if here.is_dir():
            shutil.copytree(here, root / "etc/apt" / kind, dirs_exist_ok=True)
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
    (root / "usr/sbin/policy-rc.d").chmod(0o755)


def inside(root, *command):
    """Returns a command as it is run in the new system. What it is lent from this
    one is mounted only for that command, and nothing else sees it: when the
    system is removed, nothing of this one is below it."""
    lend = " && ".join(f"mount --rbind {place} {root}{place}" for place in LENT)
    run_it = f'{lend} && exec chroot {root} env DEBIAN_FRONTEND=noninteractive "$@"'
    return ["unshare", "--mount", "sh", "-c", run_it, "sh", *map(str, command)]


def within(root, *command):
    run(*inside(root, *command), stdout=subprocess.DEVNULL)


def examine(root, package):
    """Looks for a man page for every command, and for the completions of three
    shells."""
    # Some packages have "./" before each name.
    listed = [name.removeprefix(".").removeprefix("/") for name in answer("dpkg-deb", "--contents", str(package))]
    commands = {"colophon"}
    for above in ("", "index", "publish"):
        shown = subprocess.run(inside(root, "colophon", *above.split(), "--help"), capture_output=True, text=True)
        below = shown.stdout.split("\nCommands:\n")[1].split("\n\n")[0]
        names = re.findall(r"^  (\w+) ", below, re.MULTILINE)
        commands.update("-".join(filter(None, ["colophon", above, name])) for name in names if name != "help")
    assert len(commands) > 8, commands
    for command in commands:
        page = f"/usr/share/man/man1/{command}.1.gz"
        assert page[1:] in listed, page
        text = gzip.decompress((root / page[1:]).read_bytes()).decode()
        assert text.startswith(f".TH {command.upper()} 1 "), text[:200]
    for place in ("bash-completion/completions/colophon", "fish/vendor_completions.d/colophon.fish"):
        assert "fingerprint" in (root / "usr/share" / place).read_text(), place
    within(root, "bash", "-n", "/usr/share/bash-completion/completions/colophon")
    assert "usr/share/zsh/vendor-completions/_colophon" in listed, listed


def attempt(package):
    root = Path(tempfile.mkdtemp(prefix="colophon-system-", dir="/var/tmp"))
    home = screen.new_home()
    try:
        make(root)
        copy = home / package.name
        shutil.copy(package, copy)
        within(root, "apt-get", "update")
        # Its dependencies are missing at first, and are then installed.
        subprocess.run(inside(root, "dpkg", "-i", copy), capture_output=True)
        within(root, "apt-get", "install", "--fix-broken", "--yes", "--no-install-recommends")
        within(root, "dpkg", "-i", copy)
        print("test it_installs ... ok", flush=True)
        sample = "/usr/share/colophon/samples/the-weighbridge-at-cold-drove.epub"
        program = screen.Program(home, prefix=inside(root), files=[sample], program="/usr/bin/colophon-desktop")
        try:
            screen.shows("1 manuscript checked")
            screen.shows("The same text")
        except AssertionError:
            print((home / "window.log").read_text(errors="replace")[-2_000:], file=sys.stderr)
            raise
        finally:
            program.close()
        print("test the_window_opens_and_answers ... ok", flush=True)
        checked = subprocess.run(inside(root, "colophon", "check", sample), capture_output=True, text=True)
        assert checked.returncode == 1, checked
        print("test the_command_answers ... ok", flush=True)
        examine(root, package)
        print("test the_manual_and_the_completions_are_there ... ok", flush=True)
        within(root, "dpkg", "--purge", answer("dpkg-deb", "--field", str(package), "Package")[0])
        left = [path for path in root.rglob("*olophon*") if "var/cache" not in str(path)]
        assert not left, left
        print("test nothing_is_left_when_it_goes ... ok", flush=True)
    finally:
        shutil.rmtree(root, ignore_errors=True)
        screen.remove(home)
    print("\n5 passed, 0 failed", flush=True)
    return 0


def main():
    files = [one for one in sys.argv[1:] if not one.startswith("--")]
    return attempt(Path(files[0]).resolve())


if __name__ == "__main__":
    sys.exit(screen.on_a_screen(main, __file__))
