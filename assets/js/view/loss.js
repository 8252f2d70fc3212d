/* How much the source loses, in m³/min: what its tank's level tells now, and what the vapour's model goes
   by, which is the loss that the alarm was raised with. They may differ, so each is said by its name. */
(function (center) {
  "use strict";

  center.readLoss = (incident, levels, now) => {
    const vessel = center.site().by.tanks[(incident.source || {}).tank];
    const row = vessel && levels[vessel.level];
    const rate = row && !center.isStale(center.site().by.tags[vessel.level], row, now) ? row.rate_per_min : null; /* an old rate is none */
    const plume = levels[`plume:${incident.id}`];
    return {
      measured: rate && rate < 0 ? center.number(-rate * vessel.m3_per_m, 2) : null,
      model: plume && plume.leaking ? center.number(plume.loss_m3_min, 2) : null,
    };
  };

  /* The fullest first, each as one sentence; none where neither is known. */
  center.lossWords = ({ measured, model }) => {
    if (measured && model) return /** @type {Sayable[]} */ (["source.loss_both", "source.loss_both_short"]).map((key) => center.say(key, { measured, model }));
    if (measured) return [center.say("source.loss_measured", { measured })];
    return model ? [center.say("source.loss_model", { model })] : [];
  };
})((window.center = window.center || {}));
