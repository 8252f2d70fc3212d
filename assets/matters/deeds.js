/* The actions on a matter beside its moves: open one of any template, fill in, measure, enter and
   leave. */

import { MatterForm } from "./matter_form.js";
import { titleOf } from "./matter_fields.js";
import { text } from "../base/context.js";
import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";

/** @import { MatterField } from "./matter_fields.js" */
/** @import { Told } from "./mine.js" */

const { useEffect, useState } = window.React;
const PARTY = "party ";

/** @typedef {Record<string, MatterField>} Fields */

/* The parties that somebody names, as fields for a person. */
/** @type {(parties: Record<string, any>) => Fields} */
const partyFields = (parties) =>
  Object.fromEntries(
    Object.entries(parties).map(([name, title]) => [PARTY + name, { type: "person", title }]),
  );

/** @type {(values: Record<string, any>) => { fields: Record<string, any>, parties: Record<string, string[]> }} */
export function parted(values) {
  const own = Object.entries(values);
  return {
    fields: Object.fromEntries(own.filter(([name]) => !name.startsWith(PARTY))),
    parties: Object.fromEntries(
      own.filter(([name]) => name.startsWith(PARTY)).map((
        [name, who],
      ) => [name.slice(PARTY.length), [who]]),
    ),
  };
}

/** @type {(form: any) => boolean} */
const isNamed = (form) => !(form.opener || form.post || form.post_of || form.field);

/* A matter of any template: choose it, and fill in what no later move asks for. */
/** @type {(props: { done: () => void }) => ReactElement} */
export function OpenAny({ done }) {
  const [list, found] = useState(/** @type {any[]} */ ([]));
  const [chosen, choose] = useState("");
  const [described, tell] = useState(/** @type {any} */ (null));
  const [id, renew] = useState(() => crypto.randomUUID());
  useEffect(() => {
    ask("/api/v1/templates").then(
      (answer) => answer.ok && found(answer.json().templates),
      () => null,
    );
  }, []);
  useEffect(() => {
    tell(null);
    if (!chosen) return;
    ask(`/api/v1/templates/${encodeURIComponent(chosen)}`).then(
      (answer) => answer.ok && tell(answer.json().described),
      () => null,
    );
  }, [chosen]);
  const kinds = list.filter((one) => one.kind === "template" && !one.retired && !one.closes);
  return h(
    "div",
    { className: "matter-form open-any" },
    h(
      "select",
      {
        className: "text",
        "aria-label": say("mine.open_any"),
        name: "template",
        value: chosen,
        onChange: (/** @type {ReactSelectEvent} */ e) => choose(e.target.value),
      },
      h("option", { value: "" }, say("matter.choose")),
      kinds.map((one) => h("option", { key: one.id, value: one.id }, text(one.title))),
    ),
    described ? h(LawNote, { law: described.law }) : null,
    described
      ? h(MatterForm, {
        key: chosen,
        ...asked(described),
        label: say("mine.open_it"),
        draft: `open/${chosen}`,
        done: () => {
          renew(crypto.randomUUID());
          done();
        },
        deed: {
          kind: "matter.open",
          data: (values) => ({ matter: id, template: chosen, ...parted(values) }),
          title: () => text(described.title),
          about: id,
          base: null,
        },
      })
      : null,
  );
}

/* The fields of the first form, and their names: what no move needs, no measurements, and who is named. */
/** @type {(described: any) => { fields: Fields, names: string[] }} */
export function asked({ fields, moves, parties }) {
  const later = new Set(Object.values(moves).flatMap((/** @type {any} */ one) => one.needs || []));
  const own = Object.keys(fields).filter((name) =>
    !later.has(name) && !fields[name].limits && fields[name].type !== "checklist"
  );
  const named = Object.entries(parties).filter(([, form]) => isNamed(form));
  const people = partyFields(
    Object.fromEntries(named.map(([name, form]) => [name, form.title || name])),
  );
  return { fields: { ...fields, ...people }, names: [...own, ...Object.keys(people)] };
}

/* Which document a form follows, and with what its clauses were compared. */
/** @type {(props: { law: any }) => ReactElement | null} */
export const LawNote = ({ law }) =>
  law
    ? h(
      "p",
      { className: "label law-note", "data-law": law.of },
      law.checked ? null : sign("warn"),
      ` ${law.of} · `,
      law.checked
        ? say("templates.checked")
        : law.source
        ? text(law.source)
        : say("templates.not_checked"),
    )
    : null;

/* What is brought anew each time; everything else is gone on with from what was written. */
const ANEW = ["photo", "voice", "signature", "position", "code", "checklist"];

/** What was written in these fields, to be gone on with.
 * @type {(told: Told, names: string[]) => Record<string, any>} */
export const writtenOn = (told, names) =>
  Object.fromEntries(
    names.filter((name) =>
      told.values[name] !== undefined && told.fields[name] &&
      !ANEW.includes(told.fields[name].type)
    ).map((name) => [name, told.values[name]]),
  );

/* A list of what is handed over has a line for everything that is live. */
/** @type {(told: Told) => Record<string, any>} */
const handedOver = (told) =>
  Object.fromEntries(
    Object.entries(told.hands_over || {}).map(([name, others]) => {
      const lines = told.values[name] || [];
      const column = Object.keys(told.fields[name].of).find((one) =>
        told.fields[name].of[one].type === "matter"
      ) || "";
      const left = others.filter(({ id }) =>
        !lines.some((/** @type {any} */ one) =>
          one[column] === id
        )
      );
      return [name, [...lines, ...left.map(({ id }) => ({ [column]: id }))]];
    }),
  );

/* Fields that are still empty, checklists and lists, which are gone on with, and who takes part. */
/** @type {(props: { told: Told }) => ReactElement | null} */
export function FillIn({ told }) {
  const shown = told.moves.filter((one) => one.signs === null && !one.hindered);
  const needed = new Set(shown.flatMap((one) => one.needs));
  const names = (told.fills || []).filter((name) =>
    !needed.has(name) &&
    (["checklist", "list"].includes(told.fields[name].type) || told.values[name] === undefined)
  );
  const people = partyFields(told.named || {});
  if (!names.length && !Object.keys(people).length) return null;
  return h(
    "details",
    { className: "mine-more", "data-deed": "fill" },
    h("summary", null, say("mine.fill_in")),
    h(MatterForm, {
      fields: { ...told.fields, ...people },
      names: [...names, ...Object.keys(people)],
      first: { ...writtenOn(told, names), ...handedOver(told) },
      known: Object.values(told.hands_over || {}).flat().map((one) => ({
        value: one.id,
        label: `${one.number} · ${text(one.title)}`,
      })),
      place: told.place,
      label: say("mine.fill_it"),
      draft: `${told.id}/fill`,
      deed: {
        kind: "matter.fill",
        data: (values) => ({ matter: told.id, ...parted(values) }),
        title: () => `${told.number} · ${say("mine.fill_in")}`,
        about: told.id,
        base: null,
      },
    }),
  );
}

/* A field that was written wrong is written anew, with the reason: an act of its own, which keeps what stood there. */
/** @type {(props: { told: Told }) => ReactElement | null} */
export function Correct({ told }) {
  const [name, choose] = useState("");
  const names = told.corrects || [];
  if (!names.length) return null;
  return h(
    "details",
    { className: "mine-more", "data-deed": "correct" },
    h("summary", null, say("mine.correct")),
    h("p", { className: "label" }, say("mine.correct_about")),
    h(
      "select",
      {
        className: "text",
        "aria-label": say("mine.correct_which"),
        name: "corrected",
        value: name,
        onChange: (/** @type {ReactSelectEvent} */ e) => choose(e.target.value),
      },
      h("option", { value: "" }, say("mine.correct_which")),
      names.map((one) => h("option", { key: one, value: one }, titleOf(one, told.fields[one]))),
    ),
    names.includes(name)
      ? h(MatterForm, {
        key: name,
        fields: told.fields,
        names: [name],
        first: { [name]: told.values[name] },
        reason: say("mine.correct_why"),
        place: told.place,
        label: say("mine.correct_it"),
        done: () => choose(""),
        deed: {
          kind: "matter.correct",
          data: (values, why) => ({
            matter: told.id,
            field: name,
            value: name in values ? values[name] : told.values[name],
            reason: why,
          }),
          title: () =>
            `${told.number} · ${say("mine.correct")}: ${titleOf(name, told.fields[name])}`,
          about: told.id,
          base: told.version,
        },
      })
      : null,
  );
}

/* One measurement more of every list that has limits. */
/** @type {(props: { told: Told }) => ReactElement} */
export function Measure({ told }) {
  const lists = Object.entries(told.fields).filter(([, field]) =>
    field.type === "list" && /** @type {any} */ (field).limits
  );
  return h(
    window.React.Fragment,
    null,
    lists.map(([name, field]) =>
      h(
        "details",
        { key: name, className: "mine-more", "data-deed": `measure ${name}` },
        h("summary", null, say("mine.measure", { what: titleOf(name, field) })),
        h(MatterForm, {
          fields: field.of,
          names: Object.keys(field.of),
          place: told.place,
          label: say("mine.measure_it"),
          deed: {
            kind: "matter.measure",
            data: (values) => ({ matter: told.id, field: name, values }),
            title: () => `${told.number} · ${titleOf(name, field)}`,
            about: told.id,
            base: null,
          },
        }),
      )
    ),
  );
}

/* Who goes in and comes out, with how many tools: sent at once. */
/** @type {(props: { told: Told }) => ReactElement | null} */
export function InAndOut({ told }) {
  if (!told.inside) return null;
  const fields = {
    person: { type: "person", title: say("mine.who"), required: true },
    tools: { type: "number", title: say("mine.tools") },
  };
  return h(
    window.React.Fragment,
    null,
    /** @type {const} */ (["enter", "leave"]).map((way) =>
      h(
        "details",
        { key: way, className: "mine-more", "data-deed": way },
        h("summary", null, say(`mine.${way}`)),
        h(MatterForm, {
          fields,
          names: Object.keys(fields),
          label: say(`mine.${way}`),
          online: true,
          deed: {
            kind: `matter.${way}`,
            data: (values) => ({ matter: told.id, tools: 0, ...values }),
            title: () => told.number,
            about: told.id,
            base: null,
          },
        }),
      )
    ),
  );
}
