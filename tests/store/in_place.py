"""Run as a program of its own: where a transaction runs in a patched process, and what it survives."""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

from sqlalchemy import Engine, text  # noqa: E402

from command_center.settings import Settings  # noqa: E402
from command_center.store.database.databases import databases  # noqa: E402
from command_center.store.writer import read, run  # noqa: E402

LEVELS = {1: "NORMAL", 2: "FULL"}
native_ident = monkey.get_original("_thread", "get_ident")


def main(folder: Path) -> None:
    told = {}
    with databases(Settings(data_dir=folder / "kept")) as stores:
        told["where"] = where(stores.journal)
        told["kept"] = level(stores.journal)
    with databases(Settings(data_dir=folder / "thrown"), lasting=False) as stores:
        told["thrown_away"] = level(stores.journal)
    sys.stdout.write(json.dumps(told))


def where(engine: Engine) -> str:
    return "here" if run(engine, native_ident) == native_ident() else "elsewhere"


def level(engine: Engine) -> str:
    found = read(engine, lambda connection: connection.execute(text("PRAGMA synchronous")).scalar())
    return LEVELS[int(found or 0)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
