"""A review as one answer: deadlines, draft, findings, actions, ratings, signatures, earlier times."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from command_center.domain.drills.counting import lacks
from command_center.domain.reviews.course import can_be_taken, lacking
from command_center.domain.reviews.draft.sentence import FoundProblem, Sentence
from command_center.domain.reviews.gravity import PROBLEM_SIGNS
from command_center.domain.reviews.lateness import review_turns, steps_turns
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Observed
from command_center.domain.state.review import Done, Finding, Lapsed, Review, Reviews
from command_center.domain.timing.record import Record
from command_center.reports.history import earlier, shift_of
from command_center.reports.lineage import tested
from command_center.reports.plan_rows import action_row, finding_row
from command_center.reports.sentence_text import in_both, param_row
from command_center.reports.sources import Sources, Subject


def whole(
    sources: Sources, state: State, subject: Subject, zone: ZoneInfo, now: int
) -> dict[str, Any]:
    """Return everything known of the review of `subject`, as of now."""
    draft = sources.draft(subject, now)
    review, reviews = subject.review, state.reviews
    drill = state.drills.get(subject.id)
    findings = reviews.findings_of(review) if review else []
    title = review.title if review else _called(draft.record)
    incident = state.incidents.get(subject.id)
    withdrawn = incident.withdrawn if incident else None
    return {
        "id": subject.id,
        "subject": review.subject if review else ("drill" if subject.exercise else "incident"),
        "exercise": subject.exercise,
        "title": title or {"zh": subject.id, "en": subject.id},
        "t0": draft.record.t0,
        "until": draft.record.until,
        "status": "withdrawn" if withdrawn else _status(review),
        "withdrawn": withdrawn.as_row() if withdrawn else None,
        "lacks": lacks(state, drill) if drill and drill.phase == "ended" else None,
        "clock": clock_row(reviews, review) if review else None,
        "hands": draft.hands,
        "shift": shift_of(sources.site_of(subject), draft.record.t0 or draft.record.until),
        "site_version": sources.version_of(subject),
        "overview": [sentence_row(s, review, zone) for s in draft.overview],
        "not_played": [sentence_row(s, review, zone) for s in draft.not_played],
        "planned": [line.as_row() for line in draft.planned],
        "timing": [row.as_row() for row in draft.timing],
        "expectations": draft.expectations,
        "objectives": objectives(sources, drill),
        "observations": observations(drill, review),
        "strengths": [sentence_row(s, review, zone) for s in draft.strengths],
        "problems": [_problem(p, review, findings, zone) for p in draft.problems],
        "findings": [finding_row(f) for f in findings],
        "actions": [action_row(a) for a in reviews.actions_of(review)] if review else [],
        "ratings": _ratings(review),
        "grade": _grade(review),
        "rectified": _rectified(review),
        "tested": tested(sources, state, drill) if drill else [],
        "earlier": earlier(sources, state, subject, now),
        "earlier_actions": [
            action_row(a) for a in reviews.actions.values() if not review or a.review != review.id
        ],
    }


def _called(record: Record) -> dict[str, str] | None:
    """What an incident without a review is called by now; None of a drill."""
    last = record.located[-1] if record.located else record.opened
    return last.data["title"] if last else None


def _status(review: Review | None) -> str:
    if review is None:
        return "running"
    if review.signed:
        return "signed"
    return "overdue" if review.overdue_seq is not None else "open"


def clock_row(reviews: Reviews, review: Review) -> dict[str, Any]:
    """Return the four steps: when due, when done, by whom, and the automatic reminders about them."""
    return {
        "ended_at": review.ended_at,
        "ended_seq": review.ended_seq,
        "due": review.due,
        "done": {step: _done(done) for step, done in review.done.items()},
        "meeting": _done(review.meeting) if review.meeting else None,
        "signatures": [_done(done) for done in review.signatures.values()],
        "lapsed": [] if review.signed else [_lapsed(review, one) for one in review.lapsed.values()],
        "next": review.next_step,
        "can_be_taken": can_be_taken(review),
        "lacking": lacking(review),
        "turns": review_turns(review),
        "step_turns": steps_turns(review.done, review.due),
        "reminded": review.reminded,
        "escalated": review.escalated,
        "told": tellings(review),
        "overdue_seq": review.overdue_seq,
        "frozen_seq": review.frozen_seq,
        "newest_seq": reviews.newest_fact_of(review),
        "content_seq": review.content_seq,
    }


def _lapsed(review: Review, told: Lapsed) -> dict[str, Any]:
    """A signature that counts no more, and whether whoever gave it knows."""
    return {
        "signer": told.signer,
        "role": told.role,
        "signature": told.signature,
        "change": told.change,
        "by": told.by,
        "at": told.at,
        "seq": told.seq,
        "reached": review.reached(told),
    }


def tellings(review: Review) -> list[dict[str, Any]]:
    """Return who was reminded of which step or told that it is late, and whether that reached them. `ahead`: sent
    before it was late, because no reminder had reached anybody.
    """
    return [
        {
            "kind": told.kind,
            "ahead": review.ahead(told),
            "step": told.step,
            "post": told.post,
            "person": told.person,
            "seq": told.seq,
            "at": told.at,
            "skipped": list(told.skipped),
            "reached": review.reached(told),
        }
        for told in review.tellings
    ]


def _done(done: Done) -> dict[str, Any]:
    said = {name: value for name, value in done.said.items() if name != "review"}
    return {"at": done.at, "by": done.by, "seq": done.seq, **said}


def sentence_row(told: Sentence, review: Review | None, zone: ZoneInfo) -> dict[str, Any]:
    """Return a sentence's row: key, parameters, facts, its text, and corrections of the facts it rests on."""
    beside = review.rectified if review else {}
    return {
        "key": told.key,
        "params": {name: param_row(value) for name, value in told.params.items()},
        "facts": list(told.facts),
        "text": in_both(told, zone),
        "rectified_by": [seq for fact in told.facts for seq, _ in beside.get(fact, ())],
    }


def _problem(
    problem: FoundProblem, review: Review | None, findings: Iterable[Finding], zone: ZoneInfo
) -> dict[str, Any]:
    taken = next((f.id for f in findings if problem.is_named(f.problem)), None)
    return {
        "key": problem.key,
        "kind": problem.kind,
        "sign": PROBLEM_SIGNS[problem.kind],
        "facts": problem.facts,
        "sentences": [sentence_row(s, review, zone) for s in problem.sentences],
        "finding": taken,
    }


def _ratings(review: Review | None) -> list[dict[str, Any]]:
    known = review.ratings.items() if review else ()
    return [
        {"objective": name, "rating": rating, "by": done.by, "at": done.at, "seq": done.seq,
         "note": done.said.get("note")}
        for name, (rating, done) in known
    ]  # fmt: skip


def _grade(review: Review | None) -> dict[str, Any] | None:
    if review is None or review.grade is None:
        return None
    grade, done = review.grade
    return {
        "grade": grade,
        "by": done.by,
        "at": done.at,
        "seq": done.seq,
        "note": done.said.get("note"),
    }


def _rectified(review: Review | None) -> list[dict[str, Any]]:
    beside = review.rectified.items() if review else ()
    return [{"fact": fact, "seq": seq, "text": text} for fact, all_ in beside for seq, text in all_]


def objectives(sources: Sources, drill: Drill | None) -> list[dict[str, Any]]:
    """Return the objectives of a revealed drill, in order; none for an incident."""
    sealed = sources.sealed(drill) if drill is not None else None
    known = sealed.plan.objectives if sealed else []
    return [{"id": one.id, "text": one.text.as_row()} for one in known]


def observations(drill: Drill | None, review: Review | None) -> list[dict[str, Any]]:
    """Return every note in its current form, in the order of the log; `photographs` are SHA-256 hashes served by
    `/drills/ID/photographs`. `was` lists its earlier ratings, oldest first; `late`: changed after the log was frozen.
    A note recorded after the freeze (older journals have some) is left out.
    """
    frozen = review.frozen_seq if review else None
    known = drill.observed if drill is not None else {}
    return [
        {
            "objective": one.objective,
            "rating": one.rating,
            "note": one.note,
            "evidence": one.evidence,
            "photographs": one.photographs,
            "at": one.at,
            "by": one.by,
            "seq": one.seq,
            "late": one.late,
            "reason": one.reason,
            "was": [
                {"seq": before.seq, "objective": before.objective, "rating": before.rating}
                for before in _before(known, one)
            ],
        }
        for one in known.values()
        if one.replaced_by is None and (frozen is None or one.late or one.seq <= frozen)
    ]


def _before(known: Mapping[int, Observed], one: Observed) -> list[Observed]:
    found: list[Observed] = []
    while one.replaces is not None:
        one = known[one.replaces]
        found.insert(0, one)
    return found
