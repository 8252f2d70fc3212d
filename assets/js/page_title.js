/* The title of the window: what is the matter, then which page (or document of the help) of which plant, so
   that a tab, a list of windows and a screen reader tell it first. */
(function (center) {
  "use strict";

  center.useTitle = (called, incidents) => {
    const say = center.say;
    const link = center.useLink();
    const titles = incidents.map(({ title }) => center.text(title));
    const open = titles.length > 1 ? say("incident.several", { n: titles.length, titles }) : titles[0];
    const state = link === "lost" ? `◌ ${say("link.lost")}` : open ? `■ ${open}` : say("incident.none");
    const title = [state, called ? say(called) : "", center.text(center.site().name)].filter(Boolean).join(" · ");
    React.useEffect(() => {
      document.title = title;
    }, [title]);
  };
})((window.center = window.center || {}));
