"""Who plays a drill and is started anew after the site was edited plays the plant that it began with."""

import threading
from pathlib import Path

from command_center.domain.actor import ActorKind, Role
from command_center.domain.site.parts.people import guessable_version
from command_center.site_file import load
from command_center.store.accounts.virtual_tokens import provide_tokens
from command_center.store.database.databases import databases
from simulations.exercise.player import Player
from simulations.tokens import Tokens
from tests.support.running_center import DEMO, running
from tests.support.waiting import eventually


def describe(folder: Path, number: str) -> None:
    """The demonstration's plant, with that number of the deputy general manager."""
    contacts = f'[{{channel: sms, address: "{number}", verified: -1 d}}]'
    people = f"people:\n  - {{id: luo-wenhua, contacts: {contacts}}}\n"
    (folder / "site.yaml").write_text(f"extends: {DEMO / 'site.yaml'}\n{people}")
    (folder / "simulation.yaml").write_text((DEMO / "simulation.yaml").read_text())


def test_it_plays_on_by_the_description_the_drill_began_under(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    describe(folder, "+86 100 before")
    with running(tmp_path, folder) as center:
        with databases(center.settings()) as stores:
            given = provide_tokens(stores.journal, load(folder), center.clock.now())
        controller = center.token("direction", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
        center.start()
        asked = {"scenario": "night-toxic-leak", "seed": 7}
        drill = center.post("drills/surprise", controller, asked).json()["drill"]
        center.command(controller, "drill.start", drill=drill)
        center.kill()
        describe(folder, "+86 100 after")
        center.start()
        player = Player(folder, center.url, Tokens(**given))
        thread = threading.Thread(target=player.run, daemon=True)
        thread.start()
        try:
            eventually(lambda: player.playing is not None)
            assert player.playing is not None
            [contact] = player.playing.site.person_by_id["luo-wenhua"].contacts
            assert contact.version == guessable_version("+86 100 before")
            assert contact.address is None, (
                "the board tells no address, and its own file has another"
            )
        finally:
            player.stopping.set()
            thread.join(60)
        assert load(folder).person_by_id["luo-wenhua"].contacts[0].address == "+86 100 after"
