/* Tokens of machines and walls: those that stand, and the form of a new one. Its secret is told once. */

import { ToldOnce, WhyRefused } from "./told_once.js";
import { text } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { SureButton } from "../people/contact_lines.js";
import { post, remove } from "../shared/drill_doors.js";

/** @import { Problem } from "../shared/drill_doors.js" */
/** @import { RowTold } from "./plant_data.js" */

/** @typedef {{ name: string, role: string, read_only: boolean, sources: string[] | null, revoked: boolean }} Token */

const URL = "/api/v1/tokens";
const EVERY = "*";
const CHANNELS = ["im", "sms", "voice", "email", "push"];
const { useState } = React;
/** @type {(role: string) => string} */
const roleWord = (role) => say(/** @type {Sayable} */ (`role.${role}`));
/** @type {(label: string, id: string, control: ReactElement) => ReactElement} */
const field = (label, id, control) =>
  h("div", { className: "field" }, h("label", { htmlFor: id }, label), control);

/** @type {(props: { roles: string[], sources: RowTold[], made: () => void }) => ReactElement} */
function NewToken({ roles, sources, made }) {
  const [asked, ask] = useState({
    name: "",
    role: "",
    source: "",
    channel: "",
    days: "",
    wall: false,
  });
  const [busy, setBusy] = useState(false);
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const [told, tell] = useState(
    /** @type {{ name: string, secret: string, warnings: string[] } | null} */ (null),
  );
  /** @type {(key: string) => (event: ReactInputEvent | ReactSelectEvent) => void} */
  const set = (key) => (event) => ask({ ...asked, [key]: event.target.value });
  const { name, role, source, channel, days, wall } = asked;
  /** @type {(event: Event) => Promise<void>} */
  const send = async (event) => {
    event.preventDefault();
    setBusy(true);
    fail(null);
    tell(null);
    const answer = await post(URL, {
      name: name.trim(),
      role,
      wall: wall && role !== "gateway" && role !== "carrier",
      sources: role === "gateway" && source !== EVERY ? [source] : [],
      every_source: role === "gateway" && source === EVERY,
      channel: role === "carrier" ? channel || null : null,
      days: days ? Number(days) : null,
    });
    setBusy(false);
    if (!answer.ok) {
      fail(answer.problem);
      return;
    }
    tell(answer.body);
    ask({ name: "", role: "", source: "", channel: "", days: "", wall: false });
    made();
  };
  /** @type {(id: string, key: string, value: string, none: string, choices: [string, string][]) => ReactElement} */
  const choice = (id, key, value, none, choices) =>
    h(
      "select",
      { id, value, onChange: set(key) },
      h("option", { value: "" }, none),
      choices.map(([one, word]) => h("option", { key: one, value: one }, word)),
    );
  return h(
    "form",
    { className: "form row-form new-token", onSubmit: send },
    h("h3", null, say("plant.tokens.new")),
    field(
      say("plant.tokens.name"),
      "token-name",
      h("input", {
        id: "token-name",
        className: "text",
        value: name,
        maxLength: 64,
        required: true,
        autoComplete: "off",
        onChange: set("name"),
      }),
    ),
    field(
      say("plant.accounts.role"),
      "token-role",
      choice("token-role", "role", role, "–", roles.map((one) => [one, roleWord(one)])),
    ),
    role === "gateway"
      ? field(
        say("plant.tokens.source"),
        "token-source",
        choice(
          "token-source",
          "source",
          source,
          "–",
          [
            ...sources.map((
              { key, row },
            ) => /** @type {[string, string]} */ ([key, row.name ? text(row.name) : key])),
            [EVERY, say("plant.tokens.every_source")],
          ],
        ),
      )
      : null,
    role === "carrier"
      ? field(
        say("plant.tokens.channel"),
        "token-channel",
        choice(
          "token-channel",
          "channel",
          channel,
          "–",
          CHANNELS.map((one) => [one, say(/** @type {Sayable} */ (`channel.${one}`))]),
        ),
      )
      : null,
    role && role !== "gateway" && role !== "carrier"
      ? h(
        "label",
        { className: "check" },
        h("input", {
          type: "checkbox",
          checked: wall,
          onChange: (/** @type {ReactInputEvent} */ event) =>
            ask({ ...asked, wall: event.target.checked }),
        }),
        " ",
        say("plant.tokens.wall"),
      )
      : null,
    field(
      say("plant.tokens.days"),
      "token-days",
      h("input", {
        id: "token-days",
        className: "text",
        type: "number",
        min: 1,
        max: 400,
        value: days,
        onChange: set("days"),
      }),
    ),
    h(
      "div",
      { className: "actions" },
      h("button", {
        type: "submit",
        className: "act strong add-token",
        disabled: busy || !name.trim() || !role || (role === "carrier" && !channel) ||
          (role === "gateway" && !source),
      }, say("plant.tokens.add")),
    ),
    failed ? h(WhyRefused, { problem: failed }) : null,
    (told?.warnings || []).map((one) =>
      h("p", { key: one, className: "aside", role: "status" }, sign("warn"), " ", one)
    ),
    told
      ? h(ToldOnce, {
        said: say("plant.tokens.secret", { name: told.name }),
        secret: told.secret,
        more: say("plant.tokens.once"),
      })
      : null,
  );
}

/** @type {(props: { tokens: Token[], roles: string[], sources: RowTold[], changed: () => void }) => ReactElement} */
export function Tokens({ tokens, roles, sources, changed }) {
  const [refused, refuse] = useState(/** @type {Problem | null} */ (null));
  const standing = tokens.filter((one) => !one.revoked);
  /** @type {(one: Token) => Promise<void>} */
  const withdraw = async (one) => {
    const answer = await remove(`${URL}/${encodeURIComponent(one.name)}`);
    refuse(answer.ok ? null : answer.problem);
    changed();
  };
  return h(
    "section",
    { className: "tokens" },
    h("h3", null, say("plant.tokens")),
    refused ? h(WhyRefused, { problem: refused }) : null,
    h(
      "ul",
      { className: "accounts" },
      standing.map((one) =>
        h(
          "li",
          { key: one.name, "data-token": one.name },
          h(
            "div",
            null,
            h("b", null, one.name),
            h(
              "span",
              null,
              [
                roleWord(one.role),
                (one.sources || []).join(", "),
                one.read_only ? say("plant.tokens.looks") : "",
              ].filter(Boolean).join(" · "),
            ),
          ),
          h(SureButton, {
            label: say("plant.tokens.withdraw"),
            ask: say("plant.tokens.withdraw_sure", { name: one.name }),
            act: () => withdraw(one),
          }),
        )
      ),
    ),
    h(NewToken, { roles, sources, made: changed }),
  );
}
