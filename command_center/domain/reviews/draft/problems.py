"""Problems that the draft finds automatically, in the order in which people work through them."""

from collections.abc import Callable, Iterator
from typing import Any

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.contacts import dead_contacts, exhausted
from command_center.domain.reviews.draft.expectations import ENDS
from command_center.domain.reviews.draft.injects import InjectWords, bare
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.sentence import (
    FoundProblem,
    Moment,
    Sentence,
    Span,
    Word,
    sentence,
)
from command_center.domain.timing.record import Record

AUTHORITY_ENDS = ("authority.granted", "authority.denied", "authority.emergency_used")


def beyond_authority(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields one problem for each target of attempts beyond authority, however often it was tried."""
    by_target: dict[str, list[Fact]] = {}
    for fact in record.of_kind("authority.refused"):
        by_target.setdefault(fact.data["target"], []).append(fact)
    for target, tries in by_target.items():
        first, name = tries[0], names.of(target)
        holders = [names.of(post) for post in first.data["holders"]]
        told = [
            sentence(
                "beyond_authority", [first], by=names.hand(first), post=names.of(first.data["post"]),
                target=name, at=Moment(first.at), holders=holders or ["–"],
            )
        ]  # fmt: skip
        if len(tries) > 1:
            told.append(sentence("tried_again", tries, n=len(tries), target=name))
        end = next(
            (f for f in record.of_kind(*AUTHORITY_ENDS, target=target) if f.at >= first.at), None
        )
        if end is not None:
            how = end.kind.partition(".")[2]
            wait = Span((end.at - first.at) / 1000)
            told.append(sentence(f"authority_{how}", [first, end], wait=wait, target=name))
            if _entered_by_who_asked(record, end):
                told.append(sentence("authority_by_asker", [end], by=names.hand(end)))
        yield FoundProblem(f"authority:{target}", "authority", tuple(told))


def _entered_by_who_asked(record: Record, end: Fact) -> bool:
    """Returns whether the person who asked for authority also entered the answer; older facts do
    not say so themselves."""
    asked = record.of_kind("authority.asked")
    who = {f.data["id"]: f.actor for f in asked}
    return end.kind != "authority.emergency_used" and who.get(end.data["request"]) == end.actor


STORE_OPENED = frozenset({"opened", "forced"})
FOUND_SHUT = frozenset({"locked", "failed"})


def locked(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each store that somebody found locked: when, by whom, and how long until
    it was open."""
    found: dict[str, Fact] = {}
    for fact in record.of_kind("custody.tried", "custody.failed"):
        if fact.kind == "custody.failed" or fact.data["result"] in FOUND_SHUT:
            found.setdefault(fact.data["store"], fact)
    for store, fact in found.items():
        name = names.of(store)
        told = [sentence("locked", [fact], store=name, at=Moment(fact.at), by=names.hand(fact))]
        opened = _opened(record, store, fact)
        if opened is None:
            told.append(sentence("never_opened", [fact], store=name))
        else:
            how = opened.data.get("result") or opened.kind.partition(".")[2]
            cost = Span((opened.at - fact.at) / 1000)
            told.append(
                sentence(
                    "opened_after", [fact, opened], store=name, how=Word(f"result.{how}"), cost=cost
                )
            )
        yield FoundProblem(f"locked:{store}", "locked", tuple(told))


def _opened(record: Record, store: str, locked: Fact) -> Fact | None:
    tries = record.of_kind("custody.tried", "custody.opened", "custody.forced", store=store)
    return next(
        (
            f
            for f in tries
            if f.at >= locked.at and (f.kind != "custody.tried" or f.data["result"] in STORE_OPENED)
        ),
        None,
    )


def shortages(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each kit that was refused or sent incomplete."""
    by_kit: dict[str, list[Fact]] = {}
    for fact in record.of_kind("resource.refused", "resource.dispatched"):
        if fact.data["missing"]:
            by_kit.setdefault(fact.data["kit"], []).append(fact)
    for kit, facts in by_kit.items():
        told = []
        for fact in facts:
            how = "kit_refused" if fact.kind == "resource.refused" else "kit_short"
            told.append(
                sentence(
                    how, [fact], kit=names.of(kit), place=names.of(fact.data["place"]),
                    missing=names.quantities(fact.data["missing"]), at=Moment(fact.at),
                )
            )  # fmt: skip
            if fact.data.get("locked"):
                stores = [names.of(store) for store in fact.data["locked"]]
                told.append(sentence("behind_locks", [fact], stores=stores))
        yield FoundProblem(f"shortage:{kit}", "shortage", tuple(told))


ORDER_ENDED = ("directive.withdrawn", "directive.refused")


def late_acknowledgements(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each recipient who acknowledged too late, or never. A directive that
    nobody answered after the whole chain is left out, because it is a graver problem of its own."""
    by_recipient: dict[str, list[Sentence]] = {}
    for issued in record.of_kind("directive.issued"):
        told = _late(record, names, issued)
        if told is not None:
            to = issued.data["to_post"] or issued.data["to_person"] or issued.data["id"]
            by_recipient.setdefault(to, []).append(told)
    for to, told_all in by_recipient.items():
        yield FoundProblem(f"late_ack:{to}", "late_ack", tuple(told_all))


def _late(record: Record, names: Names, issued: Fact) -> Sentence | None:
    d = issued.data
    to = names.of(d["to_post"] or d["to_person"])
    given = {"to": to, "directive": d["id"], "text": d["text"], "due": Moment(d["ack_by"])}
    ack = record.first("directive.acknowledged", directive=d["id"])
    if ack is not None:
        if not ack.data["late"]:
            return None
        late = Span(ack.data["late_ms"] / 1000)
        return sentence("acknowledged_late", [issued, ack], **given, at=Moment(ack.at), late=late)
    if record.first("escalation.exhausted", directive=d["id"]) is not None:
        return None
    ended = record.first(*ORDER_ENDED, directive=d["id"]) or record.first(
        "directive.issued", supersedes=d["id"]
    )
    until = ended.at if ended else record.until
    return sentence("never_acknowledged", [issued], **given) if until > d["ack_by"] else None


def refusals(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each directive that its recipient refused, with the reason given."""
    for refused in record.of_kind("directive.refused"):
        issued = record.first("directive.issued", id=refused.data["directive"])
        if issued is None:
            continue
        told = sentence(
            "refused", [issued, refused], by=names.hand(refused), text=issued.data["text"],
            at=Moment(refused.at), reason=refused.data["reason"],
        )  # fmt: skip
        yield FoundProblem(f"refused:{issued.data['id']}", "refused", (told,))


def contradictions(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for reports that the source is isolated while the plant's own balance showed
    a leak."""
    told: list[Sentence] = []
    leaking = record.opened if record.opened and record.opened.data["leaking"] else None
    for fact in record.of_kind("plant.confirmed", "source.reported", "source.located"):
        state = fact.data.get("state")
        if fact.kind == "source.located":
            leaking = fact if fact.data["leaking"] else None
        elif fact.kind == "plant.confirmed" and state in ("leaking", "isolated"):
            leaking = fact if state == "leaking" else None
        elif fact.kind == "source.reported" and state == "isolated" and leaking is not None:
            told.append(_told(record, names, fact))
    if told:
        never = any(one.key == "contradicted" for one in told)
        kind = "contradicted" if never else "unconfirmed"
        yield FoundProblem("contradicted:source", kind, tuple(told))


def _told(record: Record, names: Names, said: Fact) -> Sentence:
    confirmed = next(
        (f for f in record.of_kind("plant.confirmed", state="isolated") if f.at >= said.at), None
    )
    given = {"by": names.hand(said), "at": Moment(said.at)}
    if confirmed is None:
        return sentence("contradicted", [said], **given)
    later = Span((confirmed.at - said.at) / 1000)
    return sentence("confirmed_later", [said, confirmed], **given, later=later)


HIGH = frozenset({"H", "HH"})


def water(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each pool that rose too high, overflowed or had no alarm limit."""
    site = names.site
    for pool in site.pools:
        told = []
        for fact in record.of_kind("alarm.raised", tag=pool.level):
            if fact.data["condition"] in HIGH:
                condition = Word(f"alarm.condition.{fact.data['condition']}")
                told.append(
                    sentence(
                        "pool_high", [fact], pool=pool.name, condition=condition,
                        value=fact.data["value"], unit=names.unit(fact), at=Moment(fact.at),
                    )
                )  # fmt: skip
        for fact in record.of_kind("plant.overflowed", element=pool.id):
            told.append(sentence("pool_spilt", [fact], pool=pool.name, at=Moment(fact.at)))
        tag, opened = site.tag_by_id.get(pool.level), record.opened
        limits = tag.limits if tag else None
        unwatched = limits is None or (limits.h is None and limits.hh is None)
        if unwatched and opened is not None and pool.to_weir_m3:
            told.append(
                sentence(
                    "pool_unwatched", [opened], pool=pool.name, tag=pool.level,
                    incident=opened.data["title"],
                )
            )  # fmt: skip
        if told:
            yield FoundProblem(f"water:{pool.id}", "water", tuple(told))


UNMET = {"expectation.missed": "expected_missed", "expectation.late": "expected_late"}


def unmet(record: Record, names: Names) -> Iterator[FoundProblem]:
    """Yields a problem for each expectation that was missed or met late. None where the virtual
    plant could not play the inject, because that says nothing about the players."""
    words = InjectWords(record)
    for opened in record.of_kind("expectation.opened"):
        named = opened.data["expectation"]
        ends = record.of_kind(*ENDS, expectation=named)
        end = max(ends, key=lambda fact: fact.seq, default=None)
        if end is None or end.kind not in UNMET:
            continue
        inject = opened.data["inject"]
        if record.first("inject.not_played", inject=inject):
            continue
        matched = record.fact(end.data["matched"])
        given: dict[str, Any] = {
            "expected": bare(opened.data["text"]),
            "inject": words.of(inject),
            "due": Moment(opened.data["by"]),
        }
        if end.kind == "expectation.late" and matched is not None:
            given |= {"at": Moment(matched.at), "late": Span((matched.at - given["due"].ms) / 1000)}
        kind = UNMET[end.kind] if "late" in given else UNMET["expectation.missed"]
        told = sentence(kind, [opened, end, matched, *words.facts(inject)], **given)
        yield FoundProblem(f"expected:{named}", kind, (told,))


FINDERS: tuple[Callable[[Record, Names], Iterator[FoundProblem]], ...] = (
    dead_contacts,
    exhausted,
    locked,
    beyond_authority,
    water,
    late_acknowledgements,
    refusals,
    shortages,
    contradictions,
    unmet,
)


def problems(record: Record, names: Names) -> list[FoundProblem]:
    """Returns all problems of the record; `kind` is a word of `problem_kind.KIND`."""
    return [problem for find in FINDERS for problem in find(record, names)]
