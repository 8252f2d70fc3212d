/* The answers that only some hazards ask for, put into words (domain/incidents/wall/questions.py). */

import { alarmShort } from "../alarms/alarms.js";
import { verdictAt } from "../base/turns.js";
import { age, listed, number, say, span } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { airNames, airWays } from "../shared/on_air.js";

/** @import { HazardAnswer, IncidentRow } from "../types/rows.d.ts" */
/** @import { IncidentAnswer, Ways } from "./answers.js" */

/** What stands in big letters and below it.
 * @typedef {{big: string | string[], lines: Ways[], ahead?: boolean}} Told
 */
/** @typedef {(answer: HazardAnswer, code: string, incident: IncidentRow, now: number) => Told} Worded */

const NEVER = Number.MAX_SAFE_INTEGER;
/** @type {(ids: string[]) => string} */
const names = (ids) => listed(ids.map((id) => named(id)));

/** @type {Worded} */
const casualty = ({ about, n, at }, code, _, now) => ({
  big: say(/** @type {Sayable} */ (`casualty.${code}`), { n }),
  lines: [names(about), at === null ? "" : say("casualty.since", { span: span(now - at) })],
});

/** @type {Worded} */
function entry(_answer, _code, { entry: board }, now) {
  const ready = say("entry.big_ready", { ready: board.ready.length, needed: board.needed });
  if (!board.in.length) return { big: ready, lines: [say("entry.none")] };
  return { big: airWays(board, now), lines: [airNames(board, now), ready], ahead: true };
}

/* The last value of each place, what is above its limit first. */
/** @type {Worded} */
const gas = ({ about, n }, code, { gas: places }, now) => ({
  big: say(/** @type {Sayable} */ (`hazard_gas.${code}`), { n }),
  lines: places.length
    ? places.slice().sort((a, b) => Number(a.below) - Number(b.below)).slice(0, 2).map((one) =>
      say("hazard_gas.at", {
        value: number(one.value, 1),
        unit: one.unit,
        place: named(one.place),
        age: age(now - one.at),
      })
    )
    : [code === "alarm" ? listed(about) : say("hazard_gas.nobody_in")],
});

/** @type {Worded} */
function medics({ about, at }, code, _, now) {
  const [unit] = named(about[0]).split(/[（(]/).map((word) => word.trim());
  const big = say(/** @type {Sayable} */ (`medics.${code}`), { unit });
  if (at === null) return { big, lines: [] };
  const left = code === "to_call"
    ? say("medics.left", { span: span(at - now) })
    : code === "late"
    ? say("medics.over", { span: span(now - at) })
    : say("medics.since", { unit, span: span(now - at) });
  return { big, lines: [left] };
}

/** @type {Worded} */
const foam = ({ about, n }, code) => ({
  big: say(/** @type {Sayable} */ (`foam.${code}`), {
    n: number(n, 0),
    unit: about.length ? site().by.resources[about[0]].unit : "",
  }),
  lines: [names(about), say("foam.detail")],
});

/** @type {Worded} */
const exposure = ({ about, n }, code, { hot_zone_m }) => ({
  big: say(/** @type {Sayable} */ (`exposure.${code}`), { n }),
  lines: [listed(about), say("exposure.within", { n: number(hot_zone_m, 0) })],
});

/** @type {Worded} */
const dark = ({ about, n, at }, code, _, now) => ({
  big: say(/** @type {Sayable} */ (`dark.${code}`), { n }),
  lines: [
    listed(about.map((tag) => alarmShort({ tag, condition: "STALE" }))),
    at === null ? "" : say("dark.since", { span: span(now - at) }),
  ],
});

/** @type {Partial<Record<HazardAnswer["question"], Worded>>} */
const WORDED = { casualty, entry, gas, medics, foam, exposure, dark };

/* The answer of an incident to one of these questions; null where its hazard does not ask it. */
/** @type {(incident: IncidentRow, question: HazardAnswer["question"], now: number) => IncidentAnswer | null} */
export const readHazard = (incident, question, now) => {
  const answer = incident.answers.hazard.find((one) => one.question === question);
  const worded = WORDED[question];
  if (!answer || !worded) return null;
  const { kind, code } = verdictAt(answer.turns, now);
  const { big, lines, ahead } = worded(answer, code, incident, now);
  const brief = [big].flat();
  return { kind, big, lines, first: 0, brief, weight: [0, answer.at ?? NEVER], ahead };
};
