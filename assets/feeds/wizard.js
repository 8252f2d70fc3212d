/* Turns output of `gateway browse` into a tag of the plant: paste or open its lines, choose one,
   correct it, add it. */

import { changesOf, draftOf, fileLine, KEPT_IN, readBrowsed } from "./browsed.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { none } from "../base/signs.js";
import { say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { site } from "../live/plant.js";
import { choiceWord, fieldWord, nounWord, usePlantVersion, useRows } from "../plant/plant_data.js";

/** @import { Draft, Offered } from "./browsed.js" */
/** @import { Words } from "../types/rows.d.ts" */

/** @typedef {{ id: string, name: Words, level?: string | null }} NamedVessel */

const MOST = 200;
const VESSELS = /** @type {const} */ (["tanks", "pools"]);
const PLANT_FILE = "/api/v1/plant/export.yaml";
const AT = "feeds:wizard";

/** @type {(props: { one: Offered, draft: Draft, set: (draft: Draft) => void }) => ReactElement} */
function DraftForm({ one, draft, set }) {
  /** @type {{ id: string }[]} */
  const sources = site().sources || [];
  const taken = Boolean(site().by.tags[draft.id.trim()]);
  /** @type {(name: keyof Draft, label: string, more?: object) => ReactElement} */
  const field = (name, label, more) =>
    h(
      "label",
      { className: "loop-field", key: name },
      h("span", null, label),
      h(
        "input",
        Object.assign({
          className: "text",
          value: draft[name],
          onChange: (/** @type {ReactInputEvent} */ event) =>
            set({ ...draft, [name]: event.target.value }),
        }, more),
      ),
    );
  const [noun, key] = draft.kind === "level" ? draft.vessel.split(/:(.*)/s) : ["", ""];
  const { rows } = useRows(noun, usePlantVersion(0));
  const told = rows && rows.find((row) => row.key === key);
  const vessel = told ? { noun, ...told } : null;
  const whole = Boolean(vessel || !noun) &&
    [draft.id, draft.unit, draft.source, draft.low, draft.high, draft.period].every((
      typed,
    ) => typed.trim());
  return h(
    "div",
    { className: "wizard-form" },
    h("p", null, h("code", null, one.address)),
    field("id", fieldWord("tag")),
    h(
      "label",
      { className: "loop-field" },
      h("span", null, fieldWord("kind")),
      h(
        "select",
        {
          value: draft.kind,
          onChange: (/** @type {ReactSelectEvent} */ event) => {
            const kind = event.target.value;
            const [unit, low, high] = KEPT_IN[kind];
            set({ ...draft, kind, unit, low: String(low), high: String(high) });
          },
        },
        Object.keys(KEPT_IN).map((kind) =>
          h("option", { key: kind, value: kind }, choiceWord(kind))
        ),
      ),
    ),
    field("from", say("feeds.unit_there")),
    field("unit", fieldWord("unit")),
    field("source", fieldWord("source"), { list: "wizard-sources" }),
    h(
      "datalist",
      { id: "wizard-sources" },
      sources.map((source) => h("option", { key: source.id, value: source.id })),
    ),
    field("low", fieldWord("low"), { inputMode: "decimal" }),
    field("high", fieldWord("high"), { inputMode: "decimal" }),
    field("period", fieldWord("period_s"), { inputMode: "decimal" }),
    draft.kind === "level"
      ? h(
        "label",
        { className: "loop-field" },
        h("span", null, say("feeds.level_of")),
        h(
          "select",
          {
            value: draft.vessel,
            onChange: (/** @type {ReactSelectEvent} */ event) =>
              set({ ...draft, vessel: event.target.value }),
          },
          h("option", { value: "" }, say("feeds.level_of_none")),
          VESSELS.map((kind) =>
            h(
              "optgroup",
              { key: kind, label: nounWord(kind) },
              (/** @type {NamedVessel[]} */ (site()[kind] || [])).map((one) =>
                h(
                  "option",
                  { key: one.id, value: `${kind}:${one.id}` },
                  [text(one.name), one.level].filter(Boolean).join(" · "),
                )
              ),
            )
          ),
        ),
      )
      : null,
    taken
      ? h(
        "p",
        { className: "note added" },
        `${say("feeds.taken", { tag: draft.id })} `,
        h("a", { href: PLANT_FILE, download: "site.yaml" }, say("feeds.plant_file")),
      )
      : h(Act, {
        kind: "site.change",
        data: /** @type {CommandFields["site.change"]} */ (
          { changes: changesOf(draft, sources, vessel) }
        ),
        at: AT,
        label: say("feeds.add_tag", { tag: draft.id || "–" }),
        strong: "strong",
        disabled: !whole,
      }),
    h("p", { className: "label" }, say("feeds.file_line")),
    h("pre", null, fileLine(one, draft)),
  );
}

/** @type {(props: { done: () => void }) => ReactElement} */
export function Wizard({ done }) {
  const [pasted, paste] = React.useState("");
  const [chosen, choose] = React.useState(/** @type {Offered | null} */ (null));
  const [draft, set] = React.useState(/** @type {Draft | null} */ (null));
  const { offered, wrong } = React.useMemo(() => readBrowsed(pasted), [pasted]);
  /** @type {(one: Offered) => void} */
  const take = (one) => {
    const [first] = site().sources || [];
    choose(one);
    set(draftOf(one, first ? first.id : one.connection));
  };
  return h(
    "section",
    { className: "feeds-wizard", "aria-label": say("feeds.add") },
    h("p", null, say("feeds.wizard")),
    h("pre", null, "command-center gateway browse gateway.yaml --json > offered.jsonl"),
    h(
      "div",
      { className: "actions" },
      h(
        "label",
        { className: "act file-act" },
        h("span", null, say("feeds.open_file")),
        h("input", {
          type: "file",
          accept: ".jsonl,.json,.txt",
          className: "list-file",
          onChange: async (/** @type {ReactInputEvent} */ event) => {
            const [file] = event.target.files || [];
            if (file) paste(await file.text());
          },
        }),
      ),
      h("button", { type: "button", className: "act", onClick: done }, say("command.cancel")),
    ),
    h("textarea", {
      className: "text",
      rows: 4,
      value: pasted,
      "aria-label": say("feeds.pasted"),
      placeholder:
        '{"connection": "dcs", "address": "nsu=urn:dcs;s=TK206.LT.PV", "name": "TK206.LT"}',
      onChange: (/** @type {ReactInputEvent} */ event) => paste(event.target.value),
    }),
    wrong.length
      ? h("p", { className: "warn" }, say("feeds.wrong_lines", { lines: wrong.slice(0, 10) }))
      : null,
    pasted.trim() && !offered.length ? none(say("feeds.nothing_offered")) : null,
    offered.length
      ? h(
        "div",
        { className: "wizard-list" },
        offered.slice(0, MOST).map((one) =>
          h(
            "button",
            {
              type: "button",
              key: `${one.connection}/${one.address}`,
              className: "wizard-row",
              "aria-pressed": one === chosen,
              onClick: () => take(one),
            },
            h("b", null, one.name),
            h("span", null, one.address),
            h(
              "em",
              null,
              [one.value === null ? "" : String(one.value), one.unit].filter(Boolean).join(" "),
            ),
          )
        ),
        offered.slice(MOST).length
          ? h("p", null, say("list.more", { n: offered.slice(MOST).length }))
          : null,
      )
      : null,
    chosen && draft ? h(DraftForm, { one: chosen, draft, set }) : null,
    h(Answer, { at: AT }),
  );
}
