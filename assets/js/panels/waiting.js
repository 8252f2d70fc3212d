/* Stands where a page will be. When the server does not send it, the person is told so here, in the
   words that came with the document itself: there may be no others. */
(function (center) {
  "use strict";

  const PATIENCE_MS = 6000;

  center.panel("waiting", function Waiting() {
    const h = center.h;
    const [late, setLate] = React.useState(false);
    React.useEffect(() => {
      const timer = setTimeout(() => setLate(true), PATIENCE_MS);
      return () => clearTimeout(timer);
    }, []);
    if (!late) return h("div", { "aria-busy": true });
    return h(
      "div",
      { className: "answer unanswered late", role: "alert" },
      center.sign("warn"),
      h("div", null, h("b", null, center.page.unanswered)),
      h("button", { type: "button", className: "act", onClick: () => location.reload() }, center.page.again),
    );
  });
})((window.center = window.center || {}));
