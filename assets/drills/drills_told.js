/* What everybody may know of drills: when the next one is due, the year's windows, finished
   drills, and one's own times in them. */

import { Counts } from "./drill_parts.js";
import { Legal } from "./drill_list.js";
import { DrillYear } from "./drill_year.js";
import { useDrills } from "./drills.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { day, say, span } from "../base/words.js";
import { named } from "../live/plant.js";
import { panel, useReady } from "../live/react_panels.js";
import { rowKind, rowMeasure, targetWord, timingRowName } from "../reviews/review.js";
import { useAsked } from "../shared/drill_doors.js";

/** @import { DrillRow } from "../types/rows.d.ts" */
/** @import { OwnDrill, OwnTimes } from "../declared/review_answers.d.ts" */

/* A reader's own times in a drill, each beside its target. */
/** @type {(props: { own: OwnDrill | undefined }) => ReactElement | null} */
function Times({ own }) {
  if (!own) return null;
  return h(
    "ul",
    { className: "own-times" },
    own.times.map((row, n) => {
      const kind = rowKind(row);
      return h(
        "li",
        { key: n, "data-row": row.row },
        h("span", null, timingRowName(row)),
        h("b", { className: kind }, kind === "plain" ? "" : sign(kind), " ", rowMeasure(row)),
        h("small", null, targetWord(row)),
      );
    }),
  );
}

/** @type {(props: { drill: DrillRow, own: OwnDrill | undefined }) => ReactElement} */
function Past({ drill, own }) {
  const { started_at: began, ended_at: ended } = drill;
  return h(
    "article",
    { className: "past-drill", "data-drill": drill.id },
    h(
      "h3",
      null,
      h("a", { href: `/reviews/${encodeURIComponent(drill.id)}` }, text(drill.name)),
    ),
    h(
      "p",
      { className: "aside" },
      [
        drill.id,
        began ? day(began) : "",
        began && ended ? span(ended - began) : "",
        own && own.commanded ? say("drills.you_commanded") : "",
      ].filter(Boolean).join(" · "),
    ),
    drill.lacks ? h(Counts, { lacks: drill.lacks }) : null,
    h(Times, { own }),
  );
}

panel("drills_told", function DrillsTold({ children }) {
  const drills = useDrills();
  const ready = useReady();
  const past = drills.filter((one) => one.phase === "ended");
  const moved = past.map((one) => one.id + (one.lacks || []).length).join(" ");
  const { got } = useAsked("/api/v1/drills", moved);
  /** @type {{ got: OwnTimes | null }} */
  const { got: own } = useAsked("/api/v1/reviews/own", moved);
  if (!ready) return children;
  return h(
    "div",
    { className: "drills-told" },
    h(
      "section",
      { className: "panel" },
      head(say("drills.next_duty"), ""),
      h(Legal, { legal: got && got.legal, drills }),
      h(DrillYear, { changed: moved }),
    ),
    h(
      "section",
      { className: "panel past-drills" },
      head(
        say("drills.past"),
        page.person ? say("drills.own_times_of", { who: named(page.person) }) : "",
      ),
      past.length
        ? past.map((drill) =>
          h(Past, {
            key: drill.id,
            drill,
            own: own?.drills.find((one) => one.drill === drill.id),
          })
        )
        : none(say("drills.none_past")),
    ),
    children,
  );
});
