"""One matter as JSON, as a person sees it: used by `GET /mine/MATTER` and by a dry play of a template."""

from typing import Any

from command_center.analysis.called_values import called_values
from command_center.analysis.named import Named
from command_center.domain.matters.parties.parties import may_be
from command_center.domain.matters.reading.mine import MoveOffered, Seen, SpotOffered
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language.law import Law
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.domain.text import Text
from command_center.web.doors.matters.rounds_api import point_told
from command_center.words import say


def matter_told(
    site: Site, state: State, templates: TemplateShelf | None, found: Seen, lang: str, now: int
) -> dict[str, Any]:
    """Return its state among all states, its values with display names, its fields, and what the person may do. `now`
    is UTC epoch ms.
    """
    shown, template = found["matter"], found["template"]
    fields = {
        name: field.model_dump(mode="json", by_alias=True, exclude_none=True)
        for name, field in found["fields"].items()
    }
    return {
        "id": shown.id, "number": shown.number, "title": shown.title, "template": shown.template,
        "state": shown.state, "place": shown.place, "category": shown.category, "opener": shown.opener,
        "opened_at": shown.opened_at, "version": shown.version, "values": shown.fields,
        "holders": shown.holders, "parties": may_be(template, shown.parties, shown.fields), "due": shown.due,
        "colour": found["colour"], "sign": found["sign"], "repeats": shown.repeats, "history": shown.history,
        "way": [{**step, "title": words_told(step["title"])} for step in found["way"]],
        "fields": fields, "order": list(fields), "moves": [_move(move, lang) for move in found["moves"]], "at": now,
        "called": called_values(shown.fields, found["fields"], Named(templates), state),
        "named": {
            name: words_told(template.parties[name].title or name) for name in found["names"]
        },
        "fills": found["fills"], "corrects": found["corrects"], "again": shown.again,
        "hands_over": {
            name: [{"id": one.id, "number": one.number, "title": one.title} for one in others]
            for name, others in found["hands_over"].items()
        },
        "inside": template.inside.list if template.inside else None,
        "law": _law(template.law),
        "spots": [_spot(site, one) for one in found["spots"]],
        "points": {
            name: [point_told(site, spot) for spot in spots]
            for name, spots in found["points"].items()
        },
    }  # fmt: skip


def words_told(title: Any) -> Any:
    """A text of both languages as JSON; anything else as it is."""
    return title.model_dump() if isinstance(title, Text) else title


def _law(law: Law | None) -> dict[str, Any] | None:
    """Which document the form follows, and with what its clauses were compared."""
    if law is None:
        return None
    source = law.source
    return {
        "of": law.of,
        "checked": law.checked,
        "source": None if source is None else words_told(source),
    }


def _spot(site: Site, spot: SpotOffered) -> dict[str, Any]:
    """A signing spot with the names of who may sign."""
    people = site.person_by_id
    named = [
        {"id": one, "name": people[one].name.model_dump() if one in people else one}
        for one in spot["people"]
    ]
    return {
        **spot,
        "title": words_told(spot["title"]),
        "called": words_told(spot["called"]),
        "people": named,
    }


def _move(move: MoveOffered, lang: str) -> dict[str, Any]:
    """A move as JSON, with the sentence of what hinders it and what would mend that."""
    why = move["hindered"]
    told = mend = None
    if why is not None:
        told = say(lang, f"refusal.{why.code}", **why.params)
        mend = say(lang, f"refusal.{why.code}.mend", **why.params)
    return {**move, "title": words_told(move["title"]), "hindered": told, "mend": mend}
