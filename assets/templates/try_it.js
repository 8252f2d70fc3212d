/* Playing the draft that is being edited: a matter is opened, moved and signed by whoever the editor chooses to be, and
   time goes by as told. The server plays all steps anew on each question and keeps none of them (web/doors/matters/dry_play_api.py);
   this tab keeps the steps while the editor is open. */

import { asSaid, brought, playable } from "./as_brought.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { age, day, has, number, say, time } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { asked, parted } from "../matters/deeds.js";
import { MatterForm, Play } from "../matters/matter_form.js";
import { MatterSeen } from "../matters/mine.js";
import { post } from "../shared/drill_doors.js";

/** @import { Playing } from "../matters/matter_form.js" */
/** @import { MatterField } from "../matters/matter_fields.js" */
/** @import { Words } from "../types/rows.d.ts" */

/** @typedef {{ by?: string, command?: string, data?: Record<string, unknown>, wait_ms?: number }} TryStep */
/** @typedef {{ kind: string, at: number, move?: any, field?: any, of?: any, party?: any, template?: string, number?: string, state?: any,
 *   because: string | null, step: string | null, told: string[], due: { of: any, at: number }[],
 *   points: { account: string, subject: string, n: number, why: string }[] }} TryFact */
/** @typedef {{ at: number, by: string | null, command: string | null, wait_ms: number,
 *   refused: { detail: string, mend: string } | null, facts: TryFact[] }} TryHappened */
/** @typedef {{ move: string, title: Words | string, to: Words | string, signs: Words | string | null, people: string[],
 *   clockwork: boolean, why: { detail: string, mend: string } | null }} TryHand */

const { useCallback, useEffect, useRef, useState } = window.React;
const URL = "/api/v1/templates/try";
const STILL_MS = 700; /* a draft that stands still for so long is played again */
const MINUTE = 60_000;
/* How long may be let go by at once: half an hour to thirty days. */
const WAITS = [30, 120, 480, 1_440, 10_080, 43_200].map((minutes) => minutes * MINUTE);
/** @type {() => [string, string][]} */
const people = () =>
  Object.entries(/** @type {Record<string, { name: Words }>} */ (site().by.people || {})).map(
    ([id, one]) => [id, text(one.name)],
  );

/** @type {(props: { one: TryHand, be: (person: string) => void, me: string }) => ReactElement} */
const HandLine = ({ one, be, me }) =>
  h(
    "li",
    { "data-hand": one.move, "data-signs": Boolean(one.signs) },
    h(
      "b",
      null,
      one.signs
        ? say("templates.try_sign", { party: text(one.signs) })
        : say("templates.try_leads", { move: text(one.title), state: text(one.to) }),
    ),
    h(
      "span",
      { className: "actions" },
      one.people.map((person) =>
        h("button", {
          key: person,
          type: "button",
          className: "act small",
          "data-be": person,
          "aria-pressed": person === me,
          onClick: () => be(person),
        }, named(person))
      ),
      one.clockwork
        ? h("span", { className: "label" }, say("templates.try_clockwork"))
        : one.people.length
        ? null
        : h("span", { className: "warn" }, sign("warn"), " ", say("templates.try_nobody")),
    ),
    one.why
      ? h("p", { className: "urgent" }, sign("urgent"), ` ${one.why.detail} `, one.why.mend)
      : null,
  );

/* The word of a code; a move of the template stands for itself. */
/** @type {(family: "matter.because" | "past.why", code: string) => string} */
const coded = (family, code) => {
  const key = `${family}.${code}`;
  return has(key) ? say(key) : code;
};

/** @type {(fact: TryFact, by: string | null) => string} */
function factWords(fact, by) {
  const who = by ? named(by) : say("role.duty");
  const what = text(fact.move || fact.field || fact.of || fact.party || "");
  /** @type {Sayable} */
  const key = `story.${/** @type {"moved"} */ (fact.kind)}`;
  return say(key, { who, what, move: text(fact.move || ""), state: text(fact.state || "") });
}

/** @type {(props: { fact: TryFact, by: string | null }) => ReactElement} */
const FactLine = ({ fact, by }) =>
  h(
    "div",
    { className: "try-fact", "data-fact": fact.kind },
    h("span", null, `${day(fact.at)} ${time(fact.at)} · ${factWords(fact, by)}`),
    [
      fact.number ? fact.number : "",
      fact.because ? coded("matter.because", fact.because) : "",
      fact.told.length
        ? say("templates.try_told", { people: fact.told.map(named).join(" · ") })
        : "",
      ...fact.due.map((due) =>
        say("templates.try_due", { what: text(due.of), day: day(due.at), time: time(due.at) })
      ),
      ...fact.points.map((one) =>
        say("templates.try_points", {
          account: one.account,
          who: named(one.subject),
          n: number(one.n),
          why: coded("past.why", one.why),
        })
      ),
    ].filter(Boolean).map((words) => h("span", { key: words, className: "label" }, words)),
  );

/** @type {(props: { one: TryHappened }) => ReactElement} */
const StepLine = ({ one }) =>
  h(
    "li",
    { "data-refused": Boolean(one.refused) },
    one.command ? null : h("b", null, say("templates.try_waited", { age: age(one.wait_ms) })),
    one.refused
      ? h(
        "p",
        { className: "urgent" },
        sign("urgent"),
        ` ${one.by ? named(one.by) : ""} · ${say("templates.try_refused")}: ${one.refused.detail} `,
        one.refused.mend,
      )
      : null,
    one.facts.map((fact, n) =>
      h(FactLine, { key: n, fact, by: n || !one.command ? null : one.by })
    ),
  );

/** `draft` is the text as it stands; `described` what the server read in it.
 * @type {(props: { draft: string, described: Answered, close: () => void }) => ReactElement} */
export function TryIt({ draft, described, close }) {
  const [steps, take] = useState(/** @type {TryStep[]} */ ([]));
  const [me, be] = useState("");
  const [told, tell] = useState(/** @type {Answered} */ (null));
  const [failed, fail] = useState("");
  const [id, renew] = useState(() => crypto.randomUUID());
  const shown = useRef({ draft, me });
  const ask = useCallback(
    /** @type {(all: TryStep[], as: string) => Promise<Answered>} */
    async (all, as) => {
      const answer = await post(URL, { text: draft, steps: all, ...(as ? { see_as: as } : {}) });
      fail(
        answer.ok
          ? ""
          : answer.problem.detail || answer.problem.title || say("templates.try_failed"),
      );
      if (!answer.ok) return null;
      shown.current = { draft, me: as };
      tell(answer.body);
      return answer.body;
    },
    [draft],
  );
  /* The draft has changed, or another person looks: the same steps, played anew. */
  useEffect(() => {
    if (!steps.length || (shown.current.draft === draft && shown.current.me === me)) {
      return undefined;
    }
    const timer = setTimeout(() => ask(steps, me), shown.current.draft === draft ? 0 : STILL_MS);
    return () => clearTimeout(timer);
  }, [ask, steps, draft, me]);
  /** @type {(step: TryStep) => Promise<string | null>} */
  const step = async (next) => {
    const all = [...steps, next];
    const answer = await ask(all, me);
    if (!answer) return say("templates.try_failed");
    const { refused } = answer.steps[answer.steps.length - 1];
    take(all);
    return refused ? `${refused.detail} ${refused.mend}` : null;
  };
  /** @type {(fields: Record<string, MatterField>) => Playing} */
  const playing = (fields) => (kind, data) => {
    const given = /** @type {any} */ (data);
    const list = kind === "matter.measure" ? fields[given.field] : null;
    return step({
      by: me,
      command: kind,
      data: {
        ...data,
        ...(given.fields ? { fields: brought(given.fields, fields) } : {}),
        ...(list ? { values: brought(given.values, list.of) } : {}),
      },
    });
  };
  const back = (/** @type {number} */ n) => {
    const all = steps.slice(0, n);
    take(all);
    if (all.length) ask(all, me);
    else {
      tell(null);
      renew(crypto.randomUUID());
    }
  };
  const matter = told && told.matter;
  /** @type {Record<string, MatterField>} */
  const fields = described.fields || {};
  const form = asked({ ...described, fields: playable(fields) });
  return h(
    "section",
    { className: "try-it", "data-steps": steps.length },
    head(
      say("templates.try"),
      h(
        "span",
        { className: "actions" },
        h("button", {
          type: "button",
          className: "act small",
          disabled: !steps.length,
          onClick: () => back(steps.length - 1),
        }, say("templates.try_undo")),
        h("button", {
          type: "button",
          className: "act small",
          disabled: !steps.length,
          onClick: () => back(0),
        }, say("templates.try_again")),
        h(
          "button",
          { type: "button", className: "act small try-close", onClick: close },
          say("templates.try_close"),
        ),
      ),
    ),
    h("p", { className: "aside" }, say("templates.try_note")),
    failed ? h("p", { className: "urgent", role: "alert" }, sign("urgent"), ` ${failed}`) : null,
    steps.length && shown.current.draft !== draft
      ? h(
        "p",
        { className: "aside", role: "status" },
        sign("note"),
        ` ${say("templates.try_stale")}`,
      )
      : null,
    h(
      "label",
      { className: "entry-line" },
      h("span", null, say("templates.try_as")),
      h(
        "select",
        {
          className: "text",
          name: "see_as",
          value: me,
          onChange: (/** @type {ReactSelectEvent} */ event) => be(event.target.value),
        },
        h("option", { value: "" }, say("matter.choose")),
        people().map(([value, label]) => h("option", { key: value, value }, label)),
      ),
    ),
    told
      ? h(
        "div",
        { className: "try-time" },
        h("b", null, say("templates.try_time", { day: day(told.at), time: time(told.at) })),
        h(
          "span",
          { className: "actions", role: "group", "aria-label": say("templates.try_wait") },
          WAITS.map((ms) =>
            h("button", {
              key: ms,
              type: "button",
              className: "act small",
              "data-wait": ms,
              disabled: !matter,
              onClick: () => step({ wait_ms: ms }),
            }, `+ ${age(ms)}`)
          ),
        ),
      )
      : null,
    told && told.ended
      ? h(
        "p",
        { className: "good try-ended", role: "status" },
        sign("good"),
        " ",
        say("templates.try_ended", { number: told.ended.number, state: text(told.ended.title) }),
      )
      : null,
    matter
      ? h(
        "div",
        null,
        h("h4", null, say("templates.try_hands")),
        h(
          "ul",
          { className: "try-hands" },
          told.hands.map((/** @type {TryHand} */ one, /** @type {number} */ n) =>
            h(HandLine, { key: n, one, be, me })
          ),
        ),
        h(
          Play.Provider,
          { value: playing(fields) },
          h(MatterSeen, {
            key: `${me} ${matter.version}`,
            told: {
              ...matter,
              fields: playable(matter.fields),
              values: asSaid(matter.values, matter.fields),
            },
          }),
        ),
      )
      : null,
    !matter && !(told && told.ended) && me
      ? h(
        Play.Provider,
        { value: playing(fields) },
        h(MatterForm, {
          key: id,
          ...form,
          label: say("templates.try_open"),
          deed: {
            kind: "matter.open",
            data: (values) => ({ matter: id, template: described.template, ...parted(values) }),
            title: () => "",
            about: id,
            base: null,
          },
        }),
      )
      : null,
    h("h4", null, say("templates.try_steps")),
    told && told.steps.length
      ? h(
        "ol",
        { className: "try-steps" },
        told.steps.map((/** @type {TryHappened} */ one, /** @type {number} */ n) =>
          h(StepLine, { key: n, one })
        ),
      )
      : none(say("templates.try_none")),
  );
}
