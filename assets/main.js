/* The modules needed by every page, by folder. An import is loaded before its importer; a panel
   registers itself on loading. The panels of a page are named in `layouts/pages.py`. */

import "./base/ask.js";
import "./base/browser_memory.js";
import "./base/context.js";
import "./base/csv.js";
import "./base/element.js";
import "./base/in_turns.js";
import "./base/page_title.js";
import "./base/scrolling.js";
import "./base/session.js";
import "./base/signs.js";
import "./base/turns.js";
import "./base/words.js";

import "./live/board_store.js";
import "./live/board_sync.js";
import "./live/live_board.js";
import "./live/live_link.js";
import "./live/pixel_delay.js";
import "./live/plant.js";
import "./live/plant_index.js";
import "./live/react_panels.js";
import "./live/replay.js";
import "./live/scene.js";
import "./live/server_clock.js";

import "./hands/act_with_reason.js";
import "./hands/hands.js";
import "./hands/acts_told.js";
import "./hands/command_queue.js";
import "./hands/keys.js";
import "./hands/reason.js";
import "./hands/shortcuts.js";
import "./hands/when.js";

import "./screen/awake.js";
import "./screen/choices.js";
import "./screen/full_screen.js";
import "./screen/one_voice.js";
import "./screen/screen_menu.js";
import "./screen/sound.js";
import "./screen/speaker.js";
import "./screen/tones.js";

import "./shared/center_state.js";
import "./shared/center_state_panel.js";
import "./shared/counted_people.js";
import "./shared/on_site.js";
import "./shared/command_bar.js";
import "./shared/current.js";
import "./shared/directives.js";
import "./shared/emergencies.js";
import "./shared/exercise.js";
import "./shared/facts.js";
import "./shared/feeds.js";
import "./shared/fit.js";
import "./shared/found.js";
import "./shared/heard.js";
import "./shared/incidents.js";
import "./shared/links.js";
import "./shared/overdue.js";
import "./shared/own.js";
import "./shared/reach.js";
import "./shared/sign_in.js";
import "./shared/sos.js";
import "./shared/sos_panel.js";
import "./shared/strip.js";
import "./shared/waiting.js";

import "./command/next_steps.js";
import "./command/next_steps_panel.js";
import "./command/readiness.js";

import "./people/roster.js";

import "./tanks/history.js";
import "./tanks/levels.js";

import "./alarms/alarms.js";

import "./offline/kept_items.js";
import "./offline/load_ahead.js";
import "./offline/offline.js";
import "./offline/sending_queue.js";

import "./help/examples.js";
import "./help/guide.js";
import "./help/guide_deeds.js";
import "./help/guide_panel.js";
import "./help/guide_steps.js";
import "./help/loop_steps.js";
