/* What the plans lack tonight, each gap with what mends it: the page that the wall and the quiet desk lead to. */

import { InterimHands } from "./interim_form.js";
import { CloseHands } from "./close_form.js";
import { ClosedGaps } from "./closed_gaps.js";
import { GapMend } from "./gap_mend.js";
import { useAddress } from "../base/address.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { age, number, say } from "../base/words.js";
import { countGaps, readGaps, untilWords } from "../command/readiness.js";
import { panel, useSecond, useTopic } from "../live/react_panels.js";
import { useNouns } from "../plant/plant_data.js";

/** @import { Gap, Interim } from "../command/readiness.js" */
/** @import { Noun } from "../plant/plant_data.js" */

/** @type {(ways: string | string[]) => string} */
const first = (ways) => [ways].flat()[0] || "";

/** @type {(props: {interim: Interim, now: number}) => ReactElement} */
function Measure({ interim, now }) {
  const said = say("readiness.interim", {
    until: untilWords(interim.until),
    name: interim.name || interim.person,
    what: text(interim.what),
  });
  return h(
    "p",
    { className: `interim ${interim.code}` },
    h("b", null, said),
    h(
      "span",
      null,
      [
        interim.evidence ? text(interim.evidence) : "",
        say("readiness.interim_signed", { by: interim.by, at: untilWords(interim.at) }),
        interim.code === "ending"
          ? say("readiness.interim_ending", { age: age(Math.max(0, interim.until - now)) })
          : "",
      ].filter(Boolean).join(" · "),
    ),
  );
}

/** @type {(props: {gap: Gap, now: number, chosen: boolean, nouns: Noun[]}) => ReactElement} */
function GapRow({ gap, now, chosen, nouns }) {
  const rows = /** @type {Record<string, Record<string, unknown> | undefined>} */ (
    /** @type {unknown} */ (useTopic("readiness"))
  );
  const here = React.useRef(/** @type {HTMLElement | null} */ (null));
  React.useEffect(() => {
    if (chosen && here.current) here.current.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return h(
    "article",
    {
      ref: here,
      className: ["gap-row", chosen ? "chosen" : "", gap.interim ? "bridged" : ""].join(" ").trim(),
      "data-gap": gap.key,
      "aria-label": `${gap.name} · ${first(gap.detail)}`,
    },
    sign(gap.kind),
    h(
      "div",
      { className: "what" },
      h("b", null, `${gap.name} · ${first(gap.detail)}`),
      h("span", null, first(gap.fix)),
      gap.interim ? h(Measure, { interim: gap.interim, now }) : null,
    ),
    h("em", { className: gap.kind }, gap.end),
    h(
      "div",
      { className: "hands" },
      h(GapMend, { gap }),
      h(CloseHands, { gap, row: rows[gap.key], nouns }),
      h(InterimHands, { gap }),
    ),
  );
}

panel("gaps_desk", function GapsDesk() {
  const now = useSecond();
  const [chosen] = useAddress("gap");
  const gaps = readGaps(useTopic("readiness"), now);
  const { open, interim } = countGaps(gaps);
  const nouns = useNouns("");
  return h(
    React.Fragment,
    null,
    head(
      say("readiness.gaps"),
      say("readiness.count", { open: number(open), interim: number(interim) }),
    ),
    gaps.length
      ? gaps.map((gap) => h(GapRow, { key: gap.key, gap, now, chosen: gap.key === chosen, nouns }))
      : none(say("readiness.none")),
    h(ClosedGaps, { gaps }),
  );
});
