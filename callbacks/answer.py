"""What a hand is told: whether it was done, in a sentence, and what would mend it."""

from typing import Any

from command_center.web.problem import Problem
from layouts.forms import Form
from layouts.view import View


def accepted(view: View) -> dict[str, Any]:
    """It was done."""
    return {"ok": True, "text": view.say("command.accepted")}


def told(problem: Problem, view: View, form: Form | None = None) -> dict[str, Any]:
    """A problem as the page says it: of wrong fields each one, by its label on `form`."""
    if problem.code == "key_reused":
        return _answered_before(view)
    members = problem.members(view.lang)
    if errors := members.get("errors"):
        labels = {f.name: view.say(f.label) for f in form.fields} if form else {}
        return {"ok": False, "text": " ".join(_worded(error, labels) for error in errors)}
    return {"ok": False, "text": members["detail"], "mend": members.get("mend")}


def _answered_before(view: View) -> dict[str, Any]:
    """The answer to an earlier sending was lost, and this one differs from it."""
    return {
        "ok": False,
        "text": view.say("command.sent_before"),
        "mend": view.say("command.sent_before.mend"),
    }


def _worded(error: dict[str, str], labels: dict[str, str]) -> str:
    field = error["field"].removeprefix("data.")
    label = labels.get(field.split(".")[0])
    return error["error"].replace(error["field"], label) if label else error["error"]
