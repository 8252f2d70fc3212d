"""What a plant of ten years keeps in memory of its ended matters and of its pictures: little, and exactly."""

import pickle
from typing import Any

from command_center.domain.state.matters import PARTS, Ended, Pictures, Stub, picture_key


def stub(rank: int, /, **changed: Any) -> Stub:
    told: dict[str, Any] = {
        "id": f"m{rank}", "template": "hazard", "revision": "ab" * 32, "state": "archived",
        "opener": f"p{rank % 7}", "seq": rank + 10**12, "ended_at": 1_800_000_000_000 + rank,
        "number": f"隐患-{rank:06d}",
    }  # fmt: skip
    return Stub(**(told | changed))


def test_a_stub_comes_back_as_it_was_kept() -> None:
    ended = Ended()
    kept = {f"m{n}": stub(n, state=("archived", "refused")[n % 2]) for n in range(300)}
    for one in kept.values():
        ended.put(one)
    assert dict(ended) == kept
    assert ("m7" in ended, "m300" in ended, ended.get("m300"), len(ended)) == (
        True,
        False,
        None,
        300,
    )
    again = pickle.loads(pickle.dumps(ended))
    assert again == ended
    again.put(stub(301))
    assert again != ended
    assert again["m301"] == stub(301)


def test_a_matter_that_ends_again_has_its_newest_stub() -> None:
    ended = Ended()
    ended.put(stub(1))
    ended.put(stub(1, state="refused", number=""))
    assert (ended["m1"].state, ended["m1"].number, len(ended)) == ("refused", "", 1)


def test_a_picture_that_proved_something_is_known_and_no_other() -> None:
    used, pictures = [picture_key(f"{n:064x}") for n in range(3 * PARTS)], Pictures()
    for key in used:
        pictures.add(key)
        pictures.add(key)
    assert len(pictures) == len(set(used)) == len(used)
    assert all(key in pictures for key in used)
    assert not any(picture_key(f"{n:064x}") in pictures for n in range(10**6, 10**6 + 5_000))
    assert pickle.loads(pickle.dumps(pictures)) == pictures
    assert Pictures() != pictures
