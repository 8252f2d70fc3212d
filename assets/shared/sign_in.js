/* Signing in: by the identity provider; by name and password, with a second factor where the account has one; in a
   demonstration also by the roles, one click each. */

import { CodeForm, FactorForm, RecoveryCodes } from "./sign_in_factor.js";
import { ResetForm } from "./sign_in_reset.js";
import { ByProvider, refusedBefore } from "./sign_in_provider.js";
import { Simulated } from "./strip.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { askSession, signIn, speak } from "../base/session.js";
import { sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { guide } from "../help/guide.js";
import { panel } from "../live/react_panels.js";
import { CallsNotSent, CallWithoutSession } from "../phone/call_for_help.js";
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
/** @import { Problem } from "../base/session.js" */
/** @import { Credentials, Proposed } from "./sign_in_factor.js" */
/** @import { Reset } from "./sign_in_reset.js" */

/* The page begins with name and password; a code, a second factor to set up and its recovery codes may follow. */
/** @typedef {{ at: "password" }
 *   | { at: "code", who: Credentials }
 *   | { at: "factor", who: Credentials, proposed: Proposed }
 *   | { at: "reset", who: Reset | null }
 *   | { at: "recovery", codes: string[] }} Stage */

/** @type {(props: { problem: Problem }) => ReactElement} */
const Refused = ({ problem }) =>
  h(
    "div",
    { className: "answer refused", role: "alert" },
    sign("urgent"),
    h(
      "div",
      null,
      h("b", null, problem.detail || problem.title),
      problem.mend ? h("span", null, problem.mend) : null,
    ),
  );

panel("sign_in", /** @param {{ args: SignInArgs }} props */ function SignIn({ args }) {
  const [problem, setProblem] = React.useState(refusedBefore);
  const [busy, setBusy] = React.useState(false);
  const [stage, setStage] = React.useState(/** @type {Stage} */ ({ at: "password" }));

  /* One question to the server at a time; `then` gets its answer. */
  /** @type {(asking: () => Promise<Problem | null>) => Promise<void>} */
  async function ask(asking) {
    setBusy(true);
    setProblem(null);
    try {
      setProblem(await asking());
    } catch (_) {
      setProblem({ title: say("sign_in.no_server") });
    }
    setBusy(false);
  }

  /** @type {(body: object, where?: string) => Promise<void>} */
  const go = (body, where) =>
    ask(async () => {
      const refused = await signIn(body);
      if (!refused) location.assign(where || next());
      return refused;
    });

  /* The server says what is still missing beside the password. */
  /** @type {(who: Credentials) => Promise<void>} */
  const enter = (who) =>
    ask(async () => {
      const refused = await signIn(who);
      if (!refused) location.assign(next());
      if (refused && refused.code === "second_factor_enrol") return propose(who);
      if (!refused || refused.code !== "second_factor_needed") return refused;
      setStage({ at: "code", who });
      return null;
    });

  /** @type {(who: Credentials) => Promise<Problem | null>} */
  async function propose(who) {
    const { told, problem: refused } = await askSession("/factor", who);
    if (told) setStage({ at: "factor", who, proposed: told });
    return refused || null;
  }

  /** @type {(who: Credentials, code: string) => Promise<void>} */
  const confirm = (who, code) =>
    ask(async () => {
      const { told, problem: refused } = await askSession("/factor/confirm", { ...who, code });
      if (told) setStage({ at: "recovery", codes: told.recovery_codes });
      return refused || null;
    });

  /* A new password by an administrator's code; the second factor is asked for where the account has one. */
  /** @type {(who: Reset) => Promise<void>} */
  const reset = (who) =>
    ask(async () => {
      const { told, problem: refused } = await askSession("/reset", who);
      if (told) location.assign(next());
      if (!refused) return null;
      const { username, password } = who;
      if (refused.code === "second_factor_enrol") return propose({ username, password });
      if (refused.code !== "second_factor_needed") return refused;
      setStage({ at: "reset", who });
      return null;
    });

  function again() {
    setProblem(null);
    setStage({ at: "password" });
  }

  /* The night's path is a commander's, that of the loops a controller's. It begins anew, whatever was left of an
     earlier one. */
  /** @type {(path: "night" | "loops") => void} */
  function guided(path) {
    guide.again(path);
    if (path === "night") go({ role: "commander" }, "/command");
    else go({ role: "controller" }, "/cockpit");
  }

  /** @type {(event: { preventDefault: () => void, target: HTMLFormElement }) => void} */
  function submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const who = {
      username: String(form.get("username")),
      password: String(form.get("password")),
    };
    const submitter = /** @type {any} */ (event).nativeEvent?.submitter;
    if (submitter && submitter.name === "factor") ask(() => propose(who));
    else enter(who);
  }

  const beyond = stage.at !== "password";
  const ended = new URLSearchParams(location.search).has("ended");
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
    ended && !beyond
      ? h(
        "p",
        { className: "answer unanswered session-over", role: "alert" },
        sign("warn"),
        h("b", null, say("sign_in.ended")),
      )
      : null,
    h(CallsNotSent),
    h(CallWithoutSession),
    stage.at === "code"
      ? h(CodeForm, {
        busy,
        onBack: again,
        onCode: (code) => go({ ...stage.who, code }),
      })
      : null,
    stage.at === "reset" && stage.who
      ? h(CodeForm, {
        busy,
        onBack: again,
        onCode: (code) => reset({ .../** @type {Reset} */ (stage.who), code }),
      })
      : null,
    stage.at === "reset" && !stage.who
      ? h(ResetForm, { busy, onBack: again, onReset: reset })
      : null,
    stage.at === "factor"
      ? h(FactorForm, {
        busy,
        proposed: stage.proposed,
        onBack: again,
        onCode: (code) => confirm(stage.who, code),
      })
      : null,
    stage.at === "recovery"
      ? h(RecoveryCodes, { codes: stage.codes, onKept: () => location.assign(next()) })
      : null,
    beyond ? null : h(ByProvider),
    args.demo && !beyond
      ? h(
        "section",
        { className: "roles" },
        h("p", null, say("sign_in.demo")),
        h(
          "button",
          {
            type: "button",
            className: "role guided",
            disabled: busy,
            onClick: () => guided("night"),
          },
          h("b", null, say("guide.start_night")),
          h("span", null, say("guide.about")),
        ),
        h(
          "button",
          {
            type: "button",
            className: "role guided-loops",
            disabled: busy,
            onClick: () => guided("loops"),
          },
          h("b", null, say("guide.start_loops")),
          h("span", null, say("guide.about_loops")),
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
    beyond ? null : h(
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
        { type: "submit", name: "factor", className: "quiet", disabled: busy },
        say("sign_in.set_up_factor"),
      ),
      h(
        "button",
        {
          type: "button",
          className: "quiet with-code",
          onClick: () => {
            setProblem(null);
            setStage({ at: "reset", who: null });
          },
        },
        say("sign_in.with_code"),
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
    problem ? h(Refused, { problem }) : null,
  );
});
