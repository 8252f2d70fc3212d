"""Who may give the commands of matters: every person but those who only look on. The rules check their party."""

from command_center.domain.actor import HUMAN_ROLES, Role

HANDS = tuple(role for role in HUMAN_ROLES if role is not Role.VIEWER)
