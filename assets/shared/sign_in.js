/* Signing in: name and password; in a demonstration also the roles, one click each. */

import { Simulated } from "./strip.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { signIn, speak } from "../base/session.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { guide } from "../help/guide.js";
import { panel } from "../live/react_panels.js";
import { choices } from "../screen/choices.js";
import { speaker } from "../screen/speaker.js";

const ROLES = ["commander", "controller", "evaluator", "responder", "viewer", "administrator"];

/* Where to go afterwards: only to this very server, as the browser itself reads the address
   (it skips a tab inside "//", say). */
function next() {
  try {
    const wanted = new URL(
      new URLSearchParams(location.search).get("next") || "/",
      location.origin,
    );
    const here = wanted.origin === location.origin && !wanted.pathname.startsWith("/sign-in");
    return here ? wanted.href : "/";
  } catch (_) {
    return "/";
  }
}

/** @typedef {{ site: string, demo: boolean }} SignInArgs */

panel("sign_in", /** @param {{ args: SignInArgs }} props */ function SignIn({ args }) {
  const [problem, setProblem] = React.useState(null);
  const [busy, setBusy] = React.useState(false);

  /** @type {(body: object, where?: string) => Promise<void>} */
  async function go(body, where) {
    setBusy(true);
    setProblem(null);
    try {
      const refused = await signIn(body);
      if (!refused) return location.assign(where || next());
      setProblem(refused);
    } catch (_) {
      setProblem({ title: say("sign_in.no_server") });
    }
    setBusy(false);
  }

  /* The path is a commander's. It begins anew, whatever was left of an earlier one. */
  function guided() {
    guide.again();
    go({ role: "commander" }, "/command");
  }

  /** @type {(event: { preventDefault: () => void, target: HTMLFormElement }) => void} */
  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    go({ username: form.get("username"), password: form.get("password") });
  }

  const other = page.lang.startsWith("zh") ? ["en", "English"] : ["zh-CN", "中文"];
  return h(
    "div",
    { className: "sign-in-card" },
    h(
      "div",
      { className: "sign-in-head" },
      h("span", null, say("app.name")),
      h("button", {
        type: "button",
        className: "quiet",
        lang: other[0],
        onClick: () => speak(other[0]),
      }, other[1]),
    ),
    h("h1", null, args.site),
    h(Simulated),
    args.demo
      ? h(
        "section",
        { className: "roles" },
        h("p", null, say("sign_in.demo")),
        h(
          "button",
          { type: "button", className: "role guided", disabled: busy, onClick: guided },
          h("b", null, say("guide.start")),
          h("span", null, say("guide.about")),
        ),
        ROLES.map((role) =>
          h(
            "button",
            {
              type: "button",
              key: role,
              className: "role",
              disabled: busy,
              onClick: () => go({ role }),
            },
            h("b", null, say(`role.${role}`)),
            h("span", null, say(`role.${role}.does`)),
          )
        ),
      )
      : null,
    h(
      "form",
      { onSubmit: submit, className: "form" },
      h(
        "label",
        { className: "field" },
        h("span", null, say("sign_in.username")),
        h("input", {
          name: "username",
          autoComplete: "username",
          required: true,
          className: "text",
          autoFocus: !args.demo,
        }),
      ),
      h(
        "label",
        { className: "field" },
        h("span", null, say("sign_in.password")),
        h("input", {
          name: "password",
          type: "password",
          autoComplete: "current-password",
          required: true,
          className: "text",
        }),
      ),
      h(
        "button",
        { type: "submit", className: "act strong", disabled: busy },
        say("sign_in.enter"),
      ),
      h(
        "button",
        {
          type: "button",
          className: "quiet",
          onClick: () => speaker.tryOut("emergency", false, choices.volume()),
        },
        "♪ ",
        say("screen.try_sound"),
      ),
    ),
    problem
      ? h(
        "div",
        { className: "answer refused", role: "alert" },
        sign("urgent"),
        h(
          "div",
          null,
          h("b", null, problem.detail || problem.title),
          problem.mend ? h("span", null, problem.mend) : null,
        ),
      )
      : null,
  );
});
