"""Which kinds of pages a post gets: all of them, until somebody turns one off."""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PostId
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.notices.notice import Page, PagingKind

Switchable = Literal[
    "directive",
    "authority",
    "review",
    "evacuation",
    "sos",
    "alarm",
    "kit",
    "break_glass",
    "matter",
    "matter_late",
    "matter_paused",
]
"""Kinds that a post may be without. `proof` is none: somebody asks for it each time, and a post that is not asked would
hide that nobody can reach it. Nor is `outside`: it goes to people of an outside unit, who hold no post."""


class SetPaging(Command):
    """Turn a kind of page on or off for whoever holds a post."""

    post: PostId
    what: Switchable
    on: bool


class PagingSet(TypedDict):
    """One kind of page was turned on or off for the holder of a post."""

    post: str
    what: PagingKind
    on: bool


def is_off(state: State, page: Page, kind: PagingKind) -> bool:
    """Returns whether a page is turned off: the post that it is for gets none of this kind. A page
    for no post goes to a person; it is off where that person holds posts and all of these are
    off."""
    posts = [page.post] if page.post is not None else state.roster.posts_of(page.person)
    return bool(posts) and all(kind in state.pages_off.get(post, ()) for post in posts)


@decides("paging.set", SetPaging, [Role.CONTROLLER, Role.ADMINISTRATOR], scene=Scene.REALITY)
def set_paging(state: State, command: SetPaging, ctx: Context) -> Decision:
    """Turns a kind of page on or off for a post. An unchanged setting is not recorded again."""
    if command.post not in ctx.site.post_by_id:
        return Refusal("unknown_post", {"post": command.post})
    if command.on == (command.what not in state.pages_off.get(command.post, ())):
        return []
    return [Draft("paging.set", PagingSet(post=command.post, what=command.what, on=command.on))]


@applies("paging.set", PagingSet, readers=EVERYBODY)
def was_set(state: State, fact: Fact) -> None:
    """Applies the fact: one kind of page of a post is on or off. Pages that are not sent yet follow
    the new setting."""
    off = state.pages_off.setdefault(fact.data["post"], set())
    if fact.data["on"]:
        off.discard(fact.data["what"])
    else:
        off.add(fact.data["what"])
