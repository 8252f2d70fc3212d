"""Which token each voice of a drill uses."""

from simulations.exercise.playing import Playing
from simulations.intent import CARRIER, COMMANDER, PLANT
from simulations.tokens import Tokens


def commander_of(playing: Playing, tokens: Tokens) -> str | None:
    """Return the token of the current virtual commander; it changes with the shift."""
    return tokens.commanders.get(playing.night.commander.person or "", tokens.commander)


def voices_of(playing: Playing, tokens: Tokens) -> dict[str, str]:
    """The token of each voice that has one."""
    secrets = dict(tokens.people)
    others = (
        (COMMANDER, commander_of(playing, tokens)),
        (CARRIER, tokens.carrier),
        (PLANT, tokens.readings),
    )
    return secrets | {voice: secret for voice, secret in others if secret is not None}
