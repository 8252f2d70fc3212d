/* One tag: the instrument's value, the board's value, its age, and who signed it off. */

import { TrendLine } from "./trend_line.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { age, day, number, say, unitWord } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { heardAt, isDoubtful, isStale, staleWord } from "../tanks/levels.js";

/** @import { TagTold } from "./feeds_told.js" */
/** @import { CommissionedTagRow, LevelRow, LoopTestRow, Sign } from "../types/rows.d.ts" */
/** @import { Tag } from "../tanks/levels.js" */

/** @typedef {{ tag: Tag & {source: string}, told: TagTold | null, row: LevelRow | undefined,
 *   signed: CommissionedTagRow | undefined, now: number, trend: boolean }} TagProps */

const MINUTE_MS = 60_000;

/* How far its value may be trusted, in a word and a sign. */
/** @type {(tag: Tag, row: LevelRow | undefined, fault: string | null | undefined, now: number) => {kind: Sign, word: string}} */
const qualityOf = (tag, row, fault, now) => {
  if (fault) return { kind: "urgent", word: fault };
  if (!row) return { kind: "gone", word: say("level.no_signal") };
  if (isStale(tag, row, now)) return { kind: "gone", word: staleWord(tag, row, now) };
  if (isDoubtful(tag, row, now)) return { kind: "warn", word: say("level.uncertain") };
  const still = row.proven_at ? Math.floor((row.proven_at - row.ts) / MINUTE_MS) : 0;
  return still && row.proven_at
    ? { kind: "good", word: say("feeds.proven", { age: age(row.proven_at - row.ts) }) }
    : { kind: "good", word: say("feeds.good") };
};

/** @type {(test: LoopTestRow, unit: string) => string} */
const testWords = (test, unit) =>
  [
    say(test.good ? "feeds.test_good" : "feeds.test_bad", {
      injected: number(test.injected, 2),
      seen: number(test.seen, 2),
      unit: unitWord(unit),
    }),
    text(test.by),
    day(test.at),
    test.note || "",
  ].filter(Boolean).join(" · ");

/** @type {(props: { tag: Tag, row: LevelRow | undefined, done: () => void }) => ReactElement} */
function LoopTest({ tag, row, done }) {
  const at = `loop:${tag.id}`;
  const [injected, inject] = React.useState("");
  const [seen, see] = React.useState(
    row && row.value !== null ? String(Number(row.value.toPrecision(6))) : "",
  );
  const [note, setNote] = React.useState("");
  const ready = [injected, seen].every((typed) => typed.trim() && Number.isFinite(Number(typed)));
  /** @type {(label: Sayable, value: string, set: (typed: string) => void, mode: string) => ReactElement} */
  const field = (label, value, set, mode) =>
    h(
      "label",
      { className: "loop-field" },
      h("span", null, say(label)),
      h("input", {
        className: "text",
        inputMode: mode,
        value,
        onChange: (/** @type {ReactInputEvent} */ event) => set(event.target.value),
      }),
    );
  const send = () => {
    commandQueue.send("feed.test_loop", {
      tag: tag.id,
      injected: Number(injected),
      seen: Number(seen),
      ...(note.trim() ? { note: note.trim() } : {}),
    }, at);
    done();
  };
  return h(
    "div",
    { className: "loop-test" },
    field("input.injected", injected, inject, "decimal"),
    field("input.seen", seen, see, "decimal"),
    field("input.note", note, setNote, "text"),
    h(
      "button",
      { type: "button", className: "act strong", disabled: !ready, onClick: send },
      say("feeds.test_send"),
    ),
    h("button", { type: "button", className: "act", onClick: done }, say("command.cancel")),
  );
}

/* Who signed, and what lacks. */
/** @type {(props: { tag: Tag, row: LevelRow | undefined, signed: CommissionedTagRow | undefined }) => ReactElement} */
function Signed({ tag, row, signed }) {
  const [testing, test] = React.useState(false);
  const at = `sign:${tag.id}`;
  const [last] = signed ? signed.tests : [];
  const held = signed && signed.at !== null && !signed.changed;
  return h(
    React.Fragment,
    null,
    signed && signed.at !== null
      ? h(
        "span",
        { className: signed.changed ? "warn" : "" },
        `${text(signed.by)} ${day(signed.at)}`,
        signed.changed ? ` · ${say("feeds.changed")}` : "",
      )
      : h("span", { className: "note" }, say("feeds.unsigned")),
    last
      ? h(
        "details",
        { className: "loop-log" },
        h(
          "summary",
          { className: last.good ? "" : "urgent" },
          say(last.good ? "feeds.loop_good" : "feeds.loop_bad", { n: signed?.tests.length }),
        ),
        h(
          "ul",
          null,
          signed?.tests.map((one, n) =>
            h("li", { key: n }, sign(one.good ? "good" : "urgent"), " ", testWords(one, tag.unit))
          ),
        ),
      )
      : null,
    h(
      "span",
      { className: "actions" },
      !held && may("feed.sign_off")
        ? h(Act, { kind: "feed.sign_off", data: { tag: tag.id }, at, label: say("feeds.sign_off") })
        : null,
      may("feed.test_loop") && !testing
        ? h(
          "button",
          { type: "button", className: "act faint", onClick: () => test(true) },
          say("feeds.test"),
        )
        : null,
    ),
    testing ? h(LoopTest, { tag, row, done: () => test(false) }) : null,
    h(Answer, { at }),
    h(Answer, { at: `loop:${tag.id}` }),
  );
}

/** @type {(props: TagProps) => ReactElement} */
export function TagLine({ tag, told, row, signed, now, trend }) {
  const { kind, word } = qualityOf(tag, row, told?.fault, now);
  const value = !row || row.value === null ? "–" : `${number(row.value, 2)} ${unitWord(tag.unit)}`;
  return h(
    "tr",
    { className: "feed-tag", "data-tag": tag.id },
    h(
      "th",
      { scope: "row" },
      h(
        "a",
        { href: `/tanks?${new URLSearchParams({ tag: tag.id })}` },
        tag.id,
      ),
      h("span", null, (told && told.address) || (tag.name ? text(tag.name) : "")),
    ),
    h("td", { className: "raw", "data-label": say("feeds.raw") }, told?.raw ?? "–"),
    h("td", { className: "value", "data-label": say("feeds.value") }, value),
    h(
      "td",
      { className: "age", "data-label": say("feeds.age") },
      row ? age(Math.max(0, now - heardAt(row))) : "–",
    ),
    h(
      "td",
      { className: `quality ${kind}`, "data-label": say("feeds.quality") },
      sign(kind),
      " ",
      word,
    ),
    h(
      "td",
      { className: "trend-cell" },
      trend ? h(TrendLine, { tag: tag.id, label: say("feeds.trend_of", { tag: tag.id }) }) : null,
    ),
    h(
      "td",
      { className: "signed", "data-label": say("feeds.signed") },
      h(Signed, { tag, row, signed }),
    ),
  );
}
