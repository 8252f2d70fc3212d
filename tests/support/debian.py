"""Programs of Debian that tests run as processes of their own: `python -m tests.support.debian` brings them.

As root on Debian or Ubuntu they are installed; anywhere else their absence is said, and the tests that need
them are skipped, which fails where CC_TEST_NO_SKIP=1.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence

from tests.support.unavailable import Unavailable

PROGRAMS = {
    "baresip": "baresip-core",
    "bearerbox": "kannel",
    "espeak-ng": "espeak-ng",
    "gammu-smsd": "gammu-smsd",
    "gammu-smsd-monitor": "gammu-smsd",
    "mosquitto": "mosquitto",
    "node": "nodejs",
    "npm": "npm",
    "ntfy": "ntfy",
    "slapadd": "slapd",
    "slapd": "slapd",
    "smsbox": "kannel",
    "socat": "socat",
}
"""The package of each program."""
PAUSES_S = (3, 10, 30)
SEARCHED = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/games"))


def program(name: str) -> str:
    """The path of a program of `PROGRAMS`. Raises Unavailable."""
    found = shutil.which(name, path=SEARCHED)
    if found is None:
        raise Unavailable(f"{name}: not on PATH; on Debian install the package {PROGRAMS[name]}")
    return found


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: Callable[[], Sequence[str]]) -> None:
    """Install what `packages` names once the lists of packages are fresh.

    Raises CalledProcessError when it failed again and again: the network may be away a moment."""
    for pause_s in (*PAUSES_S, None):
        try:
            _install_once(packages)
            return
        except subprocess.CalledProcessError as failure:
            if pause_s is None:
                raise
            print(f"[debian] {failure}; trying again in {pause_s} s", flush=True)
            time.sleep(pause_s)


def _install_once(packages: Callable[[], Sequence[str]]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3"]

    def run(*command: str) -> None:
        subprocess.run([*apt, *command], check=True, env=environment, stdout=subprocess.DEVNULL)

    run("update")
    run("install", "-y", "--no-install-recommends", *packages())


def main() -> None:
    missing = {name: PROGRAMS[name] for name in PROGRAMS if not shutil.which(name, path=SEARCHED)}
    if not missing:
        return
    packages = sorted(set(missing.values()))
    if can_install():
        print(f"[debian] installing {' '.join(packages)}", flush=True)
        try:
            install(lambda: packages)
            return
        except subprocess.CalledProcessError as failure:
            print(f"[debian] {failure}", flush=True)
    print(
        f"[debian] NOT THERE: {', '.join(missing)}. The tests against them will be SKIPPED.\n"
        f"[debian] On Debian or Ubuntu: sudo apt-get install {' '.join(packages)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
