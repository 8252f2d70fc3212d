/* The source's loss in m³/min: by the current level of its tank, and as used by the vapour model,
   which is the loss that raised the alarm. They may differ, so each is labelled. */

import { isStale } from "./levels.js";
import { number, say } from "../base/words.js";
import { site } from "../live/plant.js";
import { rowsOfKind } from "../live/row_kinds.js";

/** @import { IncidentRow, LevelRow, PlumeRow, Row as RowOf } from "../types/rows.d.ts" */
/** @import { Tag, Vessel } from "./levels.js" */

/** Both in m³/min and in words; null where it is not known or nothing is lost.
 * @typedef {{measured: string | null, model: string | null}} Loss
 */

/* What is measured is net of what is pumped (domain/alarms/loss.py). `rows`: all of the topic levels,
   of tags and of plumes. */
/** @type {(incident: Pick<IncidentRow, "id" | "source">, rows: Record<string, RowOf<"levels">>, now: number) => Loss} */
export const readLoss = (incident, rows, now) => {
  const { tank } = incident.source;
  const vessel = tank ? /** @type {Vessel | undefined} */ (site().by.tanks[tank]) : undefined;
  /** @type {LevelRow | undefined} */
  const row = vessel && rowsOfKind("levels", "", rows)[vessel.level];
  const tag = vessel && /** @type {Tag} */ (site().by.tags[vessel.level]);
  const lost = tag && row && !isStale(tag, row, now) && row.loss_m3_min;
  /** @type {PlumeRow | undefined} */
  const plume = rowsOfKind("levels", "plume:", rows)[`plume:${incident.id}`];
  return {
    measured: lost ? number(lost, 2) : null,
    model: plume && plume.leaking ? number(plume.loss_m3_min, 2) : null,
  };
};

/* The fullest first, each as one sentence; none where neither is known. */
/** @type {(loss: Loss) => string[]} */
export const lossWords = ({ measured, model }) => {
  if (measured && model) {
    return /** @type {Sayable[]} */ (["source.loss_both", "source.loss_both_short"]).map((key) =>
      say(key, { measured, model })
    );
  }
  if (measured) return [say("source.loss_measured", { measured })];
  return model ? [say("source.loss_model", { model })] : [];
};
