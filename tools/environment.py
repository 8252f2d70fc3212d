"""Bring .venv in line with the lock: `python3 tools/environment.py [--dev]`.

Standard library only, since it runs before anything is installed. It does nothing, in a few
milliseconds, when .venv was already filled from these very lock files.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".installed.json"
PYTHON = VENV / "bin" / "python"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
RUNTIME, DEV = "requirements.lock", "requirements-dev.lock"

PAUSES_S = (3, 10, 30)
"""Before each further attempt at what needs the network, which may be away for a moment."""

LOCALE = next((v for n in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
LANGUAGE = 1 if LOCALE.lower().startswith("zh") else 0
WORDS = {
    "no_venv": (
        "{python} cannot make virtual environments: Debian and Ubuntu keep that part in a package "
        "of its own.\nInstall it, then run make again:\n\n    sudo apt-get install {package}\n",
        "{python} 无法创建虚拟环境：Debian 和 Ubuntu 把这部分放在单独的软件包里。\n"
        "请先安装，再运行 make：\n\n    sudo apt-get install {package}\n",
    ),
    "package": ("installing {package}", "正在安装 {package}"),
    "creating": (
        "creating .venv with Python {version} ({python})",
        "正在用 Python {version}（{python}）创建 .venv",
    ),
    "pip_failed": (
        "pip failed {times} times, see above: is the network there? `make clean` starts from nothing",
        "pip 失败了 {times} 次，请看上面的输出：网络是否正常？`make clean` 可以从头开始",
    ),
    "package_failed": (
        "{package} could not be installed in {times} attempts, see above: is the network there?",
        "{package} 试了 {times} 次仍无法安装，请看上面的输出：网络是否正常？",
    ),
    "again": ("that failed; trying again in {seconds} s", "失败，{seconds} 秒后重试"),
    "packages": (
        "installing the {count} pinned packages of {lock} (the first time takes about a minute)",
        "正在安装 {lock} 中固定版本的 {count} 个软件包（首次约需一分钟）",
    ),
    "ready": ("ready", "就绪"),
}
"""English and Chinese by the locale: the catalogues cannot be read before anything is installed."""


def fingerprint(lock: str) -> str:
    """What an installed environment depends on: the lock, the project's own metadata, the folder."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    metadata = json.dumps([project["build-system"], project["project"], project["tool"]["hatch"]])
    parts = [(ROOT / lock).read_bytes(), metadata.encode(), bytes(ROOT)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def words(key: str, **params: object) -> str:
    return WORDS[key][LANGUAGE].format(**params)


def say(key: str, **params: object) -> None:
    print(f"[environment] {words(key, **params)}", flush=True)


def succeeds(*commands: list[str]) -> bool:
    """Run one after the other, all again after a pause when one of them failed."""
    for pause in (*PAUSES_S, None):
        if all(subprocess.run(one, cwd=ROOT, check=False).returncode == 0 for one in commands):
            return True
        if pause is not None:
            say("again", seconds=pause)
            time.sleep(pause)
    return False


def create_venv(*, may_install: bool) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{VERSION}-venv"
        if not (may_install and os.geteuid() == 0 and shutil.which("apt-get")):
            sys.exit(words("no_venv", python=sys.executable, package=package))
        say("package", package=package)
        apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3"]
        if not succeeds([*apt, "update"], [*apt, "install", "-y", package]):
            sys.exit(words("package_failed", package=package, times=len(PAUSES_S) + 1))
    # sys.executable is .venv's own where somebody has activated it, and goes with it.
    python = getattr(sys, "_base_executable", sys.executable)
    say("creating", version=sys.version.split()[0], python=python)
    subprocess.run([python, "-m", "venv", "--clear", str(VENV)], check=True)


def pip_install(*arguments: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    if not succeeds([*pip, *arguments]):
        sys.exit(f"[environment] {words('pip_failed', times=len(PAUSES_S) + 1)}")


def main() -> None:
    dev = "--dev" in sys.argv[1:]
    wanted = {"python": VERSION, RUNTIME: fingerprint(RUNTIME)}
    if dev:
        wanted[DEV] = fingerprint(DEV)
    present = installed()
    same_python = PYTHON.exists() and present.get("python") == VERSION
    if same_python and wanted.items() <= present.items():
        return
    if not same_python:
        create_venv(may_install=dev)
    lock = DEV if dev else RUNTIME
    count = sum("==" in line for line in (ROOT / lock).read_text().splitlines())
    say("packages", count=count, lock=lock)
    STAMP.unlink(missing_ok=True)
    # The lock names every package; pip, asked to resolve them again, stumbles over one with extras.
    pip_install("--require-hashes", "--no-deps", "--requirement", lock)
    pip_install("--no-build-isolation", "--no-deps", "--editable", ".")
    STAMP.write_text(json.dumps(wanted))
    say("ready")


main()
