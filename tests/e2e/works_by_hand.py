"""The plant of the stories (tests/plays), played by hand in real browsers.

A story says what people do and with what. Here each of them does it at their own screen, signed in as who they are:
they open a matter with its form, fill in, sign, measure, move, go in and come out on its page. The page must show what
the journal then has.

What no browser can do the center does itself: its duties run, and time passes while it is stopped. Certificates are
given by the interface, as permits ask for a dozen; their own story is played by hand.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page, expect
from ruamel.yaml import YAML

from command_center.clock import Clock
from command_center.desk import Desk, Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.matters.moving.watching import proposals
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.settings import JOURNAL
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from command_center.words import say
from tests.e2e.form_by_hand import HandOnForm
from tests.plays.plant import MORNING, PHOTO, Works, library_shelf, plant
from tests.plays.story import Story
from tests.support.factories import ROLES
from tests.support.pages import Watched, watched_page
from tests.support.pictures import a_phone_picture
from tests.support.requesting import ask
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import PATIENCE_S, eventually

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1600, "height": 1000}
PARTY = "party "
HERE = "standing_at"

TOLD: dict[str, tuple[str, ...]] = {
    "matter.open": ("matter.opened",), "matter.fill": ("matter.filled", "matter.measured"),
    "matter.move": ("matter.moved",), "matter.sign": ("matter.signed",), "matter.measure": ("matter.measured",),
    "matter.enter": ("matter.entered",), "matter.leave": ("matter.left",),
}  # fmt: skip
"""Command -> the facts that it makes. Filling in the points of a round is walking it."""


class Plant:
    """The plant's folder and a database in which everybody has a token, made once in a test process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        self.site.mkdir()
        with (self.site / "site.yaml").open("w", encoding="utf-8") as out:
            YAML(typ="safe").dump(plant().model_dump(mode="json", exclude_none=True), out)
        self.tokens: dict[str, str] = {}
        offset = MORNING - Clock().now()
        with running(folder, self.site, CC_CLOCK_OFFSET_MS=str(offset)) as center:
            for one in load(self.site).people:
                role = ROLES.get(one.id, Role.RESPONDER)
                self.tokens[one.id] = center.token(f"account-{one.id}", role, one.id)
            self.tokens["controller"] = center.token("account-controller", Role.CONTROLLER)

    def begun(self, folder: Path) -> AbstractContextManager[RunningCenter]:
        """A center on a fresh copy, whose clock stands at ten past ten in the plant's morning."""
        shutil.copytree(self.folder / "var", folder / "var")
        offset = MORNING - Clock().now()
        return running(folder, self.site, CC_CLOCK_OFFSET_MS=str(offset))


def played(browser: Browser, known: Plant, folder: Path, told: Story, name: str) -> None:
    """Play a story by hand on a plant of its own, to an end of its template."""
    with known.begun(folder) as center:
        center.start()
        with WorksByHand(browser, known, center, folder) as w:
            made = told(w)
            assert w.ended(made).template == name


class WorksByHand(Works):
    """What `Works` does through its Desk, done at screens. `phones`: who has a phone in the hand and no desk."""

    def __init__(
        self,
        browser: Browser,
        known: Plant,
        center: RunningCenter,
        folder: Path,
        phones: tuple[str, ...] = (),
    ) -> None:
        self._phones, self._at_screens = phones, True
        self.center, self._browser, self._tokens = center, browser, known.tokens
        self.site = load(known.site)
        self.clock: Any = center.clock
        engine = open_engine(f"sqlite:///{folder / 'var' / JOURNAL}")
        self.journal = Journal(engine, self.site.id, self.clock.now)
        self.desk = Desk(self.site, self.journal, self.clock)
        self.desk.templates = self.shelf = library_shelf()
        self._ids = 0
        self._pages: dict[str, Watched] = {}
        self._open = ExitStack()
        self._told = 0
        self._passing = 0.0
        self._pending: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> "WorksByHand":
        eventually(lambda: self.state.roster.shift)
        return self

    def __exit__(self, *failed: Any) -> None:
        self._open.__exit__(*failed)
        self.journal.engine.dispose()

    @property
    def state(self) -> State:
        """The state as the center's journal has it now."""
        self.desk.catch_up()
        return self.desk.state

    @property
    def now(self) -> int:
        """The center's clock, with what is to pass before the next act."""
        return self.center.clock.now() + round(self._passing * 1000)

    def facts(self, kind: str | None = None) -> list[Fact]:
        """Every fact, or those of a kind."""
        found = self.journal.read(0, 100_000)
        return [one for one in found if kind is None or one.kind == kind]

    # time

    def later(self, seconds: float) -> int:
        """Let time pass: before the next act the center is stopped and started again as if so long had gone by."""
        self._passing += seconds
        return self.now

    def _let_pass(self) -> None:
        if not self._passing:
            return
        for watched in self._pages.values():
            watched.page.goto("about:blank")
        self.center.later(self._passing / 60)
        self._passing = 0
        for who, watched in self._pages.items():
            self._sign_in(watched.page, who)

    def beat(self) -> list[str]:
        """Wait until the center's duties have nothing left to do; the commands that they gave since the last time."""
        self._let_pass()

        def idle() -> bool:
            return not any(any(proposals(self.play(one))) for one in self.state.matters.open)

        eventually(idle)
        own = [one for one in self.facts() if one.seq > self._told and one.actor == DUTY_ACTOR.id]
        self._told = self.state.seq
        return ["matter.watch" if "because" in one.data else "matter.move" for one in own
                if one.kind == "matter.moved"]  # fmt: skip

    # people and their screens

    def page_of(self, who: str) -> Page:
        """Somebody's screen, which shows what they owe."""
        if who not in self._pages:
            screen: dict[str, Any] = {"viewport": DESK}
            if who in self._phones:
                screen = {"viewport": PHONE, "has_touch": True}
            screen["timezone_id"] = self.site.zone.key
            opened = watched_page(self._browser, self.center.url, outage=True, **screen)
            watched = self._open.enter_context(opened)
            self._sign_in(watched.page, who)
            self._pages[who] = watched
        return self._pages[who].page

    def _sign_in(self, page: Page, who: str) -> None:
        answer = page.context.request.post(
            f"{self.center.url}/api/v1/session",
            data={"token": self._tokens[who]},
            headers={"Origin": self.center.url},
            timeout=PATIENCE_S * 1000,
        )
        assert answer.ok, answer.text()

    def at(self, who: str, matter: str) -> Locator:
        """The page of a matter on somebody's screen, as new as the journal."""
        page = self.page_of(who)
        own = page.locator(f".mine-matter[data-matter='{matter}']")
        if not page.url.startswith(self._home(who)):
            self._goes(who, matter)
        elif own.count() == 0:
            line = page.locator(f"[data-owed='{matter}']")
            if who in self.of(matter).holders:
                line.click()
            else:
                self._goes(who, matter)
        version = self.of(matter).version
        page.locator(f".mine-matter[data-matter='{matter}'][data-version='{version}']").wait_for()
        return own

    def _home(self, who: str) -> str:
        return f"{self.center.url}/{'m' if who in self._phones else 'mine'}"

    def _goes(self, who: str, matter: str = "") -> None:
        page = self.page_of(who)
        page.goto(f"{self._home(who)}?matter={matter}")
        page.locator("html[data-link='live']").wait_for(state="attached")

    # what they do

    def does(self, who: str | Actor, kind: str, **data: Any) -> list[Fact]:
        """Somebody does something at their screen, and the center accepts it."""
        self._let_pass()
        before = self.state.seq
        if isinstance(who, Actor):
            self._duty_does(kind, data)
            return self._since(before)
        if not self._at_screens:
            self.asks(who, kind, **data)
            return self._since(before)
        self._by_hand(who, kind, data)
        page = self.page_of(who)

        def recorded() -> bool:
            refused = page.locator(".offline-item.refused, .told.refused")
            assert not refused.count(), refused.all_inner_texts()
            return any(self._is_own(one, who, kind, data) for one in self._since(before))

        eventually(recorded)
        if kind in ("matter.move", "matter.open"):
            self._shows_state(page, data["matter"])
        return self._since(before)

    def _duty_does(self, kind: str, data: Mapping[str, Any]) -> None:
        """What a story lets the duties do, the center's own do by themselves."""
        assert kind == "matter.close_account"
        account = next(one for one in self.shelf.accounts() if one.account == data["account"])
        assert account.closes is not None
        report = account.closes.report
        eventually(lambda: any(one.template == report for one in self.state.matters.open.values()))

    def _shows_state(self, page: Page, matter: str) -> None:
        """The page shows by itself where the matter stands now, or how it ended."""
        known = self.state.matters
        own = page.locator(f".mine-matter[data-matter='{matter}']")
        one = known.open.get(matter) or known.ended[matter]
        shelf = self.shelf.pinned(one.revision)
        assert shelf is not None
        title = shelf.template.states[one.state]
        shown = own.locator(".mine-way .now") if matter in known.open else own.locator("> p.good")
        expect(shown).to_contain_text(title.en if title else one.state)

    def _since(self, seq: int) -> list[Fact]:
        return list(self.journal.read(seq, 1_000))

    @staticmethod
    def _is_own(fact: Fact, who: str, kind: str, data: Mapping[str, Any]) -> bool:
        return (
            fact.kind in TOLD[kind]
            and fact.actor == who
            and data.get("matter", fact.data["matter"]) == fact.data["matter"]
        )

    def _by_hand(self, who: str, kind: str, data: dict[str, Any]) -> None:
        match kind:
            case "matter.fill":
                self._fills(who, data["matter"], data.get("fields", {}), data.get("parties", {}))
            case "matter.move":
                self._moves(who, data)
            case "matter.sign":
                self._signs(who, data)
            case "matter.measure":
                self._measures(who, data)
            case "matter.enter" | "matter.leave":
                self._passes(who, kind.removeprefix("matter."), data)
            case _:
                raise AssertionError(kind)

    @property
    def _hand(self) -> HandOnForm:
        return HandOnForm(self.site, self.center.clock.now())

    def opens(self, who: str, template: str, parties: Any = None, **fields: Any) -> str:
        """Somebody opens a matter with its first form, and fills in at once what that form does not ask for and none
        of their own moves does."""
        self._let_pass()
        if not self._at_screens:
            return super().opens(who, template, parties, **fields)
        page, before = self.page_of(who), self.state.seq
        if not page.url.startswith(self._home(who)):
            self._goes(who)
        page.locator(".mine-open-any").click()
        page.locator(f".open-any option[value='{template}']").wait_for(state="attached")
        page.locator(".open-any select[name=template]").select_option(template)
        form = page.locator(".open-any form")
        form.wait_for()
        shelf = self.shelf.newest(template)
        assert shelf is not None
        known = shelf.template
        if known.law is not None:
            note = page.locator(".open-any .law-note")
            expect(note).to_contain_text(known.law.of)
            if not known.law.checked and known.law.source is not None:
                expect(note).to_contain_text(known.law.source.en)
        later: dict[str, Any] = {}
        for name, value in fields.items():
            if form.locator(f"[data-field='{name}']").count():
                self._hand.fill(form, name, known.fields[name], value)
            else:
                later[name] = value
        for party, people in (parties or {}).items():
            self._names(form, party, people)
        form.get_by_role("button", name=say("en", "mine.open_it")).click()
        expect(page.locator(".open-any")).to_have_count(0)

        def opened() -> list[Fact]:
            refused = page.locator(".offline-item.refused")
            assert not refused.count(), refused.all_inner_texts()
            return [one for one in self._since(before) if self._is_own(one, who, "matter.open", {})]

        made = str(eventually(opened)[0].data["matter"])
        self._settle(who, made, later)
        return made

    def reports(self, who: str, **fields: Any) -> str:
        """Somebody reports a hazard with the button for it."""
        page, before = self.page_of(who), self.state.seq
        if not page.url.startswith(self._home(who)):
            self._goes(who)
        page.locator(".mine-report").click()
        form = page.locator(".mine-list form.matter-form")
        shelf = self.shelf.newest("hazard")
        assert shelf is not None
        for name, value in fields.items():
            self._hand.fill(form, name, shelf.template.fields[name], value)
        form.get_by_role("button", name=say("en", "mine.report_keep")).click()

        def opened() -> list[Fact]:
            return [one for one in self._since(before) if self._is_own(one, who, "matter.open", {})]

        return str(eventually(opened)[0].data["matter"])

    @contextmanager
    def by_interface(self) -> Iterator[None]:
        """What is told in this block is done by the interface: a walk that is about what comes after."""
        self._at_screens = False
        try:
            yield
        finally:
            self._at_screens = True

    def _settle(self, who: str, made: str, later: dict[str, Any]) -> None:
        """What the first form did not ask: kept for the opener's own move that asks for it, else filled in now."""
        if later:
            self.fills(who, made, **later)

    def fills(self, who: str, matter: str, **fields: Any) -> None:
        """Somebody writes fields; what the form of their own move asks for is kept for it."""
        if not self._at_screens:
            super().fills(who, matter, **fields)
            return
        self._let_pass()
        own = self.at(who, matter)
        kept = {
            name: value
            for name, value in fields.items()
            if own.locator(f"[data-move] [data-field='{name}']").count()
        }
        self._pending[matter] = {**self._pending.get(matter, {}), **kept}
        rest = {name: value for name, value in fields.items() if name not in kept}
        if rest:
            super().fills(who, matter, **rest)

    def _names(self, form: Locator, party: str, people: Sequence[str]) -> None:
        for one in people:
            form.locator(f"[data-field='{PARTY}{party}'] select").select_option(one)

    def _unfolded(self, own: Locator, deed: str) -> Locator:
        part = own.locator(f"details[data-deed='{deed}']")
        if part.get_attribute("open") is None:
            part.locator("summary").click()
        return part.locator("form")

    def _fields(self, form: Locator, matter: str, fields: Mapping[str, Any]) -> None:
        known = self.play(matter)
        for name, value in fields.items():
            self._hand.fill(form, name, known.template.fields[name], value)

    def _fills(
        self,
        who: str,
        matter: str,
        fields: Mapping[str, Any],
        parties: Mapping[str, Sequence[str]],
    ) -> None:
        own = self.at(who, matter)
        known = self.play(matter).template
        points = {
            name
            for name in fields
            if isinstance(one := known.fields[name], f.ListField) and one.points is not None
        }
        for name in points:
            self._walks(who, matter, name, fields[name])
        rest = {name: value for name, value in fields.items() if name not in points}
        if not rest and not parties:
            return
        form = self._unfolded(own, "fill")
        self._fields(form, matter, rest)
        for party, people in parties.items():
            self._names(form, party, people)
        form.get_by_role("button", name=say("en", "mine.fill_it")).click()

    def _walks(self, who: str, matter: str, name: str, lines: list[dict[str, Any]]) -> None:
        """The points of a round, each opened by its code."""
        field = self.play(matter).template.fields[name]
        assert isinstance(field, f.ListField)
        own = self.at(who, matter)
        for line in lines:
            reader = own.locator(".code-reader").first
            reader.locator("input").fill(line["code"])
            reader.get_by_role("button", name=say("en", "matter.open_code")).click()
            form = own.locator(f"[data-open-point='{line['code']}']")
            for column, cell in line.items():
                if column != "code":
                    self._hand.fill(form, column, field.of[column], cell)
            form.get_by_role("button", name=say("en", "round.keep_point")).click()
            expect(form).to_have_count(0)

    def _move_form(self, who: str, matter: str, move: str) -> Locator:
        form = self.at(who, matter).locator(f"[data-move='{move}']").first
        form.wait_for()
        return form

    def _moves(self, who: str, data: dict[str, Any]) -> None:
        matter = data["matter"]
        form = self._move_form(who, matter, data["move"])
        fields = {**self._pending.pop(matter, {}), **data.get("fields", {})}
        asked = {n: one for n, one in fields.items() if form.locator(f"[data-field='{n}']").count()}
        before = {name: one for name, one in fields.items() if name not in asked}
        if before:  # the page offers the move once they are filled in
            self.fills(who, matter, **before)
            form = self._move_form(who, matter, data["move"])
        self._fields(form, matter, asked)
        self._stands(form, data)
        reason = form.locator("[name=reason]")
        if reason.count():  # where the move asks for one
            reason.fill(data["reason"])
        form.locator("button[type=submit]").click()

    def _stands(self, form: Locator, data: Mapping[str, Any]) -> None:
        if "place" in data:
            here = form.locator(f"[data-field='{HERE}']")
            here.locator("input").fill(data["place"])
            here.get_by_role("button", name=say("en", "matter.open_code")).click()

    def _signs(self, who: str, data: dict[str, Any]) -> None:
        form = self._move_form(who, data["matter"], data["move"])
        self._stands(form, data)
        form.locator("button[type=submit]").click()

    def _measures(self, who: str, data: dict[str, Any]) -> None:
        field = self.play(data["matter"]).template.fields[data["field"]]
        assert isinstance(field, f.ListField)
        form = self._unfolded(self.at(who, data["matter"]), f"measure {data['field']}")
        for column, cell in data["values"].items():
            self._hand.fill(form, column, field.of[column], cell)
        form.get_by_role("button", name=say("en", "mine.measure_it")).click()

    def _passes(self, who: str, way: str, data: dict[str, Any]) -> None:
        form = self._unfolded(self.at(who, data["matter"]), way)
        form.locator("[data-field='person'] select").select_option(data["person"])
        form.locator("[data-field='tools'] input").fill(str(data.get("tools", 0)))
        form.locator("button[type=submit]").click()

    def certifies(self, who: str, *kinds: str, until: str = "2027-12-31") -> str:
        """Somebody gets a certificate, by the interface: opened by Ann, issued by Ned."""
        made = self.next_id()
        fields = {"person": who, "kind": list(kinds), "valid_until": until, "copy": [self.copy()]}
        self.asks("ann", "matter.open", matter=made, template="certificate", fields=fields)
        self.asks("ned", "matter.move", matter=made, move="issue")
        return made

    def copy(self, who: str = "ann") -> dict[str, Any]:
        """A new photograph that somebody brings: what proved one thing proves no other."""
        now = self.center.clock.now()
        about = json.dumps({"added_at": now, "taken_at": now, "camera": True})
        answer = ask(
            "POST",
            f"{self.center.url}/api/v1/evidence/{uuid4()}",
            params={"about": about},
            data=a_phone_picture(now, self.site.zone),
            headers={
                "Authorization": f"Bearer {self._tokens[who]}",
                "Content-Type": "image/jpeg",
            },
        )
        assert answer.ok, answer.text
        return {"sha256": str(answer.json()["sha256"]), "camera": True}

    def asks(self, who: str, kind: str, **data: Any) -> None:
        """A command by the interface, accepted."""
        self.center.command(self._tokens[who], kind, **data)

    # what is refused

    def denied(self, who: str | Actor, matter: str, move: str, **more: Any) -> Refusal:
        """The refusal of a move, as the page words it: the move is not offered and the page says why, or it is tried
        and the page shows the answer. Its code is that of the interface, which is asked the same."""
        assert isinstance(who, str)
        return self.turned_away(who, "matter.move", matter=matter, move=move, **more)

    def turned_away(self, who: str, kind: str, **data: Any) -> Refusal:
        """The refusal of a move or signature, on the screen."""
        self._let_pass()
        place = self._move_form(who, data["matter"], data["move"])
        if kind == "matter.move":
            data["fields"] = {**self._pending.get(data["matter"], {}), **data.get("fields", {})}
        fields = data.get("fields", {})
        if place.locator("form").count():
            self._fields(place, data["matter"], fields)
            place.locator("button[type=submit]").click()
        kept = {n: [self.copy(who)] if one == PHOTO else one for n, one in fields.items()}
        asked = {"kind": kind, "data": {**data, **({"fields": kept} if kept else {})}}
        answer = self.center.post("commands", self._tokens[who], asked)
        assert not answer.ok
        told = answer.json()
        page = self.page_of(who)
        shown = page.locator(".told.unsent, .told.refused").filter(has_text=told["detail"])
        expect(shown.first).to_contain_text(told["mend"])
        for refused in page.locator(".offline-item.refused").all():
            for key in ("offline.discard", "offline.discard_sure"):
                refused.get_by_role("button", name=say("en", key)).click()
        params = {**told.get("params", {}), "detail": told["detail"]}
        if "problems" in params:
            params["problems"] = [Phrase(one["key"], one["params"]) for one in params["problems"]]
        return Refusal(told["code"], params)

    def refuses(self, who: str | Actor, kind: str, **data: Any) -> Refused:
        """What a screen refuses is asked by `denied`."""
        raise NotImplementedError
