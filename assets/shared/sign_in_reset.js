/* A new password by the one-time code of an administrator. */

import { h } from "../base/element.js";
import { say } from "../base/words.js";

/** @typedef {{ username: string, reset_code: string, password: string, code?: string }} Reset */

/** @type {(label: string, input: Record<string, unknown>) => ReactElement} */
const field = (label, input) =>
  h(
    "label",
    { className: "field" },
    h("span", null, label),
    h("input", { required: true, className: "text", ...input }),
  );

/** @type {(props: { busy: boolean, onReset: (who: Reset) => void, onBack: () => void }) => ReactElement} */
export function ResetForm({ busy, onReset, onBack }) {
  /** @type {(event: { preventDefault: () => void, target: HTMLFormElement }) => void} */
  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    onReset({
      username: String(form.get("username")),
      reset_code: String(form.get("reset_code")),
      password: String(form.get("password")),
    });
  }
  return h(
    "form",
    { onSubmit: submit, className: "form reset-form" },
    h("h2", null, say("sign_in.with_code")),
    field(say("sign_in.username"), {
      name: "username",
      autoComplete: "username",
      autoFocus: true,
    }),
    field(say("sign_in.reset_code"), {
      name: "reset_code",
      autoComplete: "off",
      pattern: "[0-9A-Za-z \\-]+",
      maxLength: 64,
    }),
    field(say("sign_in.new_password"), {
      name: "password",
      type: "password",
      autoComplete: "new-password",
      maxLength: 256,
    }),
    h(
      "button",
      { type: "submit", className: "act strong", disabled: busy },
      say("sign_in.set_password"),
    ),
    h("button", { type: "button", className: "quiet", onClick: onBack }, say("sign_in.back")),
  );
}
