/* The chosen line of the ledger: what is true of it, where else there is some, and the hands it needs. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const MOST = 4;
  const OUT = ["reserved", "dispatched", "on_scene"];

  /* The other lines of the same resource that can be had, the soonest first. */
  const others = (rows, line) =>
    rows.filter((row) => row.resourceId === line.resourceId && row.key !== line.key && row.minutes !== Infinity).sort((a, b) => a.minutes - b.minutes);

  function Count({ line, at }) {
    const [typed, type] = React.useState("");
    const quantity = Number(typed.replace(",", "."));
    const ready = typed.trim() !== "" && Number.isFinite(quantity) && quantity >= 0;
    const send = (event) => {
      event.preventDefault();
      if (!ready) return;
      center.intents.send("resource.count", { resource: line.resourceId, store: line.storeId, quantity }, at);
      type("");
    };
    const unit = center.text((center.site().by.resources[line.resourceId] || {}).unit);
    return h(
      "form",
      { className: "count-form", onSubmit: send },
      h("label", { className: "inline" }, h("span", null, say("resources.count")), h("input", { className: "text", inputMode: "decimal", value: typed, onChange: (e) => type(e.target.value) }), h("span", null, unit)),
      h("button", { type: "submit", className: "act", disabled: !ready }, say("resources.count_send")),
    );
  }

  function Lock({ line, row, incident, at }) {
    const hands = line.keptId === "keyed" && center.lockHands(line.storeId, row, incident, at);
    return hands ? h("div", { className: "lock" }, h("span", { className: "label" }, say("resources.lock_found")), h("div", { className: "actions" }, hands)) : null;
  }

  /* What of the line is with which dispatch, set aside or under way. */
  const away = (resources, line) =>
    Object.entries(resources)
      .filter(([key, row]) => key.startsWith("dispatch:") && OUT.includes(row.state))
      .flatMap(([, row]) => row.lines.filter((one) => one.resource === line.resourceId && one.store === line.storeId).map((one) => ({ row, n: one.quantity })));

  const fact = (word, value, kind) => (value === "" || value === null || value === undefined ? null : [h("dt", { key: `${word}.t` }, say(word)), h("dd", { key: word }, kind ? center.sign(kind) : null, kind ? " " : null, value)]);

  center.panel("ledger_line", function LedgerLine() {
    const [key, choose] = center.useAddress("line");
    const resources = center.useTopic("resources");
    const now = Math.floor(center.useSecond() / 60000) * 60000;
    const { to } = center.useWanted();
    const { incident } = center.useCurrent();
    const rows = React.useMemo(() => (key ? center.readLedger(resources, to, now) : []), [key, resources, to, now]);
    const line = rows.find((row) => row.key === key);
    const here = center.useIntoView(line && key);
    if (!line) return null;
    const row = resources[key];
    const at = `line:${key}`;
    const elsewhere = others(rows, line);
    const out = away(resources, line);
    return h(
      "section",
      { className: "panel ledger-line", "aria-label": line.name, ref: here },
      h("div", { className: "head-row" }, center.head(line.name, ""), h("button", { type: "button", className: "quiet", onClick: () => choose(""), "aria-label": say("command.dismiss") }, "×")),
      h("p", { className: "line-answer" }, center.sign(line.kind), " ", h("b", null, line.had), " ", h("span", null, line.state)),
      h(
        "dl",
        { className: "line-facts" },
        fact("resources.store", line.store),
        fact("resources.custody", line.custody),
        fact("resources.available", say("resources.of", { have: line.available, all: line.quantity })),
        fact("resources.minimum", line.minimum ? center.number(line.minimum) : ""),
        fact("resources.committed", line.committed ? center.number(line.committed) : ""),
        fact("resources.expires", line.expires, line.expiresKind),
        fact("resources.inspection", line.inspection, line.inspectionKind),
        fact("resources.counted", line.counted),
        fact("resources.batch", row.batch),
        fact("resources.repair_since", row.in_repair_since),
        fact("resources.note", center.text(row.note)),
      ),
      center.may("resource.count") ? h(Count, { line, at }) : null,
      h(Lock, { line, row, incident, at }),
      h(center.Answer, { at }),
      out.length ? h("h3", null, say("command.out")) : null,
      out.map(({ row: sent, n }) => center.line(sent.id, "note", center.number(n), `${sent.id} ${say("command.dispatch_to", { place: center.named(sent.place) })}`, say(`phrase.dispatch_${sent.state}`))),
      elsewhere.length ? h("h3", null, say("resources.elsewhere")) : null,
      elsewhere.slice(0, MOST).map((other) => center.line(other.key, other.kind, `${center.number(other.available)}`, other.store, other.had)),
      center.more(elsewhere.length - MOST),
    );
  });
})((window.center = window.center || {}));
