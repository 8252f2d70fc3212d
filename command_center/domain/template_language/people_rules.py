"""Finds mistakes in who takes part: parties, chains of signatures, readers, people to notify."""

from collections.abc import Iterable, Iterator

from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.field_rules import broken_condition, named_field
from command_center.domain.template_language.fields import ListField, PersonField
from command_center.domain.template_language.known import Known, unknown
from command_center.domain.template_language.moves import Chain
from command_center.domain.template_language.parties import FUNCTIONS, READERS, PartyForm
from command_center.domain.template_language.template import Template


def broken_people(template: Template, known: Known) -> Iterator[Broken]:
    """Yields every mistake in parties, chains, readers and scores."""
    for name, party in template.parties.items():
        yield from _party(("parties", name), name, party, template, known)
    for index, approval in enumerate(template.approvals):
        here: Path = ("approvals", index)
        if approval.before not in template.moves:
            yield unknown(
                (*here, "before"), "template.unknown_move", approval.before, template.moves
            )
        if approval.when is not None:
            yield from broken_condition((*here, "when"), approval.when, template.fields)
        yield from broken_chain((*here, "chain"), approval.chain, template, known)
    if (signatures := template.signatures) is not None:
        if signatures.before not in template.moves:
            where = ("signatures", "before")
            yield unknown(where, "template.unknown_move", signatures.before, template.moves)
        yield from broken_chain(("signatures", "chain"), signatures.chain, template, known)
    for reader in template.readers:
        if reader not in READERS and reader not in template.parties and reader not in FUNCTIONS:
            among = [*READERS, *template.parties, *FUNCTIONS]
            yield unknown(("readers", reader), "template.unknown_reader", reader, among)
    for scored in template.score:
        if scored not in template.parties:
            where = ("score", scored)
            yield unknown(where, "template.unknown_party", scored, template.parties)
    yield from _told(template, known)


def _told(template: Template, known: Known) -> Iterator[Broken]:
    told: list[tuple[Path, list[str] | None]] = [
        *((("moves", name, "tell"), move.tell) for name, move in template.moves.items()),
        *((("due", name, "escalate"), due.escalate) for name, due in template.due.items()),
        *((("watch", index, "tell"), watch.tell) for index, watch in enumerate(template.watch)),
    ]
    if template.repeat is not None:
        told.append((("repeat", "tell"), template.repeat.tell))
    for path, names in told:
        for name in names or ():
            if name not in _lists_of_people(template):
                yield from broken_post((*path, name), name, known, template.parties)


def _lists_of_people(template: Template) -> list[str]:
    return [
        name
        for name, field in template.fields.items()
        if isinstance(field, PersonField)
        or (
            isinstance(field, ListField)
            and any(isinstance(c, PersonField) for c in field.of.values())
        )
    ]


def broken_post(path: Path, name: str, known: Known, besides: Iterable[str]) -> Iterator[Broken]:
    """Yields the mistake of a name that is no party, no function and no post of the site."""
    among = [*besides, *FUNCTIONS, *(known.posts or ())]
    if known.posts is not None and name not in among:
        yield unknown(path, "template.unknown_post", name, among)


def broken_chain(here: Path, chain: Chain, template: Template, known: Known) -> Iterator[Broken]:
    """Yields every mistake in a chain."""
    for index, group in enumerate(chain):
        for name in group.signers:
            yield from broken_post((*here, index, name), name, known, template.parties)
        if group.at is not None:
            yield from named_field((*here, index, "at"), group.at, template.fields, ("place",))
        if group.when is not None:
            yield from broken_condition((*here, index, "when"), group.when, template.fields)


def _party(
    here: Path, own: str, party: PartyForm, template: Template, known: Known
) -> Iterator[Broken]:
    ways = [way for way in ("opener", "post", "post_of", "field") if getattr(party, way)]
    if len(ways) > 1:
        details = {"possible": ["opener", "post", "post_of", "field"], "n": len(ways)}
        yield Broken(here, "exactly_one", details)
    if party.post is not None:
        yield from broken_post((*here, "post"), party.post, known, {})
    for key, types in (
        ("of", ("place",)),
        ("post_of", ("place", "equipment")),
        ("field", ("person",)),
    ):
        name = getattr(party, key)
        if name is not None:
            yield from named_field((*here, key), name, template.fields, types)
    people = [*template.parties, *_lists_of_people(template)]
    for name in party.never or ():
        if name not in people:
            yield unknown((*here, "never", name), "template.unknown_party", name, people)
        elif name == own:
            yield Broken((*here, "never", name), "template.never_itself", {"name": name})
