/* The directives of the incident with every action for each, from the keyboard too. The field
   uses radios: the radio log keeper enters the words of the person in the field. */

import { RadioEntry } from "./radio_entry.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say, time } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { rowKeys } from "../hands/keys.js";
import { Reason } from "../hands/reason.js";
import { keyOf } from "../hands/shortcuts.js";
import { named } from "../live/plant.js";
import { panel, useKept, useKind, useSecond } from "../live/react_panels.js";
import { Attached } from "../shared/brought.js";
import { chooseIncident, spokenFor, useCurrent } from "../shared/current.js";
import {
  disputeLine,
  liveDirectives,
  readDirective,
  recipientOf,
  stateOf,
  tellNoneOpen,
  tellOpen,
  tellRest,
} from "../shared/directives.js";
import { recipientSteps } from "../shared/directive_steps.js";
import { useLongList } from "../shared/long_list.js";
import { ReachLine } from "../shared/reach_line.js";

const STEP = 25; /* per cent for each P */

/** @import { DirectiveRow } from "../types/rows.d.ts" */

/** What a command says of a directive.
 * @typedef {object} SaidOfDirective
 * @property {string} directive
 * @property {"radio"} [via]
 * @property {string} [speaker]
 * @property {number} [at]
 * @property {string} [note]
 * @property {number | null} [percent]
 *
 * @typedef {[kind: CommandKind, word: Sayable, data: SaidOfDirective, strong?: string, params?: Record<string, unknown>]} Choice
 */

/** @typedef {ReturnType<typeof readDirective> & {ended?: boolean}} Reading */

/* What is said of it by a click: by its recipient's own, or their word by radio. */
/** @type {(d: DirectiveRow) => SaidOfDirective} */
const saidOf = (
  d,
) => /** @type {SaidOfDirective} */ (Object.assign({ directive: d.id }, spokenFor(d.to.person)));

/* What may follow each state; its key is in the registry. */
/** @type {(d: DirectiveRow) => Choice[]} */
function possible(d) {
  const id = { directive: d.id };
  const spoken = saidOf(d);
  const on = Math.min(100, (d.progress || 0) + STEP);
  /** @type {Choice[]} */
  const acts = recipientSteps(d.state).map(([kind, word, strong]) =>
    kind === "directive.progress"
      ? [kind, word, Object.assign({ percent: on }, spoken), strong, { n: on }]
      : [kind, word, spoken, strong]
  );
  if (d.state === "done" && !d.disputed.length) {
    acts.unshift(["directive.verify", "command.verify", id, "strong"]);
  }
  return acts.filter(([kind]) => may(kind));
}

/* What a radio entry may say of it, the likeliest first; nothing where nothing may follow. */
/** @type {(acts: Choice[]) => Choice[]} */
function entries(acts) {
  const first = ["directive.progress", "directive.start"];
  return acts.slice().sort((a, b) => Number(first.includes(b[0])) - Number(first.includes(a[0])));
}

/* What needs a reason. */
/** @type {(d: DirectiveRow) => Choice[]} */
function reasoned(d) {
  const id = { directive: d.id };
  const spoken = saidOf(d);
  /** @type {Choice[]} */
  const acts = [];
  if (["issued", "acknowledged", "in_progress"].includes(d.state)) {
    acts.push(["directive.refuse", "command.refuse", spoken]);
  }
  if (d.disputed.length) acts.push(["directive.verify", "dispute.accept", id]);
  if (d.state === "done") acts.push(["directive.return", "command.return", id]);
  if (d.live) {
    acts.push(["directive.withdraw", "command.withdraw", id]);
  }
  return acts.filter(([kind]) => may(kind));
}

/** @type {(d: DirectiveRow) => string} */
function marks(d) {
  const words = [];
  if (disputeLine(d)) words.push(disputeLine(d));
  if (d.acknowledged_by && d.acknowledged_by !== d.to.person) {
    words.push(say("directive.taken_by", { who: named(d.acknowledged_by) }));
  }
  if (d.supersedes) words.push(say("directive.supersedes", { what: d.supersedes }));
  if (d.ack_late) words.push(say("directive.ack_late"));
  if (d.conflict) words.push(say("directive.conflict"));
  if (d.reason) words.push(text(d.reason));
  if (d.note) words.push(text(d.note));
  if (d.evidence) words.push(say("directive.evidence", { what: d.evidence }));
  return words.join(" · ");
}

/* The only part of a row that changes each second; one that ended has none. */
/** @type {(props: {reading: Reading}) => ReactElement} */
function Clock({ reading }) {
  const now = useSecond();
  const { kind, clock } = reading.ended ? reading : readDirective(reading.directive, now);
  const by = say("directive.ack_by", { at: time(reading.directive.ack_by) });
  return h("div", { className: `clock ${kind}`, title: by }, clock);
}

/* Of two hundred rows only those are made again whose directive, sign or number changed. */
/** @typedef {{reading: Reading, sought: boolean, hidden: boolean}} RowProps */

/** @type {(a: RowProps, b: RowProps) => boolean} */
const same = (a, b) =>
  a.hidden === b.hidden && a.sought === b.sought &&
  a.reading.directive === b.reading.directive && a.reading.kind === b.reading.kind &&
  a.reading.ended === b.reading.ended;

const Row = React.memo(function Row(/** @type {RowProps} */ { reading, sought, hidden }) {
  const d = reading.directive;
  const at = `directive:${d.id}`;
  const [asking, ask] = React.useState(/** @type {Choice | null} */ (null));
  const [telling, tell] = React.useState(false);
  const row = React.useRef(/** @type {HTMLElement | null} */ (null));
  React.useEffect(() => {
    if (sought) row.current?.focus();
  }, [sought]);
  const acts = possible(d);
  /** @type {Record<string, () => void>} */
  const letters = {};
  /** @type {(name: string, act: () => void) => void} */
  const letter = (name, act) => {
    const key = keyOf(name);
    if (key) letters[key] = act;
  };
  for (const [kind, , data] of acts) letter(kind, () => commandQueue.send(kind, data, at));
  if (acts.length) letter("directive.tell", () => tell(true));
  const keys = rowKeys(letters, "directive");
  const told = () => {
    tell(false);
    row.current?.focus(); /* the next key is for this row again */
  };

  return h(
    "div",
    {
      className: `directive-row ${d.state} ${sought ? "sought" : ""}`,
      ref: row,
      hidden,
      tabIndex: 0,
      "data-directive": d.id,
      "data-number": d.number,
      onKeyDown: keys,
      "aria-label": `${text(d.text)}, ${stateOf(d)}`,
    },
    h(
      "span",
      { className: "numbered" },
      sign(reading.kind),
      h("kbd", { "aria-hidden": true }, d.number),
    ),
    h(
      "div",
      { className: "what" },
      h("b", null, text(d.text)),
      h("span", null, recipientOf(d)),
      marks(d) ? h("span", { className: "marks" }, marks(d)) : null,
      h(Attached, { attached: d.attached }),
    ),
    h("div", { className: `state ${reading.kind}` }, stateOf(d)),
    h(Clock, { reading }),
    h(
      "div",
      { className: "actions" },
      acts.map(([kind, word, data, strong, params]) =>
        h(Act, {
          key: kind,
          kind,
          data,
          at,
          label: say(word, params),
          strong,
          title: data.speaker ? say("command.by_radio", { name: text(d.to.name) }) : undefined,
        })
      ),
      acts.length
        ? h("button", {
          type: "button",
          className: "act faint",
          title: say("command.more_about"),
          "aria-label": say("command.more_about"),
          "aria-expanded": telling,
          onClick: () => tell(!telling),
        }, say("command.more"))
        : null,
      reasoned(d).map((act) =>
        h("button", {
          type: "button",
          key: act[0],
          className: "act faint",
          onClick: () => ask(act),
        }, say(act[1]))
      ),
    ),
    reading.ended ? null : h(ReachLine, { directive: d }),
    h(
      "div",
      { className: "progress" },
      h("i", {
        className: reading.kind,
        style: { width: `${d.state === "done" ? 100 : d.progress || 0}%` },
      }),
    ),
    telling && acts.length
      ? h(RadioEntry, {
        acts: entries(acts),
        percent: Math.min(100, (d.progress || 0) + STEP),
        cancel: told,
        send: (/** @type {CommandKind} */ kind, /** @type {SaidOfDirective} */ data) => {
          commandQueue.send(kind, data, at);
          told();
        },
      })
      : null,
    asking
      ? h(Reason, {
        kind: asking[0],
        act: say(asking[1]),
        label: `${say(asking[1])}: ${say("command.reason")}`,
        onCancel: () => ask(null),
        onSend: (/** @type {string} */ reason) => {
          commandQueue.send(asking[0], Object.assign({ reason }, asking[2]), at);
          ask(null);
        },
      })
      : null,
    h(Answer, { at }),
  );
}, same);

/* The directive that the address names (`/command#DIR-3`): shown though it ended, and the keys are for it. */
function useSought() {
  const [hash, set] = React.useState(location.hash);
  React.useEffect(() => {
    const look = () => set(location.hash);
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return (/** @type {DirectiveRow} */ d) => hash === `#${encodeURIComponent(d.id)}`;
}

panel("directives_desk", function DirectivesDesk(/** @type {{children?: unknown}} */ { children }) {
  const { incident, of } = useCurrent();
  const now = useSecond();
  const rows = useKind("directives", "");
  const [ended, setEnded] = useKept("command.ended", "");
  /** @type {Reading[]} */
  const live = incident ? liveDirectives(rows, now, incident.id) : [];
  const shownIds = new Set(live.map((r) => r.directive.id));
  const sought = useSought();
  const led = Object.values(rows).find(sought);
  React.useEffect(() => {
    if (led) chooseIncident(led.incident); /* who came for a directive is at work on its incident */
  }, [led && led.id]);
  /** @type {Reading[]} */
  const over = incident
    ? Object.values(rows).filter((d) =>
      d.incident === incident.id && !shownIds.has(d.id) && (ended || sought(d))
    ).map((d) =>
      Object.assign(readDirective(d, now), {
        kind: d.state === "verified" ? "good" : "plain",
        clock: "",
        ended: true,
      })
    )
    : [];
  const listed = useLongList("directives", [...live, ...over], {
    idOf: ({ directive }) => directive.id,
    kindOf: ({ kind }) => kind,
    sought: ({ directive }) => sought(directive),
    draw: (reading, hidden) =>
      h(Row, {
        key: reading.directive.id,
        reading,
        sought: sought(reading.directive),
        hidden,
      }),
    tell: (rest) => tellRest(rest),
  });
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "head-row" },
      head(
        of(say("command.directives")),
        tellOpen(live),
      ),
      h(
        "label",
        { className: "inline" },
        h("input", {
          type: "checkbox",
          checked: Boolean(ended),
          onChange: (/** @type {{target: HTMLInputElement}} */ e) =>
            setEnded(e.target.checked ? "1" : ""),
        }),
        h("span", null, say("command.show_ended")),
      ),
    ),
    live.length || over.length
      ? h("p", { className: "keys" }, say("command.keys"))
      : none(tellNoneOpen(rows, incident ? [incident] : [])),
    h("div", { className: "directive-list" }, listed),
    children,
  );
});
