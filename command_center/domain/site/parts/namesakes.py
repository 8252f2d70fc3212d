"""Namesakes: people of the same name are told apart wherever a person is named."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from command_center.domain.site.parts.people import Person, Post, RosterEntry
from command_center.domain.text import Text


def told_apart(
    people: Sequence[Person],
    posts: Iterable[Post],
    roster: Iterable[RosterEntry],
    areas: Mapping[str, Text],
) -> list[Person]:
    """Returns the same people, where everybody who shares a name has a detail added: the first post
    that the roster gives them, else where they work, or their id where that is not enough."""
    names = {post.id: post.name for post in posts}
    held: dict[str, Text] = {}
    for entry in roster:
        if entry.post in names:
            held.setdefault(entry.person, names[entry.post])
    shared = {lang: Counter(getattr(p.name, lang) for p in people) for lang in ("zh", "en")}
    alike = [p for p in people if shared["zh"][p.name.zh] > 1 or shared["en"][p.name.en] > 1]
    details = {p.id: held.get(p.id) or areas.get(p.home or "") for p in alike}
    told = {p.id: _named(p, details[p.id]) for p in alike}
    twice = {lang: Counter(getattr(name, lang) for name in told.values()) for lang in ("zh", "en")}
    for p in alike:
        name = told[p.id]
        if details[p.id] is None or twice["zh"][name.zh] > 1 or twice["en"][name.en] > 1:
            told[p.id] = _named(p, Text(zh=p.id, en=p.id))
    return [p.model_copy(update={"name": told[p.id]}) if p.id in told else p for p in people]


def _named(person: Person, detail: Text | None) -> Text:
    if detail is None:
        return person.name
    return Text(
        zh=f"{person.name.zh}（{detail.zh}）"[:200], en=f"{person.name.en} ({detail.en})"[:200]
    )
