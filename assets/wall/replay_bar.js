/* The slider of a replay: any second of it, standing or at 1 to 16 times, with what was outstanding. */

import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { say, time } from "../base/words.js";
import { zoneWords } from "../base/zone_words.js";
import { Photographs } from "../hands/photographs.js";
import { named } from "../live/plant.js";
import { panel } from "../live/react_panels.js";
import { replay } from "../live/replay.js";
import { linkTo } from "../shared/links.js";

/** @import { Words } from "../types/rows.d.ts" */

/** @import { ReplayMark, ReplayNote, ReplayShown, ReplaySpan, ReplayState } from "../live/replay.js" */

const SPEEDS = [1, 2, 4, 8, 16];
/** @type {Record<string, number | undefined>} */
const STEP_MS = { ArrowLeft: -1000, ArrowRight: 1000, PageDown: -60000, PageUp: 60000 };

const NOTE_MS = 60000;

function replayed() {
  if (!replay) throw new Error("this page shows no replay");
  return replay;
}

/** @type {() => ReplayState} */
const useReplay = () => {
  const [, again] = React.useReducer((n) => n + 1, 0);
  React.useEffect(() => replayed().subscribe(again), []);
  return replayed().state();
};

/** @type {(span: ReplaySpan, ms: number) => number} */
const share = (span, ms) => (100 * (ms - span.since)) / Math.max(1, span.until - span.since);

/** @type {(props: {span: ReplaySpan}) => ReactElement} */
function Marks({ span }) {
  return h(
    "div",
    { className: "replay-marks", "aria-hidden": true },
    [
      ...span.marks,
      ...span.notes.map((note) => Object.assign({ kind: "observation.noted" }, note)),
    ].map((mark) =>
      h("i", {
        key: mark.seq,
        className: `mark-${mark.kind.split(".")[0]}`,
        style: { left: `${share(span, mark.at)}%` },
        title: `#${mark.seq} ${mark.kind} ${time(mark.at)}`,
      })
    ),
  );
}

/* What an observer last noted in the minute up to this second, with its photographs. */
/** @type {(props: {span: ReplaySpan, at: number}) => ReactElement | null} */
function Notes({ span, at }) {
  const near = span.notes.filter((note) => note.at <= at && at - note.at < NOTE_MS);
  const note = near[near.length - 1];
  if (!note) return null;
  const objective = span.objectives[note.objective]
    ? text(span.objectives[note.objective])
    : note.objective;
  return h(
    "div",
    { className: "replay-note", "data-note": note.seq },
    h(
      "b",
      null,
      say("replay.note"),
      " ",
      h("a", { className: "seq", href: linkTo("fact", note.seq) }, `#${note.seq}`),
    ),
    h(
      "span",
      null,
      [objective, say(`rating.${note.rating}`), text(note.note), named(note.by)].filter(Boolean)
        .join(" · "),
    ),
    h(Photographs, { drill: span.id, named: note.photographs, about: objective }),
    near.length > 1
      ? h("span", { className: "label" }, say("list.more", { n: near.length - 1 }))
      : null,
  );
}

/** @type {(props: {span: ReplaySpan, at: number, shown: ReplayShown | null}) => ReactElement} */
function Slider({ span, at, shown }) {
  /** @type {(event: {target: HTMLInputElement}) => void} */
  const moved = (event) => replayed().to(Number(event.target.value));
  /** @type {(event: KeyboardEvent) => void} */
  const keyed = (event) => {
    const step = STEP_MS[event.key];
    if (!step) return;
    event.preventDefault();
    replayed().to(at + step);
  };
  const told = shown ? `${time(shown.clock)} · #${shown.seq}` : "";
  return h(
    "div",
    { className: "replay-slider" },
    h(Marks, { span }),
    h("input", {
      type: "range",
      min: span.since,
      max: span.until,
      step: 1000,
      value: at,
      "aria-label": say("replay.second"),
      "aria-valuetext": told,
      onChange: moved,
      onKeyDown: keyed,
    }),
  );
}

function Bar() {
  const { span, at, shown, speed, seenBy, failed } = useReplay();
  /* The bar has no room for a sentence: the wall needs it. */
  const zone = shown ? say("times.by_plant", { zone: zoneWords(page.zone, shown.clock) }) : "";
  React.useEffect(() => {
    document.documentElement.dataset.scene = span && span.exercise ? "exercise" : "reality";
  }, [span]);
  if (!span) {
    return h(
      "div",
      { className: "replay-bar" },
      failed ? h("b", { role: "alert" }, "■ ", failed) : say("link.first"),
    );
  }
  return h(
    "div",
    { className: "replay-bar" },
    h(
      "b",
      { className: "replay-title" },
      say(span.exercise ? "replay.of_exercise" : "replay.of"),
      " ",
      text(span.title),
    ),
    h(
      "div",
      { className: "replay-keys", role: "group", "aria-label": say("replay.speed") },
      h("button", {
        type: "button",
        "aria-pressed": speed === 0,
        onClick: () => replayed().play(0),
      }, say("replay.stand")),
      SPEEDS.map((times) =>
        h("button", {
          key: times,
          type: "button",
          "aria-pressed": speed === times,
          onClick: () => replayed().play(times),
        }, `${times}×`)
      ),
    ),
    h(Slider, { span, at, shown }),
    h(
      "span",
      { className: "replay-at" },
      shown
        ? [
          h("b", { key: "t", title: zone }, time(shown.clock)),
          " · ",
          h("a", { key: "s", href: linkTo("fact", shown.seq) }, `#${shown.seq}`),
        ]
        : "",
    ),
    h(
      "label",
      { className: "replay-eyes" },
      h("input", {
        type: "checkbox",
        checked: seenBy === "commander",
        onChange: (/** @type {{target: HTMLInputElement}} */ event) =>
          replayed().seenBy(event.target.checked ? "commander" : ""),
      }),
      " ",
      say("replay.as_commander"),
    ),
    seenBy ? null : h(Notes, { span, at }),
    failed ? h("b", { className: "urgent", role: "alert" }, failed) : null,
  );
}

panel(
  "replay_bar",
  () => (replay ? h(Bar) : h(
    "div",
    { className: "replay-bar" },
    say("replay.choose"),
    " ",
    h("a", { href: "/reviews" }, say("replay.reviews")),
  )),
);
