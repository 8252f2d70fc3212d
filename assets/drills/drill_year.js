/* The year's programme: windows that everybody may know, what became of each, and the year to draw. */

import { Commitment, DoorProblem } from "./drill_parts.js";
import { CastChoices, PeopleInPlant } from "./drill_people.js";
import { may, page } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { Answer } from "../hands/hands.js";
import { commandQueue } from "../hands/command_queue.js";
import { useAnswers } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { post, useAsked } from "../shared/drill_doors.js";
import { history } from "../tanks/history.js";

const { useEffect, useRef, useState } = React;
const SIGNS = { to_come: "note", open: "warn", waits: "warn", held: "good", missed: "urgent" };
const DAY_MS = 86400000;

/* Both as ISO days of the site's calendar. */
const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
const today = () => history.local(page.zone, clock.real()).slice(0, 10);

const summed = ({ people, in_plant }) =>
  say("drills.prepared", {
    n: people.length,
    in_plant: say(in_plant ? "drills.in_plant" : "drills.not_in_plant"),
  });
/* A preparation as one text: two are the same if theirs are. */
const textOf = ({ people, in_plant, safety_officer }) =>
  JSON.stringify([[...people].sort(), in_plant, in_plant ? safety_officer : null]);

/* Who plays in a window's drill, and whether they move in the plant. Of two who prepare it at once the later
   is told, keeps what was chosen here, and says whose is to stand. */
function Prepare({ year, shown }) {
  const at = `prepare:${shown.id}`;
  const { prepared } = shown;
  const [chosen, choose] = useState(prepared.people);
  const [inPlant, setInPlant] = useState(prepared.in_plant);
  const [officer, setOfficer] = useState(prepared.safety_officer || "");
  const [seen, see] = useState(prepared); /* what the hand goes on from */
  const sent = useRef(null);
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
    if (answer.revision && sent.current) {
      see(Object.assign({}, sent.current, { revision: answer.revision }));
    }
  }, [answer.revision]);
  const sending = answer.state === "sending";
  const send = (event) => {
    event.preventDefault();
    if (sending) return;
    const { submitter } = event.nativeEvent;
    const after = submitter && submitter.value === "after" ? prepared : seen;
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

function Window({ year, shown }) {
  const state = shown.waits && shown.state === "open" ? "waits" : shown.state;
  return h(
    "li",
    { "data-state": state },
    sign(SIGNS[state]),
    h("b", null, say("drills.year_span", shown)),
    h(
      "span",
      null,
      say(`drills.year.${state}`, {
        n: daysBetween(today(), shown.opens),
        drill: shown.drill || shown.waits || "",
      }),
    ),
    shown.prepared && !shown.waits && PREPARABLE.has(shown.state) && may("programme.prepare")
      ? h(Prepare, { year, shown })
      : null,
  );
}

function Year({ programme }) {
  return h(
    "div",
    { className: "year", "data-year": programme.year },
    h(
      "ul",
      { className: "windows" },
      programme.windows.map((one) => h(Window, { key: one.id, year: programme.year, shown: one })),
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

/* `key` changes with the drills there are: what became of a window is asked again. */
export function DrillYear({ changed }) {
  const [drawn, setDrawn] = useState(0);
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(null);
  const answers = useAnswers();
  /* Refused, too, it is asked again: somebody else may have prepared it. */
  const prepared = Object.keys(answers).filter((at) =>
    at.startsWith("prepare:") && answers[at].state !== "sending"
  ).map((at) => `${at} ${answers[at].state}`).join(" ");
  const { got } = useAsked("/api/v1/programme", `${changed} ${drawn} ${prepared}`);
  if (!got) return null;
  const now = today();
  const coming = got.programmes.filter((one) => one.windows[one.windows.length - 1].closes >= now);
  const shown = coming.length ? coming : got.programmes.slice(-1);
  const year = Number(now.slice(0, 4));
  const stands = new Map(got.programmes.map((one) => [one.year, one.windows[0].opens <= now]));
  /* Next year's early enough to be planned with, and this year's while half of it is left. */
  const years = [...(now.slice(5) < "06-30" ? [year] : []), year + 1].filter((one) =>
    !stands.get(one)
  );
  const draw = async (one) => {
    setSending(true);
    const answer = await post("/api/v1/programme", { year: one });
    setSending(false);
    setFailed(answer.ok ? null : answer.problem);
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
      ? shown.map((one) => h(Year, { key: one.year, programme: one }))
      : h("p", { className: "aside" }, say("drills.year_about")),
    may("programme.draw")
      ? h(
        "p",
        { className: "actions" },
        years.map((one) =>
          h("button", {
            key: one,
            type: "button",
            className: "act draw-year",
            "data-year": one,
            disabled: sending,
            onClick: () => draw(one),
          }, say(stands.has(one) ? "drills.year_again" : "drills.year_draw", { year: String(one) }))
        ),
      )
      : null,
    h(DoorProblem, { problem: failed }),
  );
}
