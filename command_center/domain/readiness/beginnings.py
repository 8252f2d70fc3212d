"""Posts to which the roster assigns nobody."""

from command_center.domain.people.next_shift import next_holders
from command_center.domain.site.model import Site
from command_center.domain.state import State


def unheld_posts(state: State, site: Site) -> list[str]:
    """Returns the posts that nobody holds in this shift or any coming one: a gap of the roster
    itself."""
    coming = next_holders(site, state.roster)
    held = state.roster.holders
    return [post.id for post in site.posts if not held.get(post.id) and post.id not in coming]
