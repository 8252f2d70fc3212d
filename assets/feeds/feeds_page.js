/* The feeds page: each tag's value and the evidence that it is right, by gateway and connection.
   */

import { groupsOf } from "./feed_groups.js";
import { useFeedsTold } from "./feeds_told.js";
import { TagLine } from "./tag_line.js";
import { Wizard } from "./wizard.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { age, day, has, number, say } from "../base/words.js";
import { verdictAt } from "../base/turns.js";
import { site, sourceName } from "../live/plant.js";
import { panel, useKind, useReady, useSecond } from "../live/react_panels.js";
import { readFeeds } from "../shared/feeds.js";

/** @import { FeedGroup } from "./feed_groups.js" */
/** @import { GatewayTold } from "./feeds_told.js" */
/** @import { CommissionedTagRow, LevelRow, Sign, SourceClockRow } from "../types/rows.d.ts" */

const STEP = 30;

/** @type {(ms: number) => string} */
const offsetWords = (ms) =>
  `${Math.sign(ms) === -1 ? "−" : "+"}${number(Math.abs(ms) / 1000, 1)} s`;

/* How the world calls a protocol. */
/** @type {(type: string) => string} */
const protocolWords = (type) =>
  has(`feeds.protocol.${type}`) ? say(`feeds.protocol.${type}`) : type;

/* How the clock of a sender is treated. */
/** @type {(clock: SourceClockRow | undefined) => string} */
const clockWords = (clock) => {
  if (!clock || !clock.add_ms) return say("feeds.clock_right");
  const said = { offset: offsetWords(clock.add_ms) };
  return clock.uncertain ? say("feeds.clock_receipt", said) : say("feeds.clock_corrected", said);
};

/* How much waits in the gateway, and since when. */
/** @type {(gateway: GatewayTold, now: number) => string} */
const backlogWords = ({ told }, now) =>
  told.oldest_waiting_at
    ? say("feeds.backlog_since", {
      n: number(told.waiting, 0),
      age: age(Math.max(0, now - told.oldest_waiting_at)),
    })
    : say("feeds.backlog", { n: number(told.waiting, 0) });

/** @type {(props: { group: FeedGroup, clocks: Record<string, SourceClockRow>, silent: string[], now: number }) => ReactElement} */
function GroupHead({ group, clocks, silent, now }) {
  const { gateway, connection, source } = group;
  if (!gateway || !connection) {
    const kind = /** @type {Sign} */ (silent.includes(source) ? "warn" : "good");
    return h(
      "h3",
      null,
      h("span", null, sourceName(source)),
      h(
        "em",
        { className: kind },
        sign(kind),
        ` ${
          [
            say(silent.includes(source) ? "feeds.page_silent" : "feeds.page_live"),
            say("feeds.page_tags", { n: group.tags.length }),
            clockWords(clocks[`clock:${source}`]),
          ].join(" · ")
        }`,
      ),
    );
  }
  const faults = Object.keys(connection.faults).length;
  const ends = connection.certificate_ends;
  const certificate = verdictAt(gateway.certificates[connection.id], now);
  const kind =
    /** @type {Sign} */ (!connection.connected || certificate.kind === "urgent"
      ? "urgent"
      : faults || certificate.kind === "warn"
      ? "warn"
      : "good");
  return h(
    "h3",
    null,
    h("span", null, [gateway.gateway, connection.id, protocolWords(connection.type)].join(" · ")),
    h(
      "em",
      { className: kind },
      sign(kind),
      ` ${
        [
          connection.connected
            ? say("feeds.page_live")
            : say("feeds.broken", { why: connection.error || "–" }),
          faults ? say("feeds.faults", { n: faults }) : "",
          say("feeds.page_tags", { n: group.tags.length }),
          connection.offset_ms === null
            ? ""
            : say("feeds.offset", { offset: offsetWords(connection.offset_ms) }),
          clockWords(clocks[`clock:${gateway.gateway}`]),
          backlogWords(gateway, now),
          ends && certificate.code
            ? say(`feeds.certificate.${certificate.code}`, {
              age: age(Math.max(0, ends - now)),
              day: day(ends),
            })
            : "",
          say("feeds.told", { age: age(Math.max(0, now - gateway.received_at)) }),
        ].filter(Boolean).join(" · ")
      }`,
    ),
  );
}

/** @type {(props: { group: FeedGroup, levels: Record<string, LevelRow>, signed: Record<string, CommissionedTagRow>,
 *   clocks: Record<string, SourceClockRow>, silent: string[], now: number }) => ReactElement} */
function Group({ group, levels, signed, clocks, silent, now }) {
  const [shown, show] = React.useState(STEP);
  const rest = group.tags.slice(shown);
  const faults = group.connection ? Object.entries(group.connection.faults) : [];
  return h(
    "section",
    { className: "feed-group", "data-group": group.key },
    h(GroupHead, { group, clocks, silent, now }),
    faults.length
      ? h(
        "details",
        { className: "feed-faults" },
        h("summary", null, say("feeds.faults", { n: faults.length })),
        h(
          "ul",
          null,
          faults.map(([what, why]) => h("li", { key: what }, `${what}: ${why}`)),
        ),
      )
      : null,
    group.tags.length
      ? h(
        "table",
        { className: "feed-table" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            /** @type {Sayable[]} */ ([
              "feeds.tag",
              "feeds.raw",
              "feeds.value",
              "feeds.age",
              "feeds.quality",
              "feeds.trend",
              "feeds.signed",
            ]).map((key) => h("th", { key, scope: "col" }, say(key))),
          ),
        ),
        h(
          "tbody",
          null,
          group.tags.slice(0, shown).map(({ tag, told }) =>
            h(TagLine, {
              key: tag.id,
              tag,
              told,
              row: levels[tag.id],
              signed: signed[`tag:${tag.id}`],
              now,
              trend: true,
            })
          ),
        ),
      )
      : null,
    rest.length
      ? h(
        "button",
        { type: "button", className: "act faint", onClick: () => show(shown + STEP) },
        say("list.more", { n: rest.length }),
      )
      : null,
  );
}

panel("feeds_tags", function FeedsTags() {
  const now = useSecond();
  const ready = useReady();
  const told = useFeedsTold();
  const levels = useKind("levels", "");
  const signed = useKind("feeds", "tag:");
  const clocks = useKind("feeds", "clock:");
  const feeds = useKind("feeds", "");
  const [wanted, want] = React.useState("");
  const [adding, add] = React.useState(false);
  if (!ready) return none(say("link.first"));
  const groups = groupsOf(told, site().tags || [], wanted);
  const silent = readFeeds(feeds, now).filter((one) => one.gone).map((one) => one.feed.source);
  return h(
    React.Fragment,
    null,
    head(say("feeds.title"), say("feeds.question")),
    h(
      "div",
      { className: "feeds-tools" },
      h(
        "label",
        { className: "inline" },
        h("span", null, say("feeds.find")),
        h("input", {
          className: "text",
          type: "search",
          value: wanted,
          onChange: (/** @type {ReactInputEvent} */ event) => want(event.target.value),
        }),
      ),
      may("site.change")
        ? h(
          "button",
          {
            type: "button",
            className: "act",
            "aria-expanded": adding,
            onClick: () => add(!adding),
          },
          say("feeds.add"),
        )
        : null,
    ),
    adding ? h(Wizard, { done: () => add(false) }) : null,
    groups.map((group) => h(Group, { key: group.key, group, levels, signed, clocks, silent, now })),
  );
});
