"""One sign for how a matter stands: in the list and on its page."""

from dataclasses import replace

import pytest

from command_center.domain.matters.reading.standing import sign_of
from command_center.domain.matters.reading.story import Deadline, Missed, Story

STORY = Story(
    matter="m", template="hot-work", number="DH-1", title={"zh": "动火作业", "en": "Hot work"}, what="",
    state="started", area=None, place=None, category=None, level=None, opener="eva", opened_at=1, opened_seq=1,
    last_seq=1,
)  # fmt: skip
DUE = Deadline("end", at=30, yellow=20, red=30)


@pytest.mark.parametrize(
    ("story", "now", "sign"),
    [
        (STORY, 10, "plain"),
        (replace(STORY, state="paused"), 10, "warn"),
        (replace(STORY, due=(DUE,)), 10, "note"),
        (replace(STORY, state="paused", due=(DUE,)), 10, "warn"),
        (replace(STORY, due=(DUE,)), 20, "warn"),
        (replace(STORY, state="paused", due=(DUE,)), 30, "urgent"),
        (replace(STORY, state="ended", ended_at=40, missed=(Missed("end", 30),)), 50, "good"),
    ],
)  # fmt: skip
def test_a_matter_stands_as_its_worst_deadline_and_what_is_paused_is_never_quiet(
    story: Story, now: int, sign: str
) -> None:
    assert sign_of(story, now) == sign
