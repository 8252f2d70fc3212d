"""A matter brought to its end by whoever its template asks, as the page `/mine` offers it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from command_center.domain.actor import Role
from tests.walk.doors import Doors, Lack, Lacking

AWAY = frozenset(
    {
        "refuse",
        "withdraw",
        "reject",
        "void",
        "cancel",
        "pause",
        "miss",
        "send_back",
        "resume",
        "replace",
        "dispute",
    }
)
"""Moves that do not lead to the end."""
MOST = 24


class MatterPlayer:
    """Opens a matter of the library and moves it on. `place` is where it is, `hands` are who may be named."""

    def __init__(self, doors: Doors, place: str, hands: list[str]) -> None:
        self.doors, self.place, self.hands = doors, place, hands
        self.hindered: list[Lack] = []
        """Why moves could not be made on the way."""

    def opens(
        self,
        template: str,
        fields: Mapping[str, Any] | None = None,
        parties: Mapping[str, list[str]] | None = None,
    ) -> str:
        """A new matter; answers its id."""
        who = self.hands[0]
        described = self.doors.get(f"templates/{template}", Role.RESPONDER, who)["described"]
        later = {need for move in described["moves"].values() for need in move.get("needs", ())}
        now = {
            name: field
            for name, field in described["fields"].items()
            if name not in later and not field.get("limits") and field["type"] != "checklist"
        }
        given = self.values(now, who, described["fields"]) | dict(fields or {})
        named = {
            name: people for name, people in (parties or {}).items() if name in described["parties"]
        }
        ident = str(uuid4())
        self.doors.command(
            Role.RESPONDER,
            "matter.open",
            by=who,
            matter=ident,
            template=template,
            parties=named,
            fields={name: value for name, value in given.items() if name in described["fields"]},
        )
        self.doors.center.turn(1)
        return ident

    def state(self, ident: str) -> str | None:
        """Its state; None once it has ended."""
        found = self.doors.center.state.matters.open.get(ident)
        return None if found is None else found.state

    def plays(self, ident: str, *, until: str | None = None) -> None:
        """Move it on to a state, or to its end. Raises Lacking where nobody can move it any more."""
        for _ in range(MOST):
            state = self.state(ident)
            if state is None or state == until:
                return
            if not any(self._moves(ident, who) for who in self.concerned(ident)):
                raise Lacking(self._why(ident))
            self.doors.center.turn(1)
        raise AssertionError(f"matter {ident} goes round in circles at {self.state(ident)}")

    def concerned(self, ident: str) -> Iterable[str]:
        """The people whom it waits for, then all others of it."""
        found = self.doors.center.state.matters.open[ident]
        people = [
            *found.holders,
            *(one for who in found.parties.values() for one in who),
            *self.hands,
        ]
        known = self.doors.center.state.site.person_by_id
        return [one for one in dict.fromkeys(people) if one in known]

    def _why(self, ident: str) -> Lack:
        """What the product says of a matter that nobody moves on: the last hindrance, else who is awaited."""
        told = self.doors.get(f"matters/{ident}")
        assert told["state"], told
        seen = (self._seen(ident, who) or {} for who in self.concerned(ident))
        spots = [spot for one in seen for spot in one.get("spots", ())]
        empty = [spot["called"]["en"] for spot in spots if not spot["people"]]
        if empty:
            return Lack(
                "held_by_nobody", f"{told['number']} waits for the signature of nobody", empty[0]
            )
        if self.hindered:
            return self.hindered[-1]
        if told["holders"]:
            return Lack("waits_for", f"{told['number']} waits", ", ".join(told["holders"]))
        gap = self.doors.rows("readiness")["unheld"]
        unheld = self.doors.center.state.matters.unheld
        assert ident in unheld, "nobody holds it, and the board does not know"
        assert gap["nobody"] >= 1, gap
        return Lack("unheld", f"nobody holds {told['number']}", "the gap of tonight says so")

    def _moves(self, ident: str, who: str) -> bool:
        """What one person can do for it now; whether anything was done."""
        told = self._seen(ident, who)
        if told is None:
            return False
        done = self._fills(ident, who, told)
        for move in told["moves"]:
            if move["move"] in AWAY:
                continue
            if move["hindered"] and not move["signs"]:
                self.hindered.append(Lack(move["move"], move["hindered"], move["mend"]))
                assert move["mend"], move
                continue
            if self._makes(ident, who, move, told):
                return True
        return done

    def _makes(
        self, ident: str, who: str, move: Mapping[str, Any], told: Mapping[str, Any]
    ) -> bool:
        data: dict[str, Any] = {"matter": ident, "move": move["move"]}
        if move["at"]:
            data["place"] = move["at"]
        try:
            if move["signs"]:
                self.doors.command(
                    Role.RESPONDER, "matter.sign", by=who, party=move["signs"], **data
                )
                return True
            lacking = [
                name
                for name in move["needs"]
                if not told["values"].get(name) and _asked(told["fields"][name], told["values"])
            ]
            needed = {name: told["fields"][name] for name in lacking}
            data["fields"] = self.values(needed, who, told["fields"], every=True)
            if move["reason"]:
                data["reason"] = "walked"
            self.doors.command(Role.RESPONDER, "matter.move", by=who, **data)
        except Lacking as why:
            self.hindered.append(why.lack)
            return False
        return True

    def measures(self, ident: str, who: str, field: str, **values: Any) -> None:
        """One measurement."""
        self.doors.command(
            Role.RESPONDER, "matter.measure", by=who, matter=ident, field=field, values=values
        )

    def _seen(self, ident: str, who: str) -> Any:
        answer = self.doors.ask("GET", f"mine/{ident}", Role.RESPONDER, who)
        return (
            answer.get_json()
            if answer.status_code == 200 and "moves" in answer.get_json()
            else None
        )

    def _fills(self, ident: str, who: str, told: Mapping[str, Any]) -> bool:
        """Fill in the checklists that are this person's."""
        wanted = {
            name: told["fields"][name]
            for name in told["fills"]
            if told["fields"][name]["type"] == "checklist" and not told["values"].get(name)
        }
        if not wanted:
            return False
        values = self.values(wanted, who, told["fields"], every=True)
        try:
            self.doors.command(Role.RESPONDER, "matter.fill", by=who, matter=ident, fields=values)
        except Lacking as why:
            self.hindered.append(why.lack)
            return False
        return True

    # ---- what a field is filled with

    def values(
        self, fields: Mapping[str, Any], who: str, known: Mapping[str, Any], *, every: bool = False
    ) -> dict[str, Any]:
        """A value for each field that has to have one."""
        found = {}
        for name, field in fields.items():
            if every or field.get("required") or field.get("least"):
                value = self._value(field, who)
                if value is not None:
                    found[name] = value
        return found

    def _value(self, field: Mapping[str, Any], who: str) -> Any:
        kind, of = field["type"], field.get("of")
        match kind:
            case "text" | "company":
                return "Walked through"
            case "equipment":
                return self.doors.center.state.site.tanks[0].id
            case "number":
                return field.get("at_least", 1)
            case "choice":
                first = next(iter(of))  # type: ignore[arg-type]  # here a list of choices
                return [first] if field.get("many") else first
            case "yes_no":
                return False
            case "day":
                return "2027-06-30"
            case "time":
                return self.doors.center.now
            case "photo":
                return [self.doors.photograph(who) for _ in range(max(1, field.get("least") or 0))]
            case "place":
                return self.place
            case "person":
                return self.hands[-1]
            case "taxonomy":
                return next(iter(self._leaves(str(of))))
            case "checklist":
                return {line: {"answer": "yes"} for line in self._leaves(str(of))}
            case "list":
                return [self.values(of or {}, who, {})]
        return None

    def _leaves(self, reference: str) -> list[str]:
        """The entries of a reference that have none below them."""

        def below(entries: Mapping[str, Any], path: str) -> Iterable[str]:
            for name, entry in entries.items():
                inner = entry.get("of") if isinstance(entry, dict) else None
                yield from below(inner, f"{path}{name}/") if inner else [f"{path}{name}"]

        told = self.doors.get(f"templates/{reference}", Role.RESPONDER, self.hands[0])
        return list(below(told["described"]["entries"], ""))


def _asked(field: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether a form asks for the field: one that depends on another only where that one says so."""
    when = field.get("when") or {}
    return "equals" not in when or values.get(when["field"]) == when["equals"]
