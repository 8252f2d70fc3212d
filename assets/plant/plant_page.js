/* The plant as living data: what it is made of, the rows of one noun, and beside them the row that is edited, a table
   that comes in, or two days compared. What still lacks stands first. */

import { AccountsPanel } from "./accounts_panel.js";
import { DayCompare } from "./day_compare.js";
import {
  nounWord,
  plantRowName,
  tableUrl,
  useLacks,
  useNouns,
  usePlantVersion,
  useRows,
} from "./plant_data.js";
import { usePlantGrid } from "./plant_grid.js";
import { fieldsOf } from "./row_form.js";
import { RowPanel } from "./row_panel.js";
import { TableIn } from "./table_in.js";
import { useAddress } from "../base/address.js";
import { ask } from "../base/ask.js";
import { may, page } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { number, say } from "../base/words.js";
import { panel, useRealKind } from "../live/react_panels.js";
import { useIntoView } from "../shared/grid.js";

/** @import { Noun, RowTold } from "./plant_data.js" */
/** @import { Option } from "./row_fields.js" */
/** @import { Field, Row } from "./row_form.js" */

const { useEffect, useMemo, useRef, useState } = React;

/** @type {(fields: Field[]) => string[]} */
const namedIn = (fields) =>
  fields.flatMap((one) => [
    ...(one.names || []),
    ...(one.item ? namedIn([one.item]) : []),
    ...(one.fields ? namedIn(one.fields) : []),
  ]);

/* The keys and names of the nouns that a noun's fields choose from, asked again when the plant changes. */
/** @type {(noun: Noun | null, nouns: Noun[], version: string) => Record<string, Option[]>} */
function useOptions(noun, nouns, version) {
  const [options, set] = useState(/** @type {Record<string, Option[]>} */ ({}));
  const wanted = useMemo(() => {
    const known = new Set(nouns.map((one) => one.noun));
    return noun
      ? [...new Set(namedIn(fieldsOf(noun.schema)))].filter((one) => known.has(one)).sort()
      : [];
  }, [noun, nouns]);
  useEffect(() => {
    let gone = false;
    Promise.all(wanted.map(async (name) => {
      const answer = await ask(`/api/v1/plant/nouns/${name}`, { cache: "no-store" }, 15000);
      const rows = /** @type {RowTold[]} */ (answer.ok ? answer.json().rows : []);
      return /** @type {const} */ ([
        name,
        rows.map(({ key, row }) => ({ value: key, label: plantRowName(row, key) })),
      ]);
    })).then((all) => gone || set(Object.fromEntries(all)), () => undefined);
    return () => {
      gone = true;
    };
  }, [wanted.join(), version]);
  return options;
}

/* What a new row is begun with: the values that its fields have when nothing is said. */
/** @type {(noun: Noun) => Row} */
const firstOf = (noun) =>
  Object.fromEntries(
    fieldsOf(noun.schema).filter(({ first }) => first !== undefined && first !== null)
      .map(({ name, first }) => [name, first]),
  );

/** @type {(props: { version: string, open: (noun: string) => void }) => ReactElement | null} */
function StillLacks({ version, open }) {
  const lacks = useLacks(version);
  if (!lacks) return null;
  return h(
    "section",
    { className: `panel still-lacks ${lacks.length ? "some" : ""}`, "data-lacks": lacks.length },
    head(say("plant.lacks"), lacks.length ? say("plant.lacks_n", { n: lacks.length }) : ""),
    lacks.length
      ? h(
        "ol",
        null,
        lacks.map(({ lack, noun }) =>
          h(
            "li",
            { key: lack, "data-lack": lack },
            sign("warn"),
            h(
              "div",
              null,
              h("b", null, say(/** @type {Sayable} */ (`plant.lack.${lack}`))),
              h("span", null, say(/** @type {Sayable} */ (`plant.lack.${lack}.why`))),
            ),
            h("button", {
              type: "button",
              className: "act",
              onClick: () => open(noun),
            }, say("plant.lack.mend")),
          )
        ),
      )
      : h("p", { className: "good" }, sign("good"), " ", say("plant.lacks_none")),
  );
}

/* Who signs in is no noun of the plant; only administrators see it. */
const ACCOUNTS = "accounts";
const PEOPLE = "people";
/* Contacts of people are no noun either, since an address must be erasable. */
const CONTACTS = "contacts";
const CONTACTS_TABLE = "/api/v1/people/contacts/table";

/** @type {(props: { close: () => void }) => ReactElement} */
const ContactsTable = ({ close }) =>
  h(TableIn, {
    door: CONTACTS_TABLE,
    takes: may("contact.change"),
    title: say("contact_table.title"),
    about: `${say("contact_table.about")} ${may("contact.change") ? say("plant.table_about") : ""}`,
    outs: h(
      React.Fragment,
      null,
      h(
        "a",
        { className: "act", href: `${CONTACTS_TABLE}.xlsx`, download: true },
        say("plant.excel_out"),
      ),
      h(
        "a",
        { className: "act", href: `${CONTACTS_TABLE}.csv`, download: true },
        say("plant.csv_out"),
      ),
    ),
    done: () => undefined,
    close,
  });

/** @type {(props: { nouns: Noun[], chosen: string, choose: (noun: string) => void }) => ReactElement} */
const Nouns = ({ nouns, chosen, choose }) =>
  h(
    "nav",
    { className: "panel nouns", "aria-label": say("plant.nouns") },
    head(say("plant.nouns")),
    h(
      "ul",
      null,
      nouns.map((one) =>
        h(
          "li",
          { key: one.noun },
          h(
            "button",
            {
              type: "button",
              className: "noun",
              "aria-current": one.noun === chosen || undefined,
              "data-noun": one.noun,
              onClick: () => choose(one.noun),
            },
            h("span", null, nounWord(one.noun)),
            h("b", null, one.single ? "" : number(one.rows)),
          ),
        )
      ),
      page.role === "administrator"
        ? h(
          "li",
          { key: ACCOUNTS },
          h(
            "button",
            {
              type: "button",
              className: "noun accounts-open",
              "aria-current": chosen === ACCOUNTS || undefined,
              onClick: () => choose(ACCOUNTS),
            },
            h("span", null, say("plant.accounts")),
          ),
        )
        : null,
    ),
    h(
      "label",
      { className: "nouns-choice" },
      h("span", { className: "unseen" }, say("plant.nouns")),
      h(
        "select",
        {
          value: chosen,
          onChange: (/** @type {ReactSelectEvent} */ event) => choose(event.target.value),
        },
        nouns.map((one) =>
          h(
            "option",
            { key: one.noun, value: one.noun },
            `${nounWord(one.noun)}${one.single ? "" : ` (${one.rows})`}`,
          )
        ),
        page.role === "administrator"
          ? h("option", { value: ACCOUNTS }, say("plant.accounts"))
          : null,
      ),
    ),
  );

panel("plant_page", function PlantPage({ args, children }) {
  const [own, setOwn] = useState(0);
  const version = usePlantVersion(own);
  const { plant: center } = useRealKind("center", "plant");
  const nouns = useNouns(version);
  const [name, setName] = useAddress("noun", "people");
  const [chosen, choose] = useAddress("row");
  const [show, setShow] = useAddress("show");
  const [find, setFind] = useAddress("q");
  const [opened, reopen] = useState(0); /* a form that was saved begins anew */
  const noun = nouns.find((one) => one.noun === name) || null;
  const { rows } = useRows(noun ? name : "", version);
  const options = useOptions(noun, nouns, version);
  const shown = usePlantGrid(args.grid, noun, rows, options, find, chosen, (key) => {
    setShow("");
    choose(key);
  });
  const side = useIntoView(chosen || show);
  /** @type {(noun: string) => void} */
  const openNoun = (next) => {
    if (next === ACCOUNTS) {
      setShow(ACCOUNTS);
      return;
    }
    setFind("");
    setShow("");
    choose("");
    setName(next);
  };
  const changed = () => setOwn((n) => n + 1);
  const row = (rows || []).find((one) => one.key === chosen) || null;
  /* A row that was just added comes in a moment; one that was there and is gone keeps its form. */
  const known = useRef("");
  if (row) known.current = `${name} ${chosen}`;
  const there = chosen === "+" || known.current === `${name} ${chosen}`;
  const url = tableUrl(name);
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "plant-left" },
      h(StillLacks, {
        version,
        open: (/** @type {string} */ next) => {
          openNoun(next);
          if (next !== ACCOUNTS) choose("+");
        },
      }),
      h(Nouns, { nouns, chosen: show === ACCOUNTS ? ACCOUNTS : name, choose: openNoun }),
    ),
    h(
      "section",
      { className: "panel sheet-panel plant-sheet" },
      h(
        "div",
        { className: "grid-head" },
        head(
          noun ? nounWord(noun.noun) : say("plant.title"),
          noun && rows
            ? (shown === rows.length
              ? say("plant.rows", { n: rows.length })
              : say("grid.count_of", { n: shown, of: rows.length }))
            : "",
        ),
        h(
          "div",
          { className: "grid-tools" },
          h("input", {
            type: "search",
            className: "text",
            value: find,
            placeholder: say("plant.search"),
            "aria-label": say("plant.search"),
            onChange: (/** @type {ReactInputEvent} */ event) => setFind(event.target.value),
          }),
          noun && noun.may_edit && !noun.single
            ? h("button", {
              type: "button",
              className: "act new-row",
              onClick: () => {
                setShow("");
                choose("+");
                reopen((n) => n + 1);
              },
            }, `＋ ${say("plant.new")}`)
            : null,
          noun && noun.may_edit && !noun.single
            ? h("button", {
              type: "button",
              className: "act table-open",
              "aria-pressed": show === "table",
              onClick: () => setShow(show === "table" ? "" : "table"),
            }, say("plant.excel_in"))
            : null,
          noun && !noun.single
            ? h(
              "a",
              { className: "act", href: `${url}.xlsx`, download: true },
              say("plant.excel_out"),
            )
            : null,
          noun && !noun.single
            ? h("a", { className: "act", href: `${url}.csv`, download: true }, say("plant.csv_out"))
            : null,
          noun && noun.noun === PEOPLE && may("contact.show")
            ? h("button", {
              type: "button",
              className: "act contacts-open",
              "aria-pressed": show === CONTACTS,
              onClick: () => setShow(show === CONTACTS ? "" : CONTACTS),
            }, say("contact_table.open"))
            : null,
          h("button", {
            type: "button",
            className: "act days-open",
            "aria-pressed": show === "days",
            onClick: () => setShow(show === "days" ? "" : "days"),
          }, say("plant.days")),
        ),
      ),
      noun && noun.held === "pinned" && center && center.held_by
        ? h(
          "p",
          { className: "aside held" },
          sign("note"),
          " ",
          say("plant.held", { incident: center.held_by }),
        )
        : null,
      h("div", { className: "grid-body" }, children),
    ),
    h(
      "div",
      { className: "plant-side", ref: side },
      noun && show === "table"
        ? h(TableIn, {
          key: name,
          door: url,
          takes: noun.may_edit,
          title: say("plant.excel_in"),
          about: say("plant.table_about"),
          done: changed,
          close: () => setShow(""),
        })
        : show === CONTACTS && may("contact.show")
        ? h(ContactsTable, { close: () => setShow("") })
        : show === ACCOUNTS
        ? h(AccountsPanel, { version, changed, close: () => setShow("") })
        : show === "days"
        ? h(DayCompare, { close: () => setShow("") })
        : noun && rows && chosen && there
        ? h(RowPanel, {
          key: `${name} ${chosen} ${opened}`,
          noun,
          chosen,
          row,
          options,
          version,
          first: firstOf(noun),
          saved: (/** @type {string} */ key) => {
            changed();
            if (chosen === "+") choose(key);
            else if (!key) choose("");
          },
        })
        : h(
          "section",
          { className: "panel" },
          head(say("plant.form")),
          none(say("plant.choose_row")),
          none(say("plant.about")),
        ),
    ),
  );
});
