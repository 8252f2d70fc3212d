"""What a hand is told: whether it was done, in a sentence, and what would mend it."""

from typing import Any

from command_center.desk import Accepted
from command_center.web.problem import Problem
from command_center.words import has
from layouts.forms import Form
from layouts.view import View

INCIDENT = "data.incident"
"""The field that a page fills in by itself, wrong only where no incident is open."""


def accepted(view: View, done: Accepted) -> dict[str, Any]:
    """It was done; of what is kept in revisions also which one that made, for the hand to go on from."""
    answer = {"ok": True, "text": view.say("command.accepted")}
    made = [fact.data["revision"] for fact in done.facts if "revision" in fact.data]
    return answer | {"revision": made[-1]} if made else answer


def told(problem: Problem, view: View, form: Form | None = None) -> dict[str, Any]:
    """A problem as the page says it: of wrong fields each one, by its label on `form`."""
    if problem.code == "key_reused":
        return _answered_before(view)
    members = problem.members(view.lang)
    if errors := members.get("errors"):
        labels = {f.name: view.say(f.label) for f in form.fields} if form else {}
        text = " ".join(_worded(error, labels, view) for error in errors)
        if any(error["field"] == INCIDENT for error in errors):
            return {"ok": False, "text": text, "mend": view.say("command.no_incident")}
        return {"ok": False, "text": text}
    return {"ok": False, "text": members["detail"], "mend": members.get("mend")}


def _answered_before(view: View) -> dict[str, Any]:
    """The answer to an earlier sending was lost, and this one differs from it."""
    return {
        "ok": False,
        "text": view.say("command.sent_before"),
        "mend": view.say("command.sent_before.mend"),
    }


def _worded(error: dict[str, str], labels: dict[str, str], view: View) -> str:
    """By its label on the form, else by the name that every field of a command has."""
    name = error["field"].removeprefix("data.").split(".")[0]
    label = labels.get(name)
    if label is None and has(f"input.{name}"):
        label = view.say(f"input.{name}")
    return error["error"].replace(error["field"], label) if label else error["error"]
