/* The cast of a drill: chosen before the start; while it runs, parts are shown, taken over and
   given back. */

import { castLines } from "./cast.js";
import { CastChoices, orderOfPosts, postsOf } from "./drill_people.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { useAnswers, useKind } from "../live/react_panels.js";
import { useIncidents } from "../shared/incidents.js";

/** @import { CastLine } from "./cast.js" */
/** @import { DrillRow } from "../types/rows.d.ts" */

const { useMemo, useState } = React;
/** @type {Record<CastLine["by"], Sayable>} */
const PLAYED_BY = {
  person: "cast.person",
  took: "cast.took",
  virtual: "cast.virtual",
  nobody: "cast.nobody",
};

/** @type {(props: { drill: DrillRow, now: number }) => ReactElement} */
export function DrillCast({ drill, now }) {
  const people = useKind("people", "");
  const directives = useKind("directives", "");
  const ticker = useKind("ticker", "");
  const incidents = useIncidents();
  const order = useMemo(orderOfPosts, []);
  const lines = castLines(drill, { people, directives, incidents, ticker }, order, now);
  const changes = may("drill.cast") && !drill.virtual;
  const { played } = drill;
  const by = lines.filter((line) => ["person", "took"].includes(line.by)).length;
  return h(
    "section",
    { className: "panel cast-panel" },
    head(say("cast.title"), say("cast.answer", { n: by })),
    h(
      "ul",
      { className: "cast-list" },
      lines.map((line) =>
        h(
          "li",
          { key: line.id, "data-person": line.id, "data-by": line.by },
          sign(line.kind),
          h(
            "div",
            null,
            h("b", null, postsOf(line.posts) || text(line.name)),
            line.posts.length ? h("span", null, text(line.name)) : null,
          ),
          h(
            "em",
            null,
            say(PLAYED_BY[line.by]),
          ),
          h("span", { className: "doing" }, line.doing),
          changes ? h(Part, { drill, line, played: played.includes(line.id) }) : null,
        )
      ),
    ),
  );
}

/* A part in the midst of the drill: a person takes it over, or gives it back to a virtual one. */
/** @type {(props: { drill: DrillRow, line: CastLine, played: boolean }) => ReactElement} */
function Part({ drill, line, played }) {
  const at = `cast:${drill.id}:${line.id}`;
  /** @type {[label: string, title: Sayable]} */
  const [label, title] = played
    ? [say("cast.give_back"), "cast.give_back_about"]
    : [say("cast.take"), "cast.take_about"];
  const data = { drill: drill.id, [played ? "gives_back" : "takes"]: [line.id] };
  return h(
    "div",
    { className: "part" },
    h(Act, {
      kind: "drill.cast",
      data,
      at,
      label,
      strong: "faint",
      title: say(title, { name: text(line.name) }),
    }),
    h(Answer, { at }),
  );
}

/* Before the start: whose parts people play. */
/** @type {(props: { drill: DrillRow }) => ReactElement | null} */
export function ChooseCast({ drill }) {
  const at = `cast:${drill.id}`;
  const cast = drill.played;
  const [chosen, choose] = useState(cast);
  /** @type {CommandAnswer | undefined} */
  const answer = useAnswers()[at];
  const same = chosen.length === cast.length && chosen.every((one) => cast.includes(one));
  const idle = same || answer?.state === "sending";
  /** @type {(event: Event) => void} */
  const send = (event) => {
    event.preventDefault();
    if (idle) return;
    commandQueue.send("drill.cast", { drill: drill.id, people: chosen }, at);
  };
  if (!may("drill.cast")) return null;
  return h(
    "details",
    { className: "drawer choose-cast" },
    h("summary", null, `${say("cast.title")}: ${say("cast.answer", { n: cast.length })}`),
    h(
      "form",
      { className: "form", onSubmit: send },
      h("p", { className: "aside" }, say("cast.about")),
      h(CastChoices, { chosen, choose, cast }),
      h(
        "div",
        { className: "actions" },
        h(
          "button",
          { type: "submit", className: "act", "aria-disabled": idle || undefined },
          say("cast.save"),
        ),
      ),
      h(Answer, { at }),
    ),
  );
}
