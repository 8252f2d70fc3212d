/* By which clocks a page tells its times: said once on each page that somebody elsewhere reads, as an auditor does. */

import { page } from "../base/context.js";
import { h } from "../base/element.js";
import { say } from "../base/words.js";
import { zoneWords } from "../base/zone_words.js";
import { clock } from "../live/server_clock.js";

/* `times` are the first and the last that the page shows; without them it is now. */
/** @type {(props: { times?: number[] }) => ReactElement} */
export const ZoneOfTimes = ({ times }) =>
  h(
    "small",
    { className: "zone-of-times" },
    say("times.by_plant", {
      zone: zoneWords(page.zone, ...(times && times.length ? times : [clock.now()])),
    }),
  );
