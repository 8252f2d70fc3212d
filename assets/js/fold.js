/* A panel that folds down to its question and its answer: what is at rest takes one line. */
(function (center) {
  "use strict";

  const say = (...given) => center.say(...given);
  const openers = new Map(); /* name -> opens the fold of that name */

  /* `name` keeps what the person chose; until then it is open while it `matters`. */
  center.Fold = function Fold({ name, title, answer, kind, matters, children }) {
    const h = center.h;
    const [chosen, choose] = center.useKept(`fold.${name}`, "");
    const open = chosen ? chosen === "open" : Boolean(matters);
    React.useEffect(() => {
      openers.set(name, () => choose("open"));
      return () => openers.delete(name);
    }, [name]);
    return h(
      React.Fragment,
      null,
      h(
        "h2",
        { className: "fold" },
        h(
          "button",
          { type: "button", "aria-expanded": open, "aria-controls": `fold-${name}`, onClick: () => choose(open ? "shut" : "open"), title: say(open ? "command.fold" : "command.unfold") },
          h("span", null, title),
          h("b", { className: kind || "" }, answer || ""),
          h("i", { "aria-hidden": true }, open ? "▾" : "▸"),
        ),
      ),
      h("div", { id: `fold-${name}`, hidden: !open }, children),
    );
  };

  center.unfold = (name) => openers.has(name) && openers.get(name)();
})((window.center = window.center || {}));
