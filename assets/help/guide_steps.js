/* The guided tour through the demonstration's night, as data: what each step points at (`at`, on
   the page `on`), and when it has happened (`when`, by the board's rows, or by the server's
   answer to this user); without `when` it is only read. Its words are `guide.NAME` and
   `guide.NAME_do`. The user performs every step but the first. It takes some
   seven minutes: it waits only for the first gas alarm, some twenty seconds after the leak. */

import { guideDid } from "./guide_deeds.js";
import { readGaps } from "../command/readiness.js";
import { board } from "../live/live_board.js";
import { clock } from "../live/server_clock.js";
import { commands, openIncidents } from "../shared/incidents.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */

/** @typedef {{
 *   name: string,
 *   on: string | (() => string | null),
 *   at: () => string | null,
 *   else?: string,
 *   when?: () => boolean,
 *   said?: () => Record<string, string>,
 * }} GuideStep */

const facts = () => Object.values(board.kind("ticker", ""));
/** @type {(kind: string) => boolean} */
const told = (kind) => facts().some((fact) => fact.kind === kind);
/** @type {() => IncidentRow | undefined} */
const incident = () => openIncidents(board.kind("incident", ""))[0];
const out = () => Object.keys(board.kind("resources", "dispatch:")).length > 0;
/** @type {(one: IncidentRow | undefined) => boolean} */
const mine = (one) => Boolean(one && commands(one));

/* The plan's step whose team nobody here may send: the gap that the board knew before tonight. */
/** @type {() => string | null} */
function beyond() {
  const gap = readGaps(board.rows("readiness"), clock.now()).find((one) => one.team);
  return gap?.team ? `.step-row[data-mobilises="${CSS.escape(gap.team)}"]` : null;
}

/* The newest directive of a plan's step that nobody has acknowledged; before there is one, the first step of the plan
   that can be issued, with its button. */
function toAcknowledge() {
  const [newest] = Object.values(board.kind("directives", ""))
    .filter((one) => one.state === "issued" && one.step !== null)
    .sort((a, b) => b.issued_at - a.issued_at);
  return newest
    ? `.directive-row[data-directive="${CSS.escape(newest.id)}"]`
    : ".step-row:has(.act)";
}

/* Is no gap of this kind open? One that is bridged by an interim measure is not open. */
/** @type {(form: string) => boolean} */
const noneOpen = (form) =>
  readGaps(board.rows("readiness"), clock.now()).every((gap) =>
    gap.interim !== null || !gap.key.startsWith(form)
  );

/** @type {GuideStep[]} */
export const guideSteps = [
  {
    name: "leak",
    on: "/command",
    at: () => ".leak",
    when: () => told("simulation.leak_asked") || Boolean(incident()),
  },
  { name: "known", on: "/command", at: () => ".calm-gaps" },
  {
    name: "incident",
    on: "/command",
    at: () => (incident() ? ".held" : ".alarm-row:has(.state.urgent)"),
    else: "#panel-alarms-desk",
    when: () => mine(incident()),
  },
  { name: "kit", on: "/command", at: () => "#panel-kits", when: out },
  {
    name: "authority",
    on: "/command",
    at: () => (told("authority.refused") ? ".authority" : beyond()),
    else: ".authority",
    when: () => told("authority.refused") || Boolean(incident()?.authority_refused),
  },
  {
    name: "keys",
    on: "/command",
    at: toAcknowledge,
    else: "#panel-directives-desk",
    when: () => guideDid("acknowledged"),
  },
  { name: "close", on: "/command", at: () => ".closing", when: () => guideDid("close_refused") },
  { name: "wall", on: "/", at: () => ".strip" },
  { name: "mend", on: "/readiness", at: () => ".gaps-desk" },
  {
    name: "mend_authority",
    on: "/readiness",
    at: () => '.gap-row[data-gap^="authority:"]',
    else: ".delegations",
    when: () => noneOpen("authority:"),
  },
  {
    name: "mend_kit",
    on: "/readiness",
    at: () => '.gap-row[data-gap^="kit:"]',
    else: ".gaps-desk",
    when: () => Object.values(board.kind("readiness", "kit:")).every((one) => !one.locked.length),
  },
  {
    name: "mend_numbers",
    on: "/readiness",
    at: () => '.gap-row:is([data-gap="contacts"], [data-gap="channels"])',
    else: ".gaps-desk",
    when: () => noneOpen("contacts") && noneOpen("channels"),
  },
  {
    name: "mend_pool",
    on: "/readiness",
    at: () => '.gap-row:is([data-gap^="pool:"], [data-gap^="limits:"])',
    else: ".gaps-desk",
    when: () => noneOpen("pool:") && noneOpen("limits:"),
  },
];
