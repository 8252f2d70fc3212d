/* The view of a finished drill: what was sealed, whether it matches the commitment, and the link
   to its review. */

import { Observations } from "./drill_notes.js";
import { Told } from "./drill_parts.js";
import { EventsListLink } from "./events_list.js";
import { brokenWords } from "./script_words.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { day, say, time as timeOf } from "../base/words.js";
import { useRealKind } from "../live/react_panels.js";
import { useDrillFacts } from "../shared/drill_doors.js";
import { linkTo } from "../shared/links.js";

/** @import { Broken } from "./script_words.js" */
/** @import { DirectionRow, DrillRow, ExpectationSeen, Sign, Words } from "../types/rows.d.ts" */

/** The fact that shows what was sealed.
 * @typedef {{ seq: number, data: { content: string, nonce: string } }} RevealedFact
 */
/** What of it is shown. `starts_at` before the drill was planned: a hand was to start it.
 * @typedef {{
 *   starts_at: number,
 *   plan: {
 *     name: Words, summary: Words, scenario: string, scenario_version: string, seed: number, generator: string,
 *     broken?: Broken[],
 *   },
 * }} SealedContent
 */

/** @type {(buffer: ArrayBuffer) => string} */
const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/* Does content with nonce fit the commitment, by this browser's own arithmetic: true, false, or
   null where the browser offers none (not https): the server has checked it when it was revealed. */
/** @type {(commitment: string | null, content: string, nonce: string) => Promise<boolean | null>} */
async function fits(commitment, content, nonce) {
  if (!window.crypto.subtle) return null;
  return hex(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${nonce}\n${content}`)),
  ) === commitment;
}

/** @type {(drill: DrillRow, fact: RevealedFact) => boolean | null | undefined} */
function useFits(drill, fact) {
  const [state, set] = React.useState(/** @type {boolean | null | undefined} */ (undefined));
  React.useEffect(() => {
    let gone = false;
    fits(drill.commitment, fact.data.content, fact.data.nonce).then((is) => !gone && set(is));
    return () => {
      gone = true;
    };
  }, [fact, drill.commitment]);
  return state;
}

/** @type {(text: string) => SealedContent | null} */
const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch (_) {
    return null;
  }
};

/** @type {(props: { drill: DrillRow, fact: RevealedFact }) => ReactElement | null} */
function Proof({ drill, fact }) {
  const fit = useFits(drill, fact);
  if (fit === undefined) return null;
  /** @type {[kind: Sign, word: Sayable]} */
  const [kind, word] = fit === false
    ? ["urgent", "drills.fits_not"]
    : ["good", fit === null ? "drills.fits_by_server" : "drills.fits"];
  return h(
    "p",
    { className: "proof", "data-fits": String(fit !== false) },
    sign(kind),
    h("b", { className: kind }, say(word)),
    h("a", { className: "seq", href: linkTo("fact", fact.seq) }, `#${fact.seq}`),
  );
}

/** @type {(props: { sealed: SealedContent, drill: DrillRow }) => ReactElement} */
function Sealed({ sealed, drill }) {
  const { plan } = sealed;
  /** @type {(ms: number) => string} */
  const time = (ms) => `${day(ms)} ${timeOf(ms)}`;
  return h(
    React.Fragment,
    null,
    h(Told, {
      rows: [
        [say("drills.scenario"), `${text(plan.name)} (${plan.scenario} ${plan.scenario_version})`],
        [say("drills.seed"), `${plan.seed} · ${plan.generator}`],
        [
          say("drills.hidden_start"),
          sealed.starts_at > drill.planned_at ? time(sealed.starts_at) : say("drills.by_hand"),
        ],
        plan.broken && plan.broken.length
          ? [
            say("drills.broken"),
            h("ul", null, plan.broken.map((one, n) => h("li", { key: n }, brokenWords(one)))),
          ]
          : null,
      ],
    }),
    h("p", null, text(plan.summary)),
  );
}

/** @type {ExpectationSeen["state"][]} */
const STATES = ["met", "late", "missed", "moot", "not_reached", "open"];

/* How its expectations came out, as counts; never one score. */
/** @type {(props: { drill: DrillRow }) => ReactElement | null} */
function Outcome({ drill }) {
  /** @type {DirectionRow | undefined} */
  const direction = useRealKind("drill", ":direction")[`${drill.id}:direction`];
  const all = Object.values(direction ? direction.expectations : {});
  if (!all.length) return null;
  const came = STATES.map((state) => all.filter((one) => one.state === state))
    .filter((some) => some.length);
  return h(
    "p",
    { className: "outcome" },
    say("drills.expected"),
    ": ",
    came.map(([one, ...others]) =>
      h(
        "span",
        { key: one.state },
        sign(one.turns[0][1]),
        ` ${say(`drills.state.${one.state}`)} ${1 + others.length}`,
      )
    ),
  );
}

/** @type {(props: { drill: DrillRow }) => ReactElement} */
export function DrillOver({ drill }) {
  /** @type {RevealedFact[]} */
  const [fact] = useDrillFacts(drill.id, "drill.revealed", drill.revealed);
  const sealed = fact && parsed(fact.data.content);
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "actions" },
      h("a", { className: "act strong", href: `/reviews/${drill.id}` }, say("drills.review")),
      h("a", { className: "act", href: `/log?about=${drill.id}` }, say("drills.in_log")),
      drill.commitment ? h(EventsListLink, { of: `drills/${drill.id}` }) : null,
    ),
    h(Outcome, { drill }),
    h(
      "h2",
      { className: "revealed-head" },
      h("span", null, say("drills.revealed")),
      h("b", null, ""),
    ),
    drill.revealed
      ? (fact ? h(Proof, { drill, fact }) : null)
      : h("p", { className: "aside" }, say("drills.not_revealed")),
    sealed && sealed.plan ? h(Sealed, { sealed, drill }) : null,
    h(Observations, { drill }),
  );
}
