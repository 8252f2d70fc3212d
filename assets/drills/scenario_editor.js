/* A scenario as text, checked while it is typed: mistakes beside it with line and key, and what it would be
   on this plant. Saved as the site's own; of two who save at once the later is told, and keeps the text. */

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

const { useEffect, useRef, useState } = React;
const STILL_MS = 500; /* typing that stands still for so long is checked */
const URL = "/api/v1/scenarios";

/* What the server says of the text, of its newest state only: {checked (text), problems, scenario}. */
function useChecked(text) {
  /** @type {{checked: string | null, problems: Answered[], scenario: Answered, shown?: Answered, drawn?: string, failed: Answered}} */
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
      } else set((was) => Object.assign({}, was, { failed: answer.problem }));
    }, STILL_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return state;
}

/* Lines that only one of two texts has: [[number, line]]. */
function onlyIn(text, other) {
  const there = new Set(other.split("\n").map((line) => line.trim()));
  return text.split("\n").map((line, n) => [n + 1, line]).filter(([, line]) =>
    line.trim() && !there.has(line.trim())
  );
}

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
function Moved({ id, mine, problem, saveAfter, takeTheirs }) {
  const [theirs, set] = useState(null);
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
function Text({ text, change, marked, box }) {
  const numbers = useRef(null);
  const follow = () => {
    numbers.current.scrollTop = box.current.scrollTop;
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
      onChange: (event) => change(event.target.value),
      onScroll: follow,
    }),
  );
}

/* `start`: {id, base, text, note}; `saved` (id) and `close` end it. */
export function ScenarioEditor({ start, saved, close }) {
  const name = `scenario ${start.id}`;
  const [text, setText] = useState(start.text);
  const [base, setBase] = useState(start.base);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(null);
  const box = useRef(null);
  const found = useChecked(text);
  const current = found.checked === text;
  const id = current && found.scenario ? found.scenario.id : null;
  const dirty = text !== start.text || Boolean(start.changed);
  useEffect(() => keptInTab.set(name, dirty ? JSON.stringify({ base, text }) : ""), [
    text,
    base,
    dirty,
  ]);
  const change = (value) => {
    setText(value);
    setFailed(null);
  };
  const go = (line) => {
    const lines = text.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const area = box.current;
    area.focus();
    area.setSelectionRange(from, from + (lines[line - 1] || "").length);
    area.scrollTop = (area.scrollHeight / Math.max(1, lines.length)) * Math.max(0, line - 6);
  };
  const save = async (after) => {
    if (!id || sending) return;
    setSending(true);
    const answer = await put(`${URL}/${id}`, { text, base: after });
    setSending(false);
    setFailed(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    keptInTab.set(name, "");
    saved(answer.body.id);
  };
  const leave = () => {
    keptInTab.set(name, "");
    close();
  };
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
          saveAfter: (revision) => (setBase(revision), save(revision)),
          takeTheirs: (
            theirs,
          ) => (setText(theirs.text), setBase(theirs.own.revision), setFailed(null)),
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
          h(ScenarioRows, { scenario: found.shown, asked: { text: found.drawn } }),
        )
        : none(say("scenarios.no_preview")),
    ),
  );
}

/* What this tab still has of an edit that was not saved: {base, text}, or null. */
export const unsavedScenario = (id) => {
  try {
    return JSON.parse(keptInTab.get(`scenario ${id}`) || "null");
  } catch (_) {
    return null;
  }
};
