/* The numbers and comparisons that the pages' scripts have of their own, each with its reason: they draw, word or
   carry what was decided in command_center/domain (tools/lint/verdicts.js refuses every other). One that stands
   here and nowhere in the scripts fails a test. */

/* Rooms below assets/ that are not yet looked at. To be removed with their last verdict. */
export const PENDING = ["drills/", "reviews/"];

/* `file:function`, all comparisons in it, or `file:function: comparison`, that one alone. */
export const COMPARISONS = {
  /* The one place that compares the clock with a verdict's times. */
  "base/turns.js:turnTaken": "takes the last turn whose time has come",

  /* Transport: connections, questions and answers, the clock they are heard by. */
  "alarms/alarms_past_data.js:usePast": "how often the server is asked",
  "hands/answers.js:isDecided": "status of HTTP",
  "hands/answers.js:readAnswer": "status of HTTP",
  "live/board_store.js:apply": "revisions of frames",
  "live/board_store.js:greet": "revisions of frames",
  "live/live_link.js:stale": "a connection that is silent greys the page",
  "live/live_link.js:watch": "a connection that is silent is made anew",
  "live/replay.js:replayOf": "a replay stands still at its end",
  "live/server_clock.js:heard": "a step of the server's clock starts the estimate anew",
  "log/journal_pages.js:withNew": "facts that came since the page was asked for, by number",
  "shared/drill_doors.js:ask": "status of HTTP",
  "tanks/history_panel.js:draw": "how often a history is asked for after a silence",
  "wall/trends.js:ask":
    "a replay's clock that is not set yet asks for nothing; points older than the first known",
  "map/site_map.js:followBoard": "how often people are moved",
  "map/way_out.js:: apart entry.wind, wind > TURN":
    "the ways are asked for anew when the wind has turned",
  "map/way_out.js:: performance.now - entry.at < WAIT_MS": "how often ways are asked for",

  /* What a person types or chooses, before the server judges it. */
  "base/context.js:good": "bounds of a number in the address",
  "hands/keys.js:row": "which key was pressed",
  "hands/when.js:momentOf": "a time of day that is typed: of today, else of yesterday",
  "resources/ledger.js:filterLedger": "a filter that somebody typed",
  "resources/ledger_line.js:Count": "a number that is typed",
  "tanks/history.js:asked": "a span in the address",
  "tanks/history_panel.js:FromTo": "a span that is typed",

  /* Words: one or several, before or behind, how many figures are read. */
  "alarms/alarms.js:alarmMeasure": "decimals",
  "alarms/alarms.js:alarmTold": "said only of more than one",
  "base/signs.js:more": "said only of more than none",
  "base/words.js:age": "seconds, minutes, hours or days",
  "people/roster.js:seenOf":
    "in steps of half a minute or of one, so that the words change less often",
  "resources/availability.js:waitWords": "minutes or hours, decimals",
  "resources/shortage.js:forSeveral": "said only of more than one",
  "shared/center_state.js:clockWords": "ahead or behind",
  "shared/facts.js:isTime": "which number in a fact is a time",
  "shared/fit.js:Words": "said only of more than none",
  "shared/fit.js:say: n > 0": "said only of more than none",
  "shared/incidents.js:unaccountedIn": "in an order of words, or not in it",
  "shared/reach.js:channelWords": "said only of more than one",
  "tanks/history_panel.js:Chart": "whether all readings are in the file",
  "tanks/levels_panel.js:Row": "decimals",
  "wall/known.js:daysAway": "days or months, ago or ahead",

  /* Drawing: places, room and shapes on the screen; which data lie on an axis. */
  "base/scrolling.js:scrolls": "whether it is higher than its frame",
  "command/calm.js:Calm": "width of the window",
  "command/directives_desk.js:Row": "keys 1 to 9",
  "help/guide_panel.js:corner": "the corner that covers least",
  "map/crowd.js:buildingAt": "the building under a place",
  "map/declutter.js:rank": "classes of marks that are named",
  "map/declutter.js:overlap": "places of words",
  "map/declutter.js:inside": "places of words",
  "map/declutter.js:holds": "places of words",
  "map/declutter.js:price": "places of words",
  "map/declutter.js:: map.getSize .x < SMALL_EM * letter": "width of the map",
  "map/declutter.js:: other.rank > grave": "which word gives way to which",
  "map/declutter.js:: other.rank <= grave": "which word gives way to which",
  "map/declutter.js:: asked < least": "the place that costs least",
  "map/declutter.js:: least <= 0": "the place that costs least",
  "map/ground.js:ems": "wide letters",
  "map/ground.js:linesIn": "lines of a name in its area",
  "map/people.js:whoIs": "who is under the pointer",
  "map/site_map.js:fit": "room of the map",
  "map/symbols.js:: ems vessel.id * size < vessel.diameter_m * scale":
    "a name that has room in its tank",
  "map/symbols.js:: silent > SILENT_NAMED": "names on a small map",
  "map/symbols.js:: row.beyond > known.beyond": "the greatest of the rows' own order",
  "map/weather.js:: r.value > 0": "rain is named where there is any",
  "shared/figures.js:lookNow": "width of the window",
  "shared/fit.js:linesOf": "lines of words in a frame",
  "shared/fit.js:say": "lines of words in a frame",
  "shared/fit.js:beginnings": "where words are cut",
  "shared/fit.js:over": "room in a frame",
  "shared/fit.js:fill": "room in a frame",
  "shared/heard.js:add": "how long a sentence stands on the page",
  "shared/heard.js:useOverdue": "how often a sentence is read out",
  "tanks/history.js:grown": "the lowest and highest point of each part of a line",
  "tanks/history.js:line": "breaks of a line",
  "tanks/history.js:scale": "an axis that shows a near limit",
  "tanks/history.js:put": "marks within the axis",
  "tanks/history_chart.js:band": "a band wide enough for its word",
  "tanks/history_chart.js:historyFigure": "limits within the axis",
  "tanks/history_chart.js:ticks": "ticks of an axis",
  "tanks/history_chart.js:evenTicks": "ticks of an axis",
  "tanks/history_chart.js:drawChart": "room of the chart",
  "tanks/history_data.js:grow":
    "which readings lie on the axis, and gaps narrower than a point of it",
  "tanks/history_panel.js:Marks": "spans within the axis",
  "wall/cells.js:ofLeader": "lines that a cell has room for",
  "wall/replay_bar.js:Notes": "a note is shown for its while of a replay",
  "wall/trends.js:collect": "points of a small line",
};

/* `file:NAME` of a constant that is a number. */
export const CONSTANTS = {
  /* Written from the domain. */
  "base/decided.js:WALK_M_S": "written by tools/browser_types.py from the domain",

  /* Transport. */
  "alarms/alarms_past_data.js:REST_MS": "a flood of alarms is no flood of questions",
  "alarms/alarms_past_data.js:AGE_MS": "asked anew at least so often",
  "alarms/alarms_past_data.js:MOST": "activations asked for at once",
  "base/ask.js:ANSWER_MS": "until an answer begins",
  "base/ask.js:REST_MS": "until it is all there",
  "base/ask.js:STORE_MS": "patience for what a database must look up",
  "base/ask.js:KEPT": "tries of a question",
  "base/session.js:YEAR_S": "age of a cookie",
  "hands/command_queue.js:GIVEN_UP_MS": "a dead connection is not kept for ever",
  "hands/photographs.js:PATIENCE_MS": "a telephone's photograph over a thin link",
  "hands/queue.js:PATIENCE_MS": "until a command counts as not answered",
  "hands/queue.js:CALL_AGAIN_MS": "a call for help is sent again so often",
  "live/live_link.js:SILENCE_MS": "a connection this silent greys the page",
  "live/live_link.js:ATTEMPT_MS": "a connection that is being made is given so long",
  "live/react_panels.js:AGAIN_MS": "a panel that failed is drawn again",
  "live/replay.js:TICK_MS": "steps of a replay",
  "live/replay.js:RETRY_MS": "a replay that was not answered asks again",
  "live/server_clock.js:REMEMBERED":
    "differences that the estimate of the server's clock is made of",
  "live/server_clock.js:STEP_MS":
    "a difference this far from the estimate is a step of the server's clock",
  "live/server_clock.js:AT_ONCE": "readers of the clock called in one task",
  "log/journal_pages.js:PAGE": "facts asked for at once",
  "log/journal_pages.js:AHEAD": "facts shown above the one that an address points at",
  "map/site_map.js:PEOPLE_MS": "people are moved at most so often",
  "map/way_out.js:TURN": "degrees of the wind's own swaying, for which no way is asked anew",
  "map/way_out.js:WAIT_MS": "ways are asked for at most so often",
  "shared/drill_doors.js:DRAW_MS": "patience for a draw of many situations",
  "shared/drill_doors.js:AGAIN_MS": "a draw that was not answered is asked for again",
  "shared/figures.js:PATIENCE_MS": "patience for a figure of a whole journal",
  "shared/figures.js:STILL_MS": "a window that is being resized is asked about once",
  "shared/waiting.js:PATIENCE_MS": "until a page says that it still waits",
  "tanks/history_data.js:MOST_POINTS": "points of a 4K screen",
  "tanks/history_data.js:MOST_EXPORTED": "the server's bound of one answer",
  "tanks/history_panel.js:DRAW_MS": "a chart is drawn at most so often",
  "tanks/history_panel.js:ASK_AGAIN_MS": "a history is asked for at most so often after a silence",
  "wall/trends.js:AGAIN_MS": "a history that was not answered is asked for once more",

  /* Units, for words. */
  "alarms/alarms_past_data.js:HOUR": "unit",
  "command/calm.js:DAY": "unit",
  "hands/when.js:DAY_MS": "unit",
  "people/posts.js:DAY_MS": "unit",
  "people/roster.js:HALF_MINUTE": "unit",
  "people/roster.js:MINUTE": "unit",
  "tanks/history.js:MINUTE": "unit",
  "wall/known.js:DAY": "unit",

  /* What a hand does. */
  "command/directives_desk.js:STEP": "per cent for each press of P",
  "phone/phone.js:STEP": "per cent for each touch",
  "phone/phone.js:HOLD_MS": "a call for help is held so long, so that no pocket makes one",

  /* How long a thing stands on the page. */
  "hands/queue.js:DONE_SHOWN_MS": "an answer",
  "hands/leads.js:SHOWN_MS": "a mark on the place that was led to",
  "help/guide_panel.js:LOOK_MS": "how often the guide looks where its place is",
  "shared/heard.js:STANDS_MS": "a sentence that is read out",
  "shared/heard.js:APART_MS": "between two sentences that are read out",
  "wall/replay_bar.js:NOTE_MS": "a note in a replay",

  /* How many there is room for. */
  "command/incident.js:REPORTS_SHOWN": "reports",
  "command/next_steps.js:NAMES_SHOWN": "names in a line",
  "command/next_steps_panel.js:SHOWN": "next steps",
  "people/person_line.js:MOST": "people at hand at once",
  "resources/ledger_line.js:MOST": "lines",
  "shared/found.js:MOST": "things found",
  "shared/incident_tabs.js:SAID": "of what presses, on a tab",
  "shared/links.js:MOST": "links in a line",
  "shared/long_list.js:FIRST": "of a long list",
  "wall/answers.js:OTHERS": "lines of a cell for the other incidents",
  "wall/cells.js:LINES": "lines of a cell under its big words",
  "wall/wall_lists.js:SHOWN": "lines of a short list",
  "wall/wall_side.js:SHOWN": "directives",

  /* Shapes and spans of charts. */
  "alarms/alarms_past.js:AROUND_MS": "a history is opened with so much around its alarm",
  "tanks/history.js:SHORTEST_MS": "the shortest span of a chart",
  "tanks/history_chart.js:TICK_EM": "room of a tick's words",
  "tanks/history_chart.js:TICKS": "ticks of an axis",
  "tanks/history_chart.js:LEAST_PX": "the smallest chart",
  "wall/trends.js:SPAN_MS": "span of a small line",
  "wall/trends.js:STEP_MS": "between two of its points",

  /* Room, in pixels, letters and metres of the map. */
  "help/guide_panel.js:MARGIN": "px",
  "map/declutter.js:SMALL_EM": "width of a small map",
  "map/declutter.js:APART": "px between two words",
  "map/declutter.js:EDGE": "px from the edge",
  "map/declutter.js:DOT_REM": "half of somebody's dot",
  "map/declutter.js:MOST_SHAPES": "sizes of words that are kept",
  "map/ground.js:LINE": "letters from a line to its next",
  "map/people.js:SAFE": "of a dot, told apart without its colour",
  "map/people.js:MOST_SAID": "words of a map for those who cannot see it",
  "map/people.js:WIDEST_M": "beyond this the circle says no more than the words",
  "map/site_map.js:MARGIN_M": "round the fence",
  "map/site_map.js:WEATHER_EM": "room of the wind",
  "map/site_map.js:LOW_EM": "height of a low map",
  "map/site_map.js:NARROW": "px of a narrow window",
  "map/site_map.js:FOOT_REM": "height of the map's foot",
  "map/symbols.js:LEAST": "the smallest tank",
  "map/symbols.js:SILENT_NAMED": "more silent tanks are one thing: a source that is gone",
  "map/weather.js:LEAST": "the smallest tank",
  "shared/figures.js:GRAIN_PX": "a place that moves by less is drawn as it was",
  "shared/figures.js:NARROW_PX": "px of a narrow window",
  "shared/fit.js:NEAR": "px of rounding",
  "shared/grid.js:PHONE_SHARE": "of a least width: on a phone words wrap",
};
