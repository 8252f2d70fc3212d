"""The second hand's work in real Chromium: a piece in each task, never two rounds of it, none for who has left."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.modules import WATCHED_TURNS, fakes, page_with

AT_ONCE = 8
"""How many hands are told in one task at most."""

INSTEAD = fakes("live/scene.js") | WATCHED_TURNS
"""Reality's own clock, and turns that can be counted."""

BEGIN = """([hands, busy_ms]) => {
  window.heard = []; /* which hand, in which task, and what second it was told of */
  window.task = 0;
  window.given = 0;
  window.most = 0; /* pieces that waited at once */
  center.watchTurns((pieces) => {
    given += pieces.length;
    most = Math.max(most, given);
    return pieces.map((piece) => () => { given -= 1; piece(); });
  });
  const busy = () => { const end = performance.now() + busy_ms; while (performance.now() < end); };
  let noted = false;
  window.leave = [];
  for (let hand = 0; hand < hands; hand += 1) {
    leave.push(center.clock.subscribe(() => {
      busy();
      heard.push({ hand, task, second: center.clock.second() });
      if (!noted) { noted = true; queueMicrotask(() => { task += 1; noted = false; }); } /* once the task is over */
    }));
  }
  center.clock.heard(1e12);
}"""


def begun(browser: Browser, hands: int, busy_ms: int = 0) -> Page:
    """A page with a second hand and so many who listen, each of whom takes so long."""
    page = page_with(browser, "live/server_clock.js", instead=INSTEAD)
    page.evaluate(BEGIN, [hands, busy_ms])
    return page


def rounds(page: Page, hands: int, n: int) -> list[list[dict[str, Any]]]:
    """The first `n` rounds in which all were told."""
    page.wait_for_function("(most) => heard.length >= most", arg=hands * n)
    heard: list[dict[str, Any]] = page.evaluate("heard")
    return [heard[at * hands : (at + 1) * hands] for at in range(n)]


def test_many_who_listen_are_told_in_several_tasks(browser: Browser) -> None:
    hands = 3 * AT_ONCE
    page = begun(browser, hands)
    for told in rounds(page, hands, 2):
        assert [one["hand"] for one in told] == list(range(hands)), "in their order, each once"
        tasks = [one["task"] for one in told]
        assert {tasks.count(task) for task in tasks} == {AT_ONCE}
    page.close()


def test_where_a_second_takes_longer_than_a_second_nothing_piles_up(browser: Browser) -> None:
    hands, busy_ms = 4 * AT_ONCE, 45
    page = begun(browser, hands, busy_ms)
    # Asked in the middle of a round, the page answers: so would it a key.
    page.wait_for_function(f"() => heard.length % {hands} === {AT_ONCE}")
    heard = rounds(page, hands, 3)
    for told in heard:
        assert [one["hand"] for one in told] == list(range(hands))
    assert any(told[-1]["second"] > told[0]["second"] for told in heard), "the newest for who waits"
    assert page.evaluate("most") == hands // AT_ONCE
    page.close()


@pytest.mark.parametrize("when", ["before the round", "in the middle of it"])
def test_who_has_left_is_told_nothing_more(browser: Browser, when: str) -> None:
    hands = 3 * AT_ONCE
    page = begun(browser, hands)
    rounds(page, hands, 1)
    if when == "before the round":
        page.evaluate("() => { heard.length = 0; leave.at(-1)(); }")
    else:  # the second one takes the last one along when it is told
        page.evaluate("""() => {
          heard.length = 0;
          const push = heard.push.bind(heard);
          heard.push = (one) => { push(one); if (one.hand === 1) leave.at(-1)(); };
        }""")
    page.wait_for_function("() => heard.filter((one) => one.hand === 20).length === 2")
    assert not page.evaluate(f"() => heard.some((one) => one.hand === {hands - 1})")
    page.close()


def test_one_that_fails_takes_no_other_with_it(browser: Browser) -> None:
    page = page_with(browser, "live/server_clock.js", instead=INSTEAD)
    told: list[str] = []
    page.on("console", lambda said: told.append(said.text))
    page.evaluate("""() => {
      window.heard = 0;
      center.clock.subscribe(() => { throw new Error("no room for it"); });
      center.clock.subscribe(() => { heard += 1; });
      center.clock.heard(1e12);
    }""")
    page.wait_for_function("() => heard >= 2")
    assert any("no room for it" in line for line in told)
    page.close()
