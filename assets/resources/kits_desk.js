/* Kits on the resource desk: sent in one click by whoever may, or the reason why not, in its place;
   what is missing of each, and where it could come from. Below, what is out and what is expected. */

import { useGoesTo } from "./goes_to.js";
import { dispatchWords, kitsAnswer, kitWords, readExpected, readKits } from "./kits.js";
import { useAddress } from "../base/address.js";
import { may, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { Dispatched } from "../command/kits_panel.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel, useAnswers, useKind, useSecond } from "../live/react_panels.js";
import { useCurrent } from "../shared/current.js";

/** @import { IncidentRow } from "../types/rows.d.ts" */
/** @import { ExpectedUnit, KitRead } from "./kits.js" */

/* Why a kit cannot be sent from here; null when it can. */
/** @type {(incident: IncidentRow | null) => string | null} */
function hindrance(incident) {
  if (!may("resource.dispatch")) return say("kits.not_yours");
  return incident ? null : say("kits.needs_incident");
}

/** @type {(props: {kit: KitRead, incident: IncidentRow | null, chosen: boolean}) => ReactElement} */
function Kit({ kit, incident, chosen }) {
  const { row } = kit;
  const at = `kit:${incident ? incident.id : ""}:${row.kit}`;
  const answer = useAnswers()[at];
  const refused = answer && answer.state === "refused";
  const hindered = hindrance(incident);
  const place = useGoesTo(incident).kit(row.kit);
  const data = incident && !hindered ? { incident: incident.id, kit: row.kit } : null;
  const here = React.useRef(/** @type {HTMLElement | null} */ (null));
  React.useEffect(() => {
    if (chosen && here.current) here.current.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return h(
    "div",
    { className: chosen ? "kit-row chosen" : "kit-row", ref: here },
    sign(kit.kind),
    h(
      "div",
      { className: "what" },
      h(
        "b",
        null,
        named(row.kit),
        h("em", { className: kit.kind }, kitWords(row)),
      ),
      data ? h("span", null, say("command.dispatch_to", { place: named(place) })) : null,
    ),
    data
      ? h(
        "div",
        { className: "actions" },
        h(Act, {
          kind: "resource.dispatch",
          data,
          at,
          label: dispatchWords(row, data.incident),
          title: say("command.dispatch_to", { place: named(place) }),
        }),
      )
      : null,
    h(
      "div",
      { className: "kit-needs" },
      kit.lines.map((line) =>
        h(
          "div",
          { key: line.resource, className: "kit-line" },
          h(
            "span",
            { className: "kit-need" },
            h("span", null, named(line.resource)),
            h(
              "em",
              { className: line.short ? kit.kind : "" },
              say(line.short ? "short.of" : "kits.enough", { have: line.have, need: line.need }),
            ),
          ),
          line.sources.map((source, n) => h("span", { key: n, className: "source" }, source)),
          line.short && !line.sources.length
            ? h("span", { className: "source" }, say("kits.nowhere"))
            : null,
        )
      ),
    ),
    refused && data && !kit.complete
      ? h(
        "div",
        { className: "actions partial" },
        h(Act, {
          kind: "resource.dispatch",
          data: Object.assign({ partial: true }, data),
          at,
          label: say("command.dispatch_partial"),
          strong: "strong",
        }),
      )
      : null,
    h(Answer, { at }),
  );
}

/** @type {(props: {one: ExpectedUnit, incident: IncidentRow}) => ReactElement} */
function Expected({ one, incident }) {
  const at = `receive:${incident.id}:${one.unit.id}`;
  return h(
    "div",
    { className: "kit-row" },
    sign("note"),
    h(
      "div",
      { className: "what" },
      h("b", null, text(one.unit.name)),
      h("span", null, say("kits.expected", { lines: one.lines })),
    ),
    may("resource.receive")
      ? h(
        "div",
        { className: "actions" },
        h(Act, {
          kind: "resource.receive",
          data: { incident: incident.id, unit: one.unit.id },
          at,
          label: say("kits.received"),
        }),
      )
      : null,
    h(Answer, { at }),
  );
}

panel("kits_desk", function KitsDesk() {
  const { incident, of } = useCurrent();
  const rows = useKind("resources", "kit:");
  const stock = useKind("resources", "stock:");
  const dispatches = useKind("resources", "dispatch:");
  const now = Math.floor(useSecond() / 60000) * 60000;
  const [chosen] = useAddress("kit");
  const kits = React.useMemo(() => readKits({ kits: rows, stock, dispatches }, now), [
    rows,
    stock,
    dispatches,
    now,
  ]);
  return h(
    React.Fragment,
    null,
    head(
      of(say("command.kits")),
      kitsAnswer(kits.map((kit) => kit.row)),
    ),
    kits.length && hindrance(incident)
      ? h("p", { className: "hindered" }, hindrance(incident))
      : null,
    kits.length
      ? kits.map((kit) =>
        h(Kit, { key: kit.row.kit, kit, incident, chosen: kit.row.kit === chosen })
      )
      : none(say("kits.none")),
  );
});

panel("out_desk", function OutDesk() {
  const { incident, of } = useCurrent();
  const dispatches = useKind("resources", "dispatch:");
  const out = Object.values(dispatches)
    .filter((row) => row.out)
    .sort((a, b) => b.at - a.at);
  const expected = readExpected(incident);
  return h(
    React.Fragment,
    null,
    head(say("command.out"), say("kits.answer_out", { n: out.length })),
    out.length
      ? out.map((row) => h(Dispatched, { key: row.id, row }))
      : none(say("kits.nothing_out")),
    expected.length ? head(of(say("kits.expected_title")), "") : null,
    incident ? expected.map((one) => h(Expected, { key: one.unit.id, one, incident })) : null,
  );
});
