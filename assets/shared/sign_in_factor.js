/* The second factor: its code at sign-in, setting it up with an app, and the recovery codes. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @typedef {{ username: string, password: string }} Credentials */
/** @typedef {{ secret: string, uri: string, qr: string }} Proposed */

/* The secret in groups of four, as one types it. */
/** @type {(secret: string) => string} */
const grouped = (secret) => (secret.match(/.{1,4}/g) || []).join(" ");

/** @type {(props: { label: string, enter: string, busy: boolean, onCode: (code: string) => void,
 *   onBack: () => void }) => ReactElement} */
function Code({ label, enter, busy, onCode, onBack }) {
  /** @type {(event: { preventDefault: () => void, target: HTMLFormElement }) => void} */
  function submit(event) {
    event.preventDefault();
    onCode(String(new FormData(event.target).get("code")));
  }
  return h(
    "form",
    { onSubmit: submit, className: "form" },
    h(
      "label",
      { className: "field" },
      h("span", null, label),
      h("input", {
        name: "code",
        autoComplete: "one-time-code",
        pattern: "[0-9A-Za-z \\-]+",
        maxLength: 64,
        required: true,
        className: "text code",
        autoFocus: true,
      }),
    ),
    h("button", { type: "submit", className: "act strong", disabled: busy }, enter),
    h("button", { type: "button", className: "quiet", onClick: onBack }, say("sign_in.back")),
  );
}

/** @type {(props: { busy: boolean, onCode: (code: string) => void, onBack: () => void }) => ReactElement} */
export const CodeForm = (props) =>
  h(Code, { ...props, label: say("sign_in.code"), enter: say("sign_in.enter") });

/** @type {(props: { proposed: Proposed, busy: boolean, onCode: (code: string) => void,
 *   onBack: () => void }) => ReactElement} */
export const FactorForm = ({ proposed, ...props }) =>
  h(
    "section",
    { className: "factor" },
    h("h2", null, say("sign_in.set_up_factor")),
    h("p", null, say("sign_in.scan")),
    h("img", {
      className: "qr",
      alt: "",
      src: proposed.qr,
    }),
    h(
      "p",
      null,
      say("sign_in.key"),
      " ",
      h("code", null, grouped(proposed.secret)),
    ),
    h(Code, { ...props, label: say("sign_in.confirm_code"), enter: say("sign_in.confirm") }),
  );

/* The person is signed in already; these are shown once. */
/** @type {(props: { codes: string[], onKept: () => void }) => ReactElement} */
export const RecoveryCodes = ({ codes, onKept }) =>
  h(
    "section",
    { className: "factor" },
    h("h2", null, say("sign_in.recovery")),
    h("p", null, say("sign_in.recovery_keep")),
    h(
      "ol",
      { className: "recovery" },
      codes.map((code) => h("li", { key: code }, h("code", null, code))),
    ),
    h(
      "button",
      { type: "button", className: "act strong", onClick: onKept },
      say("sign_in.recovery_kept"),
    ),
  );
