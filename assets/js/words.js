/* The sentences and the plant, fetched once, and how times and numbers are said. */
(function (center) {
  "use strict";

  let catalogue = null;
  let plant = null;
  const waiting = new Set();

  async function json(url) {
    const answer = await center.ask(url, { cache: "no-cache" });
    if (answer.status === 401) center.toSignIn();
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  }

  async function until(load) {
    for (let wait = 250; ; wait = Math.min(wait * 2, 4000)) {
      try {
        return await load();
      } catch (_) {
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  const told = () => waiting.forEach((reader) => reader());
  until(() => json(`/api/v1/words/${center.page.lang}.json`)).then((words) => {
    catalogue = words;
    told();
  });
  /* A drill keeps the plant as it was described when it began, and the past is told by its own. */
  const [, page, subject] = location.pathname.split("/");
  const past = ["replay", "reviews"].includes(page) && subject ? subject : null;
  const described = (of) => until(() => json(of ? `/api/v1/site?of=${encodeURIComponent(of)}` : "/api/v1/site")).then(center.indexed);
  const older = {}; /* by drill, where it is another than today's */
  if (center.page.role) {
    described(past).then((site) => {
      plant = site;
      told();
    });
  }

  function site() {
    const drill = !past && plant && center.board && center.scene.shown() ? center.scene.drill() : null;
    if (!drill || !drill.site_version || drill.site_version === plant.version) return plant;
    if (!(drill.id in older)) {
      older[drill.id] = null;
      described(drill.id).then((then) => {
        older[drill.id] = then;
        told();
        center.board.redraw();
      });
    }
    return older[drill.id] || plant;
  }

  const separator = () => (center.page.lang.startsWith("zh") ? "、" : ", ");

  function spoken(value) {
    if (Array.isArray(value)) return value.map(spoken).join(separator());
    if (typeof value === "number") return number(value);
    return center.text(value);
  }

  /* The sentence `key` with its {named} places filled; the key itself if it is unknown. */
  function say(key, params) {
    const sentence = catalogue && catalogue[key];
    if (sentence === undefined || sentence === null) return key;
    const fitting = sentence.replace(/\{(\w+):([^{}|]+)\|([^{}|]+)\}/g, (_, name, one, several) => (params && Number(params[name]) === 1 ? one : several));
    return fitting.replace(/\{(\w+)\}/g, (_, name) =>
      params && params[name] !== undefined && params[name] !== null ? spoken(params[name]) : "–",
    );
  }
  const has = (key) => Boolean(catalogue && key in catalogue);

  const figures = {};
  function number(value, digits) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    const name = digits === undefined ? "any" : digits;
    figures[name] =
      figures[name] ||
      new Intl.NumberFormat(center.page.lang, {
        minimumFractionDigits: digits || 0,
        maximumFractionDigits: digits === undefined ? 2 : digits,
      });
    return figures[name].format(value);
  }

  const two = (n) => String(n).padStart(2, "0");

  /* A span as 7:42 or 1:07:42. */
  function span(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    const h = Math.floor(s / 3600);
    const m = Math.floor((s % 3600) / 60);
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
  }

  /* An age in words: 12 s, 4 min, 3 h, 9 d. */
  function age(ms) {
    const s = Math.max(0, Math.round(ms / 1000));
    if (s < 100) return say("age.seconds", { n: s });
    if (s < 6000) return say("age.minutes", { n: Math.round(s / 60) });
    if (s < 172800) return say("age.hours", { n: Math.round(s / 3600) });
    return say("age.days", { n: Math.round(s / 86400) });
  }

  const formats = {};
  function local(ms, name, how) {
    formats[name] =
      formats[name] ||
      new Intl.DateTimeFormat("en-GB", Object.assign({ timeZone: center.page.zone }, how));
    return formats[name].format(ms);
  }
  const hms = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  /* Wall time of the plant, 02:11:40. */
  const time = (ms) => local(ms, "time", hms);
  /* Local calendar day of the plant, 2026-11-25. */
  const day = (ms) => {
    const [d, m, y] = local(ms, "day", { day: "2-digit", month: "2-digit", year: "numeric" }).split("/");
    return `${y}-${m}-${d}`;
  };

  center.say = say;
  center.has = has;
  center.number = number;
  center.span = span;
  center.age = age;
  center.time = time;
  center.day = day;
  center.site = site;
  center.known = {
    ready: () => catalogue !== null && (plant !== null || !center.page.role),
    subscribe: (reader) => {
      waiting.add(reader);
      return () => waiting.delete(reader);
    },
  };
})((window.center = window.center || {}));
