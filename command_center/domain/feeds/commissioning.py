"""Commissioning of tags: the loop is tested with a known value, and a person signs that the tag
reads correctly."""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import TagId
from command_center.domain.quantities import Measured
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.changing.nouns import NOUNS, hash_of
from command_center.domain.site.model import Tag
from command_center.domain.state import State
from command_center.domain.state.feeds import LoopTest, SignOff

COMMISSIONERS = (Role.ADMINISTRATOR, Role.CONTROLLER)
TOLERATED = 0.01
"""Share of the range by which what is seen may differ from what was injected (ours: a loop of transmitter, wiring and
input card of common accuracy stays within half of it)."""
KEPT = 20
"""Loop tests of a tag that the board keeps; the journal has them all."""


class SignOffTag(Command):
    """Sign off a tag: it reads correctly, as the plant describes it now."""

    tag: TagId
    note: str | None = Field(default=None, max_length=500)


class RecordLoopTest(Command):
    """Record a loop test: what was injected at the instrument, and what the board showed, in the tag's unit."""

    tag: TagId
    injected: Measured
    seen: Measured
    note: str | None = Field(default=None, max_length=500)


class TagSignedOff(TypedDict):
    """A tag was signed off as it was described then; `described` is the hash of its row."""

    tag: str
    described: str
    note: NotRequired[str]


class LoopTested(TypedDict):
    """A known value was injected into the loop of a tag, and `seen` was shown, both in the tag's
    unit. `good`: they agree within one per cent of the tag's range."""

    tag: str
    injected: float
    seen: float
    good: bool
    note: NotRequired[str]


def described_as(tag: Tag) -> str:
    """Returns the hash of the tag's row for which a sign-off holds; its name, place and inspection
    date are left out."""
    row = NOUNS["tags"].row_of(tag)
    return hash_of({k: v for k, v in row.items() if k not in ("name", "at", "inspection_due")})


def agrees(tag: Tag, injected: float, seen: float) -> bool:
    """Returns whether the value seen agrees with the value injected. A contact and a pump's state
    have no tolerance."""
    return abs(seen - injected) <= TOLERATED * (tag.high - tag.low) + 1e-9


@decides("feed.sign_off", SignOffTag, COMMISSIONERS, scene=Scene.REALITY)
def sign_off(state: State, command: SignOffTag, ctx: Context) -> Decision:
    """Signs a tag off. Refused after a loop test that failed, until one succeeds."""
    tag = ctx.site.tag_by_id.get(command.tag)
    if tag is None:
        return Refusal("unknown_tag", {"tag": command.tag})
    tests = state.feeds.loop_tests.get(tag.id)
    if tests and not tests[-1].good:
        return Refusal("loop_failed", {"tag": tag.id})
    data = TagSignedOff(tag=tag.id, described=described_as(tag))
    if command.note is not None:
        data["note"] = command.note
    return [Draft("feed.signed_off", data)]


@decides("feed.test_loop", RecordLoopTest, COMMISSIONERS, scene=Scene.REALITY)
def record_loop_test(state: State, command: RecordLoopTest, ctx: Context) -> Decision:
    """Records a loop test, whether it passed or not."""
    tag = ctx.site.tag_by_id.get(command.tag)
    if tag is None:
        return Refusal("unknown_tag", {"tag": command.tag})
    data = LoopTested(
        tag=tag.id,
        injected=command.injected,
        seen=command.seen,
        good=agrees(tag, command.injected, command.seen),
    )
    if command.note is not None:
        data["note"] = command.note
    return [Draft("feed.loop_tested", data)]


@applies("feed.signed_off", TagSignedOff, readers=EVERYBODY)
def signed_off(state: State, fact: Fact) -> None:
    """Applies the fact: the newest sign-off of a tag is kept."""
    data = fact.data
    state.feeds.signed[data["tag"]] = SignOff(
        fact.speaker or fact.actor, fact.at, data["described"], data.get("note")
    )


@applies("feed.loop_tested", LoopTested, readers=EVERYBODY)
def loop_tested(state: State, fact: Fact) -> None:
    """Applies the fact: the newest loop tests of a tag are kept, at most `KEPT`."""
    data = fact.data
    kept = state.feeds.loop_tests.get(data["tag"], [])[-KEPT + 1 :]
    test = LoopTest(
        fact.speaker or fact.actor,
        fact.at,
        data["injected"],
        data["seen"],
        data["good"],
        data.get("note"),
    )
    state.feeds.loop_tests[data["tag"]] = [*kept, test]
