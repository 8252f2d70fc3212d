"""Whom a demonstration's one-click role speaks as: somebody of the shift that holds such a post."""

from command_center.domain.actor import Role
from command_center.domain.site.model import Site
from command_center.domain.state import State


def demo_person(state: State, site: Site, role: Role) -> str | None:
    """The commander is who holds a commanding post now; a responder the first other post on site.

    Other roles act as themselves and hold no post.
    """
    wanted = {Role.COMMANDER: True, Role.RESPONDER: False}.get(role)
    if wanted is None:
        return None
    for post in site.posts:
        holder = state.roster.holder_on_site(post.id)
        if holder is not None and post.commands == wanted:
            return holder
    return None
