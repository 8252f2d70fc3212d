/* Made by tools/rows_page.py from the declared kinds of rows, and held against them by a test: edit
   command_center/live/rows/, never this file. Times are UTC epoch milliseconds. */

/** How pressing a verdict is; `gone` is stale or unknown. */
export type Sign = "urgent" | "warn" | "note" | "plain" | "good" | "gone";

/** What holds from when on (UTC epoch ms of the row's own clock), as a sign and the code of its words. */
export type Turn = [at: number, sign: Sign, code: string];

/** Turns in the order of their times: the last whose time has come holds. */
export type Turns = Turn[];

/** One act, over one area where it needs authority: who may now, and who is next. `emergency_ms` is how long an unanswered request waits until whoever commands may act without an answer; None where nothing is asked. */
export interface ActRow {
  n: number;
  act: string;
  area: string | null;
  needs: "authority" | "command" | "nothing";
  cells: Cell[];
  next: Next[];
  emergency_ms: number | null;
}

/** An outside unit and the last day of its agreement, as turns: far, known, due, over. */
export interface AgreementGap {
  unit: string;
  expires: string;
  turns: Turns;
}

/** A process whose clock is so many seconds ahead of the database's (behind it: negative). */
export interface AheadOf {
  process: string;
  ahead_s: number;
}

/** An alarm (ISA-18.2). `value` and `limit` are in the tag's unit, in mm/min for NETLOSS, mm for FLAT and seconds for STALE; OPENED has 1 and none, DISAGREE what the second instrument shows and what the first. `onset` is when its condition began to hold. `handed_over`: an earlier shift shelved it, and the one on now has yet to take it over. `out_of_service`: it is so until `shelved_until`, also while it does not stand (NORM). `turns`: it stands, has returned unacknowledged, or is shelved until its time is over. `order`: the smaller, the sooner a commander wants it. `about`: alarms of the same tag and direction have the same. `long`: since when it has stood for more than a day. `emergency`: it stands as an emergency; `calls`: and nobody has acknowledged it, so it must be heard at once. `tone`: which tone calls for a hand, by priority, or `silent`. `may_shelve`: `alarm.shelve` would take it. `respond_by` is there where the plant rationalised it: when the response must be done (UTC epoch ms); `response`: there is time, or it is late. */
export interface AlarmRow {
  id: string;
  tag: string;
  condition: "LL" | "L" | "H" | "HH" | "NETLOSS" | "STALE" | "FLAT" | "OPENED" | "DISAGREE";
  priority: "emergency" | "high" | "medium" | "low";
  state: "UNACK" | "ACKED" | "RTNUN" | "NORM";
  raised_at: number;
  onset: number;
  value: number;
  limit: number | null;
  acked_at: number | null;
  acked_by: string | null;
  returned_at: number | null;
  shelved_until: number | null;
  shelve_reason: string | null;
  shelved_by: string | null;
  handed_over: boolean;
  out_of_service: boolean;
  activations: number;
  chattering: boolean;
  incident: string | null;
  turns: Turns;
  order: number;
  about: string;
  long: Turns;
  emergency: boolean;
  calls: boolean;
  tone: Turns;
  may_shelve: boolean;
  respond_by?: number;
  response?: Turns;
}

/** The answer to one question, as turns. `at` is the time (UTC epoch ms) that its words count from or to; None where they name none. */
export interface Answer {
  at: number | null;
  turns: Turns;
}

/** The answers of one incident. `water` says only what is late: how the pools stand is the plant's own. `plan` is none where the incident has no plan. `questions` are those that its hazard asks, in their order; `hazard` answers those of them that only some hazards ask. */
export interface Answers {
  questions: ("people" | "source" | "water" | "outside" | "casualty" | "entry" | "gas" | "medics" | "foam" | "exposure" | "dark")[];
  hazard: HazardAnswer[];
  people: LateAnswer;
  source: LateAnswer;
  water: LateAnswer;
  air: Answer;
  outside: CallsAnswer;
  command: CommandAnswer;
  plan: PlanAnswer | null;
}

/** An area that is evacuated: its wardens on site, and how many of its people are not accounted for. */
export interface AreaSeen {
  area: string;
  wardens: string[];
  open: number;
}

/** The last time a contact was asked for: `turns` say `asked`, `reached`, `confirmed`, `failed` or `no_answer`. `at` and `confirmed_at` are UTC epoch ms; `error` is why the code did not get there. */
export interface AskSeen {
  campaign: string;
  at: number;
  confirmed_at: number | null;
  error: "not_in_service" | "switched_off" | "rejected" | "no_answer" | "provider" | "expired" | "no_address" | null;
  turns: Turns;
}

/** A question for authority and its answer. Unanswered, emergency use is allowed from `emergency_from`, which `turns` come to: waits, allowed. `by_asker`: whoever asked has entered the answer too. `by_name` is who asks, `level` the incident's. `reach`: how far the person was told that they are asked. */
export interface Asked {
  id: string;
  capability: string;
  scope: string;
  target: string;
  post: string;
  person: string;
  name: Words | null;
  by_name: Words | null;
  level: string;
  state: "asked" | "granted" | "denied" | "emergency";
  wait_from: number;
  asked_at: number;
  emergency_from: number;
  turns: Turns;
  answered_at: number | null;
  reason: string | Words | null;
  by_asker: boolean;
  reach: "answered" | "read" | "delivered" | "sent" | "failed" | "none" | "no_channel" | "off" | null;
  attempts: Attempt[];
}

/** Somebody who is inside under a permit, since when, of which company if they are no people of the plant's own. `said` is the worst that people told a headcount of them: whoever is checked in elsewhere has come out, and is to be written out. */
export interface AtWork {
  person: string;
  name: Words | null;
  company: string | null;
  employer: string | null;
  since: number;
  said: "checked_in" | "assigned" | "not_accounted" | "missing" | null;
}

/** One attempt to tell one person by one channel. `address` tells one address of theirs from another without saying it; `attempt` above 1 was sent anew after a crash. */
export interface Attempt {
  id: string;
  step: string;
  person: string;
  channel: "im" | "sms" | "voice" | "email" | "push";
  address: string;
  state: "sent" | "delivered" | "read" | "failed";
  sent_at: number;
  attempt?: number;
  error?: "not_in_service" | "switched_off" | "rejected" | "no_answer" | "provider" | "expired" | "no_address";
  delivered_at?: number;
  read_at?: number;
  failed_at?: number;
  answer?: string;
  answered_at?: number;
}

/** `asked`: every request with its answer; `beyond`: what was refused and not asked for since; `basis`: under which authority it runs. */
export interface Authority {
  basis: Basis[];
  asked: Asked[];
  beyond: Beyond[];
}

/** What a plan's step needs and nobody who would command may do. `asked` are the posts that may, as they are held now: first those held on site, then those that somebody holds; none where the site grants it to nobody. `wait_ms` is the longest that must be waited for an answer before one may act in need. */
export interface AuthorityGap {
  plan: string;
  level: string;
  step: string;
  capability: "direct" | "mobilise";
  area: string;
  team: string | null;
  asked: Held[];
  wait_ms: number;
}

/** What is awaited, from when and by when (UTC epoch ms): of the recipient their acknowledgement or their work, of the issuer at once a decision on a word that is disputed. */
export interface Awaited {
  what: "acknowledgement" | "work" | "decision";
  since: number;
  by: number;
}

/** What the commander may do over `areas` at the incident's level, and by what: a post's `own` authority, as `deputy` of the vacant `of_post`, a `delegation` of `of_post` until `until` (UTC epoch ms), or a request that was `granted` or used as `emergency` authority. `source` is the delegation's or the request's id. */
export interface Basis {
  by: "own" | "deputy" | "delegation" | "granted" | "emergency";
  capability: string;
  areas: string[];
  post: string | null;
  of_post: string | null;
  source: string | null;
  until: number | null;
}

/** The part of a line that came together: `quantity` belongs here, `available` can be had. */
export interface BatchRow {
  batch: string;
  quantity: number;
  available: number;
  expires: string | null;
  expired: boolean;
}

/** What of one category is overdue. `at`: by when the first that waits is due (UTC epoch ms; None where nothing waits). `counts`: from when on how many are overdue; `names`: from when on which of them is named, the most urgent first. `turns`: `in_time`, then `overdue`. */
export interface Behind {
  at: number | null;
  counts: [number, number][];
  names: [number, Late][];
  turns: Turns;
}

/** Something that was refused for want of authority, and who may do it. */
export interface Beyond {
  capability: string;
  scope: string;
  target: string;
  at: number;
  may: MayGrant[];
}

/** A break-glass account that was opened, by which role, since when and until when (UTC epoch ms); how many signed in with it, the last from which network. `turns`: open, then used until it is sealed again. */
export interface BreakGlassRow {
  account: string;
  role: string | null;
  opened_at: number;
  until: number;
  uses: number;
  network: string | null;
  turns: Turns;
}

/** Alarms of one `unit` (an area, or what lies in none) and one direction (`side`) that began one soon after another; one alone is a burst of one. `gravest` is the one that a commander wants soonest, `first` the one that began first: it is not said to be the cause. `sign`: how grave the gravest is. */
export interface Burst {
  unit: string | null;
  side: string;
  n: number;
  gravest: Sounding;
  first: Sounding;
  sign: "urgent" | "warn" | "note" | "plain" | "good" | "gone";
}

/** By when a unit is to be called (`due_at`, UTC epoch ms; None: no time is set), and from when that counts: since the responsible person was told, since the incident began, or by the plan's step. */
export interface CallDue {
  unit: string;
  due_at: number | null;
  since: "told" | "t0" | "plan" | null;
  turns: Turns;
}

/** The call of an outside unit. */
export interface CallSeen {
  called_at: number;
  by: string;
  seq: number;
  answered_at: number | null;
  reference: string | null;
  arrived_at: number | null;
}

/** Where the caller for help was last located. `area` is where that is, or else the nearest area, `away_m` metres off; `near` is the nearest named thing close by. `ages`: which of the site's `position_ages` hold for `ts`. */
export interface CallerSeen {
  area: string | null;
  away_m: number;
  near: string | null;
  ts: number;
  ages: "normal" | "hot";
}

/** `at` is the deadline of `unit`, the next that is to be called; `called` of the `total` units were. */
export interface CallsAnswer {
  at: number | null;
  turns: Turns;
  late: Behind;
  unit: string | null;
  called: number;
  total: number;
}

/** People were asked to confirm contacts: how many of `of` have `confirmed` or `failed`. `turns` say of all others that they are `asked`, and from `until` on that there was `no_answer`. */
export interface CampaignRow {
  campaign: string;
  at: number;
  by: string;
  until: number;
  of: number;
  confirmed: number;
  failed: number;
  turns: Turns;
  attempts: Attempt[];
}

/** A post that may do it now, who holds it, and by what: its `own` authority, as `deputy` of the vacant `of_post`, or by a `delegation` of `of_post`, whose `turns` end `until` (UTC epoch ms). It holds from level `from_level` on; None: at any. */
export interface Cell {
  post: string;
  person: string | null;
  on_site: boolean;
  by: "own" | "deputy" | "delegation";
  from_level: string | null;
  of_post: string | null;
  delegation: string | null;
  until: number | null;
  turns: Turns;
}

/** How the channels that page people stand. */
export interface ChannelsRow {
  silent: boolean;
  kinds: string[];
  down: DownChannel[];
  trouble: boolean;
}

/** The exercise clock: at real time `real_at` it showed `exercise_at`, and goes `speed` times as fast since, if it `runs`. */
export interface ClockSeen {
  real_at: number;
  exercise_at: number;
  speed: number;
  runs: boolean;
}

/** Every process that has a wrong clock. */
export interface ClocksRow {
  wrong: AheadOf[];
}

/** The newest signature that closed the gap with the key `gap`: by whom, since which day of the plant it is mended, how one sees it, and when it was signed (UTC epoch ms). The gap itself has no row while it is mended. */
export interface ClosedRow {
  gap: string;
  by: Words;
  evidence: string | Words;
  day: string;
  at: number;
}

/** The commanding posts that somebody holds, those held on site first, in the site's order. `lacking` is true where none of their holders is on site: then nobody would command at once. */
export interface Command {
  held: Held[];
  lacking: boolean;
}

/** `asked` requests for authority wait for an answer. */
export interface CommandAnswer {
  at: number | null;
  turns: Turns;
  asked: number;
}

/** Who commands, in which post, and what kind of hand they are. */
export interface Commander {
  person: string;
  name: Words | null;
  post: string | null;
  kind: string | null;
}

/** Who signed a tag off and when (UTC epoch ms); none where nobody did. `changed`: the plant describes it otherwise since, so that it must be signed anew. `tests` are its loop tests, the newest first. */
export interface CommissionedTagRow {
  tag: string;
  by: Words | null;
  at: number | null;
  changed: boolean;
  note?: string;
  tests: LoopTestRow[];
}

/** What the plant last confirmed of it by measurement. */
export interface ConfirmedSource {
  state: "leaking" | "isolated";
  at: number | null;
}

/** How a person can be reached, and which posts make that matter. `call` is the number to call first, None where there is nothing to speak on. `revision` is the newest edit's fact, 0 before the first: whoever edits says which they saw. `differs`: the site file tells other contacts, which do not hold. `erased_at`: when all were erased. */
export interface ContactRow {
  person: string;
  key_post: boolean;
  holds_now: string[];
  contacts: ContactSeen[];
  call: NumberToCall | null;
  revision: number;
  differs: boolean;
  erased_at: number | null;
}

/** A way to reach somebody. `version` stands for the address; `masked` shows so much of it that two can be told apart, None where none is kept. `failed` and `verified` are the plant's description's word; `reached_at`, `failed_at` and `error` what the last notice to this address proved. `proven` is the day of the newest proof of both, and `turns` say how far it counts: `reached` (on the day of that notice), `proven`, `unproven`, `never` or `failed`. */
export interface ContactSeen {
  channel: "im" | "sms" | "voice" | "email" | "push" | "radio";
  version: string;
  masked: string | null;
  verified: string | null;
  failed: Words | null;
  reached_at?: number;
  failed_at?: number;
  error?: "not_in_service" | "switched_off" | "rejected" | "no_answer" | "provider" | "expired" | "no_address";
  proven: string | null;
  turns: Turns;
  asked: AskSeen | null;
}

/** Where vapour exceeds a PAC: how far downwind (none where nowhere), and the outline as positions [lat, lon]; `near` is the part of it too near for the formula. */
export interface Contour {
  pac: number;
  ppm: number;
  reach_m: number | null;
  ring: number[][];
  near: number[][];
}

/** Authority that one post has lent another. `turns` say in_force, ending, over. `by_receiver`: who profits has entered it for `person`. Times are UTC epoch ms. */
export interface DelegationRow {
  id: string;
  capability: string;
  areas: string[];
  from_level: string | null;
  from_post: string;
  to_post: string;
  person: string;
  name: Words | null;
  by_receiver: boolean;
  at: number;
  until: number;
  ended_at: number | null;
  reason: string | Words;
  turns: Turns;
  revoked_by: Words | null;
  revoked_why: string | Words | null;
}

/** What became of a drill's plan, for its direction. `notes` are the numbers of the observers' facts; `log` is the review's. */
export interface DirectionRow {
  id: string;
  phase: "planned" | "sealed" | "running" | "paused" | "suspended" | "ended";
  injects: { [key: string]: InjectSeen };
  expectations: { [key: string]: ExpectationSeen };
  notes: number[];
  log: "open" | "frozen" | "signed";
}

/** A directive. Times are UTC epoch ms, `progress` is per cent. `conflict`: its recipient has another open directive. `chain` are the steps taken so far to reach somebody, `next_step` the one that comes if nobody answers. `returned`: its issuer sent it back at least once. `disputed`: what the plant or a lock says against a word that it is done. `live`: it is on the lists of open ones, a refused one until it is given anew; there the smallest `order` goes first, then the earliest `awaits.by`. `turns`: how pressing it is, from when on. `hands`: the people on whose list it stands. `number`: by which its incident calls it, for good. `reach`: how far its recipient was told, by the attempts on record. */
export interface DirectiveRow {
  id: string;
  incident: string;
  text: Words;
  to: Recipient;
  urgency: "life_safety" | "urgent" | "normal" | "routine";
  category: "people" | "source" | "water" | "outside" | "property";
  place: string | null;
  step: string | null;
  kit: string | null;
  acts_on: string[];
  evacuates: string[];
  state: "issued" | "acknowledged" | "in_progress" | "done" | "verified" | "refused" | "withdrawn" | "superseded";
  disputed: Dispute[];
  progress: number;
  note: string | Words | null;
  evidence: string | null;
  reason: string | Words | null;
  returned: boolean;
  issuer: string;
  issued_at: number;
  ack_by: number;
  due_at: number;
  acknowledged_at: number | null;
  started_at: number | null;
  done_at: number | null;
  ended_at: number | null;
  ack_late: boolean;
  via: string;
  speaker: string | null;
  conflict: boolean;
  supersedes: string | null;
  acknowledged_by: string | null;
  live: boolean;
  order: number;
  awaits: Awaited | null;
  turns: Turns;
  hands: string[];
  number: number;
  reach: "answered" | "read" | "delivered" | "sent" | "failed" | "none" | "no_channel" | "off" | null;
  attempts: Attempt[];
  chain: StepTaken[];
  next_step: NextStep | null;
  exhausted_at: number | null;
}

/** How much room the databases of the process have whose board it is. */
export interface DiskRow {
  state: "good" | "low" | "full";
  free_mb: number | null;
  since: number | null;
  damaged: string | null;
}

/** A kit or part of one, set aside or on its way; what an outside `unit` brought, with its id for the kit. `out`: its things are away from their stores. Once parts of it are `settled`, `away` is what still is. */
export interface DispatchRow {
  id: string;
  incident: string;
  kit: string;
  place: string;
  at: number;
  by: string;
  seq: number;
  lines: StoredQuantity[];
  missing: Quantity[];
  state: "reserved" | "dispatched" | "on_scene" | "returned" | "consumed" | "lost";
  out: boolean;
  unit: string | null;
  settled?: SettledLine[];
  away?: StoredQuantity[];
}

/** What stands against a word: `shut`, the store that the directive is about, which nobody has opened; `locked`, a store that nobody has opened and that holds what is short of the kit (`had` of `need` pieces of `resource`); `short`, a locked store that was opened, with which the kit is still short; `leaking`, a tank that still loses content; `position`, an element that the plant shows in another `state`. `place` is the id of the store, tank or element. */
export interface Dispute {
  code: "shut" | "locked" | "short" | "leaking" | "position";
  place: string;
  resource: string | null;
  had: number | null;
  need: number | null;
  state: string | null;
}

/** A step that was taken: when, by whom, and by which fact. */
export interface DoneSeen {
  at: number;
  by: string;
  seq: number;
}

/** A channel that carries nothing now. `taken_over` is the one that carries its messages, if any does. */
export interface DownChannel {
  channel: string;
  kind: string;
  code: "up" | "failing" | "down" | "unserved" | "unproven" | "untried" | "unconfirmed";
  since: number | null;
  taken_over: string | null;
}

/** A drill as everybody may know it once it has begun. Times are real UTC epoch ms but `exercise_from`, the exercise time it began with. `lacks`: why one that has ended does not count for the law (empty: it counts). */
export interface DrillRow {
  id: string;
  name: Words;
  phase: "planned" | "sealed" | "running" | "paused" | "suspended" | "ended";
  unannounced: boolean;
  in_plant: boolean;
  safety_officer: string | null;
  planned_at: number;
  planned_by: string;
  commitment: string | null;
  generator: string | null;
  virtual: boolean;
  played: string[];
  site_version: number | null;
  started_at: number | null;
  exercise_from: number | null;
  ended_at: number | null;
  revealed: boolean;
  clock: ClockSeen | null;
  spans: SpanSeen[];
  lacks: Lack[] | null;
}

/** Whether some process leads; if none, since when by the clock of the process whose board it is. */
export interface DutiesRow {
  led: boolean;
  since: number | null;
}

/** Somebody in the hot zone; they must turn back at `turn_back_at`, which `turns` come to. */
export interface Entrant {
  person: string;
  name: Words | null;
  pressure_mpa: number;
  at: number;
  turn_back_at: number;
  at_work: string | null;
  checked_by: string | null;
  turns: Turns;
}

/** The entry board: who is inside, who is checked and ready, and by whom. `needed` people are suited before a pair goes in, `lacking` of the two standing by while somebody is inside; each of `alone` would go in with fewer than two standing by. Whoever must turn back first is at the head of those inside; `turns` say how the board as a whole stands: nobody, ready, inside, lacking (of those standing by), soon (to turn back), overdue. */
export interface EntryBoard {
  in: Entrant[];
  ready: string[];
  checked_by: { [key: string]: string };
  needed: number;
  lacking: number;
  alone: string[];
  turns: Turns;
}

/** The headcount: everybody of `denominator` is in one place (domain/presence.py), and the six numbers sum to it. `lost_within` are those of them on air or inside who were declared missing, where there are any. */
export interface Evacuation {
  zones: string[];
  ordered_at: number;
  denominator: number;
  on_air: number;
  inside: number;
  checked_in: number;
  assigned: number;
  not_accounted: number;
  missing: number;
  lost_within?: number;
  areas: AreaSeen[];
}

/** An expected action: it is to be met between `opened` and `by`, both exercise time. `turns` say how it stands, by the exercise clock. */
export interface ExpectationSeen {
  id: string;
  inject: string | null;
  words: Words;
  opened: number;
  by: number;
  state: "open" | "met" | "late" | "missed" | "moot" | "not_reached";
  matched: number | null;
  took_ms: number | null;
  settled_seq: number | null;
  turns: Turns;
}

/** Something that cannot be shown or decided: what it is, since when (UTC epoch ms), the error and where in this program it came from. `life`: lives may hang on it. */
export interface Failing {
  part: "duty" | "decision" | "matter" | "plan" | "row" | "consumer" | "notice" | "webhook" | "fact";
  name: string;
  since: number;
  why: string;
  life: boolean;
}

/** What fails alone in this process, the gravest first; `more` that are not named. */
export interface FailingRow {
  failing: Failing[];
  more: number;
}

/** A source of readings: when it was last heard, how many tags it has, and the shortest of their periods. */
export interface FeedRow {
  source: string;
  last_ts: number | null;
  tags: number;
  period_s: number | null;
}

/** A limit that was crossed from `onset` to `until`, and was found afterwards, at `found_at` (UTC epoch ms). It is nothing of now. `until` is none where no reading says yet that it ended; `peak` is the value furthest beyond. */
export interface FoundAlarmRow {
  found: string;
  tag: string;
  condition: string;
  priority: "emergency" | "high" | "medium" | "low";
  limit: number;
  onset: number;
  until: number | null;
  peak: number;
  found_at: number;
}

/** When gas was last measured under the permit, and which values were outside of their limits. */
export interface GasTest {
  at: number;
  over: string[];
}

/** A gate with readers. `turns` are those of its worst reader. */
export interface GateRow {
  gate: string;
  readers: ReaderSeen[];
  turns: Turns;
}

/** How a line can be had at its store: see `ToBeHad` (`domain/resources/to_be_had.py`). */
export interface Had {
  how: "open" | "key_held" | "locked" | "none";
  why?: "unserviceable" | "expired" | "nothing_left";
  key_min?: number;
  opens_at?: number;
}

/** What a dispatch takes from one store, and what its keeper says of handing it out. `keepers` may say it. `told` is the best that an attempt to reach one of them has come to; without it nobody was to be told. */
export interface HandOutRow {
  dispatch: string;
  store: string;
  incident: string;
  kit: string;
  place: string;
  at: number;
  post: string;
  keepers: string[];
  lines: StoredQuantity[];
  state: "asked" | "handed_out" | "cannot";
  said_by?: string;
  reason?: string | Words;
  told?: "answered" | "read" | "delivered" | "sent" | "failed" | "none" | "no_channel" | "off";
}

/** The answer to a question that only some hazards ask. `about` are the ids it names (people, tanks, units, sources, tags), `n` is how many or how much there is, `at` the time (UTC epoch ms) that its words count from. */
export interface HazardAnswer {
  question: "people" | "source" | "water" | "outside" | "casualty" | "entry" | "gas" | "medics" | "foam" | "exposure" | "dark";
  about: string[];
  n: number;
  at: number | null;
  turns: Turns;
}

/** An open hazard near the open incidents `near`. `turns` say `open`, and `late` from `late_at` on (UTC epoch ms), when the first of its deadlines is red. */
export interface HazardRow {
  matter: string;
  number: string;
  title: Words;
  place: string | null;
  impairs: string[];
  near: string[];
  late_at: number | null;
  turns: Turns;
}

/** A post, who holds it, and whether that person is on site; `in_at` is when somebody on site will hold it by the roster (UTC epoch ms), None while somebody does or where no shift has one. */
export interface Held {
  post: string;
  person: string | null;
  on_site: boolean;
  in_at: number | null;
}

/** Equipment that is out of service by open matters: the readable number and title of the first one, and since when (UTC epoch ms). */
export interface ImpairedGap {
  equipment: string;
  matter: string;
  number: string;
  title: Words;
  since: number;
}

/** Whether a tank or pool can still be shut and diverted in time, as turns that count from its gauge's last reading: over, act, soon, filling, steady, unknown, bad, stale, unheard. The minutes until it runs over are the earliest (P10), the likely (P50) and the latest (P90); none where it does not fill up within six hours, or nothing can be said. `needed_min` are the minutes that people need, none where the plant does not say. */
export interface InTimeRow {
  vessel: string;
  level: string;
  turns: Turns;
  earliest_min: number | null;
  likely_min: number | null;
  latest_min: number | null;
  needed_min: number | null;
}

/** An incident. Times are UTC epoch ms. `outside` is by unit, `kits` by kit, `gas` by place; `gas_detectors` are those in alarm; `calls` are the units to call, in order; `kit_places` says where each kit goes; `to_bring` are the called units whose things have not come; `short` is the line that lacks most of the kits that the incident wants; `answers` are how the questions of the wall stand, `progress` how far its plan was given; `to_evacuate` are the areas that its hot zone meets and that nobody ordered empty yet, a proposal; `missing_to_close` and `missing_to_withdraw` are empty once it is over. */
export interface IncidentRow {
  id: string;
  title: Words;
  plan: string | null;
  place: string;
  level: string;
  status: "open" | "closed" | "withdrawn";
  t0: number;
  t0_by: string;
  site_version: number | null;
  opened_at: number;
  closed_at: number | null;
  withdrawn: WithdrawnSeen | null;
  commander: Commander | null;
  transfer: Transfer | null;
  hot_zone_m: number;
  source: SourceSeen;
  evacuation: Evacuation | null;
  to_evacuate: string[];
  outside: { [key: string]: CallSeen };
  calls: CallDue[];
  entry: EntryBoard;
  gas: Place[];
  gas_detectors: string[];
  gas_clear_since: number | null;
  outfall_sampled_at: number | null;
  kits: { [key: string]: KitSeen };
  kit_places: { [key: string]: string };
  to_bring: string[];
  short: KitLack | null;
  answers: Answers;
  progress: PlanProgress | null;
  authority_refused: number;
  authority: Authority;
  missing_to_close: Missing[];
  missing_to_withdraw: Missing[];
}

/** How the plant's own tag shows it, and since when. */
export interface IndicatedState {
  state: string;
  at: number;
}

/** What became of an inject. `planned` and `at` are exercise time. `turns` say how it fits its plan. */
export interface InjectSeen {
  id: string;
  state: "fired" | "held" | "skipped" | "added";
  planned: number | null;
  at: number;
  seq: number;
  words: Words | null;
  turns: Turns;
}

/** How many are expected inside, and of which kind. `never_passed` are on the shift list and no gate saw them come; `left_by_gate` are on it and left by a gate, so they are not counted. `turns` say `exact`, `at_least` while a reader of an outer gate is down, `at_most` while an unknown card may be one of those who never passed, or `about` where both hold. */
export interface InsideRow {
  n: number;
  people: number;
  visitors: number;
  cards: number;
  never_passed: number;
  left_by_gate: number;
  turns: Turns;
}

/** What somebody does until the gap with the key `gap` is mended. `turns` say interim, ending, over: over, the gap counts as open. `by` has signed it. Times are UTC epoch ms. */
export interface InterimRow {
  gap: string;
  person: string;
  name: Words | null;
  by: Words;
  what: string | Words;
  evidence: string | Words | null;
  at: number;
  until: number;
  turns: Turns;
}

/** One holder of a key post, without a name or number: every role reads it. `turns` say `proven` or `unproven`; `oldest` is the oldest proof that still stands (a day of the plant). `waits_ms` has, for each key post the person holds now, how long an urgent order waits until its chain tells somebody else on site; None where it tells nobody. */
export interface KeyContact {
  turns: Turns;
  oldest: string | null;
  waits_ms: (number | null)[];
}

/** Everybody with a key post and a contact, without names or numbers, the longest unproven first. */
export interface KeyContactsRow {
  contacts: KeyContact[];
}

/** A kit that cannot be made up now, by the first of its lines that falls short. `locked` are the stores where more of it lies behind a lock; `opens_at` is when the first of them has its key on site again by the roster (UTC epoch ms), None if nobody knows. `nearest` is the outside unit that brings it soonest. */
export interface KitGap {
  kit: string;
  resource: string;
  had: number;
  needed: number;
  locked: string[];
  opens_at: number | null;
  nearest: Nearest | null;
}

/** A line of a kit that falls short. `wanting` incidents need it, `needed` is for all of them; `had` is what was `sent` to them and what can be had now. */
export interface KitLack {
  kit: string;
  resource: string;
  needed: number;
  sent: number;
  had: number;
  wanting: number;
}

/** What a kit needs of a resource, how many can be had now (`short`: too few), and how many its dispatches have for each open incident. */
export interface KitLine {
  resource: string;
  needed: number;
  had_now: number;
  short: boolean;
  sent: { [key: string]: number };
}

/** A kit, and of what is missing the outside unit that would bring it soonest. `sign`: how pressing it is that it cannot be made up. */
export interface KitRow {
  kit: string;
  lines: KitLine[];
  complete: boolean;
  sign: "urgent" | "warn" | "plain";
  missing: Quantity[];
  nearest: Nearest[];
}

/** When the incident first needed a kit, and when somebody first drew of it. */
export interface KitSeen {
  needed_at: number | null;
  drawn_at: number | null;
}

/** One reason why a drill does not count. `injects`: the words of those that did not happen. */
export interface Lack {
  code: "nobody_commanded" | "injects_left_out" | "not_revealed" | "plan_unknown" | "unsigned";
  injects?: Words[];
}

/** A step or directive that is late: what it is, by when it was due (UTC epoch ms), and whether somebody was given it. */
export interface Late {
  what: Words;
  by: number;
  given: boolean;
}

/** Its turns are urgent from when something of the question is overdue (`late`), ordered or not; an answer in order stays so. */
export interface LateAnswer {
  at: number | null;
  turns: Turns;
  late: Behind;
}

/** The latest value of a tag, in its unit, and a level's rate. The value is none where a bad reading has none. `trend` is there while the rate is known. `loss_m3_min` is what the source of an open incident loses beyond its commanded flows, where all of these are metered. `beyond` is there for a gas detector with limits: how far beyond them it is, 0 within, the greater the graver. How the reading ages the site's `ages` of its tag say, by its quality: from `ts`, or from `proven_at` where a keep-alive said later that it still holds. */
export interface LevelRow {
  tag: string;
  value: number | null;
  unit: string;
  ts: number;
  quality: "good" | "uncertain" | "bad";
  proven_at?: number;
  rate_per_min: number | null;
  source: string;
  trend?: "rises" | "falls" | "steady";
  loss_m3_min?: number;
  beyond?: number;
}

/** What lies behind a lock whose key is not on site. */
export interface LockedStock {
  store: string;
  quantity: number;
  key_post: string | null;
}

/** A loop test: what was injected and what was seen, in the tag's unit; by whom and when (UTC epoch ms). */
export interface LoopTestRow {
  by: Words;
  at: number;
  injected: number;
  seen: number;
  good: boolean;
  note?: string;
}

/** How many matters are open and how many of them are work in progress. `seq` is the last fact of any matter: a page that shows matters asks again when it changes. */
export interface MattersChanged {
  open: number;
  live: number;
  seq: number;
}

/** A post that may do it, and who holds it now. */
export interface MayGrant {
  post: string;
  person: string;
  name: Words | null;
}

/** One missing thing: a sentence of the catalogue (`missing.<code>`) and its count. */
export interface Missing {
  code: string;
  count: number;
}

/** The outside unit that would bring a resource soonest, `minutes` from now. */
export interface Nearest {
  resource: string;
  unit: string;
  quantity: number;
  minutes: number;
}

/** How many lines of stock nobody has counted, of how many, and the plans that nobody has reviewed. */
export interface NeverDone {
  lines: number;
  of: number;
  plans: string[];
}

/** Who does it where the first does not answer: another who `may`, the `deputy` once the post is vacant, or who takes the post by the roster when the `shift` changes `at` (UTC epoch ms). */
export interface Next {
  how: "may" | "deputy" | "shift";
  post: string;
  person: string | null;
  on_site: boolean;
  at: number | null;
}

/** Who holds a post in a shift to come, which begins `at`. */
export interface NextHeld {
  person: string;
  shift: string;
  at: number;
}

/** What comes next if nobody answers, and when: `turns` say that it is to `come`, then that it is `due`. */
export interface NextStep {
  step: string;
  post: string | null;
  at: number;
  turns: Turns;
}

/** The plant tells nobody but by board, voice and radio. */
export interface NoChannel {
  silent: boolean;
}

/** A tank or pool whose `level` has neither an H nor an HH limit: nothing warns before it runs over. `proposed` is what the time to shut and divert asks for. */
export interface NoLimits {
  pool: string;
  level: string;
  unit: string;
  proposed: ProposedLimits;
}

/** Somebody for whom no attempt stands that left, and why. */
export interface NotReached {
  person: string;
  name: Words | null;
  reach: "answered" | "read" | "delivered" | "sent" | "failed" | "none" | "no_channel" | "off";
}

/** The contact to speak on first. `failed`: its last notice failed, or the plant's description says it is dead. */
export interface NumberToCall {
  channel: "im" | "sms" | "voice" | "email" | "push" | "radio";
  version: string;
  masked: string | null;
  failed: boolean;
}

/** `due_at` (UTC epoch ms) is the end of the hour, counted since the responsible person was told or, where no fact says so, since the incident began. `turns`: `due`, `soon`, `overdue`; then `reported` or `reported_late`; `waived`. `supplements`: `open` until the days are over, `changed` while the headcount says another number of missing people than was last reported, then `past`; none before the report. */
export interface OfficialReportDue {
  due_at: number;
  since: "told" | "t0";
  turns: Turns;
  supplement_until: number;
  supplements: Turns;
}

/** The report of an incident to the authorities. `closed`: the incident is over. `due` is its clock. `sent` are the report and its supplements. `deaths`, `injured`, `missing` and `loss_wan` (10,000 yuan) are what was last reported; None was not known. `headcount_missing` is what the headcount says now. `units` are the outside units it may go to. */
export interface OfficialRow {
  incident: string;
  title: Words;
  closed: boolean;
  due: OfficialReportDue;
  sent: SentReport[];
  waived: WaivedReport | null;
  deaths: number | null;
  injured: number | null;
  missing: number | null;
  loss_wan: number | null;
  headcount_missing: number | null;
  units: string[];
}

/** One person who is to be told of it. `reach` is the best that an attempt has come to. */
export interface PagedRow {
  id: string;
  kind: "evacuation" | "sos" | "alarm" | "kit" | "break_glass";
  person: string;
  post?: string;
  at: number;
  reach: "answered" | "read" | "delivered" | "sent" | "failed" | "none" | "no_channel" | "off";
  attempts: Attempt[];
}

/** How many people were to be told of `about` since `at`: of `paged` people, for so many an attempt has `sent` something, `reached` their device, or was `answered`. `unsent` are the others. */
export interface PagingRow {
  id: string;
  kind: "evacuation" | "sos" | "alarm" | "kit" | "break_glass";
  about: string;
  incident: string | null;
  at: number;
  paged: number;
  sent: number;
  reached: number;
  answered: number;
  unsent: NotReached[];
}

/** A person: what they hold, where they stand in each open incident's headcount (`accounts`; `account` is the worst; `lost_in` are the incidents that have them on air or inside and declared missing), in the response (`status`), and which open directive they have. `presence` is what of it is shown first; `responding` holds beside *not accounted for* too. `stood_down_at`: since when their virtual double does nothing, because they act themselves. `erased_at`: when what could be erased of them was. Where they are is a row of its own, `position:`. */
export interface PersonRow {
  person: string;
  name: Words;
  employer: string | null;
  posts: string[];
  team: string | null;
  home: string | null;
  on_site: boolean;
  presence: "on_air" | "inside" | "missing" | "not_accounted" | "responding" | "on_site" | "on_call" | "away";
  responding: boolean;
  account: "on_air" | "inside" | "missing" | "not_accounted" | "assigned" | "checked_in" | null;
  accounts: { [key: string]: "on_air" | "inside" | "missing" | "not_accounted" | "assigned" | "checked_in" };
  lost_in?: string[];
  status: "en_route" | "staged" | "on_scene" | "released" | null;
  status_at: number | null;
  status_by: string | null;
  directive: string | null;
  stood_down_at: number | null;
  erased_at: number | null;
}

/** Gas at one place: its last value below the limit or not, and since when it has been below. `clear`: below twice, far enough apart, since it was last above; `again_at` is from when on a second value below counts as far enough apart from the first (None while none was below). `no_limit`: the site file states no limit for the last value, so that only 0 counts as below. */
export interface Place {
  place: string;
  at: number;
  value: number;
  unit: string;
  limit: number | null;
  no_limit: boolean;
  below: boolean;
  ever_above: boolean;
  clear_since: number | null;
  again_at: number | null;
  clear: boolean;
}

/** How far the plan was given: `given` of `total` steps. `counts`: from when on how many of the others are overdue; `at` is when the first of them is. `turns`: `in_time`, then `overdue`. */
export interface PlanAnswer {
  at: number | null;
  given: number;
  total: number;
  counts: [number, number][];
  turns: Turns;
}

/** The steps of an incident's plan: how many there are, the directive of each that was given, and the steps that each of the others still waits for. A step that was not given is judged at the incident's age, by the step's own turns (`domain/site/step_turns.py`). `ready` are the steps, by the time they are due, that may be issued together once their turns say so: never given, and waiting for nothing. A step that was refused or withdrawn is not among them, as somebody has to decide who is told instead. */
export interface PlanProgress {
  total: number;
  given: { [key: string]: string };
  waits: { [key: string]: string[] };
  ready: string[];
}

/** An alarm of a system of the plant, as its source tells it; `state` is the ISA-18.2 state there. `aside` says why the source does not call anybody: out of service, suppressed by design, or shelved. `since` is when it became active, `ts` when it last changed, both by the source's clock. `tag` is ours where it is about one. */
export interface PlantAlarmRow {
  source: string;
  alarm: string;
  condition: string;
  priority: "emergency" | "high" | "medium" | "low";
  state: "NORM" | "UNACK" | "ACKED" | "RTNUN";
  aside: "out_of_service" | "suppressed" | "shelved" | null;
  since: number;
  ts: number;
  tag: string | null;
  text: string | null;
}

/** Which description of the plant the board goes by: `revision` is another word whenever it is another one, and `GET /api/v1/site` then has it. `changed_seq` is the number of the fact that changed the description last (0: none did). `held_by` is the open incident that keeps plans, limits and authority as they were when it was opened. */
export interface PlantRow {
  revision: string;
  changed_seq: number;
  held_by: string | null;
}

/** The model of a plume with its inputs. `at` is the last reading of the wind's direction; `spill` is a position [lat, lon]; `areas` are those of the plant that vapour above PAC-2 reaches. */
export interface PlumeRow {
  incident: string;
  tank: string;
  substance: Words;
  at: number;
  spill: number[];
  nearest_m: number;
  wind_m_s: number;
  wind_from: number;
  stability: "A" | "B" | "C" | "D" | "E" | "F";
  leaking: boolean;
  loss_m3_min: number;
  area_m2: number;
  contours: Contour[];
  areas: string[];
}

/** How a pool stands, as turns that count from the time of its gauge's last reading (the row of `level`): overflow, soon, filling, steady, unknown, bad, stale, unheard. The minutes are none where it does not fill up within six hours, or nothing can be said. */
export interface PoolRow {
  pool: string;
  level: string;
  turns: Turns;
  earliest_min: number | null;
  likely_min: number | null;
  overflowing_since: number | null;
}

/** Where somebody was, in WGS-84 degrees, and what located them. `ages`: which of the site's `position_ages` hold for it. */
export interface PositionSeen {
  person: string;
  lat: number;
  lon: number;
  ts: number;
  source: string;
  ages: "normal" | "hot";
}

/** `h` and `hh` in the level's unit, proposed from the minutes `needed_min` and the fastest filling `rate_m3_min`, and the level at which it runs over. Or `why` there is no proposal. */
export interface ProposedLimits {
  needed_min: number | null;
  rate_m3_min: number | null;
  overflow: number;
  h?: number;
  hh?: number;
  why?: "no_time" | "no_rate" | "too_fast";
}

/** By how many proven channels a holder of a key post is reached, without a name: `two` or more, `one`, or `none`. Two contacts of one address, and two addresses of one channel, fail together and count as one. */
export interface ProvenChannels {
  turns: Turns;
}

/** Everybody with a key post, without names, by how many proven channels they are reached. */
export interface ProvenChannelsRow {
  people: ProvenChannels[];
}

/** So many of a resource. */
export interface Quantity {
  resource: string;
  quantity: number;
}

/** A card reader. `turns` say `heard` or `down`, from when on it is silent. */
export interface ReaderSeen {
  reader: string;
  heard_at: number | null;
  turns: Turns;
}

/** The post it went to, and who held it then; a person alone where it went to no post. */
export interface Recipient {
  post: string | null;
  person: string | null;
  name: Words | null;
}

/** A report that no incident stands on, and the plan by which one would be opened on it. `turns`: it waits, then it has stood for a day (`old`). The board holds the newest. */
export interface ReportRow {
  seq: number;
  at: number;
  channel: string;
  place: string;
  text: string | Words;
  caller: string | null;
  plan: string | null;
  turns: Turns;
}

/** What a person last said of the source. */
export interface ReportedSource {
  state: "leaking" | "isolated";
  at: number | null;
  by: string | null;
}

/** What somebody last said of a valve or pump, and when. */
export interface ReportedState {
  state: "open" | "shut";
  at: number;
  by: string;
}

/** All there is of a resource: `had_now` is serviceable, in date, not out and behind no lock. `short`: that a kit cannot be made up, or that less than its minimums is there. */
export interface ResourceRow {
  resource: string;
  had_now: number;
  total: number;
  committed: number;
  minimum: number;
  locked: LockedStock[];
  expired: StoreQuantity[];
  short: Shortage | null;
}

/** How much there is of all reviews, the signed ones too; `seq` moves with anything of any of them. */
export interface ReviewCount {
  id: "count";
  reviews: number;
  actions: number;
  open_actions: number;
  seq: number;
}

/** The clock of a review that is not signed yet. `due` is by step; `seq` its newest fact; `unreached`: the last telling of its next step reached nobody. `turns`: how it stands against its clock. */
export interface ReviewRow {
  id: string;
  subject: "incident" | "drill";
  exercise: boolean;
  title: Words;
  ended_at: number;
  due: { [key: string]: number };
  done: { [key: string]: DoneSeen };
  signatures: { [key: string]: number };
  lapsed: string[];
  next: "hotwash" | "frozen" | "agreed" | "signed" | null;
  overdue: boolean;
  attempts: Attempt[];
  unreached: boolean;
  seq: number;
  findings: number;
  open_actions: number;
  turns: Turns;
}

/** One of those who were asked. `turns` say `asked`, `overdue` or `heard`. */
export interface RollAnswer {
  person: string;
  name: Words | null;
  answered_at: number | null;
  turns: Turns;
}

/** The newest roll call of an open incident. `next_at` is when the next one is due; None where none is called by itself. `turns` say `running`, `overdue`, `complete`, `due` or `ended`. */
export interface RollCallRow {
  incident: string;
  number: number;
  at: number;
  next_at: number | null;
  ended_at: number | null;
  asked: RollAnswer[];
  answered: number;
  of: number;
  turns: Turns;
}

/** A round or check that is owed at a place, or by whom the plan names (`subject`). `turns` say `due`, and `overdue` from `due_at` on (UTC epoch ms). */
export interface RoundGap {
  matter: string;
  number: string;
  title: Words;
  kind: string;
  place: string | null;
  subject: string | null;
  due_at: number;
  turns: Turns;
}

/** A report that was sent: when (UTC epoch ms), by whom, to which outside unit, and by which fact. */
export interface SentReport {
  seq: number;
  at: number;
  by: string;
  unit: string | null;
}

/** What has become of so many of a dispatch's line: of `quantity`, `returned` are back and fit, `damaged` are back and unfit, `used` and `lost` are gone. */
export interface SettledLine {
  resource: string;
  store: string;
  quantity: number;
  batch?: string;
  returned: number;
  damaged: number;
  used: number;
  lost: number;
}

/** The shift that is on: who holds which post, who does next, and how many accounts could command. `held` is how well each post is held, `unheld` are those that nobody holds in any shift to come either. `pages_off`: which kinds of pages are turned off, by post. */
export interface ShiftCount {
  shift: string | null;
  since: number | null;
  on_site: number;
  posts: { [key: string]: string | null };
  commanders: number;
  next: { [key: string]: NextHeld };
  held: { [key: string]: Turns };
  unheld: string[];
  pages_off: { [key: string]: ("directive" | "authority" | "review" | "evacuation" | "sos" | "alarm" | "kit" | "proof" | "break_glass" | "matter" | "matter_late" | "matter_paused")[] };
}

/** That a resource is short: `urgent` when a kit cannot be made up, `warn` when less than the sum of its minimums is there, behind a lock or not. `wanting` incidents need it (0: none does now). `order`: the smaller, the worse: by sign, then by how little of what is needed can be had. */
export interface Shortage {
  sign: "urgent" | "warn";
  needed: number;
  sent: number;
  had: number;
  wanting: number;
  order: number;
}

/** A source that sends nothing: since when (UTC epoch ms), and how many values it should measure. */
export interface SilentSource {
  source: string;
  since: number;
  tags: number;
}

/** A siren and the newest message of an incident. `turns`: `sounded` (its own word), `taken` (by what is addressed), `failing`, `expired`; `waiting`, then `unheard` without a word from the gateway, and of an end `past` once it is given out no more; `exercise` and `below`: it is not for messages of drills, or of this severity; `later`: nobody knew it before the end. `sent_at` (UTC epoch ms) is when the message was made; `said` is what the gateway told of it, or why it is not carried. `at` (UTC epoch ms), `tries` and `why` are of the gateway's word. Where that is `failing` or `expired`, it stands until the gateway has told of the newest message. `untold_since` (UTC epoch ms) is when the first message was made of which it told nothing; None: it has told of the newest, or need not. */
export interface SirenVerdict {
  siren: string;
  gateway: string;
  type: "Alert" | "Update" | "Cancel";
  sent_at: number;
  untold_since: number | null;
  said: string | null;
  at: number | null;
  tries: number;
  why: string | null;
  turns: Turns;
}

/** What each siren did with the newest message of an incident. `turns` say it of all in one word, `unproven` which are not proven from when on (UTC epoch ms). */
export interface SirensRow {
  incident: string;
  sirens: SirenVerdict[];
  turns: Turns;
  unproven: [number, string[]][];
}

/** A pool that holds less than the plant requires. `full_after_min` are the whole minutes from the plan's own inflow on until the weir runs, at the level now; none while nothing trustworthy is heard of the level. */
export interface SmallPoolRow {
  pool: string;
  level: string;
  to_weir_m3: number;
  required_m3: number;
  lacks_m3: number;
  inflow_m3_min: number | null;
  full_after_min: number | null;
}

/** A call for help that stands: whose, of which posts and team, and where. `place` is where the caller says to be, `seen` where they were located last, `home` the area they belong to. `calls`: nobody has answered it, so it must be heard. `at` is when it was pressed, `arrived_at` when it reached the center, where that was later (UTC epoch ms). */
export interface SosRow {
  sos: string;
  of: Words;
  posts: string[];
  team: string | null;
  at: number;
  arrived_at: number | null;
  place: string | null;
  seen: CallerSeen | null;
  home: string | null;
  note: string | Words | null;
  answered_at: number | null;
  answered_by: string | null;
  calls: boolean;
}

/** An alarm that nobody has acknowledged. `at`: when it was raised (UTC epoch ms), so that its age is the same wherever it stands; which came first follows from when its condition began to hold. */
export interface Sounding {
  alarm: string;
  tag: string;
  condition: "LL" | "L" | "H" | "HH" | "NETLOSS" | "STALE" | "FLAT" | "OPENED" | "DISAGREE";
  at: number;
}

/** The correction of a sender's clock that holds now: `add_ms` is added to its times. `uncertain`: it is further off than may be corrected, and the time of receipt counts. `changes` counts the corrections, `at` is the last one's first time by the sender's own clock (UTC epoch ms). */
export interface SourceClockRow {
  sender: string;
  add_ms: number;
  uncertain: boolean;
  changes: number;
  at: number;
}

/** The source in two separate truths: reported by a person, confirmed by the plant. */
export interface SourceSeen {
  tank: string | null;
  reported: ReportedSource | null;
  confirmed: ConfirmedSource | null;
  isolated: boolean;
  contradicted: boolean;
}

/** A time (real UTC epoch ms) in which the exercise clock stood still, and why. */
export interface SpanSeen {
  kind: "paused" | "suspended" | "outage";
  since: number;
  until: number | null;
  reason: string | Words | null;
}

/** A step of a directive's chain that was taken, or `skipped` for a reason. `reach`: how far it has come to tell its person, by the attempts on record. `outage` is the number of the fact that tells of the time in which nobody looked, where that made it late. */
export interface StepTaken {
  step: string;
  at: number;
  post?: string;
  person?: string;
  name?: Words;
  skipped?: string;
  reach?: "answered" | "read" | "delivered" | "sent" | "failed" | "none" | "no_channel" | "off";
  late_ms?: number;
  outage?: number;
}

/** A line of stock. `quantity` belongs here, `committed` of it is out, `damaged` lies here and is unfit; days are the plant's. `expiry`, `inspection` and `counting` are turns: far, known, due, over. `expires` is the next last good day of what lies here. Whether it is short its resource's row says. */
export interface StockRow {
  resource: string;
  store: string;
  quantity: number;
  available: number;
  committed: number;
  minimum: number;
  serviceable: boolean;
  expired: boolean;
  expires: string | null;
  counted: string | null;
  counted_at: number | null;
  inspection_due: string | null;
  to_be_had: Had;
  custody: "open" | "key_held" | "locked";
  key_post: string | null;
  key_holder: string | null;
  sensed_open?: boolean;
  sensed_at?: number;
  sensed_against?: "open" | "shut";
  expiry?: Turns;
  inspection?: Turns;
  count_due?: string | null;
  counting?: Turns;
  damaged?: number;
  batches?: BatchRow[];
  in_repair_since?: string;
  batch?: string;
  note?: Words;
}

/** So many in a store. */
export interface StoreQuantity {
  store: string;
  quantity: number;
}

/** Minutes on foot from a store to where things may be wanted; none where no way is known. */
export interface StoreRow {
  store: string;
  carry_min: { [key: string]: number | null };
}

/** So many of a resource out of one store, of one `batch` where the line is kept by batches. */
export interface StoredQuantity {
  resource: string;
  store: string;
  quantity: number;
  batch?: string;
}

/** A count or an inspection. `due` is the last day on which it is in time, `last` the day it was done last; `turns` say far, known, due, over. */
export interface TaskRow {
  what: "count" | "inspect" | "inspect_kit";
  resource: string | null;
  store: string | null;
  kit: string | null;
  due: string | null;
  last: string | null;
  turns: Turns;
}

/** The soonest counts and inspections of what a post keeps (none: nobody keeps it), who holds the post now, and how many there are in all. */
export interface TasksRow {
  post: string | null;
  person: string | null;
  tasks: TaskRow[];
  total: number;
}

/** A fact as it was recorded: `docs/facts.md` says what is in its `data`. `late_ms`: by how much it was entered after it happened, where that was late. */
export interface TickerRow {
  seq: number;
  at: number;
  recorded_at: number;
  kind: string;
  actor: string;
  actor_kind: "human" | "virtual" | "controller" | "duty" | "gateway";
  via: "screen" | "phone" | "radio" | "api" | "paper" | "spot";
  speaker: string | null;
  incident: string | null;
  exercise: boolean;
  caused_by: number | null;
  data: { [key: string]: unknown };
  late_ms: number | null;
}

/** Alarms of one burst that wait to be acknowledged, as ids in the order in which they began, and their `unit`: an area or a place; None: they lie in none. */
export interface Together {
  unit: string | null;
  alarms: string[];
}

/** Bursts of alarms that wait to be acknowledged: what one touch may acknowledge. No emergency is among them. */
export interface TogetherRow {
  bursts: Together[];
}

/** To whom command is offered. */
export interface Transfer {
  to_person: string;
  to_name: Words | null;
}

/** The alarms that nobody has acknowledged and that belong to no open incident: `n` of them, `grave` of these an emergency or of high priority. `since`: when the oldest was raised (UTC epoch ms). `first`: which began first. `bursts`: all of them, the gravest first. `asked`: the posts of the control room, whose work they are. */
export interface Unanswered {
  n: number;
  grave: number;
  since: number;
  first: Sounding;
  bursts: Burst[];
  asked: string[];
}

/** How many open matters nobody holds (`nobody`), of how many a deadline told nobody (`untold`), and how much a step was to open and could not (`not_opened`), the first of each by name; of the last the `title` of what lacks. `again`: how many rounds are to be inspected again and nobody can be asked, as turns whose code is the number. */
export interface Unheld {
  nobody: number;
  nobody_first: UnheldMatter[];
  untold: number;
  untold_first: UnheldMatter[];
  not_opened: number;
  not_opened_first: UnheldMatter[];
  again: Turns;
}

/** A matter: the readable number, how such matters are called, and its place. */
export interface UnheldMatter {
  matter: string;
  number: string;
  title: Words;
  place: string | null;
}

/** How many inspections and counts are overdue, how many lines or batches lie here past their last good day (`expired`), and how many will within 30 days (`expiring`). Each is turns whose code is the number. */
export interface Upkeep {
  inspections: Turns;
  counts: Turns;
  expired: Turns;
  expiring: Turns;
}

/** A key post that nobody holds; `in_at` is when somebody on site will by the roster (UTC epoch ms). */
export interface VacantPost {
  post: string;
  in_at: number | null;
}

/** A valve, or a pump of which somebody reported. `indicated`: how the plant shows what was reported. `turns` say how a valve stands (open, shut; with was_, reported_, usually_ or unheard_ before it); they count from the newest reading of its tag `position`. `valued_at` is when its position was last known, where the newest reading is bad. A pump has no turns. `must_be_shut`: an incident is open, and it is an outfall or isolates the source, which leaks. */
export interface ValveRow {
  element: string;
  reported: ReportedState | null;
  indicated: IndicatedState | null;
  position: string | null;
  valued_at: number | null;
  turns: Turns;
  must_be_shut: boolean;
}

/** A visitor, driver, contractor or unknown card who is inside or whom a headcount asks for. `name` is None for a badge without a name. `accounts` are where they stand in each open headcount, `account` the worst. */
export interface VisitorRow {
  visitor: string;
  kind: "visitor" | "driver" | "contractor" | "card";
  name: string | null;
  company: string | null;
  plate: string | null;
  badge: string | null;
  host: string | null;
  host_name: Words | null;
  gate: string | null;
  at: number | null;
  inside: boolean;
  source: "gate" | "desk" | "shift" | "permit" | null;
  since: number | null;
  account: "on_air" | "inside" | "missing" | "not_accounted" | "assigned" | "checked_in" | null;
  accounts: { [key: string]: "on_air" | "inside" | "missing" | "not_accounted" | "assigned" | "checked_in" };
  turns: Turns;
}

/** Why no report is owed, by whose word. */
export interface WaivedReport {
  at: number;
  by: string;
  reason: string | Words;
}

/** Who watches over the work. */
export interface Watcher {
  person: string;
  name: Words | null;
}

/** Where a gate or the shift list has somebody. `inside` False: they left by that gate and are still on the shift list. `barred` is the account that closes the gate to who is inside all the same. `turns` say `inside`, `never_passed`, `left_by_gate`, `left`, `barred`, and `long` after a double shift. */
export interface WhoInsideRow {
  who: string;
  kind: "person" | "visitor" | "card";
  inside: boolean;
  source: "gate" | "desk" | "shift" | "permit";
  since: number | null;
  gate: string | null;
  zone: string | null;
  disagreement: "never_passed" | "left_by_gate" | null;
  barred: string | null;
  turns: Turns;
}

/** That the incident was opened in error; `same_as` is the open incident that is the same event. The command page tells of it until the last of its `turns`. */
export interface WithdrawnSeen {
  at: number;
  by: string;
  reason: string | Words;
  same_as: string | null;
  seq: number;
  turns: Turns;
}

/** A text in both languages, as it stands in the journal. */
export interface Words {
  zh: string;
  en: string;
}

/** Work under a permit that is live, was paused by the clockwork, or has somebody inside. `kind` is the template of the library, or the plant's own. `danger` is the incident or alarm in its area, `incidents` are all open ones there. `turns` say `inside` and `goes_on` while something endangers it, `gas_over`, `paused`, or `open`, `ending` and `over` by its validity. Times are UTC epoch ms. */
export interface WorkRow {
  matter: string;
  number: string;
  title: Words;
  kind: string;
  place: string | null;
  area: string | null;
  live: boolean;
  paused: boolean;
  since: number | null;
  valid_until: number | null;
  gas: GasTest | null;
  guardians: Watcher[];
  inside: AtWork[];
  danger: string | null;
  incidents: string[];
  turns: Turns;
}

/** How many are in an area by its gates, against its limit. `turns` say `within` or `over`. */
export interface ZoneRow {
  area: string;
  n: number;
  limit: number | null;
  turns: Turns;
}

/** The rows of each topic by which of its keys they have: `sos:` those that begin so, `:direction`
    those that end so, `count` that key alone, and the empty text every other. */
export interface RowKinds {
  alarms: {
    "": AlarmRow;
    "~found:": FoundAlarmRow;
    "~plant:": PlantAlarmRow;
    "~together": TogetherRow;
  };
  authority: {
    "act:": ActRow;
    "delegation:": DelegationRow;
  };
  center: {
    "channels": ChannelsRow;
    "clocks": ClocksRow;
    "disk": DiskRow;
    "duties": DutiesRow;
    "failing": FailingRow;
    "plant": PlantRow;
  };
  directives: {
    "": DirectiveRow;
  };
  drill: {
    "": DrillRow;
    ":direction": DirectionRow;
  };
  feeds: {
    "": FeedRow;
    "clock:": SourceClockRow;
    "tag:": CommissionedTagRow;
  };
  incident: {
    "": IncidentRow;
    "official:": OfficialRow;
    "report:": ReportRow;
    "sirens:": SirensRow;
  };
  levels: {
    "": LevelRow;
    "in_time:": InTimeRow;
    "plume:": PlumeRow;
    "pool:": PoolRow;
    "valve:": ValveRow;
  };
  matters: {
    "changed": MattersChanged;
    "hazard:": HazardRow;
    "work:": WorkRow;
  };
  pages: {
    "": PagedRow;
    "paging:": PagingRow;
  };
  people: {
    "": PersonRow;
    "campaign:": CampaignRow;
    "contact:": ContactRow;
    "count": ShiftCount;
    "gate:": GateRow;
    "inside": InsideRow;
    "inside:": WhoInsideRow;
    "position:": PositionSeen;
    "roll_call:": RollCallRow;
    "sos:": SosRow;
    "visitor:": VisitorRow;
    "zone:": ZoneRow;
  };
  readiness: {
    "agreement:": AgreementGap;
    "authority:": AuthorityGap;
    "break_glass:": BreakGlassRow;
    "channels": ProvenChannelsRow;
    "closed:": ClosedRow;
    "commanders": Command;
    "contacts": KeyContactsRow;
    "impaired:": ImpairedGap;
    "interim:": InterimRow;
    "kit:": KitGap;
    "limits:": NoLimits;
    "never": NeverDone;
    "no_channel": NoChannel;
    "pool:": SmallPoolRow;
    "round:": RoundGap;
    "source:": SilentSource;
    "unanswered": Unanswered;
    "unheld": Unheld;
    "upkeep": Upkeep;
    "vacant:": VacantPost;
  };
  resources: {
    "dispatch:": DispatchRow;
    "handout:": HandOutRow;
    "kit:": KitRow;
    "resource:": ResourceRow;
    "stock:": StockRow;
    "store:": StoreRow;
    "tasks:": TasksRow;
  };
  review: {
    "": ReviewRow;
    "count": ReviewCount;
  };
  ticker: {
    "": TickerRow;
  };
}

export type Topic = keyof RowKinds;

/** Any row of a topic. */
export type Row<T extends Topic> = RowKinds[T][keyof RowKinds[T]];

/** The kinds of keys of a topic. */
export type KeyForm<T extends Topic> = keyof RowKinds[T] & string;
