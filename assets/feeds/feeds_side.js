/* The side panels of the feeds page: refused readings, what each gateway holds back, and forecast
   accuracy. */

import { useFeedsTold } from "./feeds_told.js";
import { h } from "../base/element.js";
import { head, line, none, sign } from "../base/signs.js";
import { age, day, number, say, timeOrDay } from "../base/words.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { FoundAfterwards } from "../alarms/alarms_mirrored.js";

/** @import { FeedsTold, HitsTold } from "./feeds_told.js" */

/** @type {(props: { told: FeedsTold, now: number }) => ReactElement} */
function NotTaken({ told, now }) {
  const many = told.refused.reduce((sum, one) => sum + one.number, 0);
  return h(
    React.Fragment,
    null,
    head(say("feeds.not_taken"), say("feeds.in_a_day", { n: number(many, 0) })),
    told.refused.length
      ? h(
        "div",
        { className: "feeds-refused" },
        told.refused.map((one) =>
          h(
            "div",
            { className: "line", key: `${one.sender}/${one.tag}/${one.code}` },
            sign("warn"),
            h("b", null, `${one.tag} · ${number(one.number, 0)}×`),
            h("span", { className: "detail" }, one.why),
            h("em", null, `${one.sender} · ${timeOrDay(one.last_at, now)}`),
          )
        ),
      )
      : none(say("feeds.all_taken")),
  );
}

/** @type {(props: { told: FeedsTold, now: number }) => ReactElement | null} */
function Gateways({ told, now }) {
  if (!told.gateways.length) return null;
  return h(
    React.Fragment,
    null,
    head(say("feeds.gateways"), number(told.gateways.length, 0)),
    told.gateways.map((one) =>
      h(
        "div",
        { key: one.gateway, className: "feeds-gateway" },
        line(
          one.gateway,
          one.told.evicted ? "warn" : "plain",
          one.gateway,
          [
            say("feeds.backlog", { n: number(one.told.waiting, 0) }),
            say("feeds.dead_letters", { n: number(one.told.dead_letters, 0) }),
            one.told.set_aside ? say("feeds.set_aside", { n: number(one.told.set_aside, 0) }) : "",
            one.told.evicted ? say("feeds.evicted", { n: number(one.told.evicted, 0) }) : "",
          ].filter(Boolean).join(" · "),
          age(Math.max(0, now - one.received_at)),
        ),
        one.told.letters.length
          ? h(
            "details",
            null,
            h("summary", null, say("feeds.letters", { n: one.told.letters.length })),
            h(
              "ul",
              { className: "feeds-letters" },
              one.told.letters.map((letter, n) =>
                h(
                  "li",
                  { key: n },
                  h("b", null, timeOrDay(letter.at, now)),
                  " ",
                  letter.why,
                  h("code", null, letter.item),
                )
              ),
            ),
          )
          : null,
      )
    ),
  );
}

/** @type {(props: { found: HitsTold }) => ReactElement} */
function Hits({ found }) {
  const share = number((100 * found.held) / found.of, 0);
  return h(
    React.Fragment,
    null,
    head(say("feeds.forecasts"), say("feeds.since", { day: day(found.since) })),
    h(
      "p",
      { className: "feeds-hits" },
      h("b", null, say("feeds.held", { n: number(found.held, 0), of: number(found.of, 0) })),
      h(
        "span",
        null,
        say("feeds.held_share", {
          share,
          least: number(100 * found.least, 0),
          most: number(100 * found.most, 0),
        }),
      ),
      found.too_sure
        ? h("span", { className: "warn" }, sign("warn"), " ", say("feeds.too_sure"))
        : null,
    ),
  );
}

panel("feeds_side", function FeedsSide() {
  const now = useSecond();
  const told = useFeedsTold();
  const found = Object.keys(useKind("alarms", "~found:")).length;
  if (!told) return none(say("link.first"));
  return h(
    React.Fragment,
    null,
    told.unbound.length
      ? h(
        "p",
        { className: "notice" },
        sign("warn"),
        " ",
        say("feeds.unbound", { tokens: told.unbound }),
      )
      : null,
    h(NotTaken, { told, now }),
    found ? h("div", { className: "standing-list" }, h(FoundAfterwards)) : null,
    h(Gateways, { told, now }),
    told.forecasts ? h(Hits, { found: told.forecasts }) : h(
      React.Fragment,
      null,
      head(say("feeds.forecasts"), ""),
      none(say("feeds.no_forecast")),
    ),
  );
});
