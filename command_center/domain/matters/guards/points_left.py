"""Guard `points_left`: the people and companies of the matter have points left in an account."""

from command_center.domain.matters.guards.not_banned import subjects
from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import PointsLeft


@guard("points_left")
def points_left(play: Play, form: PointsLeft) -> Refusal | None:
    """Refuses at the first whose balance is zero or below. A subject without entries has the
    account's starting points."""
    balances = play.state.matters.accounts.get(form.account, {})
    for subject in subjects(play):
        known = balances.get(subject)
        if known is not None and known.at(play.now) <= 0:
            return Refusal(
                "no_points_left", {"name": play.name_of(subject), "account": form.account}
            )
    return None
