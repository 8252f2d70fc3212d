/* Ctrl-K: find any page, tank, person, resource, alarm or directive and go there, by keyboard alone.
   A native dialog keeps the focus and closes on Escape. */
(function (center) {
  "use strict";

  const h = center.h;
  const { useEffect, useMemo, useRef, useState } = React;
  const say = (...given) => center.say(...given);
  const opened = new Set();

  center.openCommandBar = () => opened.forEach((open) => open());

  function Result({ one, at, chosen, go }) {
    return h(
      "li",
      { id: `found-${at}`, role: "option", "aria-selected": chosen, onClick: () => go(one) },
      h("span", { className: "found-kind" }, say(`found.${one.kind}`)),
      h("b", null, one.name),
      h("span", { className: "found-about" }, one.about === one.name ? "" : one.about),
    );
  }

  function Found({ pages, documents, close }) {
    const [typed, setTyped] = useState("");
    const [at, setAt] = useState(0);
    const rows = { incident: center.useTopic("incident"), directives: center.useTopic("directives"), alarms: center.useTopic("alarms"), people: center.useTopic("people") };
    const names = [rows.incident, rows.directives, rows.alarms];
    const all = useMemo(() => center.readFindable(center.site(), rows, pages, documents), [...names, pages, documents]);
    const found = useMemo(() => center.findIn(all, typed), [all, typed]);
    const go = (one) => {
      close();
      location.assign(center.linkTo(one.kind, one.id));
    };
    const onKeyDown = (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && found.length) setAt((at + step + found.length) % found.length);
      else if (event.key === "Enter" && found[at]) go(found[at]);
      else return;
      event.preventDefault();
    };
    return h(
      React.Fragment,
      null,
      h("input", {
        className: "text", type: "text", autoFocus: true, value: typed, placeholder: say("found.placeholder"), onKeyDown,
        role: "combobox", "aria-label": say("found.placeholder"), "aria-expanded": true, "aria-controls": "found",
        "aria-activedescendant": found[at] ? `found-${at}` : undefined, autoComplete: "off",
        onChange: (event) => {
          setTyped(event.target.value);
          setAt(0);
        },
      }),
      h("ul", { id: "found", role: "listbox", "aria-label": say("found.title") }, found.map((one, n) => h(Result, { key: one.key, one, at: n, chosen: n === at, go }))),
      found.length ? null : h("p", { className: "none", role: "status" }, say("found.nothing", { typed })),
    );
  }

  center.panel("command_bar", function CommandBar({ args }) {
    const dialog = useRef(null);
    const [open, setOpen] = useState(false);
    useEffect(() => {
      const show = () => setOpen(true);
      const onKey = (event) => {
        if (center.pressed(event, "find") < 0) return;
        event.preventDefault();
        show();
      };
      opened.add(show);
      document.addEventListener("keydown", onKey);
      return () => {
        opened.delete(show);
        document.removeEventListener("keydown", onKey);
      };
    }, []);
    useEffect(() => {
      if (open && dialog.current && !dialog.current.open) dialog.current.showModal();
    }, [open]);
    if (!center.page.role || !open) return null;
    const close = () => dialog.current.close();
    return h(
      "dialog",
      { ref: dialog, className: "command-bar", "aria-label": say("found.title"), onClose: () => setOpen(false), onClick: (event) => event.target === dialog.current && close() },
      h("div", { className: "command-bar-body" }, h(Found, { pages: args.pages, documents: args.documents, close })),
    );
  });
})((window.center = window.center || {}));
