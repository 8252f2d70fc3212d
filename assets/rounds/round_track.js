/* The track of a round on its page, while it goes on and after it has ended. */

import { Track } from "./track.js";
import { h } from "../base/element.js";
import { head } from "../base/signs.js";
import { say } from "../base/words.js";
import { panel, useKind } from "../live/react_panels.js";
import { usePastTold } from "../past/past_head.js";

panel("round_track", function RoundTrack({ args }) {
  const told = usePastTold();
  const moved = /** @type {Answered} */ (useKind("matters", "changed")).changed;
  if (!told || !told.round) return null;
  return h(
    "section",
    { className: "panel round-track" },
    head(say("round.track")),
    h(Track, { id: args.matter, version: moved ? moved.seq : 0 }),
  );
});
