"""The walk through values, alarms and incidents."""

from typing import Any

from command_center.domain.actor import Role
from tests.walk.doors import Lack, Lacking
from tests.walk.walking import DAY, MINUTE, WORDS, Walking

RAISED = ("UNACK", "ACKED", "RTNUN")


class Incidents(Walking):
    """From a value to an incident that is closed, and one that proves to be nothing."""

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
                if row.get("tag") == tag.id
                and row.get("condition") in ("H", "HH")
                and row.get("state") in RAISED
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
            order: dict[str, Any] = {
                "to": self._held(),
                "text": WORDS,
                "urgency": "urgent",
                "category": "people",
            }
            self.commands("directive.issue", inside=drill, incident=incident, **order)
        issued = 0
        for step in plan.steps if plan is not None else ():
            self.center.turn(MINUTE)
            issued += self.tries("steps of the plan", self._issues, incident, step.id, drill)
        if plan is not None and not issued:
            raise Lacking(self.notes["steps of the plan"][0])
        for directive in list(self.doors.rows("directives", drill).values()):
            if directive["incident"] == incident:
                self.tries("done", self._does, directive, drill)

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
                if not self.tries("counted", self.commands, "person.check_in", **who):
                    self.doors.command(Role.RESPONDER, "person.check_in", by=who["person"], **who)
            self.center.turn(1)
        counted = self.doors.rows("incident")[incident]["evacuation"]
        assert (counted["not_accounted"], counted["missing"], counted["inside"]) == (0, 0, 0), (
            counted
        )

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
        source = {"incident": incident, "place": self.tank.id}
        self.commands("gas.measure", **source, value=1, unit="ppm")
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
                self.tries("closed", self._brings, incident, code)
            self.center.turn(20 * MINUTE)
        self.commands("incident.close", incident=incident)
        self.center.turn(1)
        assert incident not in self.center.state.open_incidents

    def _brings(self, incident: str, code: str) -> None:
        """What lifts one reason why an incident cannot close."""
        site = self.center.state.site
        unit = site.gas_limits[0].unit if site.gas_limits else "ppm"
        match code:
            case "accounted":  # who came out of the hot zone and was on no headcount before
                self._evacuated(incident)
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
            order: dict[str, Any] = {
                "to": self._held(),
                "text": WORDS,
                "urgency": "normal",
                "category": "source",
            }
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
