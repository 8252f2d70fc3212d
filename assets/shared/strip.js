/* The strip over every page: what stands, who commands, which plant, both clocks, is the link live. */

import { useLed } from "./center_state.js";
import { chooseIncident } from "./current.js";
import { useOnSite } from "./counted_people.js";
import { readFeeds } from "./feeds.js";
import { beginnings, cutWays } from "./cut_words.js";
import { Words } from "./fit.js";
import { Menu } from "./menu.js";
import { isHere } from "./menu_pages.js";
import {
  commanderOf,
  levelWord,
  placesOf,
  planOverdue,
  titleAt,
  useIncidents,
} from "./incidents.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { useTitle } from "../base/page_title.js";
import { number, say, span, time } from "../base/words.js";
import { zoneWords } from "../base/zone_words.js";
import { link as liveLink, pixelDelay } from "../live/live_link.js";
import { named, site, sourceName } from "../live/plant.js";
import { panel, useKind, useLink, useReady, useSecond } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { clock } from "../live/server_clock.js";
import { Sound } from "../screen/sound.js";

/** @import { IncidentRow, ShiftCount } from "../types/rows.d.ts" */
/** @import { Ways } from "./found.js" */

const OTHERS = { wall: 3, desk: 2 }; /* rows for them in a strip's height */
const OPEN_LIST = "open-incidents";

export const Simulated = () =>
  page.simulated ? h("span", { className: "simulated" }, say("app.simulated")) : null;

function Quiet() {
  /** @type {ShiftCount | undefined} */
  const count = useKind("people", "count").count;
  const here = useOnSite();
  const facts = [];
  if (count) {
    const shift = site().by.shifts[count.shift ?? ""];
    if (shift) facts.push(text(shift.name));
    facts.push(here);
  }
  return h(
    React.Fragment,
    null,
    h("span", { className: "title calm" }, say("incident.none")),
    h(Words, {
      className: "facts",
      ways: [...new Set([facts.join(" · "), ...facts.slice(-1)])], /* a count is never cut */
      steps: [1],
    }),
  );
}

/* The post and whose it is, or the post alone. */
/** @type {(incident: IncidentRow) => string[]} */
function commands(incident) {
  const who = commanderOf(incident);
  const name = incident.commander && incident.commander.post
    ? text(incident.commander.name) || named(incident.commander.person)
    : "";
  return (name ? [`${who} · ${name}`, who] : [who]).map((one) =>
    say("incident.commands", { who: one })
  );
}

/* What else is open, each by its level, its name (or where it is, for which there is always room) and its own
   clock; who commands it where there is room. */
/** @type {(props: { others: IncidentRow[] }) => ReactElement} */
function Others({ others }) {
  const now = useSecond();
  const alone = others.length === 1;
  const wall = document.documentElement.dataset.kind === "wall";
  const room = OTHERS[wall ? "wall" : "desk"];
  const shown = others.length > room ? others.slice(0, room - 1) : others;
  const rest = others.length - shown.length;
  /** @type {(one: IncidentRow) => string[]} */
  const namesOf = (one) => [...beginnings(text(one.title)).slice(0, 3), ...placesOf(one)];
  return h(
    "div",
    {
      className: alone ? "others alone" : "others",
      role: "list",
      "aria-label": say("incident.more", { n: others.length }),
    },
    shown.map((one) =>
      h(
        "div",
        { className: "also", role: "listitem", key: one.id },
        h("span", { className: "level" }, levelWord(one)),
        h(Words, {
          tag: "b",
          className: "title",
          ways: namesOf(one),
          steps: alone && wall ? [1, 2] : [1],
          whole: true,
        }),
        h("span", { className: "elapsed" }, say("clock.t_plus"), span(now - one.t0)),
        alone
          ? h(Words, {
            className: "commands",
            ways: cutWays([...commands(one), commanderOf(one)]),
            steps: [1],
          })
          : null,
      )
    ),
    rest
      ? h(
        "div",
        { className: "also", role: "listitem" },
        h(
          "button",
          { type: "button", className: "rest-open", popovertarget: OPEN_LIST },
          say("incident.more", { n: rest }),
          wall ? "" : " ▾",
        ),
      )
      : null,
  );
}

/* All that is open, by the keyboard or a finger: each leads to its desk. */
/** @type {(props: { incidents: IncidentRow[] }) => ReactElement} */
function OpenList({ incidents }) {
  const now = useSecond();
  /** @type {(event: Event, one: IncidentRow) => void} */
  const go = (event, one) => {
    chooseIncident(one.id);
    if (!document.querySelector(".of-incident")) return; /* the link leads to the desk */
    event.preventDefault();
    document.getElementById(OPEN_LIST)?.hidePopover();
  };
  return h(
    "nav",
    {
      id: OPEN_LIST,
      className: "account-menu open-list",
      popover: "auto",
      "aria-label": say("incident.all_open", { n: incidents.length }),
    },
    incidents.map((one) =>
      h(
        "a",
        {
          key: one.id,
          href: "/command",
          onClick: /** @param {Event} event */ (event) => go(event, one),
        },
        h("span", { className: "level" }, levelWord(one)),
        h("b", null, `${one.id} ${titleAt(one)}`),
        h("span", { className: "elapsed" }, say("clock.t_plus"), span(now - one.t0)),
        h("span", { className: "commands" }, commands(one)[0]),
      )
    ),
  );
}

/* In red which steps of the plan nobody was given in their time; nothing while there are none. */
/** @type {(props: { incident: IncidentRow }) => ReactElement | null} */
function PlanOverdue({ incident }) {
  const told = planOverdue(incident, useSecond());
  return told ? h("span", { className: "plan-overdue urgent" }, "■ ", told) : null;
}

/** @type {(props: { incidents: IncidentRow[] }) => ReactElement} */
function Crisis({ incidents }) {
  const [incident, ...others] = incidents;
  const heading = h(
    "div",
    { className: "heading" },
    h(Words, {
      tag: "b",
      className: "title",
      ways: beginnings(text(incident.title)),
      steps: [1, 2, 2],
      whole: true,
    }),
    h(
      "div",
      { className: "under-title" },
      h(Words, {
        className: "facts",
        ways: others.length
          ? cutWays([...commands(incident), commanderOf(incident)])
          : [...commands(incident), commanderOf(incident)],
        steps: [1],
      }),
      h(PlanOverdue, { incident }),
    ),
  );
  return h(
    React.Fragment,
    null,
    h("span", { className: "level" }, levelWord(incident)),
    others.length ? h("div", { className: "incidents" }, heading, h(Others, { others })) : heading,
    others.length > 1 ? h(OpenList, { incidents }) : null,
  );
}

/* `brief`: with several incidents their names have the room. */
/** @type {(props: { brief: boolean }) => ReactElement} */
function Link({ brief }) {
  const now = useSecond();
  const link = useLink();
  useKind(
    "readiness",
    "source:",
  ); /* a source that is down is told at once, not at the next second */
  const feeds = readFeeds(useKind("feeds", ""), now);
  const gone = feeds.filter((f) => f.gone);
  const led = useLed();
  if (replay) return h("div", { className: "link" }, h("span", null, "◌ ", say("replay.not_live")));
  const age = number(Math.min(liveLink.silence() / 1000, 999), 1);
  const drawn = link === "live" ? pixelDelay.figures() : null;
  const wall = document.documentElement.dataset.kind === "wall";
  const word = link !== "live"
    ? say(`link.${link}`)
    : drawn && wall && !brief
    ? say("link.live_drawn", { age, ...drawn })
    : say("link.live", { age });
  return h(
    "div",
    { className: "link" },
    h(
      "span",
      {
        className: link === "live" ? "" : "urgent",
        title: drawn ? say("link.drawn_title", drawn) : undefined,
      },
      link === "live" ? "● " : "◌ ",
      word,
    ),
    link === "live" && !led ? h("span", { className: "urgent" }, "■ ", say("center.unled")) : null,
    link === "live" && led
      ? h(
        "span",
        { className: gone.length ? "warn" : "" },
        gone.length
          ? say("feeds.silent", { n: gone.length, source: sourceName(gone[0].feed.source) })
          : say("feeds.live", { n: feeds.length }),
      )
      : null,
  );
}

/** @type {(props: { incident: IncidentRow | undefined }) => ReactElement} */
function Clocks({ incident }) {
  const now = useSecond();
  if (!clock.known()) return h("div", { className: "clocks" });
  const wall = time(now);
  const title = say("times.by_plant", { zone: zoneWords(page.zone, now) });
  return incident
    ? h(
      "div",
      { className: "clocks" },
      h(
        "span",
        { className: "elapsed", title: say("clock.since_alarm") },
        h("small", null, say("clock.t_plus")),
        h("span", null, span(now - incident.t0)),
      ),
      h("span", { className: "wall-time", title }, wall),
    )
    : h("div", { className: "clocks" }, h("span", { className: "elapsed calm", title }, wall));
}

/* Past the menu, without a "#page" in the address, which belongs to what the page shows. */
/** @type {(event: Event) => void} */
function toPage(event) {
  event.preventDefault();
  document.getElementById("page")?.focus();
}

/** @type {(props: Ways) => ReactElement} */
function SignedIn({ pages, groups, first, documents }) {
  const incidents = useIncidents();
  const crisis = incidents.length > 0;
  const led = useLed();
  const unled = !replay && !led;
  const unanswered = Boolean(useKind("readiness", "unanswered").unanswered);
  React.useEffect(() => {
    document.documentElement.dataset.state = crisis ? "crisis" : unanswered ? "alarms" : "quiet";
  }, [crisis, unanswered]);
  const [, page] = pages.find(([path]) => isHere(path, location.pathname)) || [];
  const [, read] = documents.find(([path]) => path === location.pathname) || [];
  /** @type {Sayable | ""} */
  const called = read || (page ? `nav.${page}` : "");
  useTitle(called, incidents);
  return h(
    "header",
    { className: `strip${crisis ? " crisis" : ""}${unled ? " unled-strip" : ""}` },
    h("a", { className: "skip", href: "#page", onClick: toPage }, say("nav.skip")),
    called ? h("h1", { className: "unseen" }, say(called)) : null,
    useReady()
      ? crisis ? h(Crisis, { incidents }) : h(Quiet)
      : h("span", { className: "title calm" }, say("link.first")),
    h(Simulated),
    h(Sound),
    h(Menu, { pages, groups, first }),
    h(Clocks, { incident: incidents[0] }),
    h(Link, { brief: incidents.length > 1 }),
  );
}

/* Across the whole screen when nothing was heard for three seconds: what is below is old. */
function Lost() {
  const link = useLink();
  const now = useSecond();
  if (link !== "lost" || !page.role) return null;
  return h(
    "div",
    { className: "lost" },
    h("b", null, "◌ ", say("link.lost")), /* read aloud by shared/heard.js */
    h(
      "span",
      null,
      clock.known()
        ? say("link.lost_since", {
          span: span(liveLink.silence()),
          at: time(now - liveLink.silence()),
        })
        : say("link.lost_never"), /* no time was heard, and none is made up */
    ),
  );
}

panel(
  "strip",
  /** @param {{ args: Ways }} props */ ({ args }) => (page.role ? h(SignedIn, args) : null),
);
panel("lost", Lost);
