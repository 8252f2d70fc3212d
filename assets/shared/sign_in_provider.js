/* Signing in by the plant's identity provider: the way there, and what it says when it cannot be gone. */

import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { has, say } from "../base/words.js";

/** @import { Problem } from "../base/session.js" */

const DOORS = "/api/v1/session/provider";
const asked = new URLSearchParams(location.search);

/* Why the provider's sign-in, from which the browser has just come back, was refused. */
/** @type {() => Problem | null} */
export function refusedBefore() {
  const code = asked.get("refused") || "";
  const provider = code.match(/^provider_(\w+)$/)?.[1];
  if (!provider && code !== "wrong_sign_in") return null;
  if (provider && !has(`problem.provider_${provider}.title`)) return null;
  const said = (/** @type {"title" | "detail" | "mend"} */ part) =>
    say(
      /** @type {any} */ (
        provider ? `problem.provider_${provider}.${part}` : `problem.wrong_sign_in.${part}`
      ),
    );
  return { title: said("title"), detail: said("detail"), mend: said("mend") };
}

/* Nothing where the plant has no provider. One that does not answer is said; local accounts are below. */
export function ByProvider() {
  const [offered, setOffered] = React.useState(
    /** @type {{ name: string | null, reachable: boolean | null } | null} */ (null),
  );
  React.useEffect(() => {
    fetch(DOORS).then((answer) => answer.json()).then(setOffered).catch(() => {});
  }, []);
  if (!offered || !offered.name) return null;
  const next = new URLSearchParams({ next: asked.get("next") || "/" });
  return h(
    "section",
    { className: "by-provider" },
    offered.reachable
      ? h(
        "a",
        { className: "act strong", href: `${DOORS}/begin?${next}` },
        say("sign_in.by_provider", { name: offered.name }),
      )
      : h(
        "div",
        { className: "answer refused", role: "status" },
        sign("warn"),
        h(
          "div",
          null,
          h("b", null, say("problem.provider_down.title"), " · ", offered.name),
          h("span", null, say("sign_in.local_only")),
        ),
      ),
    h("p", { className: "or-local" }, say("sign_in.or_local")),
  );
}
