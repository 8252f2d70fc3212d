"""Roll-outs: where and from when matters of a template may be opened, by its roll-out or else by
the template itself.

A roll-out is a matter of a template with the power `roll_out`. Its approved moves switch the
module: `begin` puts it in force in the pilot's area, `extend` in more areas, `widen` in the whole
plant; `stop` ends the roll-out. The fact of the move carries the result. What somebody writes into
the form changes nothing before the next approved move.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from command_center.domain.matters.facts import Enables
from command_center.domain.matters.playing.play import Play, kind_of, titled
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language.moves import Move
from command_center.domain.template_language.powers import ROLL_OUT
from command_center.domain.template_language.template import Template
from command_center.domain.text import Text

MODULE, PLACE, MORE, FROM, CHAMPION = "module", "place", "more", "from", "champion"
BASELINE, BASELINE_OF, MONTH = "baseline", "baseline_of", "month"
PILOT, WORKSHOPS = "pilot", "workshops"
WHOLE = frozenset({"plant", "platform", "joined"})
STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class InForce:
    """Where a template is in force (None: in every area), from when (UTC epoch ms; None: always),
    and the champion of its roll-out, if there is one."""

    areas: Sequence[str] | None = None
    since: int | None = None
    champion: str | None = None

    def at(self, area: str | None, now: int) -> bool:
        """Returns whether a matter of this area may be opened at `now`."""
        here = self.areas is None or area in self.areas
        return here and (self.since is None or now >= self.since)


def in_force(state: State, site: Site, template: Template) -> InForce:
    """Returns the areas in which a template is in force. A roll-out of it, or of the template that
    it copies, takes precedence over its own `enabled`."""
    known = state.matters.rollouts
    rollout = known.get(template.template) or known.get(kind_of(template))
    if rollout is not None:
        return InForce(rollout.areas, rollout.since, rollout.champion)
    enabled = template.enabled
    if enabled is None:
        return InForce()
    since = None if enabled.from_ is None else midnight(site, enabled.from_)
    return InForce(enabled.areas, since)


def midnight(site: Site, day: date) -> int:
    """Returns when a day begins in the plant's time zone (UTC epoch ms)."""
    return round(datetime(day.year, day.month, day.day, tzinfo=site.zone).timestamp() * 1000)


def not_in_force(play: Play) -> Refusal | None:
    """Refuses a matter that is opened where or when its template is not in force."""
    force = in_force(play.state, play.site, play.template)
    matter = play.matter
    post = matter.subject if matter.plan else None
    area = area_counted(play.site, matter.area, post, matter.opener)
    if force.at(area, play.now):
        return None
    template = play.template.title or play.template.template
    areas = _everywhere() if force.areas is None else _named(play.site, force.areas)
    champion = _champion(play, force.champion)
    if force.since is not None and play.now < force.since:
        local = datetime.fromtimestamp(force.since / 1000, play.site.zone)
        day = local.date().isoformat()
        said = {"template": template, "areas": areas, "champion": champion, "day": day}
        return Refusal("template_not_yet", said)
    said = {"template": template, "areas": areas, "champion": champion}
    return Refusal("template_not_here", said)


def area_counted(site: Site, area: str | None, post: str | None, opener: str) -> str | None:
    """Returns the area to which a matter belongs: its own, else that of the post for which a plan
    opens it, else its opener's home area."""
    known = site.post_by_id.get(post or "")
    return area or (None if known is None else known.area) or home_of(site, opener)


def home_of(site: Site, person: str) -> str | None:
    """Returns a person's home area; None if they have none."""
    known = site.person_by_id.get(person)
    return None if known is None else known.home


def _everywhere() -> list[Any]:
    return [Phrase("phrase.whole_plant")]


def _named(site: Site, areas: Sequence[str]) -> list[Any]:
    return [site.area_by_id[one].name if one in site.area_by_id else one for one in areas]


def _champion(play: Play, champion: str | None) -> Phrase | str:
    if champion is None:
        return ""
    name: Text | str = play.name_of(champion)
    return Phrase("phrase.champion", {"who": name})


def switched(there: Play) -> Enables | None:
    """Returns what a roll-out's move switches; None where the matter is no roll-out, or the move
    switches nothing."""
    if ROLL_OUT not in there.pinned.powers:
        return None
    state, module = there.matter.state, there.value(MODULE)
    if not isinstance(module, str):
        return None
    areas: list[str] | None = None
    if state in (PILOT, WORKSHOPS):
        areas = areas_of(there)
    elif state not in (*WHOLE, STOPPED):
        return None
    champion, day = there.value(CHAMPION), there.value(FROM)
    return Enables(
        module=module, areas=areas, over=state == STOPPED,
        since=None if areas is None or not isinstance(day, str) else midnight(there.site, date.fromisoformat(day)),
        champion=champion if isinstance(champion, str) else None,
    )  # fmt: skip


def areas_of(play: Play) -> list[str]:
    """Returns the areas that a roll-out asks for: that of the pilot, and from `extend` on also
    those of the lines under `more`."""
    places = [play.value(PLACE)]
    if play.matter.state == WORKSHOPS:
        places += [line.get(PLACE) for line in play.lines(MORE)]
    found = [area_of_place(play.site, one) for one in places if isinstance(one, str)]
    return list(dict.fromkeys(one for one in found if one is not None))


def written_before(play: Play) -> Sequence[str]:
    """Returns the fields that must be written before somebody approves a move, and never with the
    move: what a roll-out switches, where, from when and by whom, and the figures from before."""
    if ROLL_OUT not in play.pinned.powers:
        return ()
    return (MODULE, PLACE, MORE, FROM, CHAMPION, BASELINE, BASELINE_OF)


def late_content_refusal(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """Refuses a roll-out's move that brings new content for its own approval, because the approvers
    must have seen it."""
    late = [
        titled(play.template, name)
        for name in written_before(play)
        if name in fields and fields[name] != play.value(name)
    ]
    return Refusal("rollout_write_first", {"fields": late}) if late else None


def pilot_change_refusal(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """Refuses a change of what a pilot began with: the figures from before stay as they were, and
    what is switched off at the end is what was switched on."""
    if ROLL_OUT not in play.pinned.powers:
        return None
    if all(one.matter != play.matter.id for one in play.state.matters.rollouts.values()):
        return None
    fixed = [
        titled(play.template, name)
        for name in (MODULE, PLACE, FROM, BASELINE, BASELINE_OF)
        if name in fields and fields[name] != play.value(name)
    ]
    return Refusal("rollout_begun", {"fields": fixed}) if fixed else None


def second_rollout_refusal(play: Play, made: Move) -> Refusal | None:
    """Refuses a roll-out that begins while another one of the same module is in progress."""
    if ROLL_OUT not in play.pinned.powers or made.to != PILOT:
        return None
    known = play.state.matters.rollouts.get(str(play.value(MODULE)))
    going = None if known is None else play.state.matters.open.get(known.matter)
    if going is None or going.id == play.matter.id:
        return None
    return Refusal("rollout_goes_on", {"number": going.number})
