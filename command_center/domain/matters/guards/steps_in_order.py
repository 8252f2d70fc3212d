"""Guard `steps_in_order`: every step of an operation ticket was done and read back, in order."""

from command_center.domain.matters.guards.rule import guard
from command_center.domain.matters.playing.play import Play
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.guards import StepsInOrder


@guard("steps_in_order")
def steps_in_order(play: Play, form: StepsInOrder) -> Refusal | None:
    """Refuses unless each line of the list has `done` (a time) and `read_back`, and no step was
    done before the one above it."""
    steps = play.lines(form.list)
    if not steps:
        return Refusal("step_open", {"n": 1})
    before: float = 0
    for number, step in enumerate(steps, start=1):
        done = step.get("done")
        if (
            not isinstance(done, (int, float))
            or isinstance(done, bool)
            or not step.get("read_back")
        ):
            return Refusal("step_open", {"n": number})
        if done < before:
            return Refusal("step_out_of_order", {"n": number})
        before = done
    return None
