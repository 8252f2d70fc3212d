"""What a new plant's description still lacks, and how its posts are held."""

from command_center.domain.readiness.posts import post_turns, unheld_posts
from command_center.domain.site.lacks import lacks
from command_center.domain.state import State
from tests.support.factories import ControlRoom
from tests.support.small_works import small_works


def test_each_part_that_is_not_begun_is_named() -> None:
    assert lacks(small_works()) == []
    assert lacks(small_works(plans=[])) == ["plans"]


def test_a_post_that_a_shift_to_come_holds_is_no_hole_of_the_roster(room: ControlRoom) -> None:
    vacant = {post.id for post in room.site.posts if not room.state.roster.holders.get(post.id)}
    assert set(unheld_posts(room.state, room.site)) <= vacant
    empty = small_works(roster=[])
    assert unheld_posts(State.start(empty), empty) == [post.id for post in empty.posts]


def test_a_vacant_commanding_post_is_red_and_another_only_yellow() -> None:
    empty = small_works(roster=[])
    turns = post_turns(State.start(empty), empty)
    for post in empty.posts:
        [(_, sign, code)] = turns[post.id]
        assert (sign, code) == ("urgent" if post.key or post.commands else "warn", "vacant")


def test_a_holder_on_call_is_off_site(room: ControlRoom) -> None:
    turns = post_turns(room.state, room.site)
    for post, person in room.state.roster.holders.items():
        if person is not None:
            code = "here" if person in room.state.roster.on_site else "off_site"
            assert turns[post][0][2] == code
