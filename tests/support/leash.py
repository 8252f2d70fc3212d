"""No process outlives the run of the tests that started it, however that run ends.

Each pytest process starts a warden, `python -m tests.support.leash MARK`, and puts MARK, which is its own
alone, into its environment, which every child inherits. The warden waits until the other end of its standard
input is gone (pytest ended, or was killed with -9), and then kills whatever bears the mark and whatever
descends from it: the centers, the process they are forked from, PostgreSQL, Chromium and its driver. A
program that overwrites its environment with its title, as Redis does, is told to the warden by `hold`.
"""

import os
import secrets
import select
import subprocess
import sys
from pathlib import Path

import psutil

VARIABLE = "TESTS_RUN"
PATIENCE_S = 0.5
REPOSITORY = Path(__file__).resolve().parents[2]

_warden: list["subprocess.Popen[bytes]"] = []


def begin() -> None:
    """Every process that this one starts from now on ends with it at the latest."""
    mark = f"{os.getpid()}-{secrets.token_hex(8)}"
    inherited = {name: value for name, value in os.environ.items() if name != VARIABLE}
    os.environ[VARIABLE] = mark
    command = [sys.executable, "-m", "tests.support.leash", mark]
    started = subprocess.Popen(
        command, stdin=subprocess.PIPE, cwd=REPOSITORY, env=inherited, start_new_session=True
    )  # in a session of its own: Ctrl+C in the terminal is not for it
    _warden.append(started)


def hold(pid: int) -> None:
    """This process too, though its environment tells nothing."""
    for warden in _warden:
        assert warden.stdin is not None
        warden.stdin.write(b"%d\n" % pid)
        warden.stdin.flush()


def end() -> None:
    """Kill what is left; returns when nothing is."""
    while _warden:
        warden = _warden.pop()
        assert warden.stdin is not None
        warden.stdin.close()
        warden.wait()


def _main(mark: str) -> None:
    parent, held = os.getppid(), _told_until_it_is_gone()
    while doomed := _doomed(mark, held, parent):
        for process in doomed:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(doomed, timeout=PATIENCE_S)


def _told_until_it_is_gone() -> list[psutil.Process]:
    """What `hold` names, until whoever started this has ended: its pipe is closed, or, should somebody
    have inherited that, this process has another parent."""
    parent, held, line = os.getppid(), [], b""
    while os.getppid() == parent:
        if not select.select([0], [], [], PATIENCE_S)[0]:
            continue
        piece = os.read(0, 65536)
        if not piece:
            break
        *pids, line = (line + piece).split(b"\n")
        for pid in pids:
            try:
                held.append(psutil.Process(int(pid)))  # with its birth: a number may be given again
            except psutil.NoSuchProcess:
                continue
    return held


def _doomed(mark: str, held: list[psutil.Process], parent: int) -> list[psutil.Process]:
    """What bears the mark or is held, with its descendants; never pytest itself, which may still be ending."""
    found: set[psutil.Process] = set()
    for process in [*held, *psutil.process_iter()]:
        try:
            if process in held or process.environ().get(VARIABLE) == mark:
                found |= {process, *process.children(recursive=True)}
        except (psutil.Error, OSError):
            continue
    return [one for one in found if one.pid not in (os.getpid(), parent) and _lives(one)]


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


if __name__ == "__main__":
    _main(sys.argv[1])
