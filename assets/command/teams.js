/* Teams, sent by one click each: whoever of it is on site is ordered to come, and followed one by one. */

import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { useAnswers, useKind } from "../live/react_panels.js";
import { useGoesTo } from "../resources/goes_to.js";
import { standWords } from "../resources/kits.js";

/** @import { IncidentRow, TeamRow } from "../types/rows.d.ts" */

/** @type {(props: {row: TeamRow, incident: IncidentRow | null}) => ReactElement} */
function Team({ row, incident }) {
  const at = `team:${incident ? incident.id : ""}:${row.team}`;
  const answer = useAnswers()[at];
  const here = incident ? row.incidents[incident.id] : undefined;
  const data = incident && { incident: incident.id, team: row.team };
  const goes = useGoesTo(incident).team(row.team);
  const place = here ? here.place || goes : "";
  const sent = here ? here.sent : [];
  const left = here ? here.rest : 0;
  const refusing = sent.some(({ stand }) => stand === "refused");
  return h(
    "div",
    { className: "kit-row", "data-team": row.team },
    sign(refusing ? "warn" : sent.length ? "note" : row.here ? "plain" : "gone"),
    h(
      "div",
      { className: "what" },
      h("b", null, named(row.team)),
      h(
        "span",
        { className: "kit-lines" },
        place ? h("span", null, say("command.dispatch_to", { place: named(place) })) : null,
        h(
          "span",
          null,
          say("team.here", { here: row.here, of: row.members }) +
            (row.lead ? ` · ${say("team.led_by", { lead: named(row.lead) })}` : ""),
        ),
        standWords(sent).map(({ stand, words }) =>
          h("span", { key: stand, className: stand === "refused" ? "warn" : "" }, words)
        ),
      ),
    ),
    data && may("resource.send_team")
      ? h(
        "div",
        { className: "actions" },
        sent.length && !left ? null : h(Act, {
          kind: "resource.send_team",
          data,
          at,
          label: say(sent.length ? "command.dispatch_rest" : "command.dispatch"),
        }),
        answer && answer.state === "refused" && !left && here && here.away
          ? h(Act, {
            kind: "resource.send_team",
            data: Object.assign({ off_site: true }, data),
            at,
            label: say("team.call_in"),
            strong: "strong",
          })
          : null,
      )
      : null,
    h(Answer, { at }),
  );
}

/** @param {{incident: IncidentRow | null}} props */
export function Teams({ incident }) {
  const rows = Object.values(useKind("resources", "team:"));
  return h(
    React.Fragment,
    null,
    rows.length ? head(say("team.heading"), "") : null,
    rows.map((row) => h(Team, { key: row.team, row, incident })),
  );
}
