/* Every script of the pages, room by room. What one imports comes before it; a panel or a drawing of the
   map registers itself by being loaded. */

import "./base/address.js";
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
import "./hands/command_form.js";
import "./hands/acts_told.js";
import "./hands/command_queue.js";
import "./hands/keys.js";
import "./hands/leads.js";
import "./hands/moment_field.js";
import "./hands/photographs.js";
import "./hands/reason.js";
import "./hands/shortcuts.js";
import "./hands/when.js";
import "./hands/withdraw.js";

import "./screen/awake.js";
import "./screen/choices.js";
import "./screen/full_screen.js";
import "./screen/one_voice.js";
import "./screen/screen_menu.js";
import "./screen/sound.js";
import "./screen/speaker.js";
import "./screen/tones.js";

import "./shared/calls.js";
import "./shared/center_state.js";
import "./shared/center_state_panel.js";
import "./shared/collapsible.js";
import "./shared/counted_people.js";
import "./shared/on_site.js";
import "./shared/command_bar.js";
import "./shared/current.js";
import "./shared/directives.js";
import "./shared/drill_doors.js";
import "./shared/emergencies.js";
import "./shared/exercise.js";
import "./shared/facts.js";
import "./shared/feeds.js";
import "./shared/figure_questions.js";
import "./shared/figures.js";
import "./shared/fit.js";
import "./shared/found.js";
import "./shared/grid.js";
import "./shared/grid_filter.js";
import "./shared/heard.js";
import "./shared/incident_tabs.js";
import "./shared/incidents.js";
import "./shared/links.js";
import "./shared/long_list.js";
import "./shared/overdue.js";
import "./shared/own.js";
import "./shared/pointed.js";
import "./shared/pressing.js";
import "./shared/reach.js";
import "./shared/reach_line.js";
import "./shared/sign_in.js";
import "./shared/sos.js";
import "./shared/sos_panel.js";
import "./shared/strip.js";
import "./shared/waiting.js";
import "./shared/which_incident.js";

import "./map/crowd.js";
import "./map/declutter.js";
import "./map/ground.js";
import "./map/hot_zone.js";
import "./map/layers.js";
import "./map/people.js";
import "./map/plume.js";
import "./map/site_map.js";
import "./map/symbols.js";
import "./map/tiles.js";
import "./map/way_out.js";
import "./map/weather.js";
import "./map/wind.js";

import "./wall/answers.js";
import "./wall/cells.js";
import "./wall/known.js";
import "./wall/replay_bar.js";
import "./wall/trends.js";
import "./wall/wall_lists.js";
import "./wall/wall_side.js";

import "./command/alarms_desk.js";
import "./command/authority.js";
import "./command/calm.js";
import "./command/directives_desk.js";
import "./command/entry.js";
import "./command/entry_panel.js";
import "./command/hand_over.js";
import "./command/headcount.js";
import "./command/incident.js";
import "./command/kits_panel.js";
import "./command/next_steps.js";
import "./command/next_steps_panel.js";
import "./command/official.js";
import "./command/official_form.js";
import "./command/papers.js";
import "./command/outside.js";
import "./command/plan_steps.js";
import "./command/radio_entry.js";
import "./command/readiness.js";
import "./command/roll_call.js";
import "./command/source.js";

import "./past/heat_map.js";
import "./past/matters.js";
import "./past/past_head.js";
import "./people/contacts_desk.js";
import "./people/people_desk.js";
import "./people/person_line.js";
import "./people/posts.js";
import "./people/posts_desk.js";
import "./people/roster.js";

import "./readiness/delegations.js";
import "./readiness/gap_mend.js";
import "./readiness/gaps_desk.js";
import "./readiness/interim_form.js";
import "./readiness/matrix.js";
import "./readiness/person_choice.js";
import "./gate/gate_form.js";
import "./gate/gate_inside.js";
import "./gate/gate_visitors.js";
import "./gate/visitors.js";

import "./resources/availability.js";
import "./resources/due_desk.js";
import "./resources/keeping.js";
import "./resources/kits.js";
import "./resources/kits_desk.js";
import "./resources/ledger.js";
import "./resources/ledger_line.js";
import "./resources/resources_desk.js";
import "./resources/settle_form.js";
import "./resources/shortage.js";
import "./resources/stock_table.js";
import "./resources/task_hands.js";

import "./tanks/history.js";
import "./tanks/history_chart.js";
import "./tanks/history_data.js";
import "./tanks/history_panel.js";
import "./tanks/levels.js";
import "./tanks/levels_panel.js";
import "./tanks/loss.js";
import "./tanks/vessels.js";
import "./tanks/water.js";

import "./alarms/alarms.js";
import "./alarms/alarms_past.js";
import "./alarms/alarms_past_data.js";
import "./alarms/alarms_past_panel.js";
import "./alarms/alarms_standing.js";

import "./log/journal_pages.js";
import "./log/log.js";

import "./drills/cast.js";
import "./drills/conditions.js";
import "./drills/drill_cast.js";
import "./drills/drill_direction.js";
import "./drills/drill_list.js";
import "./drills/drill_next.js";
import "./drills/drill_notes.js";
import "./drills/drill_over.js";
import "./drills/drill_parts.js";
import "./drills/drill_people.js";
import "./drills/drill_year.js";
import "./drills/drills.js";
import "./drills/drills_told.js";
import "./drills/events_list.js";
import "./drills/legal_duty.js";
import "./drills/now_line.js";
import "./drills/plant_days.js";
import "./drills/programme.js";
import "./drills/scenario_editor.js";
import "./drills/scenario_hands.js";
import "./drills/scenario_library.js";
import "./drills/script.js";
import "./drills/script_place.js";
import "./drills/script_words.js";

import "./reviews/lineage.js";
import "./reviews/review.js";
import "./reviews/review_begins.js";
import "./reviews/review_data.js";
import "./reviews/review_findings.js";
import "./reviews/review_hands.js";
import "./reviews/review_parts.js";
import "./reviews/review_ratings.js";
import "./reviews/review_tested.js";
import "./reviews/reviews.js";

import "./outbox/outbox.js";
import "./outbox/outbox_read.js";

import "./phone/keeping.js";
import "./plant/plant_page.js";

import "./phone/phone.js";

import "./matters/matter_fields.js";
import "./matters/matter_form.js";
import "./matters/mine.js";

import "./offline/exif.js";
import "./offline/kept_items.js";
import "./offline/offline.js";
import "./offline/offline_panel.js";
import "./offline/picture.js";
import "./offline/sending_queue.js";

import "./help/guide.js";
import "./help/guide_deeds.js";
import "./help/guide_panel.js";
import "./help/guide_steps.js";
import "./help/help.js";

import "./templates/yaml_text.js";
import "./templates/editor_parts.js";
import "./templates/function_words.js";
import "./templates/account_form.js";
import "./templates/template_form.js";
import "./templates/form_preview.js";
import "./templates/templates.js";
