/* Who signs in: the accounts of this center, a one-time code for a lost password, and the form of a new account; the
   tokens of machines and walls. */

import { ToldOnce, WhyRefused } from "./told_once.js";
import { Tokens } from "./tokens_panel.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { head, sign } from "../base/signs.js";
import { moment, say } from "../base/words.js";
import { SureButton } from "../people/contact_lines.js";
import { patch, post, useAsked } from "../shared/drill_doors.js";

/** @import { Problem } from "../shared/drill_doors.js" */
/** @import { RowTold } from "./plant_data.js" */

/** @typedef {{ username: string, role: string, person: string | null, disabled: boolean }} Account */

const URL = "/api/v1/accounts";
const { useState } = React;
/** @type {(role: string) => string} */
const roleWord = (role) => say(/** @type {Sayable} */ (`role.${role}`));

/** @type {(props: { roles: string[], people: RowTold[], added: () => void }) => ReactElement} */
function NewAccount({ roles, people, added }) {
  const [username, setName] = useState("");
  const [role, setRole] = useState("");
  const [person, setPerson] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const [made, setMade] = useState(
    /** @type {{ username: string, password: string } | null} */ (null),
  );
  /** @type {(event: Event) => Promise<void>} */
  const send = async (event) => {
    event.preventDefault();
    setBusy(true);
    fail(null);
    setMade(null);
    const answer = await post(URL, { username: username.trim(), role, person: person || null });
    setBusy(false);
    if (!answer.ok) {
      fail(answer.problem);
      return;
    }
    setMade(answer.body);
    setName("");
    setRole("");
    setPerson("");
    added();
  };
  /** @type {(label: string, id: string, control: ReactElement) => ReactElement} */
  const field = (label, id, control) =>
    h("div", { className: "field" }, h("label", { htmlFor: id }, label), control);
  return h(
    "form",
    { className: "form row-form new-account", onSubmit: send },
    h("h3", null, say("plant.accounts.new")),
    field(
      say("plant.accounts.name"),
      "account-name",
      h("input", {
        id: "account-name",
        className: "text",
        value: username,
        maxLength: 64,
        required: true,
        autoComplete: "off",
        onChange: (/** @type {ReactInputEvent} */ event) => setName(event.target.value),
      }),
    ),
    field(
      say("plant.accounts.role"),
      "account-role",
      h(
        "select",
        {
          id: "account-role",
          value: role,
          required: true,
          onChange: (/** @type {ReactSelectEvent} */ event) => setRole(event.target.value),
        },
        h("option", { value: "" }, "–"),
        roles.map((one) => h("option", { key: one, value: one }, roleWord(one))),
      ),
    ),
    field(
      say("plant.accounts.person"),
      "account-person",
      h(
        "select",
        {
          id: "account-person",
          value: person,
          onChange: (/** @type {ReactSelectEvent} */ event) => setPerson(event.target.value),
        },
        h("option", { value: "" }, say("plant.accounts.nobody")),
        people.map(({ key, row }) =>
          h("option", { key, value: key }, row.name ? text(row.name) : key)
        ),
      ),
    ),
    role === "commander" && !person
      ? h("p", { className: "aside warn" }, sign("warn"), " ", say("plant.accounts.no_post"))
      : null,
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "submit",
        className: "act strong add-account",
        disabled: busy || !username.trim() || !role,
      }, say("plant.accounts.add")),
    ),
    failed ? h(WhyRefused, { problem: failed }) : null,
    made
      ? h(ToldOnce, {
        said: say("plant.accounts.password", { name: made.username }),
        secret: made.password,
        more: say("plant.accounts.once", { name: made.username }),
      })
      : null,
  );
}

/** @type {(props: { version: string, changed: () => void, close: () => void }) => ReactElement} */
export function AccountsPanel({ version, changed, close }) {
  const { got, failed } = useAsked(URL, version);
  const people = useAsked("/api/v1/plant/nouns/people", version).got;
  const sources = useAsked("/api/v1/plant/nouns/sources", version).got;
  const [reset, setReset] = useState(
    /** @type {{ name: string, code: string, expires_at: number } | null} */ (null),
  );
  const [refused, refuse] = useState(/** @type {Problem | null} */ (null));
  /** @type {Account[]} */
  const users = got ? got.users : [];
  /** @type {RowTold[]} */
  const rows = people ? people.rows : [];
  const names = new Map(rows.map(({ key, row }) => [key, row.name ? text(row.name) : key]));
  /** @type {(one: Account) => Promise<void>} */
  const turn = async (one) => {
    const answer = await patch(`${URL}/${encodeURIComponent(one.username)}`, {
      disabled: !one.disabled,
    });
    refuse(answer.ok ? null : answer.problem);
    changed();
  };
  /** @type {(one: Account) => Promise<void>} */
  const giveCode = async (one) => {
    const answer = await post(`${URL}/${encodeURIComponent(one.username)}/reset`, {});
    refuse(answer.ok ? null : answer.problem);
    setReset(answer.ok ? { name: one.username, ...answer.body } : null);
  };
  return h(
    "section",
    { className: "panel row-panel accounts-panel" },
    head(
      say("plant.accounts"),
      h("button", { type: "button", className: "quiet", onClick: close }, say("plant.close")),
    ),
    h("p", { className: "aside" }, say("plant.accounts.about")),
    failed || refused
      ? h(WhyRefused, { problem: /** @type {Problem} */ (failed || refused) })
      : null,
    h(
      "ul",
      { className: "accounts" },
      users.map((one) =>
        h(
          "li",
          { key: one.username, "data-account": one.username },
          h(
            "div",
            null,
            h("b", null, one.username),
            h(
              "span",
              null,
              [
                roleWord(one.role),
                one.person ? names.get(one.person) || one.person : "",
                one.disabled ? say("plant.accounts.closed") : "",
              ].filter(Boolean).join(" · "),
            ),
          ),
          h(
            "span",
            { className: "account-acts" },
            one.disabled ? null : h(SureButton, {
              label: say("plant.accounts.reset"),
              ask: say("plant.accounts.reset_sure", { name: one.username }),
              act: () => giveCode(one),
            }),
            h("button", {
              type: "button",
              className: "act",
              onClick: () => turn(one),
            }, say(one.disabled ? "plant.accounts.open" : "plant.accounts.close")),
          ),
          reset && reset.name === one.username
            ? h(ToldOnce, {
              said: say("plant.accounts.code", { name: one.username }),
              secret: reset.code,
              more: say("plant.accounts.code_until", { until: moment(reset.expires_at) }),
            })
            : null,
        )
      ),
    ),
    got ? h(NewAccount, { roles: got.roles, people: rows, added: changed }) : null,
    got
      ? h(Tokens, {
        tokens: got.tokens,
        roles: got.token_roles,
        sources: sources ? sources.rows : [],
        changed,
      })
      : null,
  );
}
