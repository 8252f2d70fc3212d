/* How much the source loses, in m³/min: what its tank's level tells now, and what the vapour's model goes
   by, which is the loss that the alarm was raised with. They may differ, so each is said by its name. */

import { isStale } from "./levels.js";
import { number, say } from "../base/words.js";
import { site } from "../live/plant.js";

/* What is measured is net of what is pumped (domain/alarms/net_loss.py). */
export const readLoss = (incident, levels, now) => {
  const vessel = site().by.tanks[(incident.source || {}).tank];
  const row = vessel && levels[vessel.level];
  const lost = row && !isStale(site().by.tags[vessel.level], row, now) && row.loss_m3_min;
  const plume = levels[`plume:${incident.id}`];
  return {
    measured: lost ? number(lost, 2) : null,
    model: plume && plume.leaking ? number(plume.loss_m3_min, 2) : null,
  };
};

/* The fullest first, each as one sentence; none where neither is known. */
export const lossWords = ({ measured, model }) => {
  if (measured && model) {
    return /** @type {Sayable[]} */ (["source.loss_both", "source.loss_both_short"]).map((key) =>
      say(key, { measured, model })
    );
  }
  if (measured) return [say("source.loss_measured", { measured })];
  return model ? [say("source.loss_model", { model })] : [];
};
