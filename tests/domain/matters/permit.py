"""A confined-space permit of a test: its texts, its people, and how far it is brought."""

from pathlib import Path
from typing import Any

from tests.domain.matters.works import CATEGORIES, HAZARD, Works

CONFINED = (Path(__file__).parent / "examples" / "confined-space.yaml").read_text("utf-8")
REFERENCES = (
    "reference: gb6441\nentries: {gas: {title: {zh: 中毒窒息, en: Poisoning}}}\n",
    "reference: gb30871-confined\nentries: {vent: {title: {zh: 通风, en: Ventilated}}}\n",
)
CERTIFICATE = """
template: certificate
title: {zh: 证书, en: Certificate}
fields:
  person: {type: person, required: true}
  kind: {type: text, required: true}
  valid_until: {type: day, required: true}
parties: {keeper: opener}
states: [draft, valid, over]
moves:
  issue: {from: draft, to: valid, by: keeper}
  end: {from: valid, to: over, by: keeper}
"""
BLIND = """
template: blind-plate
title: {zh: 盲板抽堵, en: Blind plate}
fields: {place: {type: place, required: true}}
parties: {applicant: opener}
states: [draft, open, closed]
moves:
  start: {from: draft, to: open, by: applicant, guards: [no_conflict]}
  end: {from: open, to: closed, by: applicant}
valid: {from: start, at_most: 8 h}
"""
HOT = (
    BLIND.replace("blind-plate", "hot-work")
    .replace("盲板抽堵", "动火")
    .replace("Blind plate", "Hot work")
)
CERTIFIED = {"gus": "work-leader", "hua": "guardian", "ivy": "gas-tester", "cai": "confined-space"}
GOOD = {"o2": 20.5, "lel": 0, "toxic": 0}
ISOLATION = [{"point": "root-valve", "way": "blind", "tag": "B-17"}]
PARTIES = {"leader": ["gus"], "guardian": ["hua"], "tester": ["ivy"]}


class PermitWorks(Works):
    """The works with permits, and everybody's certificates."""

    def __init__(self, where: Path, *texts: str, **parts: Any) -> None:
        super().__init__(
            where,
            CONFINED,
            *REFERENCES,
            CERTIFICATE,
            BLIND,
            HOT,
            HAZARD,
            CATEGORIES,
            *texts,
            **parts,
        )
        self.certificates = {who: self.certifies(who, kind) for who, kind in CERTIFIED.items()}

    def certifies(self, who: str, kind: str, until: str = "2027-12-31") -> str:
        """Somebody gets a certificate; returns its id."""
        made = self.opens("ann", "certificate", person=who, kind=kind, valid_until=until)
        self.moves("ann", made, "issue")
        return made

    def prepared(self, **fields: Any) -> str:
        """A permit for the tank that Fay has prepared."""
        given: dict[str, Any] = {
            "space": "tank", "work": "Clean", "rescue": "Tripod",
            "risks": [{"step": "Enter", "danger": "gas", "measure": "Ventilate"}],
            "entrants": [{"person": "cai"}], "isolations": ISOLATION,
        }  # fmt: skip
        permit = self.opens("fay", "confined-space", PARTIES, **(given | fields))
        self.moves("fay", permit, "prepare")
        return permit

    def approved(self, **fields: Any) -> str:
        """A permit that everybody has signed."""
        permit = self.prepared(**fields)
        for who, party in (
            ("gus", "leader"),
            ("hua", "guardian"),
            ("ivy", "tester"),
            ("eva", "isolator"),
        ):
            self.signs(who, permit, "approve", party)
        self.signs("eva", permit, "approve", "approver", place=self.of(permit).place)
        assert self.beat() == ["matter.move"]
        return permit

    def tests_gas(self, permit: str, **values: Any) -> None:
        """Ivy tests the gas at three spots."""
        for spot in ("top", "middle", "bottom"):
            values_of_spot = {"spot": spot} | GOOD | values
            self.does("ivy", "matter.measure", matter=permit, field="gas", values=values_of_spot)

    def started(self, **fields: Any) -> str:
        """A permit whose work goes on."""
        permit = self.approved(**fields)
        self.tests_gas(permit)
        self.moves("hua", permit, "start")
        return permit
