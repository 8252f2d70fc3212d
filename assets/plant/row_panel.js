/* One row: its form, what a change would do, its history. A change of somebody else meanwhile is told, and what was
   typed here stays. */

import {
  fieldWord,
  nounWord,
  pathWord,
  plantRowName,
  previewUrl,
  useHistory,
} from "./plant_data.js";
import { Fields } from "./row_fields.js";
import { differing, fieldsOf, rebased, same, tidy, told } from "./row_form.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { day, number, say, time } from "../base/words.js";
import { readGaps } from "../command/readiness.js";
import { commandQueue } from "../hands/command_queue.js";
import { Answer } from "../hands/hands.js";
import { useAnswers, useReal, useSecond } from "../live/react_panels.js";
import { post } from "../shared/drill_doors.js";

/** @import { Change, ChangeTold, Consequence, Mistake, Noun, RowTold } from "./plant_data.js" */
/** @import { Option } from "./row_fields.js" */
/** @import { Field, Row } from "./row_form.js" */

const { useEffect, useMemo, useRef, useState } = React;
const NOTED = new Set(["waits", "limit_new", "limit_changed", "tank_changed"]);
const PAUSE_MS = 500; /* after the last key before the server is asked what it would do */
const AGAIN_MS = 2000;

/* `gaps` are the keys of gaps that the change closes and opens. */
/** @typedef {{ closed: string[], opened: string[] }} GapsMoved */
/** @typedef {{ mistakes: Mistake[], consequences: Consequence[], gaps?: GapsMoved }} Previewed */
/** What is edited: the row as it was first seen (`base`, with its hash), and as it is typed (`mine`). `gone`: it is to
 * be removed.
 * @typedef {{ key: string, was: string | null, base: Row, mine: Row, gone: boolean }} Draft */

/* What a change takes away warns; what waits until something open is over is a note. */
/** @type {(code: string) => "warn" | "note"} */
const signOf = (code) => NOTED.has(code) ? "note" : "warn";
/** @type {(value: unknown) => string} */
const cell = (value) => told(value, text) || say("plant.empty");
/** @type {(at: number) => string} */
const when = (at) => `${day(at)} ${time(at).slice(0, 5)}`;

/** @type {(noun: Noun, draft: Draft) => Change} */
const changeOf = (noun, draft) => ({
  noun: noun.noun,
  key: draft.key,
  was: draft.was,
  row: draft.gone ? null : /** @type {Row} */ (tidy(draft.mine) || {}),
});

/* What the server says a change would do, asked a moment after the last key. */
/** @type {(noun: Noun, draft: Draft, changed: boolean) => { asking: boolean, got: Previewed | null }} */
function usePreview(noun, draft, changed) {
  const [got, set] = useState(/** @type {{ of: string, got: Previewed } | null} */ (null));
  const body = changed ? JSON.stringify({ changes: [changeOf(noun, draft)] }) : "";
  useEffect(() => {
    if (!body) return undefined;
    let gone = false;
    const asked = async () => {
      const answer = await post(previewUrl, JSON.parse(body));
      if (gone) return;
      if (!answer.ok && (!answer.problem.status || answer.problem.status >= 500)) {
        timer = setTimeout(
          asked,
          AGAIN_MS,
        ); /* the server was busy or away: that is no mistake of the row */
        return;
      }
      set({
        of: body,
        got: answer.ok ? answer.body : {
          mistakes: [{
            noun: noun.noun,
            key: draft.key,
            field: "",
            said: answer.problem.detail || answer.problem.title,
          }],
          consequences: [],
        },
      });
    };
    let timer = setTimeout(asked, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [body]);
  return { asking: Boolean(body) && (!got || got.of !== body), got: body && got ? got.got : null };
}

/** @type {(props: { fields: Field[], draft: Draft }) => ReactElement} */
function Differences({ fields, draft }) {
  if (draft.gone) return h("p", { className: "warn" }, "▲ ", say("plant.remove_sure"));
  const names = differing(fields, draft.base, draft.mine);
  return names.length
    ? h(
      "table",
      { className: "differences" },
      h(
        "tbody",
        null,
        names.map((name) =>
          h(
            "tr",
            { key: name, "data-changed": name },
            h("th", { scope: "row" }, fieldWord(name)),
            h("td", null, h("s", null, cell(draft.base[name]))),
            h("td", null, h("b", null, cell(draft.mine[name]))),
          )
        ),
      ),
    )
    : none(say("plant.no_change"));
}

/* "Gaps 5 → 3": how many the board knows now, and how many it would after the change. */
/** @type {(props: { moved: GapsMoved }) => ReactElement} */
function GapsOfTonight({ moved }) {
  const gaps = readGaps(useReal("readiness"), useSecond());
  const open = gaps.filter((gap) => !gap.interim);
  const closed = open.filter((gap) => moved.closed.includes(gap.key));
  const then = open.length - closed.length + moved.opened.length;
  const words = then === open.length ? number(then) : `${number(open.length)} → ${number(then)}`;
  return h(
    "div",
    { className: "gaps-then", "data-gaps": `${open.length} ${then}` },
    h("h3", null, say("plant.gaps_tonight")),
    h(
      "p",
      { className: then > open.length ? "warn" : then < open.length ? "good" : "" },
      h("a", { href: "/readiness" }, words),
    ),
    closed.length
      ? h(
        "ul",
        null,
        closed.map((gap) =>
          h(
            "li",
            { key: gap.key, className: "good" },
            sign("good"),
            " ",
            `${gap.name} · ${[gap.detail].flat()[0]}`,
          )
        ),
      )
      : null,
  );
}

/** @type {(props: { asking: boolean, got: Previewed | null, fields: Field[] }) => ReactElement | null} */
function Foreseen({ asking, got }) {
  if (!got) {
    return asking
      ? h("p", { className: "none", role: "status" }, `● ${say("plant.checking")}`)
      : null;
  }
  return h(
    "div",
    { className: "foreseen", "aria-busy": asking, "data-asking": asking },
    got.mistakes.length
      ? h(
        "div",
        { className: "mistakes-box", role: "alert" },
        h("h3", null, sign("urgent"), " ", say("plant.mistakes_n", { n: got.mistakes.length })),
        h(
          "ul",
          null,
          got.mistakes.map((one, n) =>
            h(
              "li",
              { key: n, "data-mistake": one.field },
              h(
                "b",
                null,
                [nounWord(one.noun), one.key, pathWord(one.field)].filter(Boolean).join(" · "),
              ),
              " ",
              text(one.said),
            )
          ),
        ),
      )
      : h(
        "div",
        { className: "consequences" },
        h("h3", null, say("plant.consequences")),
        got.consequences.length
          ? h(
            "ul",
            null,
            got.consequences.map((one, n) =>
              h(
                "li",
                { key: n, className: signOf(one.code), "data-code": one.code },
                sign(signOf(one.code)),
                " ",
                text(one.said),
              )
            ),
          )
          : none(say("plant.no_consequence")),
      ),
    got.gaps && !got.mistakes.length ? h(GapsOfTonight, { moved: got.gaps }) : null,
  );
}

/** @type {(props: { fields: Field[], draft: Draft, now: RowTold | null, by: ChangeTold | null,
 *   keep: () => void, take: () => void }) => ReactElement} */
function Meanwhile({ fields, draft, now, by, keep, take }) {
  const both = now ? rebased(fields, draft.base, draft.mine, now.row).both : [];
  const params = { who: by ? by.by : say("plant.somebody"), when: by ? when(by.at) : "–" };
  const theirs = now ? differing(fields, draft.base, now.row) : [];
  return h(
    "div",
    { className: "answer refused meanwhile", role: "alert" },
    sign("warn"),
    h(
      "div",
      null,
      h("b", null, now ? say("plant.other_changed", params) : say("plant.other_removed", params)),
      now
        ? h(
          "ul",
          null,
          theirs.map((name) =>
            h(
              "li",
              { key: name, "data-theirs": name, className: both.includes(name) ? "warn" : "" },
              fieldWord(name),
              ": ",
              say("plant.theirs", { value: cell(now.row[name]) }),
            )
          ),
        )
        : null,
      h(
        "div",
        { className: "actions" },
        h("button", { type: "button", className: "act", onClick: keep }, say("plant.keep_mine")),
        h("button", { type: "button", className: "act", onClick: take }, say("plant.take_theirs")),
      ),
    ),
  );
}

/** @type {(props: { noun: Noun, fields: Field[], changes: ChangeTold[] | null, now: RowTold | null }) => ReactElement | null} */
function History({ noun, fields, changes, now }) {
  if (!changes) return null;
  return h(
    "section",
    { className: "row-history" },
    h("h3", null, say("plant.history")),
    changes.length
      ? h(
        "ol",
        null,
        changes.map((one) => {
          const names = differing(fields, one.old, one.new);
          const at = `plant:undo:${one.seq}`;
          const undo = () =>
            commandQueue.send("site.change", {
              changes: [{ noun: noun.noun, key: one.key, row: one.old, was: now ? now.was : null }],
            }, at);
          return h(
            "li",
            { key: one.seq, "data-seq": one.seq },
            h(
              "p",
              null,
              h("time", null, when(one.at)),
              " ",
              h("b", null, one.by),
              " ",
              say(
                one.old === null
                  ? "plant.was_added"
                  : one.new === null
                  ? "plant.was_removed"
                  : "plant.was_changed",
              ),
            ),
            one.old && one.new
              ? h(
                "ul",
                null,
                names.map((name) =>
                  h(
                    "li",
                    { key: name },
                    fieldWord(name),
                    ": ",
                    h("s", null, cell(one.old?.[name])),
                    " → ",
                    h("b", null, cell(one.new?.[name])),
                  )
                ),
              )
              : null,
            noun.may_edit && !same(one.old, now ? now.row : null)
              ? h("button", { type: "button", className: "act", onClick: undo }, say("plant.undo"))
              : null,
            h(Answer, { at }),
          );
        }),
      )
      : none(say("plant.history_none")),
  );
}

/** The panel. `row` is the row as it is now: null for one that is new (`chosen` is "+") or gone.
 * @type {(props: { noun: Noun, chosen: string, row: RowTold | null, options: Record<string, Option[]>, version: string,
 *   saved: (key: string) => void, first: Row }) => ReactElement} */
export function RowPanel({ noun, chosen, row, options, version, saved, first }) {
  const fields = useMemo(() => fieldsOf(noun.schema), [noun]);
  const isNew = chosen === "+";
  /** @type {() => Draft} */
  const fresh = () => ({
    key: isNew ? "" : chosen,
    was: row ? row.was : null,
    base: row ? row.row : {},
    mine: row ? row.row : first,
    gone: false,
  });
  const [draft, set] = useState(fresh);
  const [reason, say_why] = useState("");
  const at = `plant:${noun.noun}:${chosen}`;
  const given = useAnswers()[at];
  const state = given && given.state;
  const changed = draft.gone || !same(draft.base, draft.mine);
  /* A row that nobody is editing here follows the plant. */
  useEffect(() => {
    if (!changed && row && row.was !== draft.was) set(fresh());
  }, [row, changed]);
  const stale = changed && !isNew && state !== "sending" &&
    (row ? row.was !== draft.was : draft.was !== null);
  const { asking, got } = usePreview(noun, draft, changed && !stale);
  const changes = useHistory(noun.noun, isNew ? "" : chosen, version);
  const sent = useRef("");
  useEffect(() => {
    if (state !== "accepted" || !sent.current) return;
    const key = sent.current;
    sent.current = "";
    say_why("");
    /* What was typed is what the plant says now; the row itself comes in a moment. */
    set((was) => ({ ...was, base: was.mine, gone: false }));
    saved(draft.gone ? "" : key);
  }, [state]);
  const wrong = useMemo(() => {
    /** @type {Record<string, string[]>} */
    const by = {};
    for (const one of got ? got.mistakes : []) {
      (by[one.field] = by[one.field] || []).push(text(one.said));
    }
    return by;
  }, [got]);
  const save = () => {
    const change = changeOf(noun, draft);
    const mine = /** @type {Row} */ (change.row || {});
    sent.current = draft.key || noun.key.map((name) => mine[name] ?? "").join("/") || "plant";
    commandQueue.send(
      "site.change",
      { changes: [change], ...(reason.trim() ? { reason } : {}) },
      at,
    );
  };
  const count = draft.gone ? 1 : differing(fields, draft.base, draft.mine).length;
  const title = isNew
    ? say("plant.form_new", { noun: nounWord(noun.noun) })
    : plantRowName(draft.base, chosen);
  const sending = state === "sending";
  return h(
    "section",
    { className: "panel row-panel", "data-row": chosen },
    head(title, changed ? say("plant.not_applied", { n: count }) : ""),
    stale
      ? h(Meanwhile, {
        fields,
        draft,
        now: row,
        by: changes && changes.length ? changes[0] : null,
        keep: () =>
          row
            ? set({
              ...draft,
              was: row.was,
              base: row.row,
              mine: rebased(fields, draft.base, draft.mine, row.row).row,
            })
            : set({ ...draft, was: null, base: {} }),
        take: () => row ? set(fresh()) : saved(""),
      })
      : null,
    h(
      "form",
      {
        className: "form row-form",
        onSubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          if (changed && !stale && !sending) save();
        },
      },
      h(Fields, {
        fields,
        path: [],
        form: {
          row: draft.mine,
          set: (/** @type {Row} */ mine) => set({ ...draft, mine }),
          options,
          locked: !noun.may_edit || draft.gone,
          wrong,
        },
      }),
      noun.noun === "people"
        ? h("p", { className: "aside" }, h("a", { href: "/people" }, say("plant.apart")))
        : null,
      noun.may_edit
        ? h(
          "div",
          { className: "row-foot" },
          changed
            ? h(
              "div",
              { className: "your-change" },
              h("h3", null, say("plant.changes")),
              h(Differences, { fields, draft }),
              h(Foreseen, { asking, got, fields }),
            )
            : null,
          changed
            ? h(
              "label",
              { className: "field" },
              h("span", null, say("plant.reason")),
              h("input", {
                className: "text",
                value: reason,
                maxLength: 500,
                onChange: (/** @type {ReactInputEvent} */ event) => say_why(event.target.value),
              }),
            )
            : null,
          h(
            "div",
            { className: "actions row-actions" },
            h(
              "button",
              {
                type: "submit",
                className: "act strong save",
                disabled: !changed || stale || asking || Boolean(got && got.mistakes.length),
                "aria-disabled": sending || undefined,
              },
              sending ? say("plant.saving") : say("plant.save"),
            ),
            h("button", {
              type: "button",
              className: "act",
              disabled: !changed,
              onClick: () => set(fresh()),
            }, say("plant.discard")),
            isNew || noun.single || draft.gone || !row ? null : h("button", {
              type: "button",
              className: "act remove",
              onClick: () => set({ ...draft, gone: true }),
            }, say("plant.remove")),
          ),
        )
        : h("p", { className: "aside" }, say("plant.read_only")),
      h(Answer, { at }),
    ),
    h(History, { noun, fields, changes, now: row }),
  );
}
