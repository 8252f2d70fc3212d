/* A round on the phone: point after point, each opened by its code, filled in and kept at once, with or without a line. */

import { limitWords, nextOf, outside, pointsDone } from "./round_state.js";
import { Track } from "./track.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { number, say, time } from "../base/words.js";
import { named } from "../live/plant.js";
import { CodeReader } from "../matters/code_field.js";
import { MatterForm, Play } from "../matters/matter_form.js";
import { titleOf } from "../matters/matter_fields.js";
import { metresBetween } from "../matters/position_field.js";
import { offline } from "../offline/offline.js";

/** @import { Sign } from "../types/rows.d.ts" */
/** @import { MatterField } from "../matters/matter_fields.js" */
/** @import { PointState, RoundPoint } from "./round_state.js" */

/** @typedef {{ id: string, number: string, template: string, place: string | null, version: number, values: Record<string, any>,
 *   fields: Record<string, MatterField>, points: Record<string, RoundPoint[]> }} RoundTold */

const { useContext, useEffect, useRef, useState, useSyncExternalStore } = window.React;

/** @type {Record<PointState["state"], [Sign, Sayable]>} */
const STATES = {
  open: ["gone", "round.open"],
  kept: ["warn", "round.kept"],
  refused: ["urgent", "round.refused"],
  done: ["good", "round.done"],
};

/* The point that the address names, once: a camera outside of this page reads the code too. */
const asked = new URLSearchParams(location.search).get("point") || "";

/** @type {(props: { states: PointState[], next: PointState | undefined }) => ReactElement} */
const Points = ({ states, next }) =>
  h(
    "ol",
    { className: "round-points" },
    states.map(({ point, state, wrong, flags, at, by, twice }) => {
      const [mark, word] = STATES[state];
      const doubt = wrong.length || flags.length || twice;
      return h(
        "li",
        {
          key: point.code,
          className: next && next.point.code === point.code ? "next" : state,
          "data-point": point.code,
          "data-state": state,
        },
        h("span", null, sign(doubt ? "warn" : mark), " ", text(point.title)),
        h(
          "span",
          { className: "label" },
          [
            point.code,
            say(word),
            at ? time(at) : "",
            by && by !== page.person ? named(by) : "",
            wrong.length ? say("round.found_wrong") : "",
            twice ? say("round.twice") : "",
            ...flags.map((one) => say(`matter.flag.${one}`)),
          ].filter(Boolean).join(" · "),
        ),
      );
    }),
  );

/** @type {(props: { told: RoundTold, name: string, point: RoundPoint, column: string, close: () => void }) => ReactElement} */
function PointForm({ told, name, point, column, close }) {
  const list = told.fields[name];
  /** @type {Record<string, MatterField>} */
  const columns = list.of;
  const names = Object.keys(columns).filter((one) => one !== column);
  const top = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (top.current) top.current.scrollIntoView({ block: "start" });
  }, []);
  const opens = list.wrong_opens ? say("round.opens_hazard") : say("round.not_right");
  /** @type {(one: string, value: any) => ReactNode} */
  const note = (one, value) => {
    const field = columns[one];
    const limits = point.limits[one];
    const wrong = field.type === "yes_no"
      ? field.must_be !== undefined && value !== undefined && value !== null &&
        value !== field.must_be
      : outside(limits, value);
    return h(
      window.React.Fragment,
      null,
      limits
        ? h(
          "p",
          { className: "label" },
          say("round.limits", { limits: limitWords(limits, number) }),
        )
        : null,
      wrong
        ? h("p", { className: "warn round-wrong", role: "status" }, sign("warn"), " ", opens)
        : null,
    );
  };
  return h(
    "section",
    { ref: top, className: "round-point", "data-open-point": point.code },
    h("h3", null, `${point.code} · `, text(point.title)),
    h("p", { className: "good" }, sign("good"), " ", say("round.code_read")),
    h(MatterForm, {
      fields: columns,
      names,
      note,
      place: point.place || told.place,
      to: point.lat === null ? null : point,
      draft: `${told.id}/${point.code}`,
      label: say("round.keep_point"),
      done: close,
      deed: {
        kind: "matter.measure",
        data: (values) => ({
          matter: told.id,
          field: name,
          values: { [column]: point.code, ...values },
        }),
        title: () => `${told.number} · ${point.code} ${text(point.title)}`,
        about: `${told.id}/${point.code}`,
        base: told.version,
      },
    }),
    h("button", { type: "button", className: "act", onClick: close }, say("round.leave_point")),
  );
}

/** @type {(props: { told: RoundTold, name: string }) => ReactElement} */
export function Round({ told, name }) {
  useSyncExternalStore(offline.subscribe, offline.shown);
  const played = useContext(Play) !== null;
  const list = told.fields[name];
  const column = Object.keys(list.of).find((one) => list.of[one].type === "code") || "code";
  const points = told.points[name];
  const kept = offline.mine().filter(({ data }) => data.matter === told.id);
  const states = pointsDone(points, column, told.values[name] || [], kept, name);
  const [opened, open] = useState("");
  const [failed, fail] = useState("");
  const next = nextOf(states);
  const point = points.find(({ code }) => code === opened);
  const done = states.filter(({ state }) => state !== "open").length;
  /** @type {(code: string) => void} */
  const read = (code) => {
    const known = points.some((one) => one.code === code);
    fail(known ? "" : say("round.no_such_point", { code }));
    if (known) open(code);
  };
  useEffect(() => {
    if (asked) read(asked);
  }, []);
  const before = states.filter(({ state }) => state !== "open").slice(-1)[0];
  const away = next && before ? metresBetween(before.point, next.point) : null;
  return h(
    "section",
    { className: "round", "data-round": told.id },
    h(
      "h3",
      { className: "round-count" },
      h("span", null, titleOf(name, list)),
      h("b", null, say("round.count", { done: number(done), all: number(points.length) })),
    ),
    point ? h(PointForm, { key: point.code, told, name, point, column, close: () => open("") }) : h(
      "div",
      { className: "round-next" },
      next
        ? h(
          "p",
          { className: "phone-text" },
          say("round.next", { point: `${next.point.code} · ${text(next.point.title)}` }),
          away === null ? "" : ` · ${say("round.away", { m: number(Math.round(away)) })}`,
        )
        : h("p", { className: "good phone-text" }, sign("good"), " ", say("round.all_done")),
      h(CodeReader, { id: `round-code-${name}`, label: say("matter.type_code"), read }),
      failed ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), failed) : null,
    ),
    point ? null : h(Points, { states, next }),
    played ? null : h(
      "details",
      { className: "round-more" },
      h("summary", null, say("round.track")),
      h(Track, { id: told.id, version: told.version }),
      h("a", {
        className: "act",
        target: "_blank",
        rel: "noopener",
        href: `/api/v1/rounds/codes?template=${encodeURIComponent(told.template)}&place=${
          encodeURIComponent(told.place || "")
        }`,
      }, say("round.print_codes")),
    ),
  );
}
