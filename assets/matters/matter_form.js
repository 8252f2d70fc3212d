/* The form of a template's fields, and its actions: stored on this device first, then sent
   (assets/offline/). */

import { MatterControl } from "./matter_fields.js";
import { ask } from "../base/ask.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { keptItems } from "../offline/kept_items.js";
import { keepAndSend, sendNow, serverTime } from "../offline/offline.js";

/** @import { Brought } from "../offline/picture.js" */
/** @import { Choice, Entries, MatterField } from "./matter_fields.js" */
/** @import { Degrees } from "./position_field.js" */

const { createContext, useContext, useEffect, useId, useRef, useState } = window.React;

/** What forms below it do with a deed instead of sending it; resolves to why it was refused, or to nothing.
 * @typedef {(kind: string, data: Record<string, unknown>) => Promise<string | null>} Playing */

/* Forms below a play send nothing: what is filled in goes to it. Without a play, as everywhere else, they do. */
export const Play = createContext(/** @type {Playing | null} */ (null));

/** @typedef {{ kind: string, data: (values: Record<string, unknown>, reason: string) => Record<string, unknown>, title: (values: Record<string, unknown>) => string,
 *   about: string, base: number | null }} Deed */

/* The references that the fields choose from, by id. */
/** @type {(fields: Record<string, MatterField>) => Record<string, Entries>} */
function useEntries(fields) {
  const [entries, set] = useState(/** @type {Record<string, Entries>} */ ({}));
  const columns = Object.values(fields).flatMap((one) =>
    one && one.type === "list" ? /** @type {MatterField[]} */ (Object.values(one.of)) : [one]
  );
  const wanted = columns.filter((one) =>
    one && (one.type === "taxonomy" || one.type === "checklist")
  ).map(({ of }) => of).join(" ");
  useEffect(() => {
    wanted.split(" ").filter(Boolean).forEach(async (name) => {
      const told = await ask(`/api/v1/templates/${encodeURIComponent(name)}`).catch(() => null);
      if (!told || !told.ok) return;
      const found = told.json().described;
      set((was) => ({ ...was, [name]: found ? found.entries : {} }));
    });
  }, [wanted]);
  return entries;
}

/* What differs from what the form began with. */
/** @type {(values: Record<string, any>, first: Record<string, any>) => Record<string, any>} */
const changed = (values, first) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== first[name]));

/* What was filled in is kept in the browser's own database until it is handed over: a closed page loses nothing. */
/** @type {(id: string | null, first: Record<string, any>) => { values: Record<string, any>, set: ReactSet<Record<string, any>>,
 *   brought: Brought[], bring: ReactSet<Brought[]>, empty: () => void }} */
function useDraft(id, first) {
  const [values, set] = useState(first);
  const [brought, bring] = useState(/** @type {Brought[]} */ ([]));
  const loaded = useRef(false);
  useEffect(() => {
    loaded.current = false;
    if (!id) return;
    keptItems.draft(id).then((draft) => {
      if (draft) {
        set((was) => ({ ...was, ...draft.values, ...changed(was, first) }));
        bring((was) => [...draft.brought, ...was]);
      }
      loaded.current = true;
    }, () => null);
  }, [id]);
  useEffect(() => {
    if (!id || !loaded.current) return;
    keptItems.keepDraft(id, { values: changed(values, first), brought }).catch(() => null);
  }, [values, brought]);
  const empty = () => {
    set(first);
    bring([]);
    if (id) keptItems.keepDraft(id, null).catch(() => null);
  };
  return { values, set, brought, bring, empty };
}

/** `known` are other matters that may be chosen beside those that the person reads. `first` is what the fields hold when the form is opened; only what is changed is sent. `draft` is the name under which a half filled form is kept; `reason` asks for one, under these words; `online` sends at once and never later; `note` says what
 * is to be known of a value beside its field; `to` is where the thing lies.
 * @type {(props: { fields: Record<string, MatterField>, names: string[], deed: Deed, label: string, known?: Choice[], reason?: boolean | string,
 *   place?: string | null, first?: Record<string, any>, done?: () => void, draft?: string | null, online?: boolean, to?: Degrees | null,
 *   note?: (name: string, value: any) => ReactNode }) => ReactElement} */
export function MatterForm(
  {
    fields,
    names,
    deed,
    label,
    reason = false,
    place = null,
    first = {},
    known = [],
    done,
    draft = null,
    online = false,
    to,
    note,
  },
) {
  const [began] = useState(first);
  const own = useId(); /* a page has several forms, and the same field in more than one */
  const play = useContext(Play);
  const { values, set, brought, bring, empty } = useDraft(play ? null : draft, began);
  const [why, setWhy] = useState("");
  const [told, tell] = useState("");
  const shown = Object.fromEntries(names.map((name) => [name, fields[name]]));
  const entries = useEntries(shown);
  const submit = async () => {
    const given = Object.fromEntries(
      Object.entries(changed(values, began)).filter(([, value]) =>
        value !== null && value !== "" && value !== undefined
      ),
    );
    try {
      if (play) {
        const refused = await play(deed.kind, deed.data(given, why));
        if (refused) return tell(refused);
      } else if (online) {
        const answer = await sendNow(deed.kind, deed.data(given, why), brought);
        if (answer.is !== "sent") {
          return tell(
            "answer" in answer
              ? `${answer.answer.text} ${answer.answer.mend || ""}`
              : say("matter.needs_line"),
          );
        }
      } else {
        await keepAndSend({
          kind: deed.kind,
          data: deed.data(given, why),
          title: deed.title(given),
          about: deed.about,
          base: deed.base,
          uploads: brought,
        });
      }
      empty();
      setWhy("");
      tell("");
      if (done) done();
    } catch (_) {
      tell(say("matter.not_kept"));
    }
  };
  return h(
    "form",
    {
      className: "matter-form",
      onSubmit: (/** @type {Event} */ e) => {
        e.preventDefault();
        submit();
      },
    },
    names.map((name) =>
      h(
        window.React.Fragment,
        { key: name },
        h(MatterControl, {
          name,
          form: own,
          field: fields[name],
          value: values[name],
          set: (/** @type {any} */ value) =>
            set((was) => ({
              ...was,
              [name]: typeof value === "function" ? value(was[name]) : value,
            })),
          pictures: brought,
          add: (/** @type {Brought} */ one) =>
            bring((was) => was.filter(({ id }) => id !== one.id).concat([one])),
          place: values.place || place,
          now: serverTime,
          known,
          entries,
          to,
        }),
        note ? note(name, values[name]) : null,
      )
    ),
    reason
      ? h(
        "div",
        { className: "field matter-field" },
        h(
          "label",
          { htmlFor: `${own}reason` },
          typeof reason === "string" ? reason : say("matter.reason"),
          " *",
        ),
        h("textarea", {
          id: `${own}reason`,
          name: "reason",
          className: "text",
          rows: 2,
          value: why,
          onChange: (/** @type {ReactInputEvent} */ e) => setWhy(e.target.value),
        }),
      )
      : null,
    /* What wants a reason is the exception: it does not look like the next step. */
    h("button", { type: "submit", className: reason ? "act" : "act strong" }, label),
    told ? h("p", { className: "told refused", role: "alert" }, sign("urgent"), told) : null,
  );
}
