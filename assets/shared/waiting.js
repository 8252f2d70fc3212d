/* A placeholder for the page. If the server does not send the page, it says so, in words that
   came with the document itself. */

import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { sign } from "../base/signs.js";
import { panel } from "../live/react_panels.js";

const PATIENCE_MS = 6000;

panel("waiting", function Waiting() {
  const [late, setLate] = React.useState(false);
  React.useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return h("div", { "aria-busy": true });
  return h(
    "div",
    { className: "answer unanswered late", role: "alert" },
    sign("warn"),
    h("div", null, h("b", null, page.unanswered)),
    h("button", { type: "button", className: "act", onClick: () => location.reload() }, page.again),
  );
});
