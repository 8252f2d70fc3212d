"""The clause of the law on which a refusal rests, as a template states it."""

from collections.abc import Iterable

from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.template_language.lock_rules import CENTER

WHOLE = frozenset({"true", "source"})
"""Locks that name no clause."""


def clause(play: Play, locked: str | None) -> Phrase | str:
    """Returns the document and the clause that fix a rule; empty where no law fixes it."""
    law = play.template.law
    if locked is None or locked == CENTER or law is None:
        return ""
    quoted = law.clauses.get(locked)
    of = law.of if quoted is None or quoted.of is None else quoted.of
    number = "" if locked in WHOLE else f" {locked}"
    return Phrase("phrase.clause", {"law": of, "number": number})


def clause_of_fields(play: Play, names: Iterable[str]) -> Phrase | str:
    """Returns the clause that requires the first of these fields that a law fixes; empty where none
    is fixed."""
    fields = play.template.fields
    locks = (fields[name].locked for name in names if name in fields)
    return clause(play, next((lock for lock in locks if lock is not None), None))


def names_a_clause(refusal: Refusal) -> bool:
    """Returns whether a refusal rests on a clause of a law."""
    return isinstance(refusal.params.get("clause"), Phrase)
