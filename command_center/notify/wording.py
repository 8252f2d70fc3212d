"""The text of a notice, in the plant's language, from the catalogue.

A message of an exercise begins with the exercise's mark. On channels without buttons the text itself says how to
answer: with a code and the reply number by SMS, with a key in a call.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from command_center.domain.notifications.answers import CODES, answers_to
from command_center.domain.notifications.replies import reply_of
from command_center.domain.notifications.subjects import subject_of
from command_center.domain.notifications.wanted import Wanted
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_of_tag
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.notices.telling import Telling
from command_center.domain.state.people.headcount import Headcount
from command_center.domain.state.review import Review
from command_center.notify.provider import Choice
from command_center.words import say, spoken

TITLE_LENGTH = 60
TEXT_LENGTH = 500
"""The most characters of a message (`provider.Message`)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A message without its address. `reply` is the number that a text answer gives beside a choice's code; `choices`
    have no answer addresses yet.
    """

    language: str
    title: str
    text: str
    choices: tuple[Choice, ...]
    reply: str | None


CodeOf = Callable[[str, str, str], str]
"""(campaign, person, version of an address) -> the code that confirms the contact (`store/people/contact_codes.py`)."""


def no_code(campaign: str, person: str, version: str) -> str:
    """Raise LookupError: for a program without the secret of codes."""
    raise LookupError(campaign)


def message_of(state: State, site: Site, wanted: Wanted, code_of: CodeOf = no_code) -> Wording:
    """Return what one person is told by one channel. `state` is the plant's; a drill's board is looked up in it. A
    verification campaign's message needs `code_of`.

    Raises LookupError if the subject is not on the board.
    """
    board = state.twins[wanted.drill] if wanted.drill else state
    subject = subject_of(board, wanted.subject)
    if subject is None:
        raise LookupError(wanted.subject)
    lang = site.language
    title, text = (
        _campaign(site, subject, code_of(subject.id, wanted.person, wanted.version))
        if isinstance(subject, Campaign)
        else _words(board, site, subject, wanted)
    )
    mark = say(lang, "exercise.mark") if wanted.drill else ""
    words = answers_to(board, subject, wanted.person)
    choices = tuple(Choice(word, say(lang, f"notice.answer.{word}"), CODES[word]) for word in words)
    reply = reply_of(board, subject, wanted.person) if choices else None
    how = how_to_answer(lang, wanted.channel, choices, reply)
    room = TEXT_LENGTH - len(mark) - len(how)
    return Wording(
        language=lang,
        title=mark + _short(title, TITLE_LENGTH - len(mark)),
        text=mark + _short(text, room) + how,
        choices=choices,
        reply=reply,
    )


def how_to_answer(lang: str, channel: str, choices: tuple[Choice, ...], reply: str | None) -> str:
    """Return how to answer by text message or key; empty if the channel shows buttons."""
    if channel not in ("sms", "voice") or not choices:
        return ""
    key = f"notice.how.{channel}"
    each = [say(lang, key, code=one.code, reply=reply, what=one.label) for one in choices]
    return say(lang, f"notice.how.{channel}.all", each=say(lang, "notice.how.between").join(each))


def _short(text: str, length: int) -> str:
    """The text, cut with a mark that something is missing."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _campaign(site: Site, found: Campaign, code: str) -> tuple[str, str]:
    until = datetime.fromtimestamp(found.until / 1000, site.zone).strftime("%Y-%m-%d %H:%M")
    plant = spoken(site.language, site.name)
    told = {"plant": plant, "code": code, "until": until}
    return say(site.language, "notice.proof.title"), say(site.language, "notice.proof.text", **told)


def _words(
    board: State,
    site: Site,
    subject: Directive | Request | Review | Paging | Telling,
    wanted: Wanted,
) -> tuple[str, str]:
    def told(key: str, **params: Any) -> str:
        return say(site.language, f"notice.{key}", **params)

    if isinstance(subject, Directive):
        return _directive(board, site, subject, wanted, told)
    if isinstance(subject, Request):
        step = "asked" if wanted.step == "asked" else "informed"
        params = {
            "post": _post(site, subject.post),
            "capability": say(site.language, f"notice.capability.{subject.capability}"),
            "target": _named(site, subject.target),
            "by": _person(site, subject.by),
        }
        return told("authority.title", id=subject.id), told(f"authority.{step}", **params)
    if isinstance(subject, Review):
        kind, _, step = wanted.step.partition("_")
        what = say(
            site.language, f"reach.step.{wanted.step}" if kind != "lapsed" else "reach.step.lapsed"
        )
        return told("review.title", review=subject.id), told(
            "review.text", review=subject.id, what=what
        )
    if isinstance(subject, Telling):
        return _telling(board, site, subject, wanted, told)
    return _paging(board, site, subject, wanted, told)


def _directive(
    board: State, site: Site, found: Directive, wanted: Wanted, told: Callable[..., str]
) -> tuple[str, str]:
    title = told(f"directive.title.{found.urgency}", id=found.id)
    within = max(0, round((found.ack_by - found.issued_at) / 1000))
    text = told(
        "directive.text",
        text=spoken(site.language, dict(found.text)),
        place=_named(site, found.place or ""),
        to=_post(site, found.to_post) if found.to_post else _person(site, found.to_person),
        within=within,
    )
    if wanted.step in ("deputy", "superior", "deputy_start"):
        return title, told(
            f"directive.step.{wanted.step}", person=_person(site, found.to_person)
        ) + text
    if wanted.step in ("repeat", "ask_again"):
        return title, told(f"directive.step.{wanted.step}") + text
    return title, text


def _telling(
    board: State, site: Site, found: Telling, wanted: Wanted, told: Callable[..., str]
) -> tuple[str, str]:
    """The text about a step of a matter: which step, what is asked, where and until when. The rest stands on the
    matter's page."""
    why = found.why[wanted.person]
    matter = board.matters.open.get(found.about)
    params = {
        "number": found.number,
        "kind": str(spoken(site.language, dict(found.title))) if found.title is not None else "",
        "place": _named(site, matter.place) if matter is not None and matter.place else "",
        "because": "",
        "due": "",
    }
    if matter is not None and matter.due:
        due = next((one for one in matter.due if one["of"] == found.of), matter.due[0])
        at = datetime.fromtimestamp(due["at"] / 1000, site.zone)
        params["due"] = told("matter.due", at=at.strftime("%m-%d %H:%M"))
    if why == "paused" and matter is not None and matter.paused_because is not None:
        known = matter.paused_because.partition(":")[0]
        params["because"] = told(f"matter.because.{known}")
    return told(f"matter.{why}.title", **params), told(f"matter.{why}.text", **params)


def _paging(
    board: State, site: Site, found: Paging, wanted: Wanted, told: Callable[..., str]
) -> tuple[str, str]:
    at = datetime.fromtimestamp(found.at / 1000, site.zone).strftime("%H:%M")
    if found.kind == "evacuation":
        headcount = board.incidents[found.about].evacuation
        zones = [_named(site, zone) for zone in headcount.zones] if headcount else []
        musters = _where_to(site, headcount)
        key = "evacuation.text" if musters else "evacuation.text_no_muster"
        return told("evacuation.title"), told(key, zones=zones, musters=musters, at=at)
    if found.kind == "sos":
        sos = board.sos.get(found.about)
        place = _named(site, sos.place) if sos and sos.place else told("sos.no_place")
        name = _person(site, found.about)
        if sos is not None:
            at = datetime.fromtimestamp(sos.at / 1000, site.zone).strftime("%H:%M")
        return told("sos.title", person=name), told("sos.text", person=name, place=place, at=at)
    if found.kind == "alarm":
        alarm = board.alarms[found.about]
        condition = say(site.language, f"alarm.condition.{alarm.condition}")
        name = _named(site, place_of_tag(site, alarm.tag) or alarm.tag)
        params = {"tag": alarm.tag, "name": name, "condition": condition, "at": at}
        return told("alarm.title", tag=alarm.tag), told("alarm.text", **params)
    if found.kind == "break_glass":
        return told("break_glass.title"), told("break_glass.text", account=found.about, at=at)
    if found.kind == "outside":
        incident = board.incidents[found.incident or ""]
        params = {
            "unit": _named(site, found.about),
            "site": str(spoken(site.language, site.name)),
            "place": _named(site, incident.place),
            "at": at,
        }
        return told("outside.title", **params), told("outside.text", **params)
    dispatch = board.ledger.dispatches[found.about]
    name = _named(site, dispatch.kit)
    stores = [
        _named(site, store) for store in dict.fromkeys(one["store"] for one in dispatch.lines)
    ]
    text = told("kit.text", kit=name, place=_named(site, dispatch.place), stores=stores, at=at)
    return told("kit.title", kit=name), text


def _where_to(site: Site, headcount: Headcount | None) -> list[str]:
    """The muster points to go to: the one that was ordered, or each area's; all of them where none was."""
    ways = list(headcount.ways.values()) if headcount else []
    ordered = list(dict.fromkeys(way["muster"] for way in ways))
    if len(ordered) > 1:
        return [f"{_named(site, way['muster'])} ({_named(site, way['zone'])})" for way in ways]
    return [_named(site, muster) for muster in ordered or [one.id for one in site.musters]]


def _named(site: Site, ident: str) -> str:
    """A place, team, kit, resource or outside unit by its name; the id where it has none."""
    place = site.places.get(ident)
    if place is None:
        known = (
            site.team_by_id.get(ident)
            or site.kit_by_id.get(ident)
            or site.resource_by_id.get(ident)
            or site.outside_by_id.get(ident)
        )
        return str(spoken(site.language, known.name)) if known else ident
    return str(spoken(site.language, place[0]))


def _person(site: Site, person: str | None) -> str:
    known = site.person_by_id.get(person or "")
    return str(spoken(site.language, known.name)) if known else str(person or "")


def _post(site: Site, post: str | None) -> str:
    known = site.post_by_id.get(post or "")
    return str(spoken(site.language, known.name)) if known else str(post or "")
