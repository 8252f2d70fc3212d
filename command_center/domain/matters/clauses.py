"""Which clause a refusal rests on, as a template states it."""

from command_center.domain.matters.play import Play
from command_center.domain.refusal import Phrase

WHOLE = frozenset({"true", "source"})
"""Locks that name no clause."""


def clause(play: Play, locked: str | None) -> Phrase | str:
    """The document and the clause that fix a rule; empty where the law fixes nothing."""
    law = play.template.law
    if locked is None or law is None:
        return ""
    number = "" if locked in WHOLE else f" {locked}"
    return Phrase("phrase.clause", {"law": law.of, "number": number})
