/* Admitting a visitor, driver or contractor: a name if there is one, and a badge; or a whole list
   at once. */

import { KINDS, registerList, registerVisitors } from "./visitors.js";
import { page, text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { site } from "../live/plant.js";
import { panel, useKept } from "../live/react_panels.js";

/** @import { VisitorForm } from "./visitors.js" */
/** @import { Words } from "../types/rows.d.ts" */
/** @typedef {{id: string, name: Words}} Named */
/** @typedef {{kind: "good" | "warn" | "urgent", words: string[]}} Said */

/** @type {VisitorForm} */
const EMPTY = { kind: "visitor", name: "", company: "", plate: "", badge: "", host: "", gate: "" };
const FIELDS = /** @type {const} */ (["name", "company", "plate", "badge"]);

const MAY = new Set(["commander", "controller", "responder"]);

panel("gate_form", function GateForm() {
  const [gate, setGate] = useKept("gate.at", "");
  const [form, setForm] = React.useState(EMPTY);
  const [doubtful, doubt] = React.useState(false);
  const [compared, compare] = React.useState(false);
  const [list, setList] = React.useState("");
  const [said, see] = React.useState(/** @type {Said | null} */ (null));
  const [sending, setSending] = React.useState(false);
  const first = React.useRef(/** @type {HTMLElement | null} */ (null));
  /** @type {Named[]} */
  const people = site().people || [];
  /** @type {Named[]} */
  const gates = site().gates || [];
  /** @type {(name: keyof VisitorForm, value: string) => void} */
  const put = (name, value) => {
    compare(false);
    setForm(Object.assign({}, form, { [name]: value }));
  };
  /** @type {(asked: ReturnType<typeof registerList>, many: boolean, done: () => void) => void} */
  const send = (asked, many, done) => {
    setSending(true);
    asked.then(({ told, refused }) => {
      setSending(false);
      if (refused) {
        return see({
          kind: "urgent",
          words: [refused.detail || refused.title || "", refused.mend || ""].filter(Boolean),
        });
      }
      const wrong = told.rejected.map((one) =>
        many ? say("gate.rejected", { line: one.index + 1, error: one.error }) : one.error
      );
      doubt(!many && told.rejected.some((one) => one.code === "doubtful"));
      compare(false);
      const let_in = told.registered.map((one) => one.visitor).join(" · ");
      see({
        kind: !wrong.length
          ? "good"
          : told.rejected.every((one) => one.code === "doubtful")
          ? "warn"
          : "urgent",
        words: [...(let_in ? [say("gate.let_in", { who: let_in })] : []), ...wrong],
      });
      if (!wrong.length) done();
    });
  };
  if (!MAY.has(page.role)) {
    return h(React.Fragment, null, head(say("gate.register")), h("p", null, say("gate.not_yours")));
  }
  return h(
    React.Fragment,
    null,
    head(say("gate.register"), say("gate.ten_seconds")),
    h(
      "form",
      {
        onSubmit: (/** @type {Event} */ event) => {
          event.preventDefault();
          if (sending) return;
          send(registerVisitors([Object.assign({}, form, { gate, compared })]), false, () => {
            setForm(Object.assign({}, EMPTY, { kind: form.kind }));
            if (first.current) first.current.focus();
          });
        },
      },
      h(
        "div",
        { className: "kinds", role: "radiogroup", "aria-label": say("gate.kind") },
        KINDS.map((kind) =>
          h(
            "label",
            { key: kind, className: form.kind === kind ? "chosen" : "" },
            h("input", {
              type: "radio",
              name: "kind",
              checked: form.kind === kind,
              onChange: () => put("kind", kind),
            }),
            say(`gate.kind.${kind}`),
          )
        ),
      ),
      FIELDS.map((name) =>
        h(
          "label",
          { key: name },
          h("span", null, say(`gate.${name}`)),
          h("input", {
            className: "text",
            ref: name === "name" ? first : undefined,
            autoFocus: name === "name",
            autoComplete: "off",
            maxLength: name === "plate" || name === "badge" ? 40 : 80,
            value: form[name],
            onChange: (/** @type {ReactInputEvent} */ e) => put(name, e.target.value),
          }),
        )
      ),
      h(
        "label",
        null,
        h("span", null, say("gate.host")),
        h(
          "select",
          {
            value: form.host,
            onChange: (/** @type {ReactSelectEvent} */ e) => put("host", e.target.value),
          },
          h("option", { value: "" }, say("gate.nobody")),
          people.map((one) => h("option", { key: one.id, value: one.id }, text(one.name))),
        ),
      ),
      h(
        "label",
        null,
        h("span", null, say("gate.gate")),
        h(
          "select",
          {
            value: gate,
            onChange: (/** @type {ReactSelectEvent} */ e) => setGate(e.target.value),
          },
          h("option", { value: "" }, say("gate.any_gate")),
          gates.map((one) => h("option", { key: one.id, value: one.id }, text(one.name))),
        ),
      ),
      doubtful
        ? h(
          "label",
          { className: "check" },
          h("input", {
            type: "checkbox",
            name: "compared",
            checked: compared,
            onChange: (/** @type {ReactInputEvent} */ e) => compare(e.target.checked),
          }),
          h("span", null, say("gate.compared")),
        )
        : null,
      h(
        "button",
        { type: "submit", className: "act strong", disabled: sending },
        say("gate.enter"),
      ),
    ),
    said
      ? h(
        "div",
        {
          className: `answer ${said.kind === "good" ? "accepted" : "refused"}`,
          role: said.kind === "good" ? "status" : "alert",
        },
        sign(said.kind),
        h("div", null, said.words.map((words) => h("span", { key: words }, words))),
      )
      : null,
    h(
      "details",
      null,
      h("summary", null, say("gate.list")),
      h("p", null, say("gate.list_form")),
      h("textarea", {
        rows: 5,
        "aria-label": say("gate.list"),
        value: list,
        onChange: (/** @type {ReactInputEvent} */ e) => setList(e.target.value),
      }),
      h(
        "button",
        {
          type: "button",
          className: "act",
          disabled: sending || !list.trim(),
          onClick: () => send(registerList(list), true, () => setList("")),
        },
        say("gate.enter_list"),
      ),
    ),
  );
});
