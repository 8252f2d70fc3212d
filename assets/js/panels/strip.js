/* The strip over every page: what stands, who commands, which plant, both clocks, is the link live. */
(function (center) {
  "use strict";

  const { h, say } = { h: center.h, say: (...given) => center.say(...given) };

  const OTHERS = { wall: 3, desk: 2 }; /* rows for them in a strip's height */
  const OPEN_LIST = "open-incidents";

  const Simulated = () =>
    center.page.simulated ? h("span", { className: "simulated" }, say("app.simulated")) : null;

  function Quiet() {
    const count = center.useTopic("people").count;
    const facts = [];
    if (count) {
      const shift = center.site().by.shifts[count.shift];
      if (shift) facts.push(center.text(shift.name));
      facts.push(say("people.on_site", { n: count.on_site }));
    }
    return h(
      React.Fragment,
      null,
      h("span", { className: "title calm" }, say("incident.none")),
      h("span", { className: "facts" }, facts.join(" · ")),
    );
  }

  /* The post and whose it is, or the post alone. */
  function commands(incident) {
    const who = center.commanderOf(incident);
    const name = incident.commander && incident.commander.post ? center.text(incident.commander.name) || center.named(incident.commander.person) : "";
    return (name ? [`${who} · ${name}`, who] : [who]).map((one) => say("incident.commands", { who: one }));
  }

  /* What else is open, each by its level, its name (or where it is, for which there is always room) and its own
     clock; who commands it where there is room. */
  function Others({ others }) {
    const now = center.useSecond();
    const alone = others.length === 1;
    const wall = document.documentElement.dataset.kind === "wall";
    const room = OTHERS[wall ? "wall" : "desk"];
    const shown = others.length > room ? others.slice(0, room - 1) : others;
    const rest = others.length - shown.length;
    const named = (one) => [...center.beginnings(center.text(one.title)).slice(0, 3), ...center.placesOf(one)];
    return h(
      "div",
      { className: alone ? "others alone" : "others", role: "list", "aria-label": say("incident.more", { n: others.length }) },
      shown.map((one) =>
        h(
          "div",
          { className: "also", role: "listitem", key: one.id },
          h("span", { className: "level" }, center.levelWord(one)),
          h(center.Words, { tag: "b", className: "title", ways: named(one), steps: alone && wall ? [1, 2] : [1], whole: true }),
          h("span", { className: "elapsed" }, say("clock.t_plus"), center.span(now - one.t0)),
          alone ? h(center.Words, { className: "commands", ways: center.cutWays([...commands(one), center.commanderOf(one)]), steps: [1] }) : null,
        ),
      ),
      rest ? h("div", { className: "also", role: "listitem" }, h("button", { type: "button", className: "rest-open", popovertarget: OPEN_LIST }, say("incident.more", { n: rest }), wall ? "" : " ▾")) : null,
    );
  }

  /* All that is open, by the keyboard or a finger: each leads to its desk. */
  function OpenList({ incidents }) {
    const now = center.useSecond();
    const go = (event, one) => {
      center.chooseIncident(one.id);
      if (!document.querySelector(".of-incident")) return; /* the link leads to the desk */
      event.preventDefault();
      document.getElementById(OPEN_LIST).hidePopover();
    };
    return h(
      "nav",
      { id: OPEN_LIST, className: "account-menu open-list", popover: "auto", "aria-label": say("incident.all_open", { n: incidents.length }) },
      incidents.map((one) =>
        h(
          "a",
          { key: one.id, href: "/command", onClick: (event) => go(event, one) },
          h("span", { className: "level" }, center.levelWord(one)),
          h("b", null, `${one.id} ${center.titleAt(one)}`),
          h("span", { className: "elapsed" }, say("clock.t_plus"), center.span(now - one.t0)),
          h("span", { className: "commands" }, commands(one)[0]),
        ),
      ),
    );
  }

  function Crisis({ incidents }) {
    const [incident, ...others] = incidents;
    const heading = h(
      "div",
      { className: "heading" },
      h(center.Words, { tag: "b", className: "title", ways: center.beginnings(center.text(incident.title)), steps: [1, 2, 2], whole: true }),
      h(center.Words, { className: "facts", ways: others.length ? center.cutWays([...commands(incident), center.commanderOf(incident)]) : [...commands(incident), center.commanderOf(incident)], steps: [1] }),
    );
    return h(
      React.Fragment,
      null,
      h("span", { className: "level" }, center.levelWord(incident)),
      others.length ? h("div", { className: "incidents" }, heading, h(Others, { others })) : heading,
      others.length > 1 ? h(OpenList, { incidents }) : null,
    );
  }

  function Link() {
    const now = center.useSecond();
    const link = center.useLink();
    const feeds = center.readFeeds(center.useTopic("feeds"), now);
    const gone = feeds.filter((f) => f.gone);
    const { led } = center.useReal("center").duties || { led: true };
    if (center.replay) return h("div", { className: "link" }, h("span", null, "◌ ", say("replay.not_live")));
    const age = center.number(Math.min(center.link.silence() / 1000, 999), 1);
    const word = link === "live" ? say("link.live", { age }) : say(`link.${link}`);
    return h(
      "div",
      { className: "link" },
      h("span", { className: link === "live" ? "" : "urgent" }, link === "live" ? "● " : "◌ ", word),
      link === "live" && !led ? h("span", { className: "urgent" }, "■ ", say("center.unled")) : null,
      link === "live" && led
        ? h(
            "span",
            { className: gone.length ? "warn" : "" },
            gone.length ? say("feeds.silent", { n: gone.length, source: center.sourceName(gone[0].feed.source) }) : say("feeds.live", { n: feeds.length }),
          )
        : null,
    );
  }

  function Clocks({ incident }) {
    const now = center.useSecond();
    if (!center.clock.known()) return h("div", { className: "clocks" });
    const wall = center.time(now);
    return incident
      ? h(
          "div",
          { className: "clocks" },
          h("span", { className: "elapsed", title: say("clock.since_alarm") }, h("small", null, say("clock.t_plus")), h("span", null, center.span(now - incident.t0))),
          h("span", { className: "wall-time" }, wall),
        )
      : h("div", { className: "clocks" }, h("span", { className: "elapsed calm" }, wall));
  }

  /* Theme, role and leaving: behind one word, so that the pages have the room. */
  function Account() {
    const [theme, setTheme] = React.useState(center.page.theme());
    const worn = theme === "light" ? "dark" : "light";
    const wear = () => {
      center.wear(worn);
      setTheme(worn);
    };
    return h(
      React.Fragment,
      null,
      h("button", { type: "button", className: "who", popovertarget: "account-menu" }, say(`role.${center.page.role}`), " ▾"),
      h(
        "div",
        { id: "account-menu", className: "account-menu", popover: "auto" },
        center.page.demo && center.page.role === "commander" ? h("button", { type: "button", className: "guide-open", popovertarget: "account-menu", popovertargetaction: "hide", onClick: center.guide.start }, say(center.guide.state().at ? "guide.resume" : "guide.start")) : null,
        h("button", { type: "button", onClick: wear }, say(`nav.theme_${worn}`)),
        h("button", { type: "button", onClick: center.signOut }, say("nav.sign_out")),
      ),
    );
  }

  function Menu({ pages }) {
    const here = location.pathname;
    const other = center.page.lang.startsWith("zh") ? ["en", "English"] : ["zh-CN", "中文"];
    const [open, setOpen] = React.useState(false);
    return h(
      "nav",
      { className: open ? "menu open" : "menu", "aria-label": say("nav.pages") },
      h("button", { type: "button", className: "menu-button", "aria-expanded": open, onClick: () => setOpen(!open) }, open ? "× " : "≡ ", say("nav.pages")),
      pages.filter(([, , listed]) => listed).map(([path, name]) => h("a", { key: path, href: path, "aria-current": here === path || (path !== "/" && here.startsWith(`${path}/`)) ? "page" : undefined }, say(`nav.${name}`))),
      h("button", { type: "button", onClick: center.openCommandBar, title: "Ctrl-K", "aria-keyshortcuts": "Control+K" }, say("nav.find")),
      h("button", { type: "button", lang: other[0], onClick: () => center.speak(other[0]) }, other[1]),
      h(Account),
    );
  }

  /* Past the menu, without a "#page" in the address, which belongs to what the page shows. */
  function toPage(event) {
    event.preventDefault();
    document.getElementById("page").focus();
  }

  function SignedIn({ pages, documents }) {
    const incidents = center.useIncidents();
    const crisis = incidents.length > 0;
    const { led } = center.useReal("center").duties || { led: true };
    const unled = !center.replay && !led;
    React.useEffect(() => {
      document.documentElement.dataset.state = crisis ? "crisis" : "quiet";
    }, [crisis]);
    const [, page] = pages.find(([path]) => path === location.pathname || (path !== "/" && location.pathname.startsWith(`${path}/`))) || [];
    const [, read] = documents.find(([path]) => path === location.pathname) || [];
    const called = read || (page && `nav.${page}`);
    center.useTitle(called, incidents);
    return h(
      "header",
      { className: `strip${crisis ? " crisis" : ""}${unled ? " unled-strip" : ""}` },
      h("a", { className: "skip", href: "#page", onClick: toPage }, say("nav.skip")),
      called ? h("h1", { className: "unseen" }, say(called)) : null,
      center.useReady()
        ? crisis
          ? h(Crisis, { incidents })
          : h(Quiet)
        : h("span", { className: "title calm" }, say("link.first")),
      h(Simulated),
      h(Menu, { pages }),
      h(Clocks, { incident: incidents[0] }),
      h(Link),
    );
  }

  /* Across the whole screen when nothing was heard for three seconds: what is below is old. */
  function Lost() {
    const link = center.useLink();
    const now = center.useSecond();
    if (link !== "lost" || !center.page.role) return null;
    return h(
      "div",
      { className: "lost" },
      h("b", null, "◌ ", say("link.lost")), /* read aloud by panels/heard.js */
      h("span", null, say("link.lost_since", { span: center.span(center.link.silence()), at: center.time(now - center.link.silence()) })),
    );
  }

  center.panel("strip", ({ args }) => (center.page.role ? h(SignedIn, args) : null));
  center.panel("lost", Lost);
  center.Simulated = Simulated;
})((window.center = window.center || {}));
