"""Acts as the people of the half year: opens a matter, fills it in, signs, measures, moves it on.

The rules that decide the command also say who may give it, at that moment: the holder of a post changes with the
shift, and a vacant post falls to its deputy or nobody.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from command_center.cli.lived_half_year.pictures import Album, Way, picture
from command_center.cli.lived_half_year.spoken import Said, Tongue
from command_center.cli.lived_week.room import DAY_MS, HOUR_MS, MINUTE_MS, Room, Story, WeekFailed
from command_center.desk import InvalidCommand, Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.matters.parties.parties import acts_as, forbidden, people_of
from command_center.domain.matters.parties.signatures import turn_of, waiting
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.registry import Context
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.fields import ListField, MatterField
from command_center.domain.template_language.template import Template

MOST_TRIES = 12
"""In how many following shifts a step is tried that nobody can make: three days and a half."""


class Cast:
    """The plant's people, giving commands to the Desk. `album` keeps their photographs."""

    def __init__(self, room: Room, album: Album) -> None:
        self.room, self.album = room, album
        self.tongue = Tongue(room.site.language)
        self._ids = 0
        self._pictures = 0
        self.refusals: list[tuple[str, str]] = []
        """(command, code) of everything that was refused as the story wants it."""

    # -- times

    def at(self, days_ago: int, hour: float) -> int:
        """Return the time (UTC epoch ms) of an hour in plant time, a number of days before the last day of the week."""
        end = datetime.fromtimestamp(self.room.until / 1000, self.room.site.zone)
        midnight = end.replace(hour=0, minute=0, second=0, microsecond=0)
        return round(midnight.timestamp() * 1000) - days_ago * DAY_MS + round(hour * HOUR_MS)

    def next_shift(self) -> int:
        """Return a time some minutes after the next shift begins."""
        local = datetime.fromtimestamp(self.room.now / 1000, self.room.site.zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        today = round(midnight.timestamp() * 1000)
        hours = sorted(shift.start.hour for shift in self.room.site.shifts)
        starts = [today + day * DAY_MS + hour * HOUR_MS for day in (0, 1) for hour in hours]
        return min(at for at in starts if at > self.room.now) + 9 * MINUTE_MS

    # -- what is asked of the rules

    def matter(self, ident: str) -> Matter | None:
        """Return an open matter; None if it has ended."""
        return self.room.state.matters.open.get(ident)

    def play(self, ident: str) -> Play | None:
        """Return the matter as the rules see it; None if it has ended."""
        ctx = Context(self.room.now, DUTY_ACTOR, self.room.site, templates=self.room.templates)
        found = looked_up(self.room.state, ident, ctx, self.room.now)
        return found if isinstance(found, Play) else None

    def template(self, name: str) -> Template:
        """Return a template in use. Raises WeekFailed if it is not in use."""
        found = self.room.templates.newest(name)
        if found is None:
            raise WeekFailed(f"no template {name}")
        return found.template

    def on_shift(self, post: str, shift: str) -> str:
        """Return the holder of a post in a shift by the roster. Raises WeekFailed if there is none."""
        for one in self.room.site.roster:
            if one.post == post and one.shift == shift:
                return one.person
        raise WeekFailed(f"nobody holds {post} in {shift}")

    def may_name(self, template: str, field: str, column: str | None = None) -> list[str]:
        """Return the templates whose matters a field, or a column of a list, may refer to."""
        known: object = self.template(template).fields.get(field)
        if column is not None and isinstance(known, ListField):
            known = known.of.get(column)
        if not isinstance(known, MatterField):
            return []
        return list(known.of)

    def who(self, ident: str, move: str) -> str | None:
        """Return the first person who may make a move now; None if nobody may or the move starts from another state."""
        play = self.play(ident)
        made = None if play is None else play.template.moves.get(move)
        if play is None or made is None or play.matter.state not in made.from_:
            return None
        people = [one for party in made.by for one in people_of(play, party)]
        return next((one for one in people if acts_as(play, one, made.by) is not None), None)

    # -- commands

    def opens(
        self,
        who: str,
        template: str,
        fields: Mapping[str, Any],
        parties: Mapping[str, list[str]] | None = None,
    ) -> str:
        """Open a matter and return its id. Fields and parties that the template does not have are left out."""
        known = self.template(template)
        self._ids += 1
        ident = self._named("matter", template, str(self._ids))
        self.does(
            who, "matter.open", matter=ident, template=template,
            fields={name: value for name, value in fields.items() if name in known.fields},
            parties={name: people for name, people in (parties or {}).items() if name in known.parties},
        )  # fmt: skip
        self.room.look_at_matters()
        return ident

    def fills(
        self,
        who: str,
        ident: str,
        fields: Mapping[str, Any],
        parties: Mapping[str, list[str]] | None = None,
    ) -> None:
        """Write fields of a matter and name its parties."""
        self.does(
            who, "matter.fill", matter=ident, fields=dict(fields), parties=dict(parties or {})
        )
        self.room.look_at_matters()

    def measures(self, who: str, ident: str, field: str, **values: Any) -> None:
        """Add a measurement. A value over its limit may pause the permit at once."""
        self.does(who, "matter.measure", matter=ident, field=field, values=values)
        self.room.look_at_matters()

    def moves(
        self,
        who: str,
        ident: str,
        move: str,
        fields: Mapping[str, Any] | None = None,
        reason: Said | None = None,
    ) -> None:
        """Make a move."""
        told = None if reason is None else self.tongue.both(reason)
        data = {"matter": ident, "move": move, "fields": dict(fields or {}), "reason": told}
        play = self.play(ident)
        at = None if play is None else play.template.moves[move].at
        if play is not None and at is not None:  # made where the code of the place is read
            data["place"] = play.value(at)
        self.does(who, "matter.move", **data)
        self.room.look_at_matters()

    def does(self, who: str, kind: str, **data: Any) -> list[Fact]:
        """Give a command that must be accepted, as a person. Raises WeekFailed if it is refused."""
        return self.room.does(self.actor(who), kind, **data)

    def controls(self, command: str, /, **data: Any) -> list[Fact]:
        """Give a command with the controller's account, as people do who prepare forms and plans."""
        return self.room.does(Actor("demo-controller", Role.CONTROLLER), command, **data)

    def is_refused(self, who: str, kind: str, **data: Any) -> str:
        """Give a command that the Desk must refuse, and return the refusal's code. The answer is stored under a key,
        as for a browser. Raises WeekFailed if the command is accepted, because the script is then wrong.
        """
        self._ids += 1
        key = self._named("key", kind, str(self._ids))
        try:
            answer = self.room.desk.submit(kind, data, self.actor(who), key=key)
        except InvalidCommand as invalid:
            raise WeekFailed(f"{kind}: {invalid.errors}") from invalid
        if not isinstance(answer, Refused):
            raise WeekFailed(f"{kind} by {who} was to be refused")
        self.refusals.append((kind, answer.refusal.code))
        return answer.refusal.code

    def signs(self, ident: str, move: str, *, only: Iterable[str] | None = None) -> bool:
        """Let everybody whose turn it is sign for a move, rank by rank; return True when no signature is missing.
        `only` restricts it to these parties.
        """
        for _ in range(40):
            play = self.play(ident)
            if play is None:
                return True
            missing = [one for one in waiting(play, move) if only is None or one in only]
            signer = next(
                (one for party in missing if (one := self._signer(play, move, party))), None
            )
            if signer is None:
                break
            person, party, place = signer
            self.does(person, "matter.sign", matter=ident, move=move, party=party, place=place)
        play = self.play(ident)
        complete = play is None or not waiting(play, move)
        self.room.look_at_matters()
        return complete

    def _signer(self, play: Play, move: str, party: str) -> tuple[str, str, str | None] | None:
        rank = turn_of(play, move, party)
        if rank is None:
            return None
        barred = set(forbidden(play, party))
        if rank.approves:
            barred.add(play.matter.opener)
            barred |= {one["person"] for one in play.matter.signatures if one["move"] == move}
        place = None if rank.group.at is None else play.value(rank.group.at)
        person = next((one for one in people_of(play, party) if one not in barred), None)
        return None if person is None else (person, party, place)

    # -- stories

    def step(
        self,
        at: int,
        ident: str,
        move: str,
        fields: Mapping[str, Any] | None = None,
        reason: Said | None = None,
        *,
        photo: str | None = None,
        way: Way = "fresh",
    ) -> Story:
        """Make a move at a time, or in the next shift in which somebody can; its required signatures are made first.
        Does nothing if the matter has taken another course. `photo` names a field that gets a photograph.
        """
        yield at
        for _ in range(MOST_TRIES):
            play = self.play(ident)
            made = None if play is None else play.template.moves.get(move)
            if play is None or made is None or play.matter.state not in made.from_:
                return
            if self.signs(ident, move) and (person := self.who(ident, move)) is not None:
                given = dict(fields or {})
                if photo is not None:
                    given[photo] = [self.photo(person, play.matter.place, way, mended=True)]
                self.moves(person, ident, move, given, reason)
                return
            yield self.next_shift()

    # -- things

    def actor(self, who: str) -> Actor:
        """Return a person at the Desk, with the demonstration's one-click responder account."""
        return self.room.as_person(who, Role.RESPONDER)

    def photo(
        self, who: str, place: str | None, way: Way = "fresh", *, mended: bool = False
    ) -> dict[str, Any]:
        """Take a photograph in the name of `who`. No two photographs are the same."""
        self._pictures += 1
        content = picture(self._pictures, f"{self.room.seed}/{self._pictures}", mended=mended)
        ident = self._named("picture", str(self._pictures))
        return self.album.take(ident, content, place, way, who, self.room.now)

    def say(self, said: Said) -> str:
        """A text in the plant's language."""
        return self.tongue.say(said)

    def _named(self, *purpose: str) -> str:
        """An id in the form of a UUID, the same for the same seed."""
        text = hashlib.sha256("/".join((str(self.room.seed), *purpose)).encode()).hexdigest()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"
