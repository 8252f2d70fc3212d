"""A walk through everything that a plant does with the product, by its HTTP doors, on any plant.

Each stage either works to its end, or ends where the product says what lacks and how to mend it: `lacks` keeps what it
said, by stage. A 500, an answer without words and a silent nothing fail the walk.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from command_center.domain.actor import Role
from command_center.domain.matters.grading import hot_work
from command_center.domain.site.model import Tag, Tank
from command_center.settings import Settings
from command_center.store.databases import databases
from command_center.store.journal.export import export
from command_center.store.journal.restore import restore
from tests.drills_tried.whole import Whole
from tests.walk.doors import Doors, Lack, Lacking
from tests.walk.matters import MatterPlayer

WORDS = {"zh": "走一遍", "en": "Walked"}
MINUTE, DAY = 60, 86_400
RAISED = ("UNACK", "ACKED", "RTNUN")


class Walk:
    """One walk. `began` are the stages in order; a stage that is in `lacks` ended early, with the reason."""

    def __init__(self, center: Whole) -> None:
        self.center, self.doors = center, Doors(center)
        self.began: list[str] = []
        self.lacks: dict[str, Lack] = {}
        self.notes: dict[str, list[Lack]] = {}

    # ---- the whole way

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

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is in it works, or the product says what lacks. Then the center is ready and every role has a board."""
        self.began.append(name)
        try:
            yield
        except Lacking as why:
            self.lacks[name] = why.lack
        self.center.turn(1)
        told = Client(self.center.server.wsgi).get("/readyz", base_url="http://localhost")
        assert told.status_code == 200, f"after {name}: {told.text}"

    def tries(self, about: str, deed: Callable[[], Any]) -> bool:
        """A deed of a stage that may be refused without the stage ending; what was said is noted."""
        try:
            deed()
        except Lacking as why:
            self.notes.setdefault(about, []).append(why.lack)
            return False
        return True

    # ---- who and what there is

    @property
    def commander(self) -> str | None:
        """Who holds a commanding post now, on the site before on call."""
        roster, posts = self.center.state.roster, self.center.state.site.posts
        held = [post.id for post in posts if post.commands]
        here = (roster.holder_on_site(post) for post in held)
        return next(filter(None, here), None) or next(
            filter(None, map(roster.holders.get, held)), None
        )

    @property
    def tank(self) -> Tank:
        """The first tank whose gauge has a limit; else the first."""
        site = self.center.state.site
        limited = (one for one in site.tanks if self._gauge(one).limits is not None)
        return next(limited, site.tanks[0])

    def _gauge(self, tank: Tank) -> Tag:
        return self.center.state.site.tag_by_id[tank.level]

    def commands(self, kind: str, inside: str | None = None, **data: Any) -> list[dict[str, Any]]:
        """The commander's word."""
        return self.doors.command(Role.COMMANDER, kind, by=self.commander, inside=inside, **data)

    def _held(self) -> str | None:
        """A post that somebody on the site holds, the last of them; None: an order goes to nobody yet."""
        roster = self.center.state.roster
        held = [post.id for post in self.center.state.site.posts if roster.holder_on_site(post.id)]
        return held[-1] if held else None

    def people(self) -> list[str]:
        """The plant's people, holders of posts first."""
        site, roster = self.center.state.site, self.center.state.roster
        held = filter(None, (roster.holders.get(post.id) for post in site.posts))
        return list(dict.fromkeys([*held, *(one.id for one in site.people)]))

    # ---- the past

    def months(self, times: int) -> None:
        """Half a month goes by, so many times: reports, incidents that prove to be nothing, duties that come due."""
        for _ in range(times):
            with self.stage("months"):
                self.center.turn(15 * DAY)
                place = self.tank.area
                seq = self.doors.command(
                    Role.RESPONDER,
                    "report.receive",
                    by=self.people()[0],
                    channel="call",
                    place=place,
                    text=WORDS,
                )[0]["seq"]
                opened = self.commands("incident.open", place=place, hazard="leak", report=seq)
                self.center.turn(MINUTE)
                self.commands(
                    "incident.withdraw", incident=opened[0]["incident"], reason="It was steam"
                )

    # ---- values

    def reads(self, value: float, times: int = 6) -> None:
        """The gauge shows a value so many times in its own period, as a gateway posts it."""
        tag = self._gauge(self.tank)
        delay = 0.0 if tag.limits is None else max(tag.limits.on_delay_s, tag.limits.off_delay_s)
        for _ in range(times):
            self.center.turn(max(tag.period_s, delay / 4, 1.0))
            body = {
                "source": tag.source,
                "readings": [{"tag": tag.id, "ts": self.center.now, "value": value}],
            }
            told = self.doors.post("readings", body, Role.GATEWAY)
            assert told["rejected"] == [], told
        self.center.turn(1)

    def value_to_alarm(self) -> str | None:
        """A level above its limit raises an alarm that somebody acknowledges."""
        found: str | None = None
        with self.stage("value to alarm"):
            tag = self._gauge(self.tank)
            if tag.limits is None:
                raise Lacking(Lack("no_limits", "no gauge has a limit", "give one a limit"))
            self.reads((tag.low + tag.high) / 2)
            self.reads(tag.high * 0.97)
            standing = {
                key: row
                for key, row in self.doors.rows("alarms").items()
                if row.get("tag") == tag.id and row.get("state") in RAISED
            }
            assert standing, (
                f"{tag.id} stands at {tag.high * 0.97} with {tag.limits} and no alarm is raised"
            )
            found = next(iter(standing))
            self.commands("alarm.ack", alarm=found)
            assert self.doors.rows("alarms")[found]["state"] == "ACKED"
        return found

    def quiet(self, alarm: str | None) -> None:
        """The level falls, and the alarm returns."""
        with self.stage("alarm returns"):
            tag = self._gauge(self.tank)
            self.reads((tag.low + tag.high) / 2)
            if alarm is not None:
                assert alarm not in self.doors.rows("alarms"), self.doors.rows("alarms")[alarm]

    # ---- incidents

    def incident_from_alarm(self, alarm: str | None) -> None:
        """Opened, its plan issued and acknowledged on phones, evacuated to zero, entered, closed."""
        incident = ""
        with self.stage("incident from an alarm"):
            place = self.tank.id
            plan = next(
                (one.id for one in self.center.state.site.plans if place in one.places), None
            )
            how = {"plan": plan} if plan else {"hazard": "leak"}
            by = {"alarm": alarm} if alarm else {}
            incident = str(self.commands("incident.open", place=place, **how, **by)[0]["incident"])
            self.center.turn(1)
            assert self.doors.rows("incident")[incident]["status"] == "open"
        if not incident:
            return
        with self.stage("steps of the plan"):
            self._steps(incident, None)
        with self.stage("evacuated to zero"):
            self._evacuated(incident)
        with self.stage("entered"):
            self._entered(incident)
        with self.stage("closed"):
            self._closed(incident)

    def _steps(self, incident: str, drill: str | None) -> None:
        """Each step is issued; who gets it acknowledges it on their phone, begins it and does it."""
        row = self.doors.rows("incident", drill)[incident]
        plan = self.center.state.site.plan_by_id.get(row["plan"] or "")
        if plan is None:
            order = {"to": self._held(), "text": WORDS, "urgency": "urgent", "category": "people"}
            self.commands("directive.issue", inside=drill, incident=incident, **order)
        issued = 0
        for step in plan.steps if plan is not None else ():
            self.center.turn(MINUTE)
            issued += self.tries(
                "steps of the plan", lambda step=step: self._issues(incident, step.id, drill)
            )  # type: ignore[misc]
        if plan is not None and not issued:
            raise Lacking(self.notes["steps of the plan"][0])
        for directive in list(self.doors.rows("directives", drill).values()):
            if directive["incident"] == incident:
                self.tries("done", lambda one=directive: self._does(one, drill))  # type: ignore[misc]

    def _issues(self, incident: str, step: str, drill: str | None) -> None:
        """Issue a step; beyond authority, whoever has it is asked, and after two minutes it is used all the same."""
        try:
            self.commands("directive.issue", inside=drill, incident=incident, step=step)
        except Lacking as why:
            if not why.lack.code.startswith("authority_"):
                raise
            self.center.turn(1)
            beyond = self.doors.rows("incident", drill)[incident]["authority"]["beyond"]
            wanted = {name: beyond[-1][name] for name in ("capability", "scope", "target")}
            request = self.commands("authority.ask", inside=drill, incident=incident, **wanted)[0][
                "data"
            ]["id"]
            self.center.turn(3 * MINUTE)
            self.commands(
                "authority.use_emergency", inside=drill, request=request, reason="Nobody answered"
            )
            self.commands("directive.issue", inside=drill, incident=incident, step=step)

    def _does(self, directive: dict[str, Any], drill: str | None) -> None:
        name, person = directive["id"], directive["to"]["person"]
        if (
            person is None
        ):  # nobody holds the post: the row names the step that comes next, or that all is exhausted
            assert directive["next_step"] or directive["exhausted_at"] or directive["chain"], (
                directive
            )
            self.commands(
                "directive.withdraw", inside=drill, directive=name, reason="Nobody is there"
            )
            return
        for kind in ("directive.ack", "directive.start", "directive.done"):
            self.doors.command(Role.RESPONDER, kind, by=person, inside=drill, directive=name)
        self.center.turn(1)
        self.commands("directive.verify", inside=drill, directive=name, reason="Seen")

    def _evacuated(self, incident: str) -> None:
        """Everybody whom the headcount asks for is counted: by the commander, else by themselves on their phone."""
        site = self.center.state.site
        if not self.center.state.incidents[incident].evacuation:
            self.commands("evacuation.order", incident=incident, zones=[self.tank.area])
        self.center.turn(1)
        counted = self.doors.rows("incident")[incident]["evacuation"]
        others = [area for area in site.areas if area.id not in counted["zones"]]
        safe = [*site.musters, *site.gates, *others]
        muster = safe[0].id if safe else self.tank.area  # nowhere: the product says so
        for _ in range(2):
            rows = self.doors.rows("people")
            waiting = [key for key, row in rows.items() if row.get("account") == "not_accounted"]
            for key in waiting:
                who = {"person": key.removeprefix("visitor:"), "muster": muster}
                if not self.tries(
                    "counted", lambda who=who: self.commands("person.check_in", **who)
                ):  # type: ignore[misc]
                    self.doors.command(Role.RESPONDER, "person.check_in", by=who["person"], **who)
            self.center.turn(1)
        counted = self.doors.rows("incident")[incident]["evacuation"]
        assert (counted["not_accounted"], counted["missing"]) == (0, 0), counted

    def _entered(self, incident: str) -> None:
        people = [one for one in self.people() if one != self.commander][:4]
        if len(people) < 2:
            raise Lacking(Lack("nobody", "nobody is there to go in", "name people"))
        for n, one in enumerate(people):
            checker = people[n - 1]
            self.commands(
                "entry.ready",
                incident=incident,
                persons=[one],
                pressure_mpa=28,
                checker=checker,
                place=self.tank.area,
            )
        for one in people[:2]:
            self.commands("entry.in", incident=incident, person=one, pressure_mpa=27)
        self.center.turn(MINUTE)
        inside = {one["person"] for one in self.doors.rows("incident")[incident]["entry"]["in"]}
        assert inside == set(people[:2]), inside
        for one in people[:2]:
            self.commands("entry.out", incident=incident, person=one)

    def _closed(self, incident: str) -> None:
        """Whatever the board says is missing is brought; then it closes."""
        for _ in range(8):
            row = self.doors.rows("incident")[incident]
            missing = [one["code"] for one in row["missing_to_close"]]
            if not missing:
                break
            for code in missing:
                self.tries("closed", lambda code=code: self._brings(incident, code))  # type: ignore[misc]
            self.center.turn(20 * MINUTE)
        self.commands("incident.close", incident=incident)
        self.center.turn(1)
        assert incident not in self.center.state.open_incidents

    def _brings(self, incident: str, code: str) -> None:
        """What lifts one reason why an incident cannot close."""
        site = self.center.state.site
        unit = site.gas_limits[0].unit if site.gas_limits else "ppm"
        match code:
            case "source_isolated":
                self.commands("source.report", incident=incident, state="isolated")
            case "gas_clear" | "gas_detectors":
                rows = self.doors.rows("incident")[incident]["gas"]
                for place in [one["place"] for one in rows] or [self.tank.area]:
                    self.commands("gas.measure", incident=incident, place=place, value=0, unit=unit)
            case "outfall_sampled":
                self.commands(
                    "outfall.sample", incident=incident, place=self.tank.area, value=0, unit="mg/L"
                )
            case "life_safety" | "directives":
                for one in self.doors.rows("directives").values():
                    if one["incident"] == incident and one["live"]:
                        self.commands(
                            "directive.withdraw", directive=one["id"], reason="It is over"
                        )
            case "resources" | "kits" | "dispatches":
                for key, row in self.doors.rows("resources").items():
                    if key.startswith("dispatch:") and row["incident"] == incident:
                        self.commands("resource.return", dispatch=row["id"])
            case _:
                self.reads(self._gauge(self.tank).high / 2, 2)

    def incident_from_report(self) -> None:
        """A report waits on the board, an incident is opened on it, proves to be nothing and is withdrawn."""
        with self.stage("incident from a report"):
            place = self.tank.area
            who = self.people()[-1]
            seq = self.doors.command(
                Role.RESPONDER, "report.receive", by=who, channel="call", place=place, text=WORDS
            )[0]["seq"]
            self.center.turn(1)
            assert f"report:{seq}" in self.doors.rows("incident")
            plan = next(
                (one.id for one in self.center.state.site.plans if place in one.places), None
            )
            how = {"plan": plan} if plan else {"hazard": "fire"}
            incident = str(
                self.commands("incident.open", place=place, report=seq, **how)[0]["incident"]
            )
            self.center.turn(1)
            assert f"report:{seq}" not in self.doors.rows("incident")
            order = {"to": self._held(), "text": WORDS, "urgency": "normal", "category": "source"}
            self.commands("directive.issue", incident=incident, **order)
            self.center.turn(1)
            for one in self.doors.rows("directives").values():
                if one["incident"] == incident and one["live"]:
                    self.commands(
                        "directive.withdraw", directive=one["id"], reason="It was nothing"
                    )
            self.commands("incident.withdraw", incident=incident, reason="It was nothing")
            self.center.turn(1)
            assert incident not in self.center.state.open_incidents

    # ---- matters

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
            started = self.tries("permit refused", lambda: self._moves(permit, guardian, "start"))
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

    # ---- the plant's description

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

    # ---- a drill

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

    # ---- the end

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
