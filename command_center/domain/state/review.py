"""The state of reviews: a review with its findings, actions and signatures."""

from dataclasses import dataclass, field
from typing import Any, Literal

from command_center.domain.payload import Words
from command_center.domain.state.notices.notice import Notice, Page

Remark = str | Words

StepName = Literal["hotwash", "frozen", "agreed", "signed"]
STEPS: tuple[StepName, ...] = ("hotwash", "frozen", "agreed", "signed")
"""The four steps of a review, in their order."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: when, by whom (an account or person), by which fact, and its data."""

    at: int
    by: str
    seq: int
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Finding:
    """A problem or strength. `problem` is the key of the draft's problem that it took over; people
    give `cause`, `severity` and what belongs to them. `rectified` are the facts that changed it
    after the log was frozen; `late`: it was added after the findings were agreed."""

    id: str
    review: str
    nature: str
    text: Remark
    facts: list[int]
    at: int
    by: str
    seq: int
    problem: str | None = None
    cause: Remark | None = None
    severity: str | None = None
    rated_by: str | None = None
    late: bool = False
    rectified: list[int] = field(default_factory=list)
    history: list[int] = field(default_factory=list)


Reached = Literal["nobody", "none", "sent", "delivered", "failed"]
"""`nobody`: no post of the chain is held; `none`: nothing went out (yet, or for want of an address)."""

ActionState = Literal["open", "assigned", "done", "closed"]


@dataclass(slots=True)
class Action:
    """An improvement action. Only an observed pass closes it; `observed` are the drills that tested
    it, as (drill, passed, fact)."""

    id: str
    review: str
    finding: str
    text: Remark
    at: int
    by: str
    seq: int
    owner: str | None = None
    due_at: int | None = None
    proof: str | None = None
    done_at: int | None = None
    observed: list[tuple[str, bool, int]] = field(default_factory=list)
    closed_at: int | None = None
    history: list[int] = field(default_factory=list)

    @property
    def state(self) -> ActionState:
        """Returns the state of the action: open, assigned, done or closed."""
        if self.closed_at is not None:
            return "closed"
        if self.done_at is not None:
            return "done"
        return "assigned" if self.owner else "open"


@dataclass(frozen=True, slots=True)
class Telling:
    """A reminder or escalation of a step: which post, who held it (None: nobody), the fact that
    records it, and the vacant posts that were skipped."""

    kind: Literal["reminded", "escalated"]
    step: str
    post: str | None
    person: str | None
    seq: int
    at: int
    skipped: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """Returns the key of its notices."""
        return f"{PAGES[self.kind]}_{self.step}"


PAGES = {"reminded": "remind", "escalated": "late"}


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A lapsed signature: whose it was and for which side, the fact that gave it, the fact that
    changed the content, who changed it, and the fact that records the lapse."""

    signer: str
    role: str
    signature: int
    change: int
    by: str
    at: int
    seq: int

    @property
    def page(self) -> str:
        """Returns the key of its notices."""
        return f"lapsed_{self.seq}"


@dataclass(slots=True)
class Review:
    """The review of the incident or drill `id`. Times are UTC epoch ms; `due` holds the due time of each step.
    `meeting` is the review meeting; nobody signs before it. `signatures`, by person or account, cover the present
    content, whose newest fact is `content_seq`. `lapsed` are people who signed an earlier content and must sign
    again. `ratings` (P/S/M/U or not observed, by objective) and `grade` are two separate human inputs. `tellings`
    are the reminders and escalations of its steps, `notices` the attempts to deliver them."""

    id: str
    subject: Literal["incident", "drill"]
    exercise: bool
    title: Words
    ended_at: int
    ended_seq: int
    first_seq: int
    opened_seq: int
    due: dict[str, int]
    owner_post: str | None = None
    done: dict[str, Done] = field(default_factory=dict)
    meeting: Done | None = None
    signatures: dict[str, Done] = field(default_factory=dict)
    lapsed: dict[str, Lapsed] = field(default_factory=dict)
    content_seq: int = 0
    ratings: dict[str, tuple[str, Done]] = field(default_factory=dict)
    grade: tuple[str, Done] | None = None
    reminded: dict[str, int] = field(default_factory=dict)
    escalated: dict[str, int] = field(default_factory=dict)
    tellings: list[Telling] = field(default_factory=list)
    notices: dict[str, Notice] = field(default_factory=dict)
    overdue_seq: int | None = None
    rectified: dict[int, list[tuple[int, Remark]]] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)

    @property
    def frozen_seq(self) -> int | None:
        """Returns the last fact of the frozen log; None while the log is not frozen."""
        frozen = self.done.get("frozen")
        return frozen.said["upto"] if frozen else None

    @property
    def next_step(self) -> StepName | None:
        """Returns the first step that nobody has taken; None when all is signed."""
        return next((step for step in STEPS if step not in self.done), None)

    @property
    def pages(self) -> list[Page]:
        """Returns the pages of steps that nobody has taken yet, and of lapsed signatures."""
        steps = [
            Page(told.page, told.person, told.seq, told.at)
            for told in self.tellings
            if told.person is not None and told.step not in self.done
        ]
        lapsed = [] if self.signed else self.lapsed.values()
        return steps + [Page(one.page, one.signer, one.seq, one.at) for one in lapsed]

    def reached(self, told: Telling | Lapsed) -> Reached:
        """Returns how far a reminder or escalation has come; of several attempts the best."""
        if isinstance(told, Telling) and told.person is None:
            return "nobody"
        states = {n.state for n in self.notices.values() if n.step == told.page}
        if states & {"delivered", "read"}:
            return "delivered"
        return "sent" if "sent" in states else "failed" if states else "none"

    def ahead(self, told: Telling) -> bool:
        """Returns whether the step was escalated before it was late, because no reminder of it had
        reached anybody."""
        return told.kind == "escalated" and told.at < self.due[told.step]

    def unreached(self, step: str) -> bool:
        """Returns whether the last reminder or escalation of a step reached nobody: no holder, or
        every attempt failed."""
        told = [one for one in self.tellings if one.step == step]
        return bool(told) and self.reached(told[-1]) in ("nobody", "failed")

    @property
    def signed(self) -> bool:
        """Returns whether all signatures are given, which ends the review."""
        return "signed" in self.done


@dataclass(frozen=True, slots=True)
class Ended:
    """An incident or drill that has ended and waits for its review to be opened."""

    subject: Literal["incident", "drill"]
    at: int
    seq: int
    exercise: bool


@dataclass(slots=True)
class Reviews:
    """All reviews by id, their findings and actions. `waiting` are those still to be opened,
    `running` those whose clock runs. `moved_seq` is the newest fact of any of them."""

    by_id: dict[str, Review] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    waiting: dict[str, Ended] = field(default_factory=dict)
    running: dict[str, Review] = field(default_factory=dict)
    moved_seq: int = 0

    def findings_of(self, review: Review) -> list[Finding]:
        """Returns the findings of a review in the order in which they were added."""
        return [self.findings[name] for name in review.findings]

    def actions_of(self, review: Review) -> list[Action]:
        """Returns the actions of a review in the order in which they were opened."""
        return [self.actions[name] for name in review.actions]

    def newest_fact_of(self, review: Review) -> int:
        """Returns the number of the newest fact of a review; whoever shows it reloads when this
        number changes."""
        seqs = [review.opened_seq, *(lapsed.seq for lapsed in review.lapsed.values())]
        seqs += [found.history[-1] for found in self.findings_of(review)]
        seqs += [action.history[-1] for action in self.actions_of(review)]
        seqs += [done.seq for done in (*review.done.values(), *review.signatures.values())]
        seqs += [done.seq for _, done in review.ratings.values()]
        seqs += [seq for beside in review.rectified.values() for seq, _ in beside]
        seqs += [told.seq for told in review.tellings] + [n.seq for n in review.notices.values()]
        if review.meeting:
            seqs.append(review.meeting.seq)
        if review.grade:
            seqs.append(review.grade[1].seq)
        return max(seqs)

    def open_actions(self) -> list[Action]:
        """Returns the actions that the next drills must test: every one that no drill has passed."""
        return [action for action in self.actions.values() if action.closed_at is None]
