/* The cast of a drill: chosen before the start, shown while it runs. */
(function (center) {
  "use strict";

  const h = center.h;
  const say = (...given) => center.say(...given);
  const { useMemo, useState } = React;

  const orderOfPosts = () => Object.fromEntries(center.site().posts.map((post, n) => [post.id, n]));
  const postsOf = (posts) => posts.map((post) => center.named(post)).join(", ");

  center.DrillCast = function DrillCast({ drill, now }) {
    const people = center.useTopic("people");
    const directives = center.useTopic("directives");
    const ticker = center.useTopic("ticker");
    const incidents = center.useIncidents();
    const order = useMemo(orderOfPosts, []);
    const lines = center.castLines(drill, { people, directives, incidents, ticker }, order, now);
    const by = lines.filter((line) => ["person", "took"].includes(line.by)).length;
    return h(
      "section",
      { className: "panel cast-panel" },
      center.head(say("cast.title"), say("cast.answer", { n: by })),
      h(
        "ul",
        { className: "cast-list" },
        lines.map((line) =>
          h(
            "li",
            { key: line.id, "data-person": line.id, "data-by": line.by },
            center.sign(line.kind),
            h("div", null, h("b", null, postsOf(line.posts) || center.text(line.name)), line.posts.length ? h("span", null, center.text(line.name)) : null),
            h("em", null, say({ person: "cast.person", took: "cast.took", virtual: "cast.virtual", nobody: "cast.nobody" }[line.by])),
            h("span", { className: "doing" }, line.doing),
          ),
        ),
      ),
    );
  };

  /* Before the start: whose parts people play. Those who hold a post now stand first. */
  center.ChooseCast = function ChooseCast({ drill }) {
    const at = `cast:${drill.id}`;
    const people = center.useReal("people");
    const order = useMemo(orderOfPosts, []);
    const [chosen, choose] = useState(drill.played || []);
    const writes = center.may("drill.cast");
    const answer = center.useAnswers()[at] || {};
    const rows = useMemo(() => {
      const place = (row) => Math.min(...row.posts.map((post) => order[post] ?? 999), 1000);
      return Object.values(people).filter((row) => row.person && row.posts && row.name).sort((a, b) => place(a) - place(b) || a.person.localeCompare(b.person));
    }, [people, order]);
    const same = chosen.length === (drill.played || []).length && chosen.every((one) => (drill.played || []).includes(one));
    const toggle = (id) => choose((was) => (was.includes(id) ? was.filter((one) => one !== id) : [...was, id]));
    const send = (event) => {
      event.preventDefault();
      center.intents.send("drill.cast", { drill: drill.id, people: chosen }, at);
    };
    const shown = rows.filter((row) => row.posts.length || (drill.played || []).includes(row.person));
    if (!writes) return null;
    return h(
      "details",
      { className: "drawer choose-cast" },
      h("summary", null, `${say("cast.title")}: ${say("cast.answer", { n: (drill.played || []).length })}`),
      h(
        "form",
        { className: "form", onSubmit: send },
        h("p", { className: "aside" }, say("cast.about")),
        h("fieldset", { className: "cast-choices" }, h("legend", { className: "unseen" }, say("cast.title")), shown.map((row) => h("label", { key: row.person, className: "inline" }, h("input", { type: "checkbox", name: row.person, checked: chosen.includes(row.person), onChange: () => toggle(row.person) }), h("span", null, h("b", null, postsOf(row.posts) || center.text(row.name)), row.posts.length ? ` ${center.text(row.name)}` : "")))),
        rows.length > shown.length ? h("p", { className: "aside" }, say("cast.more", { n: rows.length - shown.length })) : null,
        h("div", { className: "actions" }, h("button", { type: "submit", className: "act", disabled: same || answer.state === "sending" }, say("cast.save"))),
        h(center.Answer, { at }),
      ),
    );
  };
})((window.center = window.center || {}));
