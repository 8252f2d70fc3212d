/* The year's programme: its public windows, what became of each, and drawing a year. */

import { Commitment, DoorProblem } from "./drill_parts.js";
import { CastChoices, PeopleInPlant } from "./drill_people.js";
import { daysBetween, useToday } from "./plant_days.js";
import { drawableYears, shownYears } from "./programme.js";
import { may } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { verdictAt } from "../base/turns.js";
import { say } from "../base/words.js";
import { Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { useAnswers } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { post, useAsked } from "../shared/drill_doors.js";

/** @import { Prepared, YearProgramme, YearToDraw, YearWindow } from "./programme.js" */
/** @import { Problem } from "../shared/drill_doors.js" */

/** How a window's drill is to be. @typedef {Pick<Prepared, "people" | "in_plant" | "safety_officer">} Preparation */

const { useEffect, useRef, useState } = React;
/** @type {(prepared: Preparation) => string} */
const summed = ({ people, in_plant }) =>
  say("drills.prepared", {
    n: people.length,
    in_plant: say(in_plant ? "drills.in_plant" : "drills.not_in_plant"),
  });
/* A preparation as one text: two are the same if theirs are. */
/** @type {(prepared: Preparation) => string} */
const textOf = ({ people, in_plant, safety_officer }) =>
  JSON.stringify([[...people].sort(), in_plant, in_plant ? safety_officer : null]);

/* Who plays in a window's drill, and whether they move in the plant. Of two who prepare it at once the later
   is told, keeps what was chosen here, and says whose is to stand. */
/** @type {(props: { year: number, shown: YearWindow, prepared: Prepared }) => ReactElement} */
function Prepare({ year, shown, prepared }) {
  const at = `prepare:${shown.id}`;
  const [chosen, choose] = useState(prepared.people);
  const [inPlant, setInPlant] = useState(prepared.in_plant);
  const [officer, setOfficer] = useState(prepared.safety_officer || "");
  const [seen, see] = useState(prepared); /* what the hand goes on from */
  const sent = useRef(/** @type {Preparation | null} */ (null));
  /** @type {Partial<CommandAnswer>} */
  const answer = useAnswers()[at] || {};
  const mine = textOf({ people: chosen, in_plant: inPlant, safety_officer: officer });
  const take = () => {
    choose(prepared.people);
    setInPlant(prepared.in_plant);
    setOfficer(prepared.safety_officer || "");
    see(prepared);
    commandQueue.dismiss(at);
  };
  /* What was read before one's own save was answered is older than that save. */
  const older = prepared.revision < seen.revision && answer.state !== "refused";
  const moved = prepared.revision !== seen.revision && !older;
  useEffect(() => {
    if (!moved) return;
    const last = sent.current && textOf(sent.current);
    if (textOf(prepared) === last || textOf(prepared) === mine) {
      sent.current = null;
      see(prepared);
    } else if (mine === textOf(seen) && last !== mine) take(); /* nothing was chosen here */
  }, [prepared]);
  useEffect(() => {
    const { revision } = answer;
    const { current } = sent;
    if (revision && current) see((was) => Object.assign({}, was, current, { revision }));
  }, [answer.revision]);
  const sending = answer.state === "sending";
  /** @type {(event: Event & { nativeEvent: SubmitEvent }) => void} */
  const send = (event) => {
    event.preventDefault();
    if (sending) return;
    const { submitter } = event.nativeEvent;
    const asked = submitter instanceof HTMLButtonElement ? submitter.value : "";
    const after = asked === "after" ? prepared : seen;
    sent.current = { people: chosen, in_plant: inPlant, safety_officer: officer };
    const data = { year, window: shown.id, base: after.revision, people: chosen };
    commandQueue.send(
      "programme.prepare",
      inPlant ? Object.assign(data, { in_plant: true, safety_officer: officer }) : data,
      at,
    );
  };
  return h(
    "details",
    { className: "drawer prepare" },
    h("summary", null, `${say("drills.prepare")}: ${summed(prepared)}`),
    h(
      "form",
      { className: "form", onSubmit: send },
      h("p", { className: "aside" }, say("drills.prepare_about")),
      h(PeopleInPlant, { inPlant, setInPlant, officer, setOfficer }),
      h(CastChoices, { chosen, choose, cast: prepared.people }),
      h(
        "div",
        { className: "actions" },
        h(
          "button",
          { type: "submit", className: "act", "aria-disabled": sending || undefined },
          say("drills.prepare_save"),
        ),
      ),
      h(Answer, { at }),
      moved
        ? h(
          "p",
          { className: "aside" },
          say("drills.prepare_now", {
            who: prepared.prepared_by || "–",
            prepared: summed(prepared),
          }),
        )
        : null,
      moved
        ? h(
          "div",
          { className: "actions" },
          h("button", {
            type: "submit",
            value: "after",
            className: "act save-after",
            "aria-disabled": sending || undefined,
          }, say("drills.prepare_after")),
          h("button", {
            type: "button",
            className: "act take-theirs",
            "aria-disabled": sending || undefined,
            onClick: take,
          }, say("scenarios.take_theirs")),
        )
        : null,
    ),
  );
}

const PREPARABLE = new Set(["to_come", "open"]);

/** @type {(props: { year: number, shown: YearWindow, today: string }) => ReactElement} */
function Window({ year, shown, today }) {
  const { kind, code } = verdictAt(shown.turns, clock.real());
  return h(
    "li",
    { "data-state": code },
    sign(kind),
    h("b", null, say("drills.year_span", shown)),
    h(
      "span",
      null,
      say(`drills.year.${code}`, {
        n: daysBetween(today, shown.opens),
        drill: shown.drill || shown.waits || "",
      }),
    ),
    shown.prepared && !shown.waits && PREPARABLE.has(code) && may("programme.prepare")
      ? h(Prepare, { year, shown, prepared: shown.prepared })
      : null,
  );
}

/** @type {(props: { programme: YearProgramme, today: string }) => ReactElement} */
function Year({ programme, today }) {
  return h(
    "div",
    { className: "year", "data-year": programme.year },
    h(
      "ul",
      { className: "windows" },
      programme.windows.map((one) =>
        h(Window, { key: one.id, year: programme.year, shown: one, today })
      ),
    ),
    h(
      "p",
      { className: "aside" },
      `${say("drills.year_sealed")} `,
      h(Commitment, { value: programme.commitment }),
      " ",
      h("a", {
        href: `/api/v1/programme/${programme.year}.ics`,
        download: `drills-${programme.year}.ics`,
      }, say("drills.year_calendar")),
    ),
    programme.superseded.length
      ? h(
        "p",
        { className: "aside", "data-superseded": programme.superseded.length },
        say("drills.year_superseded", { n: programme.superseded.length }),
      )
      : null,
    programme.nonce ? h("p", { className: "aside" }, `✓ ${say("drills.year_revealed")}`) : null,
  );
}

/* A year binds the whole plant: what it binds is said, and it is drawn only when that is confirmed. */
/** @type {(props: { year: number, again: boolean, sending: boolean, draw: () => void }) => ReactElement} */
function DrawYear({ year, again, sending, draw }) {
  const [asking, ask] = useState(false);
  const named = { year: String(year) };
  const label = say(again ? "drills.year_again" : "drills.year_draw", named);
  if (!asking) {
    return h("button", {
      type: "button",
      className: "act draw-year",
      "data-year": year,
      disabled: sending,
      onClick: () => ask(true),
    }, label);
  }
  const binds = say(again ? "drills.year_again_binds" : "drills.year_binds", named);
  return h(
    "div",
    {
      className: "year-binds",
      role: "group",
      "aria-label": label,
      "data-binds": year,
      onKeyDown: (/** @type {ReactKeyEvent} */ event) => event.key === "Escape" && ask(false),
    },
    h("p", null, binds),
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "button",
        className: "act urgent bind-year",
        onClick: () => {
          ask(false);
          draw();
        },
      }, label),
      h("button", {
        type: "button",
        className: "act",
        autoFocus: true,
        onClick: () => ask(false),
      }, say("command.cancel")),
    ),
  );
}

/* `changed` changes with the drills there are: what became of a window is asked again. */
/** @type {(props: { changed: string }) => ReactElement | null} */
export function DrillYear({ changed }) {
  const today = useToday();
  const [drawn, setDrawn] = useState(0);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  const answers = useAnswers();
  /* Refused, too, it is asked again: somebody else may have prepared it. */
  const prepared = Object.keys(answers).filter((at) =>
    at.startsWith("prepare:") && answers[at].state !== "sending"
  ).map((at) => `${at} ${answers[at].state}`).join(" ");
  /** @type {{ got: { programmes: YearProgramme[], years: YearToDraw[] } | null }} */
  const { got } = useAsked("/api/v1/programme", `${changed} ${drawn} ${prepared}`);
  if (!got) return null;
  const shown = shownYears(got.programmes, clock.real());
  /** @type {(year: number) => Promise<void>} */
  const draw = async (one) => {
    setSending(true);
    const answer = await post("/api/v1/programme", { year: one });
    setSending(false);
    setFailed(answer.ok ? null : answer.problem ?? null);
    if (answer.ok) setDrawn((n) => n + 1);
  };
  return h(
    "div",
    { className: "drill-year" },
    head(
      say("drills.year"),
      shown.length ? shown.map((one) => String(one.year)).join(" · ") : say("drills.year_none"),
    ),
    shown.length
      ? shown.map((one) => h(Year, { key: one.year, programme: one, today }))
      : h("p", { className: "aside" }, say("drills.year_about")),
    may("programme.draw")
      ? h(
        "div",
        { className: "actions" },
        drawableYears(got.years, clock.real()).map(({ year, again }) =>
          h(DrawYear, { key: year, year, again, sending, draw: () => draw(year) })
        ),
      )
      : null,
    h(DoorProblem, { problem: failed }),
  );
}
