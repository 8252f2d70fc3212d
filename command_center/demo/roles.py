"""Chooses the person whom a demonstration's one-click role acts as: somebody on shift who holds a suitable post."""

from command_center.domain.actor import Role
from command_center.domain.site.model import Site
from command_center.domain.state import State


def demo_person(state: State, site: Site, role: Role) -> str | None:
    """Return the person for a role: the holder of a commanding post for the commander, the first other post-holder on
    site for a responder.

    Other roles act without a person and hold no post.
    """
    wanted = {Role.COMMANDER: True, Role.RESPONDER: False}.get(role)
    if wanted is None:
        return None
    for post in site.posts:
        holder = state.roster.holder_on_site(post.id)
        if holder is not None and post.commands == wanted:
            return holder
    return None
