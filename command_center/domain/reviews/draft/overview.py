"""The overview of the draft: what happened, in a few sentences."""

from command_center.domain.reviews.draft.injects import injects
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import Moment, Said, Sentence, Span, Word
from command_center.domain.timing.record import Record


def overview(record: Record, names: Names) -> list[Sentence]:
    """Returns the sentences of the overview in order of time: how it began, who commanded, the
    injects, who came; then what was ordered, and how it ended."""
    course, rest = Said(), Said()
    _beginning(record, names, course)
    _command(record, names, course)
    injects(record, course)
    _outside(record, names, course)
    _stood_still(record, course)
    _withdrawals(record, names, course)
    _orders(record, rest)
    _end(record, rest)
    return sorted(course.sentences, key=_when) + rest.sentences


def _when(told: Sentence) -> int:
    moment = told.params.get("at") or told.params["since"]
    return int(moment.ms)


def _beginning(record: Record, names: Names, said: Said) -> None:
    for began in record.of_kind("drill.started"):
        said.add("drill_started", [began], at=Moment(began.at), drill=began.drill or "")
    first, opened = record.t0_fact, record.opened
    if opened is None:
        return
    if first is not None and first.kind == "alarm.raised":
        d = first.data
        condition = Word(f"alarm.condition.{d['condition']}")
        said.add(
            "first_alarm", [first], tag=d["tag"], of=names.vessel(d["tag"]), condition=condition,
            at=Moment(first.at), value=d["value"], unit=names.unit(first),
        )  # fmt: skip
    elif first is not None and first.kind == "report.received":
        place = names.of(first.data["place"])
        said.add("first_report", [first], place=place, at=Moment(first.at), text=first.data["text"])
    said.add(
        "opened", [opened], title=opened.data["title"], place=names.of(opened.data["place"]),
        at=Moment(opened.at), by=names.hand(opened), level=names.of(opened.data["level"]),
    )  # fmt: skip


def _command(record: Record, names: Names, said: Said) -> None:
    for fact in record.of_kind("incident.opened", "incident.taken", "incident.transferred"):
        opens = fact.kind == "incident.opened"
        person = fact.data["commander" if opens else "person"]
        post = fact.data["commander_post" if opens else "post"]
        if person is not None:
            said.add(
                "commanded",
                [fact],
                person=names.of(person),
                post=names.of(post),
                at=Moment(fact.at),
            )
    for fact in record.of_kind("source.located"):
        tank = names.of(fact.data["tank"])
        said.add("located", [fact], tank=tank, at=Moment(fact.at), by=names.hand(fact))
    for fact in record.of_kind("incident.levelled"):
        before, level = names.of(fact.data["before"]), names.of(fact.data["level"])
        said.add("levelled", [fact], before=before, level=level, at=Moment(fact.at))


def _orders(record: Record, said: Said) -> None:
    issued = record.of_kind("directive.issued")
    if issued:
        said.add("directives", issued, n=len(issued))
    done = record.of_kind("directive.verified")
    if done:
        said.add("verified", [*done, *issued], n=len(done), of=len(issued))


def _outside(record: Record, names: Names, said: Said) -> None:
    for called in record.of_kind("outside.called"):
        unit = called.data["unit"]
        arrived = record.first("outside.arrived", unit=unit)
        given = {"unit": names.of(unit), "at": Moment(called.at), "by": names.hand(called)}
        if arrived is None:
            said.add("called", [called], **given)
        else:
            said.add("came", [called, arrived], **given, arrived=Moment(arrived.at))


def _withdrawals(record: Record, names: Names, said: Said) -> None:
    for fact in record.of_kind("incident.withdrawn"):
        d = fact.data
        told = {"incident": fact.incident or "", "reason": d["reason"]}
        hand = {"by": names.hand(fact), "at": Moment(fact.at)}
        if d["same_as"]:
            said.add("withdrawn_same", [fact], **told, **hand, same_as=d["same_as"])
        else:
            said.add("withdrawn", [fact], **told, **hand)


def _stood_still(record: Record, said: Said) -> None:
    for why in ("paused", "suspended", "resumed"):
        for fact in record.of_kind(f"drill.{why}"):
            said.add(f"drill_{why}", [fact], at=Moment(fact.at))
    for fact in record.of_kind("drill.interrupted"):
        lasted = Span((fact.data["until"] - fact.data["since"]) / 1000)
        said.add("drill_interrupted", [fact], at=Moment(fact.at), lasted=lasted)
    for fact in record.of_kind("clock.interrupted") if record.drill is None else ():
        since, lasted = Moment(fact.data["since"]), Span(fact.data["lasted_s"])
        said.add("clock_interrupted", [fact], since=since, lasted=lasted)


def _end(record: Record, said: Said) -> None:
    for fact in record.of_kind("incident.closed"):
        lasted = Span(fact.data["lasted_ms"] / 1000)
        said.add("closed", [fact], at=Moment(fact.at), lasted=lasted)
    for fact in record.of_kind("drill.ended"):
        said.add("drill_ended", [fact], at=Moment(fact.at))
