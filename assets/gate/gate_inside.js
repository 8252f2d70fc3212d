/* How many people are inside, by which gates, where gates and shift list disagree, and areas
   against their limit. */

import { h } from "../base/element.js";
import { head, line, none } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { age, say } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useKind, useSecond } from "../live/react_panels.js";
import { onSiteWords } from "../shared/on_site.js";

/** @import { GateRow, InsideRow, WhoInsideRow, ZoneRow } from "../types/rows.d.ts" */

panel("gate_inside", function GateInside() {
  /** @type {InsideRow | undefined} */
  const count = useKind("people", "inside").inside;
  /** @type {GateRow[]} */
  const gates = Object.values(useKind("people", "gate:"));
  /** @type {ZoneRow[]} */
  const zones = Object.values(useKind("people", "zone:"));
  /** @type {WhoInsideRow[]} */
  const who = Object.values(useKind("people", "inside:"));
  const now = useSecond();
  const disputed = who.filter((row) => row.disagreement !== null);
  const barred = who.filter((row) => row.barred !== null);
  return h(
    React.Fragment,
    null,
    head(say("gate.inside"), onSiteWords(null, count, now)),
    count
      ? h(
        "p",
        { className: "parts" },
        say("gate.parts", { people: count.people, visitors: count.visitors, cards: count.cards }),
        count.never_passed || count.left_by_gate
          ? ` · ${say("gate.shift_parts", { never: count.never_passed, left: count.left_by_gate })}`
          : "",
      )
      : none(say("gate.no_gates")),
    gates.flatMap((gate) =>
      gate.readers.map((reader) => {
        const turn = verdictAt(reader.turns, now);
        return line(
          `${gate.gate}:${reader.reader}`,
          turn.kind,
          named(gate.gate),
          reader.reader,
          reader.heard_at === null
            ? say("gate.reader.never")
            : say(`gate.reader.${turn.code}`, { age: age(now - reader.heard_at) }),
        );
      })
    ),
    zones.map((zone) => {
      const turn = verdictAt(zone.turns, now);
      return line(
        `zone:${zone.area}`,
        turn.kind,
        named(zone.area),
        zone.limit === null
          ? say("gate.zone", { n: zone.n })
          : say("gate.zone_of", { n: zone.n, limit: zone.limit }),
        turn.code === "over" ? say("gate.zone_over") : "",
      );
    }),
    barred.length ? h("h3", null, say("gate.barred")) : null,
    barred.map((row) =>
      line(
        `barred:${row.who}`,
        "urgent",
        named(row.who),
        say("gate.presence.barred"),
        row.gate ? named(row.gate) : "",
      )
    ),
    disputed.length ? h("h3", null, say("gate.disagree")) : null,
    disputed.map((row) =>
      line(
        `who:${row.who}`,
        "note",
        named(row.who),
        say(`gate.presence.${row.inside ? row.disagreement : "left"}`),
        row.gate ? named(row.gate) : "",
      )
    ),
  );
});
