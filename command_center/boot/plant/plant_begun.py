"""At start-up, finds the plant description on which the recorded changes began, and reports a site file that now
differs.

The journal wins: once a row was changed in the browser, the file is only the starting point. Differences in a later
file are written to the log; `command-center site import` brings them in.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from command_center import log
from command_center.boot.snapshots import Snapshots, fold
from command_center.desk import Desk
from command_center.domain.site.changing.change import difference
from command_center.domain.site.model import Site
from command_center.store.database.damage import refuse_altered
from command_center.store.journal import Journal
from command_center.store.reference import Descriptions, kept_secret, read_meta, write_meta

_log = log.get(__name__)
NAMED = 12
"""Rows that the log names (ours); `site import` shows all."""


def desk_from_start(
    engine: Engine,
    plants: Descriptions,
    file: Site,
    desk_of: Callable[[Site, int | None], Desk],
    journal: Journal | None = None,
    folder: Path | None = None,
) -> Desk:
    """Return a desk that has folded the whole journal, on the plant description to which the first change was made.

    The journal says which description that is. It is also noted beside it, so that a start need not fold twice. With
    `journal` and `folder` the start resumes from a snapshot there (`snapshots.py`).
    """
    key = f"{file.id}:plant_base"
    noted = read_meta(engine, key)
    begun = int(noted) if noted else plants.version
    secret = partial(kept_secret, engine, "snapshot_secret")

    def folded(base: int | None) -> Desk:
        desk = desk_of(plants.of(base), base)
        if journal is None or folder is None:
            desk.catch_up()
        else:
            fold(Snapshots(folder, file.id, base, secret()), journal, desk)
        return desk

    desk = folded(begun)
    plant = desk.state.plant
    base = plants.version if not plant.revision else plant.base
    if base is not None and base != begun:
        desk = folded(base)
    if desk.failed:
        refuse_altered(engine)
    if plant.revision and base is not None and str(base) != noted:
        write_meta(engine, key, str(base))
    _tell(plants, file, desk)
    return desk


def _tell(plants: Descriptions, file: Site, desk: Desk) -> None:
    """That the file was edited since, and that the journal wins; rows that this program could not read."""
    plant = desk.state.plant
    if plant.unread:
        rows = [f"{noun}/{key}" for noun, key in plant.unread]
        _log.warning("rows of the plant cannot be read; they stay as before", rows=rows[:NAMED])
    if not plant.revision or plant.base == plants.version:
        return
    found = difference(desk.state.site, file)
    _log.warning(
        "the site file was edited after the plant was changed here, and is not applied: "
        "see and apply the difference by `command-center site import`",
        differences=len(found),
        rows=[f"{one.noun}/{one.key}" for one in found[:NAMED]],
    )
