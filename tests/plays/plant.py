"""The plant on which every template of the library is played: its people, the posts that templates name, and what is
said often. It is a Wednesday, ten past ten in the morning."""

from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from command_center.domain.actor import DUTY_ACTOR, Actor
from command_center.domain.fact import Fact
from command_center.domain.matters.moving.watching import proposals
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.site.model import Site
from command_center.domain.state.matters import Matter, Stub
from command_center.template_file import library_texts
from command_center.words import say
from tests.support.empty_database import empty_at
from tests.support.factories import START, ControlRoom
from tests.support.hand_clock import HandClock
from tests.support.small_works import PARTS, named, small_works
from tests.support.template_shelf import Shelf

MINUTE, HOUR, DAY = 60, 3600, 86_400
MORNING = START + 8 * HOUR * 1000
"""2026-12-02 10:10, a Wednesday."""

POSTS = {
    "safety-officer": "ben", "safety-head": "ben", "shift-supervisor": "lee", "contractor-office": "mia",
    "training-office": "ned", "electrical-head": "oli", "fire-brigade": "pat", "equipment-head": "qin",
    "auditor": "tao",
}  # fmt: skip
"""Posts under the very names that templates give them, and who holds each."""
HEADS = {"farm": "eva", "shop-1": "cai", "shop-2": "dov"}
"""Area -> who answers for it."""
HANDS = {
    "fay": "Fay, technician", "gus": "Gus, foreman", "hua": "Hua, guardian", "ivy": "Ivy, laboratory",
    "wu": "Wu, welder", "xia": "Xia, fitter", "yan": "Yan, rigger", "una": "Una, guardian",
}  # fmt: skip
"""Who is on the plant this shift beside the holders of posts."""
AWAY = "zed"
"""A certified guardian who is at home."""
CONTRACTOR = "Antai Maintenance Ltd"
WELDER = {"employer": "contractor", "company": CONTRACTOR}
"""Whose Wu is."""
PHOTO = [{"sha256": "a" * 64, "camera": True}]
"""A picture as the camera took it."""


def plant(**changes: Any) -> Site:
    """The small works with these posts; `changes` replace whole parts."""
    posts = [*PARTS["posts"]]
    posts += [{"id": id, "name": named(id), "area": "office", "superior": "chief"} for id in POSTS]
    people = [*PARTS["people"]]
    known = {one["id"] for one in people}
    people += [
        {"id": id, "name": named(id.title()), "home": "farm", **(WELDER if id == "wu" else {})}
        for id in dict.fromkeys([*POSTS.values(), *HANDS, AWAY])
        if id not in known
    ]
    holds = {"manager": "joe", "chief": "ann", "farm-hand": "eva", "lead-1": "cai", "lead-2": "dov"}
    roster = [
        {"post": post, "person": who, "shift": "day"}
        for post, who in {**holds, **POSTS, "keeper": "kim"}.items()
    ]
    presence = [{"shift": "day", "people": list(HANDS)}]
    parts = {"posts": posts, "people": people, "roster": roster, "presence": presence}
    meter = {
        "id": "meter",
        "name": named("Gas meter"),
        "kind": "equipment",
        "unit": named("pieces"),
    }
    in_date = {"resource": "meter", "store": "hall", "quantity": 1, "inspection_due": "2027-06-30"}
    parts |= {"resources": [*PARTS["resources"], meter], "stock": [*PARTS["stock"], in_date]}
    return small_works(**(parts | changes))


@cache
def library_shelf() -> Shelf:
    """Every text of the library, read once."""
    return Shelf(*library_texts().values())


class Works(ControlRoom):
    """The plant with the whole library."""

    def __init__(self, where: Path, **changes: Any) -> None:
        super().__init__(
            empty_at(where / "plays.sqlite"), plant(**changes), HandClock(MORNING), "day"
        )
        self.desk.templates = self.shelf = library_shelf()
        self._ids = 0

    def opens(self, who: str, template: str, parties: Any = None, **fields: Any) -> str:
        """Somebody opens a matter; returns its id."""
        ident = self.next_id()
        self.does(
            who,
            "matter.open",
            matter=ident,
            template=template,
            fields=fields,
            parties=parties or {},
        )
        return ident

    def next_id(self) -> str:
        """An id that no matter has."""
        self._ids += 1
        return str(UUID(int=self._ids))

    def fills(self, who: str, matter: str, **fields: Any) -> None:
        """Somebody writes fields."""
        self.does(who, "matter.fill", matter=matter, fields=fields)

    def names(self, who: str, matter: str, **parties: list[str]) -> None:
        """Somebody names the people of parties."""
        self.does(who, "matter.fill", matter=matter, parties=parties)

    def moves(
        self, who: str | Actor, matter: str, move: str, reason: str | None = None, **fields: Any
    ) -> None:
        """Somebody makes a move; where it is made on the spot, there."""
        more: dict[str, Any] = {} if reason is None else {"reason": reason}
        known = self.state.matters.open.get(matter)
        pinned = self.shelf.pinned(known.revision) if known is not None else None
        at = pinned.template.moves[move].at if pinned is not None else None
        if known is not None and at is not None:
            more["place"] = known.fields[at]
        self.does(who, "matter.move", matter=matter, move=move, fields=fields, **more)

    def signs(self, who: str, matter: str, move: str, party: str, **more: Any) -> None:
        """Somebody signs."""
        self.does(who, "matter.sign", matter=matter, move=move, party=party, **more)

    def measures(self, who: str, matter: str, field: str, **values: Any) -> None:
        """Somebody adds a measurement."""
        self.does(who, "matter.measure", matter=matter, field=field, values=values)

    def denied(self, who: str | Actor, matter: str, move: str, **more: Any) -> Refusal:
        """The refusal of a move."""
        return self.refuses(who, "matter.move", matter=matter, move=move, **more).refusal

    def of(self, matter: str) -> Matter:
        """An open matter."""
        return self.state.matters.open[matter]

    def ended(self, matter: str) -> Stub:
        """A matter that has ended."""
        return self.state.matters.ended[matter]

    def opened_from(self, matter: str) -> list[Matter]:
        """The open matters that another one opened."""
        return [one for one in self.state.matters.open.values() if one.subject == matter]

    def told(self, fact: Fact) -> set[str]:
        """Whom a fact of a matter tells."""
        after = fact.data.get("after", {})
        return {one["person"] for one in [*after.get("told", ()), *fact.data.get("told", ())]}

    def play(self, matter: str) -> Play:
        """A matter as a decision of the duty sees it."""
        ctx = Context(self.now, DUTY_ACTOR, self.site, templates=self.shelf)
        found = looked_up(self.state, matter, ctx, self.now)
        assert isinstance(found, Play)
        return found

    def beat(self) -> list[str]:
        """One look of the clockwork at every open matter, until it has nothing to do; the commands that it gave."""
        given = []
        for matter in list(self.state.matters.open):
            while matter in self.state.matters.open:
                asked = next(iter(proposals(self.play(matter))), None)
                if asked is None:
                    break
                assert self.does(DUTY_ACTOR, asked[0], **asked[1]), f"{asked} changes nothing"
                given.append(asked[0])
        return given

    def certifies(self, who: str, *kinds: str, until: str = "2027-12-31") -> str:
        """Somebody gets a certificate of these kinds; returns its id."""
        made = self.opens(
            "ann", "certificate", person=who, kind=list(kinds), valid_until=until, copy=PHOTO
        )
        self.moves("ned", made, "issue")
        return made

    def everything_confirmed(self, who: str, matter: str, field: str, **left_out: str) -> None:
        """Every line of a checklist, but for those that do not apply for a reason."""
        known = self.play(matter).template.fields[field]
        reference = self.shelf.reference(known.of)  # type: ignore[union-attr, arg-type]
        assert reference is not None
        answers = {
            line: {"answer": "na", "reason": left_out[line]}
            if line in left_out
            else {"answer": "yes"}
            for line in reference.entries
        }
        self.fills(who, matter, **{field: answers})


def sentences(refusal: Refusal) -> tuple[str, str]:
    """What a refusal says and what would mend it, in English; both are there in Chinese too."""
    for lang in ("zh-CN", "en"):
        for key in (f"refusal.{refusal.code}", f"refusal.{refusal.code}.mend"):
            assert say(lang, key, **refusal.params)
    return (
        say("en", f"refusal.{refusal.code}", **refusal.params),
        say("en", f"refusal.{refusal.code}.mend", **refusal.params),
    )
