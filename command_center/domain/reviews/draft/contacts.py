"""Problems of contacts for the draft: people who could not be reached, and directives that nobody
answered."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import (
    FoundProblem,
    Moment,
    Sentence,
    Word,
    sentence,
)
from command_center.domain.timing.record import Record

INSTEAD = frozenset({"deputy", "superior", "deputy_start"})
"""Steps of a chain that tell somebody else; the others tell the recipient again."""
RANG = frozenset({"no_answer"})
"""What says nothing against an address (docs/domain.md, "People")."""


def dead_contacts(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each person whose contact is dead, or whom no attempt reached: the
    failed attempts, and who was notified instead. An unanswered call beside a message that
    arrived is no problem. The address itself is not shown."""
    by_person: dict[str, list[Fact]] = {}
    for fact in record.of_kind("notification.failed"):
        by_person.setdefault(fact.data["person"], []).append(fact)
    for person, failed in by_person.items():
        dead = any(f.data.get("error", "provider") not in RANG for f in failed)
        if not dead and record.first("notification.delivered", person=person) is not None:
            continue
        channels = [Word(f"channel.{c}") for c in dict.fromkeys(f.data["channel"] for f in failed)]
        told = [
            sentence(
                "contact_failed", failed, n=len(failed), person=names.of(person), channels=channels
            )
        ]
        for fired in _instead(record, failed, person):
            step, post = Word(f"reach.step.{fired.data['step']}"), names.of(fired.data.get("post"))
            to = post if fired.data.get("post") else names.of(fired.data.get("person"))
            of_it = [f for f in failed if f.data.get("directive") == fired.data.get("directive")]
            told.append(sentence("escalated_to", [fired, *of_it], step=step, post=to))
        yield FoundProblem(f"dead_contact:{person}", "dead_contact", tuple(told))


def exhausted(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each recipient whose directives were escalated through the whole chain
    without an answer."""
    by_recipient: dict[str, list[Sentence]] = {}
    directives: dict[str, list[str]] = {}
    for fact in record.of_kind("escalation.exhausted"):
        issued = record.first("directive.issued", id=fact.data["directive"])
        if issued is None:
            continue
        to = issued.data["to_post"] or issued.data["to_person"] or issued.data["id"]
        given = {"to": names.of(to), "text": issued.data["text"], "at": Moment(fact.at)}
        told = sentence("nobody_answered", [issued, fact], **given)
        by_recipient.setdefault(to, []).append(told)
        directives.setdefault(to, []).append(issued.data["id"])
    for to, told_all in by_recipient.items():
        formerly = tuple(f"exhausted:{one}" for one in directives[to])  # one of each directive
        yield FoundProblem(f"exhausted:{to}", "unanswered", tuple(told_all), formerly)


def _instead(record: Record, failed: list[Fact], person: str) -> list[Fact]:
    """Returns the escalations to other people of the directives that did not arrive."""
    directives = {f.data.get("directive") for f in failed} - {None}
    return [
        f
        for f in record.of_kind("escalation.fired")
        if f.data["directive"] in directives
        and f.data["step"] in INSTEAD
        and f.data.get("person") != person
    ]
