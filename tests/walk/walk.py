"""A walk through everything that a plant does with the product, by its HTTP doors, on any plant.

Each stage either works to its end, or ends where the product says what lacks and how to mend it: `lacks` keeps what it
said, by stage. A 500, an answer without words and a silent nothing fail the walk.
"""

from pathlib import Path
from typing import Any

from command_center.domain.actor import Role
from command_center.domain.matters.permits.grading import hot_work
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.journal.export import export
from command_center.store.journal.restore import restore
from tests.drills_tried.whole import Whole
from tests.walk.incidents import Incidents
from tests.walk.matters import MatterPlayer
from tests.walk.walking import MINUTE, WORDS


class Walk(Incidents):
    """Everything that a plant does with the product, in one go."""

    def all(self, folder: Path, months: int = 4) -> None:
        """Every stage, one after the other. `folder` is for the backup; `months` are the half months that go by
        first."""
        self.months(months)
        alarm = self.value_to_alarm()
        self.incident_from_alarm(alarm)
        self.incident_from_report()
        self.quiet(alarm)
        self.hazard()
        self.permit()
        self.contact()
        self.plan()
        self.sos()
        self.drill()
        self.backup(folder)
        self.every_screen()

    def player(self) -> MatterPlayer:
        """Whoever is on site moves matters on."""
        return MatterPlayer(self.doors, self.tank.area, self.people()[:6])

    def hazard(self) -> None:
        """From found to archived."""
        with self.stage("hazard to archive"):
            player = self.player()
            player.plays(player.opens("hazard", {"level": "general", "found": "A guard is loose"}))

    def permit(self) -> None:
        """Hot work: its start is refused before gas is tested, then it starts, pauses, goes on and ends."""
        with self.stage("permit"):
            player = MatterPlayer(self.doors, self.tank.area, self._workers())
            people = player.hands
            named = ("leader", "guardian", "tester")
            worker, leader, guardian = (people[n % len(people)] for n in range(3))
            parties = {"leader": [leader], "guardian": [guardian], "tester": [leader]}
            for party, kind in zip(named, ("work-leader", "guardian", "gas-tester"), strict=True):
                self._certifies(parties[party][0], kind)
            self._certifies(worker, "hot-work")
            ordinary = {"ordinary": "second", "outdoors": False}
            level = hot_work(ordinary, self.center.now, self.center.state.site.zone)
            fields = ordinary | {
                "level": level,
                "film": "CAM-1",
                "workers": [{"person": worker, "tools": 0}],
            }
            permit = player.opens("hot-work", fields, parties)
            player.plays(permit, until="approved")
            started = self.tries("permit refused", self._moves, permit, guardian, "start")
            assert not started, "it started without a gas test"
            player.measures(permit, leader, "gas", gas=0.01)
            for move in ("start", "pause", "resume", "end"):
                self._moves(
                    permit, guardian, move, **({"reason": "A break"} if move == "pause" else {})
                )
            assert player.state(permit) == "ended"

    def _workers(self) -> list[str]:
        """People for a permit: none who approves it by a post of its area; those on the site first."""
        site, roster = self.center.state.site, self.center.state.roster
        heads = {
            roster.holders.get(post.id)
            for post in site.posts
            if post.area == self.tank.area or post.commands
        }
        others = [one for one in self.people() if one not in heads]
        return (sorted(others, key=lambda one: one not in roster.on_site) or self.people())[:5]

    def _certifies(self, person: str, kind: str) -> None:
        """Somebody gets a certificate, where there is anybody to verify it."""
        player = self.player()

        def certified() -> None:
            made = player.opens(
                "certificate", {"person": person, "kind": kind, "valid_until": "2028-06-30"}
            )
            player.plays(made, until="valid")

        self.tries("certificates", certified)

    def _moves(self, matter: str, who: str, move: str, **more: Any) -> None:
        self.doors.command(Role.RESPONDER, "matter.move", by=who, matter=matter, move=move, **more)
        self.center.turn(1)

    def contact(self) -> None:
        """A number is added on the page of people, and is there."""
        with self.stage("contact edited"):
            person = self.people()[0]
            path = f"people/{person}/contacts"
            seen = self.doors.get(path, Role.ADMINISTRATOR)
            asked = {
                "change": "added",
                "channel": "sms",
                "address": "+49 30 5550199",
                "revision": seen["revision"],
            }
            self.doors.post(path, asked, Role.ADMINISTRATOR)
            self.center.turn(1)
            after = self.doors.get(path, Role.ADMINISTRATOR)["contacts"]
            assert "+49 30 5550199" in {one["address"] for one in after}, after

    def plan(self) -> None:
        """A plan is edited on its page; where there is none, one is written."""
        with self.stage("plan edited"):
            rows = self.doors.get("plant/nouns/plans", Role.CONTROLLER)["rows"]
            site = self.center.state.site
            if rows:
                change = {
                    "noun": "plans",
                    "key": rows[0]["key"],
                    "was": rows[0]["was"],
                    "row": rows[0]["row"] | {"version": "walked"},
                }
            else:
                step = {
                    "id": "look",
                    "text": WORDS,
                    "post": site.posts[0].id,
                    "at_s": 0,
                    "due_s": 60,
                    "category": "source",
                }
                row = {
                    "id": "walked",
                    "name": WORDS,
                    "hazard": WORDS,
                    "version": "walked",
                    "reviewed": "2026-01-01",
                    "places": [self.tank.id],
                    "level": site.levels[-1].id,
                    "steps": [step],
                }
                change = {"noun": "plans", "row": row}
            self.doors.command(Role.CONTROLLER, "site.change", changes=[change], reason="Walked")
            self.center.turn(1)
            after = self.doors.get("plant/nouns/plans", Role.CONTROLLER)["rows"]
            assert "walked" in {one["row"]["version"] for one in after}

    def sos(self) -> None:
        """Somebody calls for help, is answered, and is safe."""
        with self.stage("sos"):
            who = self.people()[-1]
            self.doors.command(Role.RESPONDER, "person.sos", by=who, place=self.tank.area)
            self.center.turn(1)
            assert f"sos:{who}" in self.doors.rows("people")
            self.commands("person.sos_answer", person=who)
            self.commands("person.sos_end", person=who, reason="Safe")
            self.center.turn(1)
            assert f"sos:{who}" not in self.doors.rows("people")

    def drill(self) -> None:
        """Drawn, sealed, started, played, revealed, reviewed, signed by both sides."""
        drill = ""
        with self.stage("drill drawn"):
            fits = [
                one["id"]
                for one in self.doors.get("scenarios", Role.CONTROLLER)["scenarios"]
                if not one.get("lacks")
            ]
            asked = {"name": "Walked", "seed": 7} | ({"scenario": fits[0]} if fits else {})
            told = self.doors.post("drills/surprise", asked, Role.CONTROLLER)
            drill = str(told.get("drill") or told["id"])
        if not drill:
            return
        with self.stage("drill played"):
            self.doors.command(Role.CONTROLLER, "drill.start", drill=drill)
            self.center.turn(MINUTE)
            opened = self.commands("incident.open", inside=drill, place=self.tank.id, hazard="leak")
            incident = str(opened[0]["incident"])
            self.center.turn(1)
            self._steps(incident, drill)
            self.center.turn(MINUTE)
            self.doors.command(Role.CONTROLLER, "drill.end", drill=drill)
            self.center.turn(1)
            self.center.turn(1)
            assert self.doors.rows("drill")[drill]["revealed"]
        if "drill played" in self.lacks:
            return
        with self.stage("drill signed"):
            self._signed(drill)

    def _signed(self, drill: str) -> None:
        review: dict[str, Any] = {"review": drill}
        self.commands("review.hotwash", **review, present=5, notes=WORDS)
        self.doors.command(Role.EVALUATOR, "review.freeze", **review)
        self.doors.command(Role.EVALUATOR, "review.grade", **review, grade="good")
        self.commands("review.agree", **review)
        self.center.turn(MINUTE)
        self.commands("review.hold", **review, present=5, notes=WORDS)
        self.commands("review.sign", **review)
        self.doors.command(Role.EVALUATOR, "review.sign", **review)
        self.center.turn(1)
        assert self.doors.get(f"reviews/{drill}", Role.CONTROLLER)["status"] == "signed"

    def backup(self, folder: Path) -> None:
        """The journal is written out and put into an empty database; a center that starts on it has the same state."""
        with self.stage("backup restored"):
            lines = list(export(self.center.journal, self.center.stores.feeds, sealed=True))
            with databases(Settings(data_dir=folder / "var")) as stores:
                restored = restore(lines, stores.journal, stores.feeds)
                assert restored.head.seq == self.center.state.seq
                again = Whole(folder, self.center.site, self.center.clock, stores)
                same = ("incidents", "directives", "matters", "drills", "alarms", "site")
                for name in same:
                    assert getattr(again.state, name) == getattr(self.center.state, name), name
                again.server.live.close()

    def every_screen(self) -> None:
        """Every role has a board and every list of the plant answers."""
        with self.stage("every screen"):
            for role in (
                Role.VIEWER,
                Role.RESPONDER,
                Role.COMMANDER,
                Role.CONTROLLER,
                Role.EVALUATOR,
                Role.ADMINISTRATOR,
            ):
                self.doors.get("board", role)
            for path in (
                "plant/lacks",
                "plant/nouns",
                "matters",
                "drills",
                "reviews",
                "scenarios",
                "past/figures",
                "mine",
            ):
                answer = self.doors.ask("GET", path, Role.CONTROLLER)
                assert answer.status_code in (200, 403), f"{path}: {answer.text}"
