/* Templates: the library's and the site's own. One is edited as a form or as text; beside it stands what it becomes,
   and each mistake with its line. Published, new matters follow it; open ones keep the revision they have. */

import { AccountForm } from "./account_form.js";
import { ChangesList } from "./changes_list.js";
import { FormPreview } from "./form_preview.js";
import { PlanForm } from "./plan_form.js";
import { ReferenceForm } from "./reference_form.js";
import { TemplateForm } from "./template_form.js";
import { WayDrawing } from "./way_drawing.js";
import { TryIt } from "./try_it.js";
import { yamlOf } from "./yaml_text.js";
import { useAddress } from "../base/address.js";
import { ask } from "../base/ask.js";
import { keptInTab } from "../base/browser_memory.js";
import { may, page, text as textOf } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { day, say, time } from "../base/words.js";
import { Mistakes } from "../drills/events_list.js";
import { Act, Answer } from "../hands/hands.js";
import { named } from "../live/plant.js";
import { panel } from "../live/react_panels.js";
import { post, put } from "../shared/drill_doors.js";

/** @import { Problem } from "../shared/drill_doors.js" */
/** @import { Names } from "./template_form.js" */
/** @import { Option } from "./editor_parts.js" */
/** @import { Sign } from "../types/rows.d.ts" */

/** What the editor begins with: `base` is the revision it goes on from. @typedef {{ id: string, base: number, text: string, own: Answered, described?: Answered }} Start */

const { useEffect, useRef, useState } = React;
const STILL_MS = 500; /* typing that stands still for so long is examined */
const URL = "/api/v1/templates";
const KINDS = ["template", "account", "plan", "reference"];

/** @type {Record<string, string>} */
const BLANK = {
  template: `template: new-template
title: {zh: 新模板, en: New template}
fields:
  place: {type: place, title: {zh: 地点, en: Place}, required: true}
parties:
  opener: {title: {zh: 发起人, en: Opener}, opener: true}
states:
  open: {zh: 处理中, en: Open}
  closed: {zh: 已结束, en: Closed}
moves:
  close: {title: {zh: 结束, en: Close}, from: [open], to: closed, by: [opener]}
`,
  account: `account: new-points
title: {zh: 新积分, en: New points}
of: [company, person]
starts: 12
resets: {every: year}
`,
  plan: `plan: new-plan
title: {zh: 新计划, en: New plan}
for: {posts: [safety-officer]}
every: month
opens: inspection-round
due: {yellow: 0.8, red: 1}
`,
  reference: `reference: new-list
title: {zh: 新清单, en: New list}
entries:
  first: {title: {zh: 第一项, en: First}}
`,
};

panel("templates", function Templates() {
  const [listing, setListing] = useState(/** @type {Answered} */ (null));
  const [start, setStart] = useState(/** @type {Start | null} */ (null));
  const [turn, setTurn] = useState(0);
  const begun = useRef(0);
  useEffect(() => {
    let gone = false;
    ask(URL, { cache: "no-store" }).then(async (answer) => {
      const told = answer.ok ? await answer.json() : null;
      if (!gone) setListing(told);
    }, () => undefined);
    return () => {
      gone = true;
    };
  }, [turn]);
  const [asked, choose] = useAddress("template");
  useEffect(() => {
    if (asked) open(asked);
  }, []);
  /** @type {(id: string) => Promise<void>} */
  const open = async (id) => {
    const answer = await ask(`${URL}/${id}`, { cache: "no-store" });
    if (!answer.ok) return;
    const told = await answer.json();
    choose(id);
    const kept = unsaved(id);
    const base = told.own ? told.own.revision : 0;
    setStart({
      id,
      base: kept ? kept.base : base,
      text: kept ? kept.text : told.text,
      own: told.own,
      described: told.described,
    });
  };
  if (!listing) return none(say("templates.loading"));
  return h(
    "div",
    { className: `templates-room${start ? " editing" : ""}` },
    h(List, {
      listing,
      chosen: start ? start.id : "",
      open,
      begin: (/** @type {string} */ kind) =>
        setStart({ id: `new ${kind} ${begun.current++}`, base: 0, text: BLANK[kind], own: null }),
    }),
    start
      ? h(Editor, {
        key: start.id,
        start,
        listing,
        close: () => {
          choose("");
          setStart(null);
        },
        published: (/** @type {string} */ id) => {
          setTurn((n) => n + 1);
          open(id);
        },
      })
      : h("section", { className: "panel" }, none(say("templates.choose"))),
  );
});

/* What this tab still has of an edit that was not published. */
/** @type {(id: string) => { base: number, text: string } | null} */
const unsaved = (id) => {
  try {
    return JSON.parse(keptInTab.get(`template ${id}`) || "null");
  } catch (_) {
    return null;
  }
};

/* By their titles in the reader's language. */
/** @type {(rows: Answered[]) => Answered[]} */
const inOrder = (rows) =>
  [...rows].sort((a, b) => textOf(a.title).localeCompare(textOf(b.title), page.lang));

/** @type {(props: { listing: Answered, chosen: string, open: (id: string) => void, begin: (kind: string) => void }) => ReactElement} */
function List({ listing, chosen, open, begin }) {
  const writes = may("template.save");
  return h(
    "section",
    { className: "panel templates-list" },
    KINDS.map((kind) => {
      const rows = listing.templates.filter((/** @type {Answered} */ one) => one.kind === kind);
      return h(
        "div",
        { key: kind },
        head(say(`templates.kind.${kind}`), String(rows.length)),
        writes
          ? h("button", {
            type: "button",
            className: "act small",
            "data-new": kind,
            onClick: () => begin(kind),
          }, say(`templates.new.${kind}`))
          : null,
        inOrder(rows).map((/** @type {Answered} */ one) =>
          h(
            "button",
            {
              key: one.id,
              type: "button",
              className: "drill-row",
              "data-template": one.id,
              "aria-pressed": chosen === one.id,
              onClick: () => open(one.id),
            },
            sign(one.retired ? "gone" : "plain"),
            h("b", null, textOf(one.title)),
            h(
              "span",
              null,
              [
                one.revision
                  ? say("templates.own", { n: one.revision })
                  : say("templates.of_library"),
                one.law ? one.law.of : "",
              ].filter(Boolean).join(" · "),
            ),
          )
        ),
      );
    }),
  );
}

/** What the server says of a text. @typedef {{ asked: string | null, told: Answered, failed: Problem | null }} Examined */

/** @type {(text: string, on: boolean) => Examined} */
function useExamined(text, on) {
  const [state, set] = useState(
    /** @type {Examined} */ ({ asked: null, told: null, failed: null }),
  );
  useEffect(() => {
    if (!on) return undefined;
    let gone = false;
    const timer = setTimeout(async () => {
      const answer = await post(`${URL}/preview`, { text });
      if (gone) return;
      set((was) =>
        answer.ok
          ? { asked: text, told: answer.body, failed: null }
          : { asked: text, told: was.told, failed: answer.problem }
      );
    }, STILL_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, on]);
  return state;
}

/** @type {(props: { start: Start, listing: Answered, close: () => void, published: (id: string) => void }) => ReactElement} */
function Editor({ start, listing, close, published }) {
  const writes = may("template.save");
  const [text, setText] = useState(start.text);
  const [way, setWay] = useState(writes ? "form" : "text");
  /* What the form itself wrote is shown at once; what was typed as text, when the server has read it. */
  const [written, setWritten] = useState(/** @type {Answered} */ (null));
  const [failed, setFailed] = useState(/** @type {Problem | null} */ (null));
  const [sending, setSending] = useState(false);
  const [trying, setTrying] = useState(false);
  const box = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const found = useExamined(text, writes);
  /* Who may only read is shown what the server keeps. */
  const read = start.described && {
    described: start.described,
    kind: KINDS.find((one) => one in start.described),
    problems: [],
    data: null,
    revision: 0,
  };
  const told = found.told || (writes ? null : read);
  const current = found.asked === text && !found.failed;
  const mistakes = told ? told.problems : [];
  const id = told && told.described ? told.described[told.kind] : "";
  const dirty = text !== start.text;
  useEffect(() => {
    keptInTab.set(`template ${start.id}`, dirty ? JSON.stringify({ base: start.base, text }) : "");
  }, [text, dirty]);
  /** @type {Names} */
  const names = {
    types: listing.language.types,
    functions: listing.language.functions,
    units: listing.language.units,
    every: listing.language.every,
    guards: listing.language.guards,
    references: of(listing, "reference"),
    templates: of(listing, "template"),
    accounts: of(listing, "account"),
  };
  /** @type {(data: Answered) => void} */
  const change = (data) => {
    const written = yamlOf(data);
    setWritten({ text: written, data });
    setText(written);
    setFailed(null);
  };
  /** @type {(line: number) => void} */
  const go = (line) => {
    setWay("text");
    setTimeout(() => {
      const area = box.current;
      if (!area) return;
      const lines = text.split("\n");
      const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      area.focus();
      area.setSelectionRange(from, from + (lines[line - 1] || "").length);
    }, 0);
  };
  const publish = async () => {
    setSending(true);
    const answer = await put(`${URL}/${id}`, { text, base: told.revision });
    setSending(false);
    if (!answer.ok) return setFailed(answer.problem);
    keptInTab.set(`template ${start.id}`, "");
    published(id);
  };
  /** @type {[sign: Sign, words: string]} */
  const state = !writes
    ? ["note", say("templates.read_only")]
    : found.failed
    ? ["urgent", found.failed.title]
    : !current
    ? ["note", say("templates.examining")]
    : mistakes.length
    ? ["urgent", say("templates.mistakes", { n: mistakes.length })]
    : ["good", say("templates.no_mistakes")];
  const data = written && written.text === text
    ? written.data
    : found.asked === text && told
    ? told.data
    : null;
  return h(
    React.Fragment,
    null,
    h(
      "section",
      {
        className: "panel template-editor",
        "data-examined": current,
        "data-mistakes": mistakes.length,
      },
      head(
        titleOf(told, id || start.id),
        start.own ? say("templates.own", { n: start.own.revision }) : "",
      ),
      h(
        "div",
        { className: "editor-head" },
        h("p", { className: `state ${state[0]}`, role: "status" }, sign(state[0]), state[1]),
        h(
          "div",
          { className: "actions" },
          ["form", "text"].map((one) =>
            h("button", {
              key: one,
              type: "button",
              className: "act",
              "aria-pressed": way === one,
              "data-way": one,
              onClick: () => setWay(one),
            }, say(`templates.way.${one}`))
          ),
          writes
            ? h("button", {
              type: "button",
              className: "act strong publish",
              disabled: sending || !current || mistakes.length > 0 || !id,
              onClick: publish,
            }, say("templates.publish"))
            : null,
          h("button", {
            type: "button",
            className: "act",
            onClick: () => {
              keptInTab.set(`template ${start.id}`, "");
              close();
            },
          }, say(dirty ? "templates.discard" : "templates.close")),
        ),
      ),
      failed
        ? h(
          "div",
          { className: "answer refused", role: "alert" },
          sign("urgent"),
          h("div", null, h("b", null, failed.detail || failed.title), h("span", null, failed.mend)),
        )
        : null,
      mistakes.length ? h(Mistakes, { problems: mistakes, go }) : null,
      way === "text"
        ? h("textarea", {
          ref: box,
          className: "text template-text",
          wrap: "off",
          spellCheck: false,
          translate: "no",
          readOnly: !writes,
          maxLength: 60000,
          value: text,
          "aria-label": say("templates.way.text"),
          onChange: (/** @type {ReactEvent<HTMLTextAreaElement>} */ event) => {
            setText(event.target.value);
            setFailed(null);
          },
        })
        : h(Structured, { data, change, names, listing }),
      dirty && current && told && told.changes
        ? h(ChangesList, { changes: told.changes, title: say("templates.changes_since") })
        : null,
      dirty && told && told.open
        ? h("p", { className: "aside" }, say("templates.keep_revision", { n: told.open }))
        : null,
      start.own ? h(Versions, { id: start.id, own: start.own }) : null,
    ),
    h(
      "section",
      { className: `panel template-preview${current ? "" : " stale"}` },
      trying && told && told.kind === "template" && told.described
        ? h(TryIt, { draft: text, described: told.described, close: () => setTrying(false) })
        : head(
          say("templates.as_it_will_be"),
          writes && told && told.kind === "template"
            ? h("button", {
              type: "button",
              className: "act small template-try",
              disabled: !current || mistakes.length > 0,
              onClick: () => setTrying(true),
            }, say("templates.try"))
            : "",
        ),
      trying && told && told.kind === "template" && told.described
        ? null
        : told && told.described
        ? h(
          React.Fragment,
          null,
          told.kind === "template" ? h(WayDrawing, { described: told.described }) : null,
          h(FormPreview, { described: told.described, kind: told.kind }),
        )
        : none(say("templates.no_preview")),
    ),
  );
}

/* What is edited: its title, and the name that other texts call it by. */
/** @type {(told: Answered, id: string) => string} */
const titleOf = (told, id) =>
  told && told.described && told.described.title ? `${textOf(told.described.title)} · ${id}` : id;

/** @type {(listing: Answered, kind: string) => Option[]} */
const of = (listing, kind) =>
  listing.templates.filter((/** @type {Answered} */ one) => one.kind === kind).map(
    (/** @type {Answered} */ one) => /** @type {Option} */ ([one.id, textOf(one.title)]),
  );

/* The form of a text, where its kind has one. */
/** @type {(props: { data: Answered, change: (data: Answered) => void, names: Names, listing: Answered }) => ReactElement} */
function Structured({ data, change, names, listing }) {
  if (!data) return none(say("templates.no_form_yet"));
  const kind = KINDS.find((one) => one in data) || "template";
  /** @type {Record<string, Answered>} */
  const others = Object.fromEntries(
    listing.templates.filter((/** @type {Answered} */ one) => one.shape).map((
      /** @type {Answered} */ one,
    ) => [one.id, one.shape]),
  );
  return h(
    "div",
    { className: "structured" },
    h(
      "label",
      { className: "entry-line" },
      h("span", null, say("templates.id")),
      h("input", {
        className: "text",
        name: "id",
        value: String(data[kind] ?? ""),
        maxLength: 60,
        autoComplete: "off",
        onChange: (/** @type {ReactInputEvent} */ event) =>
          change(Object.assign({}, data, { [kind]: event.target.value })),
      }),
    ),
    kind === "template"
      ? h(TemplateForm, { data, change, names })
      : kind === "account"
      ? h(AccountForm, { data, change, names, others })
      : kind === "plan"
      ? h(PlanForm, { data, change, names })
      : h(ReferenceForm, { data, change, names }),
  );
}

/* What a published revision says otherwise than the one before it. */
/** @type {(props: { id: string, sha256: string }) => ReactElement} */
function Compared({ id, sha256 }) {
  const [changes, set] = useState(/** @type {Answered} */ (null));
  const compare = async () => {
    const answer = await ask(`${URL}/${id}?sha256=${sha256}`, { cache: "no-store" });
    if (answer.ok) set((await answer.json()).changes || []);
  };
  return changes ? h(ChangesList, { changes, title: say("templates.changes_before") }) : h(
    "button",
    { type: "button", className: "act small", "data-compare": sha256, onClick: compare },
    say("templates.compare"),
  );
}

/** @type {(props: { id: string, own: Answered }) => ReactElement} */
function Versions({ id, own }) {
  const at = `retire:${id}`;
  return h(
    "details",
    { className: "versions" },
    h("summary", null, say("templates.versions")),
    h(
      "ol",
      { reversed: true },
      [...own.revisions].reverse().map((/** @type {Answered} */ one) =>
        h(
          "li",
          { key: one.revision, value: one.revision },
          `${day(one.at)} ${time(one.at)} · ${named(one.by)}`,
          one !== own.revisions[0] ? h(Compared, { id, sha256: one.sha256 }) : null,
        )
      ),
    ),
    may("template.retire") && !own.retired_at
      ? h(Act, {
        kind: "template.retire",
        data: { template: id, base: own.revision },
        at,
        label: say("templates.retire"),
        sure: say("templates.retire_sure"),
      })
      : null,
    h(Answer, { at }),
  );
}
