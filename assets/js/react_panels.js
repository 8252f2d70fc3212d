/* Panels are Dash components of our own: `Panel(of="levels")` in a layout is drawn here, inside
   Dash's tree, by the function registered under that name. Dash never redraws them; the board does. */
(function (center) {
  "use strict";

  const React = window.React;
  const h = center.h;
  const { useSyncExternalStore, useState, useEffect, useRef } = React;
  const AGAIN_MS = 3000;
  const panels = {};
  /* Without a session a page is its sign-in. Whatever else comes, because a token in the address signed
     in meanwhile, knows no plant yet and is about to be loaded anew (session.js). */
  const WITHOUT_SESSION = ["sign_in", "waiting"];

  /** @typedef {(topic: string) => Rows} RowsOf */

  /* Rows of a topic, redrawing only when one of them changed. */
  /** @type {RowsOf} */
  center.useTopic = (topic) => useSyncExternalStore(center.board.subscribe, () => center.board.rows(topic));
  /* Reality's rows, whatever is shown; and the drill that is on. */
  /** @type {RowsOf} */
  center.useReal = (topic) => useSyncExternalStore(center.board.subscribe, () => center.board.real(topic));
  center.useDrill = () => useSyncExternalStore(center.board.subscribe, center.scene.drill);
  center.useReady = () => useSyncExternalStore(center.board.subscribe, center.board.ready);
  /* Server time in ms, changing once a second. */
  center.useSecond = () => useSyncExternalStore(center.clock.subscribe, center.clock.second);
  center.useLink = () => useSyncExternalStore(center.link.subscribe, center.link.state);
  center.useKnown = () => useSyncExternalStore(center.known.subscribe, center.known.ready);
  center.useAnswers = () => useSyncExternalStore(center.intents.subscribe, center.intents.answers);

  /* What failed is asked again by the page itself, every few seconds until it is answered. */
  center.useAgain = (failed, ask) => {
    const latest = useRef(ask);
    latest.current = ask;
    useEffect(() => {
      if (!failed) return undefined;
      const turn = setInterval(() => latest.current(), AGAIN_MS);
      return () => clearInterval(turn);
    }, [failed]);
  };

  /* A panel that fails says so in its own place and leaves the others alone. */
  class Boundary extends React.Component {
    constructor(props) {
      super(props);
      this.state = { failed: null };
    }
    static getDerivedStateFromError(failed) {
      return { failed };
    }
    componentDidCatch(failed) {
      console.error(`panel ${this.props.of}`, failed);
    }
    render() {
      if (!this.state.failed) return this.props.children;
      const failed = h("div", { className: "panel-failed" }, "◌ ", center.say("panel.failed"));
      return h(React.Fragment, null, failed, this.props.inner); /* a form needs no panel to be sent */
    }
  }

  function Unknown(props) {
    throw new Error(`no panel is called ${props.of}`);
  }

  function Panel(props) {
    const known = center.useKnown();
    const draw = panels[props.of] || Unknown;
    if (!center.page.role && !WITHOUT_SESSION.includes(props.of)) return null;
    if (!known && props.of !== "waiting") return h("div", { className: "panel-waiting", "aria-busy": true });
    return h(Boundary, { of: props.of, inner: props.children }, h(draw, props));
  }

  center.panel = (name, draw) => {
    panels[name] = draw;
  };
  center.Panel = Panel;

  /* React state kept in the browser under a name: a filter, an open drawer. */
  center.useKept = (name, first) => {
    const [value, set] = useState(() => center.keptInTab.get(name) || first);
    useEffect(() => center.keptInTab.set(name, value), [name, value]);
    return [value, set];
  };
})((window.center = window.center || {}));
