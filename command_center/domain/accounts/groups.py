"""The role that a person gets from their groups at an identity provider."""

from collections.abc import Iterable, Sequence

from command_center.domain.actor import Role

GroupRoles = Sequence[tuple[str, Role]]
"""A group and the role it gives; the first that a person is in decides."""


def group_roles(text: str) -> GroupRoles:
    """Parses `GROUP=ROLE; GROUP=ROLE`. A group name may contain `=` and `,`, as the names of a
    directory do.

    Raises ValueError for an unknown role.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    pairs = [part.rpartition("=") for part in parts]
    return [(group.strip(), Role(role.strip())) for group, _, role in pairs]


def role_of(groups: Iterable[str], mapping: GroupRoles) -> Role | None:
    """Returns the first role that `mapping` gives to one of these groups; None if no group matches,
    and then the person may not sign in. Names are compared exactly."""
    own = set(groups)
    return next((role for group, role in mapping if group in own), None)
