/* Kits, sent by one click each: sent whole, or refused with the reason shown in place, and then
   what exists can be sent. Below them the teams, what is out, and the locked cabinets. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign, worst } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { ActWithReason } from "../hands/act_with_reason.js";
import { Act, Answer } from "../hands/hands.js";
import { board } from "../live/live_board.js";
import { named, site } from "../live/plant.js";
import { panel, useAnswers, useKind } from "../live/react_panels.js";
import { sensedWords } from "../resources/ledger.js";
import { handOutWords, signOfHandOut } from "../resources/keeping.js";
import { useGoesTo } from "../resources/goes_to.js";
import { dispatchWords, kitsAnswer } from "../resources/kits.js";
import { SettleForm } from "../resources/settle_form.js";
import { sentWords } from "../resources/shortage.js";
import { Teams } from "./teams.js";
import { CollapsibleOnPhone } from "../shared/collapsible.js";
import { useCurrent } from "../shared/current.js";

/** @import { DispatchRow, IncidentRow, KitLine, KitRow, StockRow } from "../types/rows.d.ts" */

/** @type {(props: {row: KitRow, incident: IncidentRow | null, held: boolean}) => ReactElement} */
function Kit({ row, incident, held }) {
  const at = `kit:${incident ? incident.id : ""}:${row.kit}`;
  const answer = useAnswers()[at];
  const refused = answer && answer.state === "refused";
  const place = useGoesTo(incident).kit(row.kit);
  const data = incident && { incident: incident.id, kit: row.kit };
  /* One that cannot be had whole: from the word that it is needed, its delay is counted. */
  const use = incident?.kits[row.kit];
  /** @type {(line: KitLine) => string} */
  const sent = (line) => (incident ? sentWords({ sent: line.sent[incident.id] }) : "");
  const wanted = !row.complete && !(use && use.needed_at) && may("kit.need");
  return h(
    "div",
    { className: "kit-row" },
    sign(row.sign),
    h(
      "div",
      { className: "what" },
      h("b", null, named(row.kit)),
      h(
        "span",
        { className: "kit-lines" },
        place ? h("span", null, say("command.dispatch_to", { place: named(place) })) : null,
        row.lines.map((line) =>
          h(
            "span",
            { key: line.resource, className: line.short ? row.sign : "" },
            [
              `${named(line.resource)} ${
                line.short
                  ? say("short.of", { have: line.had_now, need: line.needed })
                  : say("kits.enough", { have: line.had_now, need: line.needed })
              }`,
              sent(line),
            ].filter(Boolean).join(" · "),
          )
        ),
      ),
    ),
    data && may("resource.dispatch")
      ? h(
        "div",
        { className: "actions" },
        h(Act, {
          kind: "resource.dispatch",
          data,
          at,
          label: dispatchWords(row, data.incident),
          title: say("command.dispatch_to", { place: named(place) }),
        }),
        held || !row.complete || !may("resource.reserve") ? null : h(Act, {
          kind: "resource.reserve",
          data,
          at,
          label: say("command.reserve"),
          strong: "faint",
        }),
        wanted
          ? h(Act, {
            kind: "kit.need",
            data: { incident: data.incident, kit: row.kit },
            at,
            label: say("command.needed"),
            title: say("command.needed_about"),
            strong: "faint",
          })
          : null,
        refused && !row.complete
          ? h(Act, {
            kind: "resource.dispatch",
            data: Object.assign({ partial: true }, data),
            at,
            label: say("command.dispatch_partial"),
            strong: "strong",
          })
          : null,
      )
      : null,
    h(Answer, { at }),
  );
}

/* Who took it out of which store: until somebody says so, the delay of its lock runs. */
/** @type {(row: DispatchRow, at: string) => ReactElement[] | null} */
function drawn(row, at) {
  /** @type {IncidentRow | undefined} */
  const incident = board.kind("incident", "")[row.incident];
  const use = incident?.kits[row.kit];
  if (
    row.state !== "dispatched" || !site().by.kits[row.kit] || !incident ||
    incident.status !== "open" ||
    (use && use.drawn_at) || !may("kit.draw")
  ) return null;
  return [...new Set(row.lines.map((line) => line.store))].map((store) =>
    h(Act, {
      key: `draw:${store}`,
      kind: "kit.draw",
      data: { incident: row.incident, kit: row.kit, store },
      at,
      label: say("command.drawn", { store: named(store) }),
    })
  );
}

/* What the keeper of each store says of handing out, and whether the keeper was told at all. */
/** @type {(props: {dispatch: string}) => ReactElement[]} */
function HandingOut({ dispatch }) {
  return Object.values(useKind("resources", "handout:"))
    .filter((one) => one.dispatch === dispatch)
    .map((one) =>
      h(
        "span",
        { key: one.store, className: `handing-out ${one.state}`, "data-store": one.store },
        sign(signOfHandOut(one)),
        " ",
        `${named(one.store)}: ${handOutWords(one)}`,
      )
    );
}

/** @type {(props: {row: DispatchRow}) => ReactElement} */
export function Dispatched({ row }) {
  const at = `dispatch:${row.id}`;
  /** @type {(kind: "resource.arrive" | "resource.return" | "resource.consume" | "resource.lose", word: Sayable, more?: {strong: string, sure: string}) => ReactElement | null} */
  const act = (kind, word, more) =>
    may(kind)
      ? h(Act, { key: kind, kind, data: { dispatch: row.id }, at, label: say(word), ...more })
      : null;
  return h(
    "div",
    { className: "kit-row" },
    sign("note"),
    h(
      "div",
      { className: "what" },
      h("b", null, `${row.id} ${named(row.kit)}`),
      h(
        "span",
        null,
        `${say(`phrase.dispatch_${row.state}`)} · ${
          say("command.dispatch_to", { place: named(row.place) })
        } · ${
          (row.away || row.lines).map((l) => `${named(l.resource)} ${number(l.quantity)}`).join(
            " · ",
          )
        }`,
      ),
      h(HandingOut, { dispatch: row.id }),
    ),
    h(
      "div",
      { className: "actions out" },
      drawn(row, at),
      row.state === "dispatched" ? act("resource.arrive", "command.arrived") : null,
      act("resource.return", row.state === "reserved" ? "command.release" : "command.bring_back"),
      row.state === "reserved" ? null : act("resource.consume", "command.used_up", {
        strong: "faint",
        sure: say("command.not_back_sure"),
      }),
      row.state === "reserved" ? null : act("resource.lose", "command.lost", {
        strong: "faint",
        sure: say("command.not_back_sure"),
      }),
      h(SettleForm, { row, at }),
    ),
    h(Answer, { at }),
  );
}

/* What somebody at a keyed store can say of its lock; nothing for whoever may not. */
/** @type {(store: string, row: Pick<StockRow, "custody">, incident: IncidentRow | null | undefined, at: string) => ReactElement[] | null} */
export const lockHands = (store, row, incident, at) => {
  if (!may("custody.attempt")) return null;
  const about = Object.assign({ store }, incident ? { incident: incident.id } : {});
  /** @type {(result: "opened" | "locked" | "failed" | "closed", word: Sayable, more?: {strong: string}) => ReactElement} */
  const attempt = (result, word, more) =>
    h(Act, {
      key: result,
      kind: "custody.attempt",
      data: Object.assign({ result }, about),
      at,
      label: say(word),
      ...more,
    });
  return row.custody === "open" ? [attempt("closed", "command.locked_again")] : [
    attempt("opened", "command.opened_cabinet"),
    attempt("locked", "command.found_locked"),
    h(ActWithReason, {
      key: "forced",
      kind: "custody.force",
      data: about,
      at,
      label: say("command.forced"),
      ask: say("command.force_why"),
    }),
    attempt("failed", "command.force_failed", { strong: "faint" }),
  ];
};

/** @type {(props: {store: string, row: StockRow, incident: IncidentRow | null}) => ReactElement} */
function Cabinet({ store, row, incident }) {
  const at = `store:${store}`;
  const hands = lockHands(store, row, incident, at);
  const key = row.key_post
    ? `${named(row.key_post)}${
      row.key_holder ? ` · ${named(row.key_holder)}` : ` · ${say("directive.nobody_holds")}`
    }`
    : "";
  return h(
    "div",
    { className: "kit-row" },
    sign(row.custody === "locked" || row.sensed_against ? "warn" : "plain"),
    h(
      "div",
      { className: "what" },
      h("b", null, named(store)),
      h("span", null, [say(`custody.${row.custody}`), key].filter(Boolean).join(" · ")),
      row.sensed_against ? h("span", { className: "warn" }, sensedWords(row)) : null,
    ),
    hands ? h("div", { className: "actions out" }, hands) : null,
    h(Answer, { at }),
  );
}

panel("kits", function Kits() {
  const current = useCurrent();
  const { incident } = current;
  const kits = Object.values(useKind("resources", "kit:")).sort((a, b) =>
    Number(a.complete) - Number(b.complete) || a.kit.localeCompare(b.kit)
  );
  const out = Object.values(useKind("resources", "dispatch:")).filter((row) => row.out);
  /** @type {Record<string, StockRow>} */
  const cabinets = {};
  for (const row of Object.values(useKind("resources", "stock:"))) {
    if (row.key_post || row.custody !== "open") cabinets[row.store] = row;
  }
  const title = current.of(say("command.kits"));
  const gravest = worst(kits.map((row) => row.sign));
  return h(
    CollapsibleOnPhone,
    {
      name: "kits",
      title,
      answer: kitsAnswer(kits),
      kind: gravest === "plain" ? "" : gravest,
      presses: false,
      head: head(
        title,
        incident ? say("command.kits_answer") : say("command.dispatch_needs_incident"),
      ),
    },
    kits.map((row) =>
      h(Kit, {
        key: row.kit,
        row,
        incident,
        held: out.some((o) =>
          o.state === "reserved" && o.kit === row.kit && o.incident === incident?.id
        ),
      })
    ),
    h(Teams, { incident }),
    out.length ? head(say("command.out"), "") : null,
    out.map((row) => h(Dispatched, { key: row.id, row })),
    Object.keys(cabinets).length ? head(say("command.try_cabinet"), "") : null,
    Object.entries(cabinets).map(([store, row]) =>
      h(Cabinet, { key: store, store, row, incident })
    ),
  );
});
