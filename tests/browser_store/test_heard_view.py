"""What is read aloud of an exercise bears its mark, but a call for help, which is always real:
`assets/js/view`, in real Chromium."""

from pathlib import Path

from playwright.sync_api import Browser

JS = Path(__file__).parents[2] / "assets" / "js"
AROUND = """
window.center = {
  say: (key, given) => [key, ...Object.values(given || {})].join(" "), text: (t) => t || "",
  named: (id) => id || "", span: String, number: String, alarmName: (alarm) => alarm.id,
  site: () => ({ levelRank: {} }), scene: { shown: () => window.drill },
};
"""
SCRIPTS = (
    "csv.js", "view/incidents.js", "view/sos.js", "view/directives.js", "view/overdue.js",
    "view/emergencies.js",
)  # fmt: skip
HEARD = """(drill) => {
  window.drill = drill;
  const alarms = { A: { id: "A", priority: "emergency", state: "UNACK" } };
  const inside = { person: "ann", name: "Ann", at: 1, turn_back_at: 5 };
  const incidents = { I: { id: "I", title: "Leak", status: "open", t0: 0, entry: { in: [inside] } } };
  const people = { ben: { person: "ben", name: "Ben", account: "missing" } };
  const real = { "sos:cid": { sos: "cid", of: "Cid", at: 2 } };
  const late = [{ directive: { id: "D", text: "Shut V-8", state: "issued" } }];
  return [...Object.values(center.readEmergencies(alarms, incidents, people, real, 9)), center.overdueWords(late)];
}"""


def test_what_is_heard_of_an_exercise_bears_its_mark(browser: Browser) -> None:
    page = browser.new_page()
    page.add_script_tag(content=AROUND)
    for name in SCRIPTS:
        page.add_script_tag(path=JS / name)
    plain, marked = (page.evaluate(HEARD, drill) for drill in (None, "DRL-1"))
    assert [one.split()[0] for one in plain] == [
        f"heard.{what}" for what in ("alarm", "incident", "inside", "sos", "missing", "overdue")
    ]
    real = [one for one in marked if not one.startswith("exercise.mark ")]
    assert real == [one for one in plain if one.startswith("heard.sos")]
    assert [one.removeprefix("exercise.mark ") for one in marked] == plain
    page.close()
