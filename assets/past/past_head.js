/* The head of an analysis page: its title, the month and other choices, the month's files. It
   requests what the page shows (callbacks/), and passes further data to the other panels. */

import { useAddress } from "../base/address.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { say } from "../base/words.js";
import { panel, useKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { FigureFailed, useFigures } from "../shared/figures.js";
import { Choice } from "../shared/grid.js";

/** @import { Sayable } from "../types/words.d.ts" */

const { useEffect, useSyncExternalStore } = window.React;
const MONTHS = 24;

/** @type {Answered} */
let told = null;
/** @type {Set<() => void>} */
const readers = new Set();

/* What the server told beside the figures of this page; null until it has. */
/** @type {() => Answered} */
export const usePastTold = () =>
  useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => told,
  );

/** @type {(next: Answered) => void} */
function tell(next) {
  told = next;
  readers.forEach((reader) => reader());
}

/* The months that end with this one, by the clocks of the plant, the newest first. */
/** @type {() => string[]} */
export function months() {
  const [year, month] = new Intl.DateTimeFormat("en-CA", {
    timeZone: page.zone,
    year: "numeric",
    month: "2-digit",
  }).format(clock.now()).split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const whole = year * 12 + month - 1 - back;
    return `${Math.floor(whole / 12)}-${String((whole % 12) + 1).padStart(2, "0")}`;
  });
}

/** @type {(props: { ending: "docx" | "xlsx", month: string }) => ReactElement} */
const Report = ({ ending, month }) =>
  h("a", {
    className: "act",
    href: `/api/v1/past/report.${ending}?${new URLSearchParams({ month, lang: page.lang })}`,
    download: true,
  }, say(`past.report.${ending}`));

panel("past_head", function PastHead({ args, children }) {
  const choices = /** @type {string[]} */ (args.choices);
  const [month, setMonth] = useAddress("month");
  const [across, setAcross] = useAddress("across", "hour");
  const [kind, setKind] = useAddress("kind");
  const [person, setPerson] = useAddress("person");
  const moved = /** @type {Answered} */ (useKind("matters", "changed")).changed;
  /** @type {Record<string, string | undefined>} */
  const all = { month: month || undefined, across, kind, person };
  const wanted = Object.fromEntries(choices.map((name) => [name, all[name]]));
  if (args.matter) wanted.matter = args.matter;
  const figures = useFigures(args.name, wanted, moved ? moved.seq : 0);
  useEffect(() => tell(figures.told), [figures.told]);
  const known = figures.told || {};
  const shown = month || known.month || months()[0];
  /** @type {Sayable} */
  const title = `past.title.${args.name}`;
  return h(
    "div",
    { className: "past-tools" },
    head(
      known.number ? `${say(title)} ${known.number}` : say(title),
      args.matter ? h("a", { className: "act", href: "/matters" }, say("past.all_matters")) : null,
    ),
    h(
      "div",
      { className: "past-choices" },
      choices.includes("month")
        ? h(Choice, {
          label: say("past.month"),
          value: shown,
          set: setMonth,
          only: true,
          options: months().map((one) => [one, one]),
        })
        : null,
      choices.includes("across")
        ? h(Choice, {
          label: say("past.across"),
          value: across,
          set: setAcross,
          only: true,
          options: [
            ["hour", say("past.across.hour")],
            ["kind", say("past.across.kind")],
            ["month", say("past.across.month")],
          ],
        })
        : null,
      choices.includes("kind")
        ? h(Choice, {
          label: say("past.kind"),
          value: kind,
          set: setKind,
          options: known.kinds || [],
        })
        : null,
      choices.includes("person")
        ? h(Choice, {
          label: say("past.person"),
          value: person,
          set: setPerson,
          options: known.people || [],
        })
        : null,
      args.report ? h(Report, { ending: "docx", month: shown }) : null,
      args.report ? h(Report, { ending: "xlsx", month: shown }) : null,
    ),
    figures.failed ? h(FigureFailed) : null,
    children,
  );
});
