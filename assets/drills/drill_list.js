/* The view without a running drill: the list of drills, the legal due date of the next one, and
   "surprise me". */

import { ChooseCast } from "./drill_cast.js";
import { DrillOver } from "./drill_over.js";
import { Commitment, Counts, DoorProblem, lackWords, Told } from "./drill_parts.js";
import { PeopleInPlant } from "./drill_people.js";
import { DrillYear } from "./drill_year.js";
import { legalVerdict } from "./legal_duty.js";
import { useToday } from "./plant_days.js";
import { ScenarioEditor } from "./scenario_editor.js";
import { RetiredScenarios, ScenarioHands } from "./scenario_hands.js";
import { FirstDrill, ScenarioList, ScenarioPreview } from "./scenario_library.js";
import { address, useAddress } from "../base/address.js";
import { may, page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { day, say, span, time } from "../base/words.js";
import { Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { MomentField } from "../hands/moment_field.js";
import { named } from "../live/plant.js";
import { useAnswers } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { post, useAsked } from "../shared/drill_doors.js";
import { history } from "../tanks/history.js";

/** @import { LegalDuty } from "./legal_duty.js" */
/** @import { EditStart } from "./scenario_editor.js" */
/** @import { ScenarioShown } from "./scenario_library.js" */
/** @import { Problem } from "../shared/drill_doors.js" */
/** @import { DrillRow, Sign } from "../types/rows.d.ts" */

const { useEffect, useState } = React;
/** @type {Partial<Record<DrillRow["phase"], Sign>>} */
const KINDS = { planned: "warn", sealed: "note", ended: "good" };
/** @type {NonNullable<CommandFields["drill.start"]["cleared"]>} */
const SAFETY = ["hot_work", "unloading", "storm", "short_crew"];

/** @type {(ms: number) => string} */
const moment = (ms) => `${day(ms)} ${time(ms)}`;
/** @type {(drill: DrillRow) => string} */
const phaseWord = (drill) => say(`phrase.drill_${drill.phase}`);

/* Days to the next drill that the law wants, and why the last one does not count if it does not. */
/** @type {(props: { legal: LegalDuty | null, drills: DrillRow[] }) => ReactElement | null} */
export function Legal({ legal, drills }) {
  const today = useToday();
  if (!legal) return null;
  const { kind, words } = legalVerdict(legal, clock.real(), today);
  /** @type {(drill: DrillRow) => number} */
  const endOf = (drill) => drill.ended_at || 0;
  /** @type {DrillRow | undefined} */
  const last = drills.filter(endOf).sort((a, b) => endOf(b) - endOf(a))[0];
  const lacks = (last && last.lacks) || [];
  return h(
    "p",
    { className: "legal" },
    sign(kind === "plain" ? "note" : kind),
    h("b", { className: kind === "plain" ? "" : kind }, words),
    last && lacks.length
      ? h(
        "span",
        { className: "uncounted", "data-drill": last.id },
        say("drills.counts_why", {
          drill: last.id,
          why: lackWords(lacks).join(say("lack.and")),
        }),
      )
      : null,
    h("span", null, say("drills.legal_source")),
  );
}

/* A moment so many hours from now, as a field has it. */
/** @type {(n: number) => string} */
const hours = (n) => {
  const at = new Date(clock.real() + n * 3600000);
  return history.local(page.zone, at.getTime()).slice(0, 16);
};

/* A moment inside a window that nobody has seen: whole seconds, by the browser's own lots. */
/** @type {(since: number, until: number) => number} */
function hidden(since, until) {
  const [lot] = crypto.getRandomValues(new Uint32Array(1));
  return since + Math.floor((lot / 2 ** 32) * ((until - since) / 1000)) * 1000;
}

/** What is asked for: a scenario by its id, else one drawn from the library, with `own` also from the site's.
 * @typedef {{
 *   in_plant?: boolean, safety_officer?: string, scenario?: string, own?: boolean, name?: string, starts_at?: number,
 * }} SurpriseAsked
 */
/** `last` is the safety officer of the last drill, proposed again; without one, who is signed in; `owns` how many scenarios of the site may be drawn.
 * @typedef {{
 *   close: () => void, made: (drill: string) => void, last?: string | null, scenario?: string, owns?: number,
 * }} SurpriseProps
 */

/* Draw and seal: a name, and whether a hand starts it or a moment nobody knows. */
/** @type {(props: SurpriseProps) => ReactElement} */
function Surprise({ close, made, last, scenario, owns }) {
  const [name, setName] = useState("");
  /* People move in the plant only where somebody is known who may stop them. */
  const [inPlant, setInPlant] = useState(Boolean(last || page.person));
  const [officer, setOfficer] = useState(last || page.person);
  const [ownToo, setOwnToo] = useState(true);
  const [when, setWhen] = useState("hand");
  const [since, setSince] = useState(() => hours(2));
  const [until, setUntil] = useState(() => hours(24 * 7));
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  const zone = page.zone;
  const [from, to] = [history.instant(zone, since), history.instant(zone, until)];
  const span = from !== null && to !== null && to > from && to > clock.real() ? { from, to } : null;
  const wrong = when === "window" && !span;
  /** @type {(event: Event) => Promise<void>} */
  const send = async (event) => {
    event.preventDefault();
    if (sending || wrong) return;
    setSending(true);
    setFailed(null);
    /** @type {SurpriseAsked} */
    const body = inPlant ? { in_plant: true, safety_officer: officer } : {};
    if (scenario) body.scenario = scenario;
    else if (owns && ownToo) body.own = true;
    if (name.trim()) body.name = name.trim();
    if (when === "window" && span) {
      body.starts_at = hidden(Math.max(span.from, clock.real()), span.to);
    }
    const answer = await post("/api/v1/drills/surprise", body);
    setSending(false);
    if (answer.ok) made(answer.body.drill);
    else setFailed(answer.problem ?? null);
  };
  /** @type {(id: string, label: string, value: string, set: (value: string) => void) => ReactElement} */
  const field = (id, label, value, set) =>
    h(
      "div",
      { className: "field" },
      h("label", { htmlFor: id }, label),
      h(MomentField, { id, value, set, withTime: true }),
    );
  return h(
    "form",
    {
      className: "form surprise",
      onSubmit: send,
      onKeyDown: (/** @type {ReactKeyEvent} */ event) => event.key === "Escape" && close(),
      "aria-label": say("drills.surprise"),
    },
    h(
      "label",
      { className: "field" },
      h("span", null, say("drills.name")),
      h("input", {
        className: "text",
        autoFocus: true,
        value: name,
        maxLength: 120, /* of the drills door (web/doors/drills/drills_api.py) */
        placeholder: say("drills.name_given"),
        onChange: (/** @type {ReactInputEvent} */ event) => setName(event.target.value),
      }),
    ),
    h(
      "fieldset",
      { className: "choices" },
      h("legend", null, say("drills.when")),
      ["hand", "window"].map((one) =>
        h(
          "label",
          { key: one, className: "inline" },
          h("input", {
            type: "radio",
            name: "when",
            checked: when === one,
            onChange: () => setWhen(one),
          }),
          h("span", null, say(`drills.when_${one}`)),
        )
      ),
    ),
    when === "window"
      ? h(
        "div",
        { className: "pair" },
        field("window-from", say("drills.window_from"), since, setSince),
        field("window-to", say("drills.window_to"), until, setUntil),
      )
      : null,
    owns
      ? h(
        "label",
        { className: "inline own-too" },
        h("input", {
          type: "checkbox",
          checked: ownToo,
          onChange: (/** @type {ReactInputEvent} */ event) => setOwnToo(event.target.checked),
        }),
        h("span", null, say("drills.own_too", { n: owns })),
      )
      : null,
    h(PeopleInPlant, { inPlant, setInPlant, officer, setOfficer }),
    h(
      "p",
      { className: "aside" },
      say(
        when === "window"
          ? (inPlant ? "drills.window_held" : "drills.window_about")
          : scenario
          ? "drills.scenario_about"
          : "drills.surprise_about",
      ),
    ),
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "submit",
        className: "act strong",
        "aria-disabled": sending || wrong || undefined,
      }, sending ? `● ${say("drills.drawing")}` : say("drills.draw_and_seal")),
      h("button", { type: "button", className: "act", onClick: close }, say("command.cancel")),
    ),
    wrong
      ? h("p", { className: "answer refused", role: "alert" }, say("drills.window_wrong"))
      : null,
    h(DoorProblem, { problem: failed }),
  );
}

/* Start: with people in the plant only over the safety officer's list. */
/** @type {(props: { drill: DrillRow }) => ReactElement} */
function Start({ drill }) {
  const at = `start:${drill.id}`;
  const [cleared, setCleared] = useState(/** @type {typeof SAFETY} */ ([]));
  const [phones, setPhones] = useState(false);
  const sending = useAnswers()[at]?.state === "sending";
  /** @type {(point: typeof SAFETY[number]) => void} */
  const toggle = (point) =>
    setCleared((
      was,
    ) => (was.includes(point) ? was.filter((one) => one !== point) : [...was, point]));
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    commandQueue.send(
      "drill.start",
      Object.assign(
        { drill: drill.id },
        drill.in_plant ? { cleared } : {},
        phones ? { real_phones: true } : {},
      ),
      at,
    );
  };
  return h(
    "form",
    { className: "form start", onSubmit: send },
    drill.in_plant
      ? h(
        "fieldset",
        { className: "choices" },
        h(
          "legend",
          null,
          say("drills.safety_list", {
            who: drill.safety_officer ? named(drill.safety_officer) : say("drills.nobody"),
          }),
        ),
        h(
          "label",
          { className: "inline all-clear" },
          h("input", {
            type: "checkbox",
            checked: cleared.length === SAFETY.length,
            onChange: (/** @type {ReactInputEvent} */ event) =>
              setCleared(event.target.checked ? [...SAFETY] : []),
          }),
          h("b", null, say("drills.all_clear", { n: SAFETY.length })),
        ),
        SAFETY.map((point) =>
          h(
            "label",
            { key: point, className: "inline" },
            h("input", {
              type: "checkbox",
              checked: cleared.includes(point),
              onChange: () => toggle(point),
            }),
            h("span", null, say(`drills.safety.${point}`)),
          )
        ),
      )
      : null,
    drill.played.length
      ? h(
        "label",
        { className: "inline" },
        h("input", {
          type: "checkbox",
          checked: phones,
          onChange: (/** @type {ReactInputEvent} */ event) => setPhones(event.target.checked),
        }),
        h("span", null, say("drills.real_phones", { n: drill.played.length })),
      )
      : null,
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "submit",
        className: "act strong",
        "aria-disabled": sending || undefined,
      }, say("drills.start")),
      h("span", { className: "aside" }, say("drills.start_about")),
    ),
    h(Answer, { at }),
  );
}

/* A drill that was planned by name alone: drawn and sealed now. */
/** @type {(props: { drill: DrillRow }) => ReactElement} */
function Seal({ drill }) {
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  const send = async () => {
    if (sending) return;
    setSending(true);
    const answer = await post(`/api/v1/drills/${drill.id}/seal`, {});
    setSending(false);
    setFailed(answer.ok ? null : answer.problem ?? null);
  };
  return h(
    "div",
    null,
    h("p", { className: "aside" }, say("drills.not_sealed")),
    h("button", {
      type: "button",
      className: "act strong",
      "aria-disabled": sending || undefined,
      onClick: send,
    }, sending ? `● ${say("drills.drawing")}` : say("drills.draw_and_seal")),
    h(DoorProblem, { problem: failed }),
  );
}

/** @type {(props: { drill: DrillRow }) => ReactElement} */
function Detail({ drill }) {
  const officer = drill.safety_officer ? named(drill.safety_officer) : null;
  return h(
    React.Fragment,
    null,
    head(drill.id, phaseWord(drill)),
    h("h3", { className: "drill-name" }, text(drill.name)),
    h(Told, {
      rows: [
        [say("drills.planned"), `${moment(drill.planned_at)} · ${named(drill.planned_by)}`],
        [
          say("drills.kind"),
          [
            say(drill.unannounced ? "drills.unannounced" : "drills.announced"),
            say(drill.in_plant ? "drills.in_plant" : "drills.not_in_plant"),
          ].join(" · "),
        ],
        officer ? [say("drills.officer"), officer] : null,
        drill.generator ? [say("drills.generator"), drill.generator] : null,
        drill.commitment ? [say("drills.seal"), h(Commitment, { value: drill.commitment })] : null,
        drill.started_at ? [say("drills.started"), moment(drill.started_at)] : null,
        drill.ended_at
          ? [
            say("drills.ended"),
            `${moment(drill.ended_at)} · ${
              span(drill.ended_at - (drill.started_at ?? drill.ended_at))
            }`,
          ]
          : null,
        drill.lacks ? [say("drills.lacks"), h(Counts, { lacks: drill.lacks })] : null,
      ],
    }),
    drill.phase === "sealed" || drill.phase === "planned" ? h(ChooseCast, { drill }) : null,
    drill.phase === "sealed" && may("drill.start") ? h(Start, { drill }) : null,
    drill.phase === "planned" && may("drill.seal") ? h(Seal, { drill }) : null,
    drill.phase === "ended" ? h(DrillOver, { drill }) : null,
  );
}

/** @type {(props: { drills: DrillRow[] }) => ReactElement} */
export function DrillList({ drills }) {
  const [chosen, choose] = useAddress("drill");
  const [surprising, surprise] = useState(false);
  const [scenario, chooseScenario] = useAddress("scenario");
  const [composing, compose] = useState(false);
  const [editing, edit] = useState(/** @type {EditStart | null} */ (null));
  const [times, again] = useState(0);
  const library = useAsked("/api/v1/scenarios", times).got;
  /** @type {ScenarioShown[] | null} */
  const scenarios = library && library.scenarios;
  const previewed = scenarios && scenarios.find((one) => one.id === scenario);
  const shown = drills.find((one) => one.id === chosen) || drills[0];
  const last = drills.find((one) => one.safety_officer)?.safety_officer;
  const owns = (scenarios || []).filter((one) => one.own && one.drawable).length;
  const { got } = useAsked(
    "/api/v1/drills",
    drills.map((one) => one.id + one.phase + (one.lacks || []).length).join(" "),
  );
  /** @type {(id: string) => void} */
  const made = (id) => {
    surprise(false);
    compose(false);
    address.write({ drill: id, scenario: "" });
  };
  /** @type {(event: ReactKeyEvent, n: number) => void} */
  const step = (event, n) => {
    const move = [-1, 1][["ArrowUp", "ArrowDown"].indexOf(event.key)];
    if (!move || !drills[n + move]) return;
    event.preventDefault();
    choose(drills[n + move].id);
    const beside = event.currentTarget.parentElement?.children[n + move];
    if (beside instanceof HTMLElement) beside.focus();
  };
  useEffect(() => {
    if (chosen && shown && shown.id !== chosen) choose("");
  }, [chosen, shown && shown.id]);
  /** @type {(id: string) => void} */
  const saved = (id) => {
    edit(null);
    again((n) => n + 1);
    address.write({ drill: "", scenario: id });
  };
  if (editing) {
    return h(ScenarioEditor, {
      key: editing.id,
      start: editing,
      saved,
      close: () => edit(null),
    });
  }
  return h(
    "div",
    { className: "drills-quiet" },
    h(
      "section",
      { className: "panel drill-list-panel" },
      head(say("drills.title"), say("drills.count", { n: drills.length })),
      h(Legal, { legal: got && got.legal, drills }),
      may("drill.plan")
        ? (surprising ? h(Surprise, { close: () => surprise(false), made, last, owns }) : h(
          "p",
          null,
          h("button", {
            type: "button",
            className: "act strong surprise-me",
            onClick: () => surprise(true),
          }, say("drills.surprise")),
        ))
        : null,
      drills.length ? null : none(say("drills.none")),
      h(
        "div",
        { className: "drill-list" },
        drills.map((drill, n) =>
          h(
            "button",
            {
              key: drill.id,
              type: "button",
              className: "drill-row",
              "data-drill": drill.id,
              "data-phase": drill.phase,
              "aria-pressed": Boolean(!previewed && shown && shown.id === drill.id),
              onClick: () => address.write({ drill: drill.id, scenario: "" }),
              onKeyDown: (/** @type {ReactKeyEvent} */ event) => step(event, n),
            },
            sign((drill.lacks || []).length ? "warn" : KINDS[drill.phase] || "plain"),
            h("b", null, text(drill.name)),
            h("span", null, `${drill.id} · ${phaseWord(drill)}`),
            h("time", null, day(drill.started_at || drill.planned_at)),
          )
        ),
      ),
      h(DrillYear, { changed: drills.map((one) => one.id + one.phase).join(" ") }),
      h(ScenarioList, {
        scenarios,
        chosen: scenario,
        choose: (/** @type {string} */ id) => (compose(false), chooseScenario(id)),
      }),
      h(RetiredScenarios, { retired: library && library.retired, edit }),
    ),
    previewed
      ? h(
        "section",
        { className: "panel drill-detail-panel", key: previewed.id },
        h(
          ScenarioPreview,
          { scenario: previewed },
          composing
            ? h(Surprise, { close: () => compose(false), made, last, scenario: previewed.id })
            : h(ScenarioHands, {
              scenario: previewed,
              compose: () => compose(true),
              edit,
              gone: () => (again((n) => n + 1), chooseScenario("")),
            }),
        ),
      )
      : shown
      ? h(
        "section",
        { className: "panel drill-detail-panel", key: shown.id },
        h(Detail, { drill: shown }),
      )
      : h(
        "section",
        { className: "panel first-drill-panel" },
        h(FirstDrill, { scenario: (scenarios || []).find((one) => !one.lacking.length) }),
      ),
  );
}
