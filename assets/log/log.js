/* The log page: the journal as sentences, filtered by kind, incident, person or thing; each links
   to what it changed and to its causing fact. The filter is in the address. */

import { useJournal } from "./journal_pages.js";
import { useAddress } from "../base/address.js";
import { page, text } from "../base/context.js";
import { asCsv, giveFile } from "../base/csv.js";
import { h } from "../base/element.js";
import { head, none } from "../base/signs.js";
import { day, has, moment, say, span, time } from "../base/words.js";
import { zoneWords } from "../base/zone_words.js";
import { useToday } from "../drills/plant_days.js";
import { named, site } from "../live/plant.js";
import { panel, useKind } from "../live/react_panels.js";
import { clock } from "../live/server_clock.js";
import { actorOf, areaOf, factSentence } from "../shared/facts.js";
import { Choice } from "../shared/grid.js";
import { changedBy, kindOf, Link, linkTo, sheetsOf } from "../shared/links.js";
import { ZoneOfTimes } from "../shared/zone_of_times.js";

const { useEffect, useMemo, useRef } = React;

/** @import { Part } from "../live/plant_index.js" */
/** @import { TickerRow } from "../types/rows.d.ts" */

const TIMES = ["at", "recorded"]; /* columns of the table */

/** @type {(area: string) => string} */
const areaWord = (area) => (has(`area.${area}`) ? say(`area.${area}`) : area);
/* A kind in words: its sentence with its places left open. */
/** @type {(kind: string) => string} */
const kindWord = (
  kind,
) => (has(`fact.${kind}`) ? say(`fact.${kind}`).replace(/\{\w+\}|–/g, "…") : kind);

/** @type {(props: {fact: TickerRow, pointed: boolean, today: string}) => ReactElement} */
const Fact = React.memo(function Fact({ fact, pointed, today }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (pointed) place.current?.scrollIntoView({ block: "center" });
  }, [pointed]);
  return h(
    "li",
    {
      ref: place,
      className: `fact ${fact.actor_kind}${pointed ? " pointed" : ""}`,
      id: `fact-${fact.seq}`,
    },
    h("a", { className: "seq", href: linkTo("fact", fact.seq) }, `#${fact.seq}`),
    h(
      "time",
      { title: `${day(fact.at)} ${time(fact.at)}` },
      day(fact.at) === today ? time(fact.at) : moment(fact.at),
    ),
    h("span", { className: "area" }, areaWord(areaOf(fact))),
    h(
      "span",
      { className: "sentence" },
      fact.exercise ? h("b", { className: "exercise-mark" }, say("exercise.mark")) : null,
      factSentence(fact),
      fact.late_ms
        ? h(
          "em",
          { className: "warn" },
          " ",
          say("fact.late", { span: span(fact.late_ms) }),
        )
        : null,
    ),
    h(
      "span",
      { className: "changed" },
      changedBy(fact).map((id) =>
        h(
          Link,
          { key: id, id },
          ["alarm", "past_alarm"].includes(kindOf(id) ?? "") ? id.split(":")[0] : null,
        )
      ),
      sheetsOf(fact).map(([words, href]) => h("a", { key: href, className: "thing", href }, words)),
      fact.caused_by
        ? h("a", {
          className: "thing",
          href: linkTo("fact", fact.caused_by),
          title: say("log.because", { seq: `#${fact.caused_by}` }),
          "aria-label": say("log.because", { seq: `#${fact.caused_by}` }),
        }, `← #${fact.caused_by}`)
        : null,
    ),
    h(
      "span",
      { className: "actor" },
      actorOf(fact),
      fact.actor_kind === "virtual" ? h("i", null, say("actor.virtual")) : null,
    ),
  );
});

/* A field that takes the name of a person or thing and gives its id. */
/** @type {(props: {value: string, set: (next: string) => void}) => ReactElement} */
function About({ value, set }) {
  const things = useMemo(() => {
    const plant = site();
    const lists = [
      plant.people,
      plant.posts,
      plant.tanks,
      plant.pools,
      plant.valves,
      plant.pumps,
      plant.stores,
      plant.resources,
      plant.areas,
    ];
    return lists.flat().map((
      /** @type {Part} */ part,
    ) => /** @type {[name: string, id: string]} */ ([text(part.name), part.id]));
  }, []);
  /** @type {(event: ReactInputEvent) => void} */
  const pick = (event) => {
    const typed = event.target.value.trim();
    const found = things.find(([name, id]) => name === typed || id === typed);
    set(found ? found[1] : typed);
  };
  return h(
    "label",
    { className: "inline" },
    h("span", null, say("log.about")),
    h("input", {
      key: value,
      className: "text",
      type: "search",
      list: "log-things",
      defaultValue: value ? named(value) : "",
      onChange: (/** @type {ReactInputEvent} */ event) =>
        (event.target.value === "" || things.some(([name]) => name === event.target.value)) &&
        pick(event),
      onKeyDown: (/** @type {ReactKeyEvent<HTMLInputElement>} */ event) =>
        event.key === "Enter" && pick(event),
    }),
    h(
      "datalist",
      { id: "log-things" },
      things.map(([name, id]) => h("option", { key: id, value: name }, id)),
    ),
  );
}

/** @type {(props: {kinds: string[], value: string, set: (next: string) => void}) => ReactElement} */
function Kinds({ kinds, value, set }) {
  const areas = [...new Set(kinds.map((kind) => kind.split(".")[0]))].map((
    area,
  ) => [areaWord(area), area]).sort((a, b) => a[0].localeCompare(b[0], page.lang));
  return h(
    "label",
    { className: "inline" },
    h("span", null, say("log.kind")),
    h(
      "select",
      { value, onChange: (/** @type {ReactSelectEvent} */ event) => set(event.target.value) },
      h("option", { value: "" }, say("log.all")),
      areas.map(([word, area]) =>
        h(
          "optgroup",
          { key: area, label: word },
          h("option", { value: area }, say("log.all_of", { area: word })),
          kinds.filter((kind) => kind.startsWith(`${area}.`)).map((kind) =>
            h("option", { key: kind, value: kind }, kindWord(kind))
          ),
        )
      ),
    ),
  );
}

/* When the newest and the oldest of the shown facts happened. */
/** @type {(facts: TickerRow[]) => number[]} */
const ends = (facts) => [...facts.slice(0, 1), ...facts.slice(-1)].map((fact) => fact.at);

/* The shown facts as a table, the same sentences in it. */
/** @type {(facts: TickerRow[]) => void} */
function exported(facts) {
  const head = ["seq", "at", "recorded", "kind", "sentence", "actor", "incident"].map((name) => {
    const words = say(`log.csv_${name}`);
    return TIMES.includes(name) ? `${words} (${zoneWords(page.zone, ...ends(facts))})` : words;
  });
  /** @type {(ms: number) => string} */
  const exact = (ms) => `${day(ms)} ${time(ms)}`;
  const lines = facts.map((
    fact,
  ) => [
    fact.seq,
    exact(fact.at),
    exact(fact.recorded_at),
    fact.kind,
    (fact.exercise ? `${say("exercise.mark")} ` : "") + factSentence(fact),
    actorOf(fact),
    fact.incident || "",
  ]);
  giveFile(`log-${day(clock.now())}.csv`, asCsv([head, ...lines]));
}

panel("log", function Log({ args }) {
  const [kind, setKind] = useAddress("kind");
  const [incident, setIncident] = useAddress("incident");
  const [about, setAbout] = useAddress("about");
  const [seq, setSeq] = useAddress("seq");
  const { facts, more, asked, failed, busy, earlier, retry } = useJournal(
    { kind, incident, about },
    seq,
  );
  const incidents = [
    ...new Set([
      ...Object.values(useKind("incident", "")).map((row) => row.id),
      ...facts.map((f) => f.incident),
      incident,
    ].filter(Boolean)),
  ].sort();
  const today = useToday();
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const seen = new IntersectionObserver((entries) =>
      entries.some((e) => e.isIntersecting) && earlier()
    );
    if (end.current) seen.observe(end.current);
    return () => seen.disconnect();
  }, [earlier]);
  return h(
    React.Fragment,
    null,
    h(
      "div",
      { className: "log-head" },
      head(say("log.title"), say(more ? "log.count_more" : "log.count", { n: facts.length })),
      h(Kinds, { kinds: args.kinds, value: kind, set: setKind }),
      h(Choice, {
        label: say("log.incident"),
        value: incident,
        set: setIncident,
        any: say("log.all"),
        options: incidents.map((id) => /** @type {[string, string]} */ ([id, id])),
      }),
      h(About, { value: about, set: setAbout }),
      h("button", {
        type: "button",
        className: "act",
        disabled: !facts.length,
        onClick: () => exported(facts),
      }, say("grid.export")),
      h(ZoneOfTimes, { times: ends(facts) }),
    ),
    seq
      ? h(
        "p",
        { className: "log-pointed" },
        say("log.pointed", { seq: `#${seq}` }),
        " ",
        h(
          "button",
          { type: "button", className: "quiet", onClick: () => setSeq("") },
          say("log.newest"),
        ),
      )
      : null,
    failed
      ? h(
        "p",
        { className: "answer refused", role: "alert" },
        h("b", null, say("log.failed")),
        h("button", { type: "button", className: "quiet", onClick: retry }, say("log.retry")),
      )
      : null,
    asked && !failed && !facts.length && !more
      ? none(say(kind || incident || about ? "log.nothing_fits" : "log.empty"))
      : null,
    h(
      "ol",
      {
        className: "facts",
        "aria-live": "off",
        "aria-busy": busy,
        tabIndex: 0,
        "aria-label": say("log.title"),
      },
      facts.map((fact) =>
        h(Fact, { key: fact.seq, fact, pointed: String(fact.seq) === seq, today })
      ),
      more
        ? h(
          "li",
          { className: "earlier", ref: end },
          h(
            "button",
            { type: "button", className: "quiet", onClick: earlier, disabled: busy },
            say("log.earlier"),
          ),
        )
        : null,
    ),
  );
});
