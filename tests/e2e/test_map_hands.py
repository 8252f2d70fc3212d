"""What a hand can do with the map: put layers aside, on a wall by its address, and ask who somebody
is and how old their place is."""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.modules import WATCHED_TURNS, pages_with
from tests.support.pages import Watched, watched_page
from tests.support.staged_night import StagedNight

pytestmark = pytest.mark.e2e

DESK = {"width": 1920, "height": 1080}
SHOWN = """() => Object.fromEntries(Object.entries({
    people: '.leaflet-people-pane', names: '.area-name', valves: '.mark.valve', ways: '.way-name',
    stores: '.mark.store',
  }).map(([name, selector]) => [name, [...document.querySelectorAll(selector)].some(
    (one) => getComputedStyle(one).display !== 'none')]))"""
PERSON = """() => {
  const { south_west: sw, north_east: ne } = center.site().bounds;
  const places = center.board.kind('people', 'position:');
  const there = Object.values(center.board.kind('people', ''))
    .map((one) => ({ ...one, position: places[`position:${one.person}`] }))
    .filter((one) => one.position && one.posts.length);
  const alone = (one) => there.every((other) => other === one ||
    Math.hypot(other.position.lat - one.position.lat, other.position.lon - one.position.lon) > 1e-4);
  const [one] = there.filter((one) => alone(one) && one.position.lat > sw.lat && one.position.lat < ne.lat
    && one.position.lon > sw.lon && one.position.lon < ne.lon);
  return { person: one.person, name: center.text(one.name), posts: one.posts.map(center.named) };
}"""
WHERE = """(person) => {
  const frame = document.querySelector('.leaflet-container').getBoundingClientRect();
  const site = center.site();
  const known = [...document.querySelectorAll('.area-name, .mark.valve, .pool-name')].flatMap((mark) => {
    const words = mark.textContent.trim();
    const named = [...site.areas, ...site.pools].flatMap((one) =>
      [one.name, one.short].filter(Boolean).map((words) => [center.text(words), one.id]));
    const valves = site.valves.map((one) => [one.id, one.id]);
    const found = [...named, ...valves].find(([name]) => words.startsWith(name));
    const box = mark.getBoundingClientRect();
    return found ? [{ ...site.places[found[1]], x: box.left - frame.left, y: box.top - frame.top }] : [];
  });
  const scaled = (pixel, degree) => {
    const sorted = known.map((one) => ({ p: one[pixel], d: one[degree] })).sort((a, b) => a.d - b.d);
    const [low, high] = [sorted[0], sorted.at(-1)];
    const here = center.board.row('people', `position:${person}`)[degree];
    return low.p + ((high.p - low.p) * (here - low.d)) / (high.d - low.d);
  };
  return [scaled('x', 'lon'), scaled('y', 'lat')];
}"""
"""Where on the map a person stands, by the words whose places are known."""


LOOKED_AGAIN_MS = 2_500
"""Words are ordered once a second."""
NO_WORD_OVER_ANOTHER = """() => {
  const words = [...document.querySelectorAll('.leaflet-container .mark:not(.crowded) > span')]
    .filter((word) => word.checkVisibility({ visibilityProperty: true }))
    .map((word) => word.getBoundingClientRect());
  const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return words.length > 3 && words.every((one, n) => words.every((other, m) => m <= n || !over(one, other)));
}"""


def the_map(watched: Watched, url: str) -> Page:
    """The page at `url` with its map drawn."""
    watched.page.goto(url)
    watched.is_live()
    watched.page.locator(".leaflet-container .mark").first.wait_for(state="attached")
    watched.page.locator(".leaflet-people-pane canvas").wait_for(state="attached")
    return watched.page


def test_a_layer_put_aside_on_a_desk_stays_aside(crisis: StagedNight, browser: Browser) -> None:
    address = f"{crisis.center.url}/command"
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = the_map(watched, address)
        assert page.evaluate(SHOWN)["people"]
        page.locator(".layers summary").click()
        people = page.locator(".layers").get_by_label(say("en", "map.layer.people"))
        expect(people).to_be_checked()
        people.uncheck()
        expect(page.locator(".leaflet-people-pane")).to_be_hidden()
        page = the_map(watched, address)
        expect(page.locator(".leaflet-people-pane")).to_be_hidden()
        page.locator(".layers summary").click()
        people = page.locator(".layers").get_by_label(say("en", "map.layer.people"))
        expect(people).not_to_be_checked()
        people.check()
        page = the_map(watched, address)
        assert page.evaluate(SHOWN)["people"]
        page.locator(".layers summary").click()
        names = page.locator(".layers").get_by_label(say("en", "map.layer.names"))
        names.uncheck()
        page.wait_for_timeout(LOOKED_AGAIN_MS)
        names.check()
        page.wait_for_timeout(LOOKED_AGAIN_MS)
        page.wait_for_function(NO_WORD_OVER_ANOTHER)


def test_a_map_out_of_sight_is_left_as_it_was(crisis: StagedNight, browser: Browser) -> None:
    """Into no room no plan fits, and Leaflet would look for it at no place at all."""
    phone = {"width": 390, "height": 844}
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=phone) as watched:
        page = the_map(watched, f"{crisis.center.url}/command")
        shown = "() => document.querySelector('.leaflet-control-scale').textContent"
        scale = page.evaluate(shown)
        for room in ("0", "20px", ""):
            page.evaluate(
                "(room) => { document.querySelector('.map-panel').style.height = room; }", room
            )
            page.wait_for_timeout(LOOKED_AGAIN_MS / 2)
        assert page.evaluate(shown) == scale


SLOW, SLOW_MS = 6, 200
"""Drawings that together take longer than the second in which they are to be drawn."""
DRAW_SLOWLY = """([slow, slow_ms]) => {
  window.drawn = []; /* which drawing, and in which task */
  window.task = 0;
  window.rounds = []; /* what was given to be done in turns together, from when to when, and whether by a map */
  let moment = 0, running = null;
  center.watchTurns((pieces) => {
    const round = { map: false, begun: moment++, ended: null };
    rounds.push(round);
    let left = pieces.length;
    return pieces.map((piece) => () => {
      running = round;
      piece();
      running = null;
      left -= 1;
      if (!left) round.ended = moment++;
      queueMicrotask(() => { task += 1; });
    });
  });
  for (let n = 0; n < slow; n += 1) {
    center.mapDrawing([], () => () => {
      if (!running) return; /* the first of all, when the map is made */
      running.map = true;
      drawn.push([n, task]);
      const end = performance.now() + slow_ms;
      while (performance.now() < end);
    });
  }
}"""
CROWD = """() => {
  window.grave = false;
  const layer = (className, html, stands) => center.mapDrawing([], (map) => {
    const mark = center.keyedMarkers(map, "labels");
    const { x, y } = map.getSize();
    const at = map.containerPointToLatLng([0.3 * x, 0.5 * y]); // no symbol of the plant is near
    return () => mark(stands() ? { one: { at, className, html: html() } } : {});
  });
  layer("vessel-name warn", () => "<span>a test</span>", () => true);
  const wide = "width: 100px; height: 58px; transform: translate(-50%, -50%) !important";
  layer("person-name missing", () => `<span style="${wide}"></span>`, () => grave);
}"""
"""A word in an empty part of the map, and while it is `grave` one that covers every place of it."""


GO = """(path) => { history.pushState({}, "", path); dispatchEvent(new PopStateEvent("popstate")); }"""


def left(page: Page) -> None:
    """Another page within the same document: the map is gone, the scripts have stayed."""
    page.evaluate(GO, "/nowhere")
    expect(page.locator(".leaflet-container")).to_have_count(0)


def drawn_anew(page: Page) -> None:
    """Away and back: the map is made once more, with the drawings that were added since."""
    left(page)
    page.evaluate(GO, "/command")
    page.locator(".leaflet-container .mark").first.wait_for(state="attached")


def test_slow_drawings_take_turns_never_pile_up_and_end_with_their_map(
    crisis: StagedNight, browser: Browser
) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        pages_with(watched.page, instead=WATCHED_TURNS)
        page = the_map(watched, f"{crisis.center.url}/command")
        page.evaluate(DRAW_SLOWLY, [SLOW, SLOW_MS])
        drawn_anew(page)
        page.evaluate("() => { rounds.length = 0; }")  # those of the map before had no such drawing
        page.wait_for_function("(most) => drawn.length >= most", arg=5 * SLOW)
        drawn = page.evaluate("drawn")
        assert [n for n, _ in drawn] == [at % SLOW for at in range(len(drawn))]
        assert len({task for _, task in drawn}) == len(drawn), "each in a task of its own"
        ended = page.evaluate("rounds.filter((round) => round.ended !== null)")
        for whose in (True, False):
            of_one = [(round["begun"], round["ended"]) for round in ended if round["map"] is whose]
            assert len(of_one) > 2
            for (_, last_ended), (next_begun, _) in pairwise(of_one):
                assert last_ended < next_begun, "none again before all have had their turn"

        left(page)
        page.evaluate("() => { drawn.length = 0; }")
        page.wait_for_timeout(LOOKED_AGAIN_MS)
        assert page.evaluate("drawn") == []


def test_a_word_that_stepped_back_comes_out_again_when_there_is_room(
    crisis: StagedNight, browser: Browser
) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = the_map(watched, f"{crisis.center.url}/command")
        page.evaluate(CROWD)
        drawn_anew(page)
        word = page.locator(".vessel-name span", has_text="a test")
        expect(word).to_be_visible()
        page.evaluate("() => { grave = true; }")
        expect(word).to_be_hidden()
        page.evaluate("() => { grave = false; }")
        expect(word).to_be_visible()


def test_a_walls_address_chooses_its_layers(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = the_map(watched, f"{crisis.center.url}/?layers=people,ways")
        expect(page.locator(".layers")).to_have_count(0)
        shown = page.evaluate(SHOWN)
        assert (shown["people"], shown["names"], shown["valves"]) == (True, False, False)
        page = the_map(watched, f"{crisis.center.url}/?layers=")
        page.locator(".area-name").first.wait_for(state="attached")
        shown = page.evaluate(SHOWN)
        assert all(shown[name] for name in ("people", "names", "valves")), shown


def test_the_pointer_asks_who_somebody_is(crisis: StagedNight, browser: Browser) -> None:
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=DESK) as watched:
        page = the_map(watched, f"{crisis.center.url}/command")
        one = page.evaluate(PERSON)
        tip = page.locator(".person-tip")
        expect(tip).to_have_count(0)
        x, y = page.evaluate(WHERE, one["person"])
        frame = page.locator(".leaflet-container")
        frame.hover(position={"x": x, "y": y})
        expect(tip).to_contain_text(one["name"])
        for post in one["posts"]:
            expect(tip).to_contain_text(post)
        age = say("en", "people.last_seen", span="").strip()
        expect(tip).to_contain_text(age)
        frame.hover(position={"x": 2, "y": 2})
        expect(tip).to_have_count(0)
