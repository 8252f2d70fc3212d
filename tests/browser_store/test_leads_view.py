"""What an alarm, a fact and a directive are called in the pages, and where a hand on them leads, also once
they are off the board."""

from playwright.sync_api import Browser

from tests.browser_store.test_pages_code import page_with


def test_an_alarm_says_its_value_with_a_unit_and_leads_to_its_history_once_it_is_gone(
    browser: Browser,
) -> None:
    page = page_with(
        browser, "plant_index.js", "links.js", "history_chart.js", "view/alarms.js", "view/facts.js"
    )
    said = """() => {
      center.text = (text) => text.en || text;
      center.number = String;
      center.has = () => false;
      center.say = (key) => key;
      const plant = center.indexed({
        tags: [{ id: "LT-1", unit: "m" }], shifts: [{ id: "SH-N", name: { en: "Night shift" } }],
      });
      center.site = () => plant;
      center.board = { row: () => undefined };
      const raised = (condition, value) => ({
        kind: "alarm.raised",
        data: { alarm: `LT-1:${condition}`, tag: "LT-1", condition, value },
      });
      const value = (fact) => center.factSentence(fact).split("value ")[1];
      const [low, silent] = [raised("L", 0.9), raised("STALE", 13.5)];
      const [gone] = center.changedBy(low);
      return [
        value(low), value(silent), center.linkTo(center.kindOf(gone), gone),
        center.kindOf("LT-2:L"),
        center.factSentence({ kind: "shift.began", data: { shift: "SH-N" } }),
      ];
    }"""
    assert page.evaluate(said) == [
        "0.9 m", "13.5 unit.s", "/tanks?tag=LT-1", None, "shift.began · shift Night shift",
    ]  # fmt: skip
    page.close()


def test_a_fact_of_a_review_or_an_action_leads_to_its_sheet(browser: Browser) -> None:
    page = page_with(browser, "plant_index.js", "links.js")
    led = """() => {
      center.say = (key, { id }) => id;
      const phases = { "DRL-1": "running", "DRL-2": "ended" };
      center.board = { row: (topic, id) => topic === "drill" && { phase: phases[id] } };
      const facts = [
        { kind: "review.held", data: { review: "INC-1" } },
        { kind: "action.opened", data: { review: "INC-1", action: "ACT-2" } },
        { kind: "drill.started", drill: "DRL-1", data: {} },
        { kind: "drill.ended", drill: "DRL-2", data: {} },
        { kind: "shift.began", data: {} },
      ];
      return facts.map((fact) => center.sheetsOf(fact).map(([, href]) => href));
    }"""
    assert page.evaluate(led) == [
        ["/reviews/INC-1"], ["/reviews/INC-1", "/reviews/lineage#ACT-2"], [], ["/reviews/DRL-2"], [],
    ]  # fmt: skip
    page.close()


def test_a_directive_off_the_board_is_said_with_its_text_and_leads_to_its_trail(
    browser: Browser,
) -> None:
    page = page_with(browser, "plant_index.js", "links.js", "view/facts.js")
    said = """() => {
      center.text = (text) => text.en;
      center.named = (id) => id;
      center.has = () => true;
      center.say = (key, params) => `${key} ${params.directive}`;
      const plant = center.indexed({ places: {}, people: [] });
      center.site = () => plant;
      center.board = { row: () => undefined };
      const fact = { kind: "directive.withdrawn", data: { directive: "DIR-1" } };
      const before = center.factSentence(fact);
      center.rememberDirectives({ "DIR-1": { zh: "关阀", en: "Shut it" } });
      const link = center.linkTo(center.kindOf("DIR-1"), "DIR-1");
      return [before, center.factSentence(fact), center.changedBy(fact), link];
    }"""
    assert page.evaluate(said) == [
        "fact.directive.withdrawn DIR-1",
        "fact.directive.withdrawn DIR-1 Shut it",
        ["DIR-1"],
        "/log?about=DIR-1",
    ]
    page.close()
