"""Tells whether each post is held now, and by somebody on site, and which posts the roster gives to nobody."""

from command_center.domain.people.next_shift import next_holders
from command_center.domain.site.model import Post, Site
from command_center.domain.state import State
from command_center.domain.verdicts.turns import ALWAYS, Turn


def post_turns(state: State, site: Site) -> dict[str, list[Turn]]:
    """Returns by post the turns `here`, `off_site` (on call) or `vacant`; graver where the post is
    a key post or commands.

    Only facts change it, never time: one turn each.
    """
    return {post.id: [_turn(state, post)] for post in site.posts}


def _turn(state: State, post: Post) -> Turn:
    matters = post.key or post.commands
    if state.roster.holders.get(post.id) is None:
        return (ALWAYS, "urgent" if matters else "warn", "vacant")
    if state.roster.holder_on_site(post.id) is None:
        return (ALWAYS, "warn" if matters else "gone", "off_site")
    return (ALWAYS, "plain", "here")


def unheld_posts(state: State, site: Site) -> list[str]:
    """Returns the posts that nobody holds in this shift or any coming one: a gap of the roster
    itself."""
    coming = next_holders(site, state.roster)
    held = state.roster.holders
    return [post.id for post in site.posts if not held.get(post.id) and post.id not in coming]
