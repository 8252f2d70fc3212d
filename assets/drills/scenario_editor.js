/* The scenario editor: text checked while typed, with mistakes by line and key, and a preview on
   this plant. Saved as the site's own; if two people save at once, the later one is told and
   keeps the text. */

import { DoorProblem } from "./drill_parts.js";
import { Mistakes } from "./events_list.js";
import { ScenarioRows } from "./scenario_library.js";
import { ask } from "../base/ask.js";
import { keptInTab } from "../base/browser_memory.js";
import { text as textOf } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { post, put } from "../shared/drill_doors.js";

/** @import { Mistake } from "./events_list.js" */
/** @import { OwnScenario, ScenarioShown } from "./scenario_library.js" */
/** @import { Problem } from "../shared/drill_doors.js" */
/** @import { Sign } from "../types/rows.d.ts" */

/** What the editor begins with. `base` is the revision it goes on from, 0 for none; `changed`: not saved yet.
 * @typedef {{ id: string, base: number, text: string, note?: string, changed?: boolean }} EditStart
 */
/** What the server says of a text, `checked`. `shown` is the newest scenario that one led to, `drawn` its text.
 * @typedef {{
 *   checked: string | null, problems: Mistake[], scenario: ScenarioShown | null, shown?: ScenarioShown, drawn?: string,
 *   failed: Problem | null,
 * }} Checked
 */
/** A scenario as the server keeps it. @typedef {{ text: string, own: OwnScenario }} Theirs */

const { useEffect, useRef, useState } = React;
const STILL_MS = 500; /* typing that stands still for so long is checked */
const URL = "/api/v1/scenarios";

/* What the server says of the text, of its newest state only. */
/** @type {(text: string) => Checked} */
function useChecked(text) {
  /** @type {Checked} */
  const nothing = { checked: null, problems: [], scenario: null, failed: null };
  const [state, set] = useState(nothing);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const answer = await post(`${URL}/check`, { text });
      if (gone) return;
      if (answer.ok) {
        set((was) => ({
          checked: text,
          problems: answer.body.problems,
          scenario: answer.body.scenario,
          shown: answer.body.scenario || was.shown,
          drawn: answer.body.scenario ? text : was.drawn,
          failed: null,
        }));
      } else set((was) => Object.assign({}, was, { failed: answer.problem ?? null }));
    }, STILL_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return state;
}

/** A line of a text and its number. @typedef {[n: number, line: string]} NumberedLine */

/* Lines that only one of two texts has. */
/** @type {(text: string, other: string) => NumberedLine[]} */
function onlyIn(text, other) {
  const there = new Set(other.split("\n").map((line) => line.trim()));
  /** @type {NumberedLine[]} */
  const lines = text.split("\n").map((line, n) => [n + 1, line]);
  return lines.filter(([, line]) => line.trim() && !there.has(line.trim()));
}

/** @type {(props: { title: string, lines: NumberedLine[], sign: string }) => ReactElement} */
function Lines({ title, lines, sign }) {
  return h(
    "div",
    null,
    h("h4", null, title),
    lines.length
      ? h(
        "pre",
        { className: "only-lines", tabIndex: 0 },
        lines.map(([n, line]) => `${sign} ${n}: ${line.trim()}`).join("\n"),
      )
      : h("p", { className: "aside" }, say("scenarios.no_lines")),
  );
}

/* Somebody saved meanwhile: theirs beside mine, and the two ways on. */
/** @type {(props: {
 *   id: string | null, mine: string, problem: Problem, saveAfter: (revision: number) => void,
 *   takeTheirs: (theirs: Theirs) => void,
 * }) => ReactElement} */
function Moved({ id, mine, problem, saveAfter, takeTheirs }) {
  const [theirs, set] = useState(/** @type {Theirs | null} */ (null));
  useEffect(() => {
    let gone = false;
    ask(`${URL}/${id}`, { cache: "no-store" }).then(
      (answer) => !gone && answer.ok && set(answer.json()),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [id, problem]);
  return h(
    "div",
    { className: "answer refused moved", role: "alert" },
    sign("urgent"),
    h(
      "div",
      null,
      h("b", null, problem.detail),
      h("span", null, problem.mend),
      theirs
        ? h(
          "div",
          { className: "both" },
          h(Lines, {
            title: say("scenarios.only_theirs"),
            lines: onlyIn(theirs.text, mine),
            sign: "−",
          }),
          h(Lines, {
            title: say("scenarios.only_mine"),
            lines: onlyIn(mine, theirs.text),
            sign: "+",
          }),
        )
        : null,
      theirs
        ? h(
          "div",
          { className: "actions" },
          h("button", {
            type: "button",
            className: "act",
            onClick: () => saveAfter(theirs.own.revision),
          }, say("scenarios.save_after", { n: theirs.own.revision })),
          h(
            "button",
            { type: "button", className: "act", onClick: () => takeTheirs(theirs) },
            say("scenarios.take_theirs"),
          ),
        )
        : null,
    ),
  );
}

/* The text with its numbers; mistaken lines are marked. */
/** @type {(props: {
 *   text: string, change: (text: string) => void, marked: Set<number | undefined>, box: ReactRef<HTMLTextAreaElement>,
 * }) => ReactElement} */
function Text({ text, change, marked, box }) {
  const numbers = useRef(/** @type {HTMLElement | null} */ (null));
  const follow = () => {
    if (numbers.current && box.current) numbers.current.scrollTop = box.current.scrollTop;
  };
  useEffect(follow, [text]);
  return h(
    "div",
    { className: "yaml" },
    h(
      "div",
      { className: "numbers", "aria-hidden": true, ref: numbers },
      text.split("\n").map((_, n) =>
        h(
          "span",
          { key: n, className: marked.has(n + 1) ? "wrong" : undefined },
          marked.has(n + 1) ? `■ ${n + 1}` : n + 1,
        )
      ),
    ),
    h("textarea", {
      ref: box,
      className: "text",
      wrap: "off",
      spellCheck: false,
      autoComplete: "off",
      autoCapitalize: "off",
      translate: "no",
      maxLength: 60000,
      value: text,
      "aria-label": say("scenarios.text"),
      onChange: (/** @type {ReactEvent<HTMLTextAreaElement>} */ event) =>
        change(event.target.value),
      onScroll: follow,
    }),
  );
}

/* `saved` (id) and `close` end it. */
/** @type {(props: { start: EditStart, saved: (id: string) => void, close: () => void }) => ReactElement} */
export function ScenarioEditor({ start, saved, close }) {
  const name = `scenario ${start.id}`;
  const [text, setText] = useState(start.text);
  const [base, setBase] = useState(start.base);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const found = useChecked(text);
  const current = found.checked === text;
  const id = current && found.scenario ? found.scenario.id : null;
  const dirty = text !== start.text || Boolean(start.changed);
  useEffect(() => keptInTab.set(name, dirty ? JSON.stringify({ base, text }) : ""), [
    text,
    base,
    dirty,
  ]);
  /** @type {(value: string) => void} */
  const change = (value) => {
    setText(value);
    setFailed(null);
  };
  /** @type {(line: number) => void} */
  const go = (line) => {
    const lines = text.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const area = box.current;
    if (!area) return;
    area.focus();
    area.setSelectionRange(from, from + (lines[line - 1] || "").length);
    area.scrollTop = (area.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 6);
  };
  /** @type {(after: number) => Promise<void>} */
  const save = async (after) => {
    if (!id || sending) return;
    setSending(true);
    const answer = await put(`${URL}/${id}`, { text, base: after });
    setSending(false);
    setFailed(answer.ok ? null : answer.problem ?? null);
    if (!answer.ok) return;
    keptInTab.set(name, "");
    saved(answer.body.id);
  };
  const leave = () => {
    keptInTab.set(name, "");
    close();
  };
  /** @type {[sign: Sign, words: string]} */
  const state = found.failed
    ? ["urgent", found.failed.title]
    : !current
    ? ["note", say("scenarios.checking")]
    : found.problems.length
    ? ["urgent", say("scenarios.mistakes", { n: found.problems.length })]
    : ["good", say("scenarios.no_mistakes")];
  const moved = failed && failed.code === "scenario_moved";
  return h(
    "div",
    {
      className: "scenario-editor",
      "data-checked": current && !found.failed,
      "data-mistakes": found.problems.length,
    },
    h(
      "section",
      { className: "panel editor-panel" },
      head(
        say("scenarios.editing", { id: start.id }),
        base ? say("scenarios.own", { n: base }) : say("scenarios.new"),
      ),
      start.note ? h("p", { className: "aside" }, start.note) : null,
      h(
        "div",
        { className: "editor-head" },
        h("p", { className: `state ${state[0]}`, role: "status" }, sign(state[0]), state[1]),
        h(
          "div",
          { className: "actions" },
          h("button", {
            type: "button",
            className: "act strong save-scenario",
            disabled: sending || !id,
            onClick: () => save(id === start.id ? base : 0),
          }, sending ? `● ${say("scenarios.saving")}` : say("scenarios.save")),
          h(
            "button",
            { type: "button", className: "act", onClick: leave },
            say(dirty ? "scenarios.discard" : "command.cancel"),
          ),
        ),
      ),
      moved
        ? h(Moved, {
          id,
          mine: text,
          problem: failed,
          saveAfter: (/** @type {number} */ revision) => {
            setBase(revision);
            save(revision);
          },
          takeTheirs: (/** @type {Theirs} */ theirs) => {
            setText(theirs.text);
            setBase(theirs.own.revision);
            setFailed(null);
          },
        })
        : failed
        ? h(DoorProblem, { problem: failed })
        : null,
      h(Text, { text, change, marked: new Set(found.problems.map((one) => one.line)), box }),
      found.problems.length ? h(Mistakes, { problems: found.problems, go }) : null,
    ),
    h(
      "section",
      { className: `panel preview-panel${current && found.scenario ? "" : " stale"}` },
      head(say("scenarios.preview"), found.shown ? `${found.shown.id} ${found.shown.version}` : ""),
      found.shown
        ? h(
          React.Fragment,
          null,
          h("h3", { className: "drill-name" }, textOf(found.shown.name)),
          current && found.scenario
            ? null
            : h("p", { className: "aside" }, say("scenarios.preview_old")),
          h(ScenarioRows, { scenario: found.shown, asked: { text: found.drawn ?? text } }),
        )
        : none(say("scenarios.no_preview")),
    ),
  );
}

/* What this tab still has of an edit that was not saved: {base, text}, or null. */
/** @type {(id: string) => { base: number, text: string } | null} */
export const unsavedScenario = (id) => {
  try {
    return JSON.parse(keptInTab.get(`scenario ${id}`) || "null");
  } catch (_) {
    return null;
  }
};
