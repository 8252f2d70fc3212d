/* The outbox page: messages sent, and what came back. Refreshed every few seconds while visible.
   */

import { Failed } from "./failed.js";
import { channelName, readChannel, readDelivery, readWaiting } from "./outbox_read.js";
import { Webhooks } from "./webhooks.js";
import { useAddress } from "../base/address.js";
import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { head, none, sign } from "../base/signs.js";
import { say } from "../base/words.js";
import { named, site } from "../live/plant.js";
import { panel, useSecond } from "../live/react_panels.js";
import { post, useAsked } from "../shared/drill_doors.js";
import { kindOf, linkTo } from "../shared/links.js";

/** @import { ChannelTold, DeliveryRead, OutboxTold } from "./outbox_read.js" */
/** @import { Problem } from "../shared/drill_doors.js" */

/** @typedef {{ channel: string, kind: "im" | "sms" | "voice" | "email" | "push", address: string, good: boolean, why: string, took_ms: number,
 *   outcome: "accepted" | "delivered" | "temporary" | "permanent" | "unknown" | "broken" | "no_address" }} TestSent */

const ROLES = ["administrator", "controller"];
const BEAT_MS = 3000; /* how often it is asked for */
const SHOWN = /** @type {const} */ (["all", "waiting", "problems"]);
const { useState } = React;

/** @type {(props: { channel: ChannelTold, now: number }) => ReactElement} */
function Channel({ channel, now }) {
  const read = readChannel(channel, now);
  const [asking, ask] = useState(false);
  const [told, tell] = useState(/** @type {string} */ (""));
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  const probe = async () => {
    ask(true);
    fail(null);
    const sent = await post(`/api/v1/outbox/probe/${encodeURIComponent(channel.id)}`, {});
    ask(false);
    if (!sent.ok) return fail(sent.problem);
    tell(sent.body.ok ? say("outbox.probe_good") : say("outbox.probe_bad", { why: sent.body.why }));
  };
  return h(
    "li",
    {
      className: `channel of-${read.sign}`,
      "data-channel": channel.id,
      "data-state": channel.state.code,
    },
    h(
      "p",
      { className: "channel-name" },
      h("b", null, read.name),
      h("em", { className: read.sign }, sign(read.sign), " ", read.state),
    ),
    h("p", { className: "channel-big" }, read.big),
    h("ul", { className: "channel-lines" }, read.lines.map((line) => h("li", { key: line }, line))),
    channel.probes
      ? h(
        "p",
        { className: "channel-probe" },
        h("button", {
          type: "button",
          className: "act",
          disabled: asking,
          onClick: probe,
          "aria-label": say("outbox.probe_one", { channel: channel.id }),
        }, say("outbox.probe")),
        h("span", { role: "status" }, asking ? say("outbox.asking") : told),
      )
      : null,
    h(Failed, { failed }),
  );
}

/* What a message is about, where people know it by that name. */
/** @type {(props: { id: string }) => ReactElement | null} */
const Subject = ({ id }) => {
  const kind = kindOf(id);
  return kind
    ? h("span", null, h("a", { className: "thing", href: linkTo(kind, id) }, id), " · ")
    : null;
};

/** @type {(props: { one: DeliveryRead }) => ReactElement} */
const Delivery = ({ one }) =>
  h(
    "tr",
    { "data-delivery": one.key },
    h(
      "td",
      { className: "what" },
      h("b", null, one.title),
      h(
        "span",
        { className: "about" },
        h(Subject, { id: one.subject }),
        one.about,
      ),
    ),
    h(
      "td",
      { className: "whom" },
      h("a", { className: "thing", href: linkTo("person", one.person) }, named(one.person)),
    ),
    h(
      "td",
      { className: "ways" },
      one.lines.map((line) =>
        h(
          "p",
          { key: line.key },
          h("span", { className: "way" }, line.channel),
          h("time", null, line.when),
          h("span", { className: `came of-${line.sign}` }, sign(line.sign), " ", line.words),
        )
      ),
    ),
    h(
      "td",
      { className: "state" },
      h("em", { className: one.sign }, sign(one.sign), " ", one.state),
    ),
    h("td", { className: "answered" }, one.answer),
  );

/** @type {(props: { told: OutboxTold }) => ReactElement} */
function Filters({ told }) {
  const [show, setShow] = useAddress("show", "all");
  const [channel, setChannel] = useAddress("channel");
  const [person, setPerson] = useAddress("person");
  return h(
    "div",
    { className: "outbox-filters" },
    h(
      "div",
      { className: "actions", role: "group", "aria-label": say("outbox.show") },
      SHOWN.map((one) =>
        h("button", {
          key: one,
          type: "button",
          className: "act",
          "aria-pressed": show === one,
          onClick: () => setShow(one),
        }, say(`outbox.show.${one}`))
      ),
    ),
    h(
      "label",
      { className: "inline" },
      h("span", null, say("outbox.channel")),
      h(
        "select",
        {
          value: channel,
          onChange: (/** @type {ReactEvent<HTMLSelectElement>} */ event) =>
            setChannel(event.target.value),
        },
        h("option", { value: "" }, say("outbox.every")),
        told.channels.map(({ id }) => h("option", { key: id, value: id }, channelName(id))),
      ),
    ),
    h(
      "label",
      { className: "inline" },
      h("span", null, say("outbox.person")),
      h(
        "select",
        {
          value: person,
          onChange: (/** @type {ReactEvent<HTMLSelectElement>} */ event) =>
            setPerson(event.target.value),
        },
        h("option", { value: "" }, say("outbox.every")),
        Object.keys(site().by.people).map((id) => h("option", { key: id, value: id }, named(id))),
      ),
    ),
  );
}

/** @type {(props: { told: OutboxTold }) => ReactElement} */
const Deliveries = ({ told }) =>
  h(
    "section",
    { className: "panel outbox-sheet" },
    head(say("outbox.now"), readWaiting(told)),
    h(Filters, { told }),
    told.deliveries.length
      ? h(
        "div",
        { className: "outbox-rows", tabIndex: 0, role: "region", "aria-label": say("outbox.now") },
        h(
          "table",
          null,
          h(
            "thead",
            null,
            h(
              "tr",
              null,
              (/** @type {const} */ (["what", "whom", "ways", "state", "answer"])).map((name) =>
                h("th", { key: name, scope: "col", className: name }, say(`outbox.head.${name}`))
              ),
            ),
          ),
          h(
            "tbody",
            null,
            told.deliveries.map((one) =>
              h(Delivery, { key: one.id, one: readDelivery(one, told.now) })
            ),
          ),
        ),
      )
      : none(say("outbox.none")),
  );

/* A real message to a real person: by whom and by what is chosen first. */
/** @type {(props: { told: OutboxTold }) => ReactElement} */
function SendTest({ told }) {
  const [person, choose] = useState("");
  const [channel, setChannel] = useState("");
  const [exercise, setExercise] = useState(false);
  const [sending, send] = useState(false);
  const [found, find] = useState(/** @type {TestSent[]} */ ([]));
  const [failed, fail] = useState(/** @type {Problem | null} */ (null));
  /** @type {(event: Event) => Promise<void>} */
  const submit = async (event) => {
    event.preventDefault();
    if (!person || sending) return;
    send(true);
    fail(null);
    find([]);
    const sent = await post(
      "/api/v1/outbox/test",
      Object.assign({ person }, channel ? { channel } : {}, exercise ? { exercise } : {}),
    );
    send(false);
    if (sent.ok) find(sent.body.tests);
    else fail(sent.problem);
  };
  return h(
    "section",
    { className: "panel outbox-test" },
    head(say("outbox.test")),
    h("p", { className: "aside" }, say("outbox.test_about")),
    h(
      "form",
      { className: "form", onSubmit: submit },
      h(
        "label",
        { className: "field" },
        h("span", null, say("outbox.person")),
        h(
          "select",
          {
            value: person,
            onChange: (/** @type {ReactEvent<HTMLSelectElement>} */ event) =>
              choose(event.target.value),
          },
          h("option", { value: "" }, say("outbox.choose")),
          Object.keys(site().by.people).map((id) => h("option", { key: id, value: id }, named(id))),
        ),
      ),
      h(
        "label",
        { className: "field" },
        h("span", null, say("outbox.channel")),
        h(
          "select",
          {
            value: channel,
            onChange: (/** @type {ReactEvent<HTMLSelectElement>} */ event) =>
              setChannel(event.target.value),
          },
          h("option", { value: "" }, say("outbox.every_way")),
          told.channels.filter((one) => one.type !== "simulated").map(({ id }) =>
            h("option", { key: id, value: id }, id)
          ),
        ),
      ),
      told.simulated
        ? h(
          "label",
          { className: "inline" },
          h("input", {
            type: "checkbox",
            checked: exercise,
            onChange: (/** @type {ReactEvent<HTMLInputElement>} */ event) =>
              setExercise(event.target.checked),
          }),
          h("span", null, say("outbox.test_exercise")),
        )
        : null,
      h(
        "div",
        { className: "actions" },
        h(
          "button",
          { type: "submit", className: "act", disabled: !person || sending },
          say("outbox.test_send"),
        ),
      ),
    ),
    h(
      "ul",
      { className: "tests", role: "status" },
      sending ? h("li", null, say("outbox.sending")) : null,
      found.map((one) =>
        h(
          "li",
          { key: one.channel, "data-test": one.channel },
          sign(one.good ? "good" : "urgent"),
          h("b", null, one.channel),
          h(
            "span",
            null,
            [say(`notify.outcome.${one.outcome}`), one.address, one.why].filter(Boolean).join(
              " · ",
            ),
          ),
        )
      ),
    ),
    h(Failed, { failed }),
  );
}

/* What is typed to set up e-mail. */
/** @type {[step: "file" | "check" | "start" | "test", typed: string][]} */
const FIRST_STEPS = [
  [
    "file",
    "channels:\n  - id: mail\n    type: smtp\n    kind: email\n    url: smtp://127.0.0.1:25\n    sender: board@plant.example",
  ],
  ["check", "command-center check channels.yaml --site my-plant"],
  ["start", "CC_CHANNELS=channels.yaml command-center serve --site my-plant"],
  ["test", "CC_CHANNELS=channels.yaml command-center notify test PERSON --site my-plant"],
];

/* What to do first where nothing can leave the building yet. */
const FirstChannel = () =>
  h(
    "section",
    { className: "panel outbox-first" },
    head(say("outbox.first")),
    h("p", null, sign("warn"), " ", say("outbox.first_about")),
    h(
      "ol",
      null,
      FIRST_STEPS.map(([step, typed]) =>
        h("li", { key: step }, say(`outbox.first.${step}`), h("pre", { tabIndex: 0 }, typed))
      ),
    ),
    h("p", { className: "aside" }, say("outbox.first_more")),
  );

/* The address of what is asked for; none for a role that it is refused to. */
/** @type {(choices: Record<string, string>) => string | null} */
const asked = (choices) => {
  if (!ROLES.includes(page.role)) return null;
  const chosen = Object.entries(choices).filter(([, value]) => value);
  return `/api/v1/outbox?${new URLSearchParams(chosen)}`;
};

panel("outbox", function Outbox() {
  const [show] = useAddress("show", "all");
  const [channel] = useAddress("channel");
  const [person] = useAddress("person");
  const beat = Math.floor(useSecond() / BEAT_MS);
  const { got, failed } = useAsked(asked({ show, channel, person }), beat);
  if (!ROLES.includes(page.role)) {
    return h(
      "section",
      { className: "panel" },
      head(say("outbox.title")),
      none(say("outbox.not_yours")),
    );
  }
  /** @type {OutboxTold | null} */
  const told = got;
  return h(
    React.Fragment,
    null,
    h(
      "section",
      { className: "panel outbox-channels" },
      head(say("outbox.title"), say("outbox.about")),
      h(Failed, { failed }),
      told && told.trouble
        ? h(
          "p",
          { className: "answer refused", role: "alert" },
          sign("urgent"),
          h("div", null, h("b", null, say("outbox.trouble")), h("span", null, told.trouble)),
        )
        : null,
      told
        ? told.channels.length
          ? h(
            "ul",
            { className: "channels" },
            told.channels.map((one) => h(Channel, { key: one.id, channel: one, now: told.now })),
          )
          : none(say(told.simulated ? "outbox.only_simulated" : "outbox.no_channels"))
        : none(say("history.waiting")),
    ),
    told ? h(Deliveries, { told }) : null,
    told
      ? h(
        "div",
        { className: "outbox-side" },
        told.configured ? h(SendTest, { told }) : h(FirstChannel),
        h(Webhooks, { beat }),
      )
      : null,
  );
});
