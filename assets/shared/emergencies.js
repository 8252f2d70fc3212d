/* What a person who cannot see the screen must hear at once: an emergency alarm nobody has
   acknowledged, an open incident, somebody missing, somebody inside past the minute to turn back. Each has
   a key by which it is known again. In an exercise each bears its mark, but a call for help, which is real. */

import { isLost, openIncidents } from "./incidents.js";
import { placeOfSos, readSos } from "./sos.js";
import { alarmName } from "../alarms/alarms.js";
import { marked } from "../base/csv.js";
import { verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";

/** @import { AlarmRow, IncidentRow, PersonRow, SosRow } from "../types/rows.d.ts" */

/** @type {(key: Sayable, given: Record<string, unknown>) => string} */
const told = (key, given) => marked(say(key, given));

/* {key: sentence} of the emergencies on the board. `calls` are those for help, which are reality's. */
/** @type {(alarms: Record<string, AlarmRow>, incidents: Record<string, IncidentRow>,
 *   people: Record<string, PersonRow>, calls: Record<string, SosRow>, now: number) => Record<string, string>} */
export const readEmergencies = (alarms, incidents, people, calls, now) => {
  /** @type {Record<string, string>} */
  const heard = {};
  for (const alarm of Object.values(alarms)) {
    if (!alarm.calls) continue;
    heard[`alarm ${alarm.id}`] = told("heard.alarm", { what: alarmName(alarm) });
  }
  for (const incident of openIncidents(incidents)) {
    heard[`incident ${incident.id}`] = told("heard.incident", { what: incident.title });
    for (const one of incident.entry.in) {
      if (verdictAt(one.turns, now).code === "overdue") {
        heard[`inside ${incident.id} ${one.person} ${one.at}`] = told("heard.inside", {
          who: one.name,
        });
      }
    }
  }
  for (const call of readSos(calls)) {
    heard[`sos ${call.sos} ${call.at}`] = say("heard.sos", {
      who: call.of,
      where: placeOfSos(call),
    });
  }
  for (const person of Object.values(people)) {
    if (!isLost(person)) continue;
    heard[`missing ${person.person}`] = told("heard.missing", { who: person.name });
  }
  return heard;
};

/* What is new to who knew `known` (keys): [[key, sentence]]; who knew nothing yet hears nothing,
   as what stands when the page is opened is on the page. */
/** @type {<T>(known: string[] | null, heard: Record<string, T>) => [key: string, told: T][]} */
export const newTo = (known, heard) =>
  known === null ? [] : Object.entries(heard).filter(([key]) => !known.includes(key));
