/* What the addresses of reviews answer: command_center/reports/ makes it, web/doors/drills/reviews_api.py and
   web/doors/drills/lineage_api.py give it. Times are UTC epoch milliseconds, durations seconds, `seq` numbers of facts. */

import type { Lack, Sign, Turns, WithdrawnSeen, Words } from "../types/rows.d.ts";

/** Text in both languages, or as it was typed in one. */
export type Remark = Words | string;

export type Step = "hotwash" | "frozen" | "agreed" | "signed";
export type CourseStep = Step | "meeting";
export type Reached = "nobody" | "none" | "sent" | "delivered" | "failed";

/** A step that was taken; of a meeting how many were present. */
export interface Done {
  at: number;
  by: string;
  seq: number;
  present?: number;
}

/** Somebody was reminded of a step, or told that it is late. */
export interface Telling {
  kind: "reminded" | "escalated";
  ahead: boolean;
  step: Step;
  post: string | null;
  person: string | null;
  seq: number;
  at: number;
  skipped: string[];
  reached: Reached;
}

/** A signature that counts no more. */
export interface LapsedSignature {
  signer: string;
  role: string;
  signature: number;
  change: number;
  by: string;
  at: number;
  seq: number;
  reached: Reached;
}

export interface Clock {
  ended_at: number;
  ended_seq: number;
  due: Record<Step, number>;
  done: Partial<Record<Step, Done>>;
  meeting: Done | null;
  signatures: Done[];
  lapsed: LapsedSignature[];
  next: Step | null;
  can_be_taken: CourseStep[];
  lacking: Record<Step, string[]>;
  turns: Turns;
  step_turns: Record<Step, Turns>;
  told: Telling[];
  content_seq: number;
}

/** A sentence of the draft, with the facts it rests on. */
export interface Sentence {
  key: string;
  facts: number[];
  text: Words;
  rectified_by: number[];
}

/** What the log shows to have gone wrong; `finding` is the one that took it up. */
export interface Problem {
  key: string;
  kind: string;
  sign: Sign;
  facts: number[];
  sentences: Sentence[];
  finding: string | null;
}

export type Severity = "major" | "moderate" | "minor";

export interface Finding {
  id: string;
  review: string;
  nature: "problem" | "strength";
  text: Remark;
  facts: number[];
  problem: string | null;
  cause: Remark | null;
  severity: Severity | null;
  sign: Sign;
  rated_by: string | null;
  at: number;
  by: string;
  seq: number;
  late: boolean;
  rectified_by: number[];
}

/** An improvement action. `turns`: how it stands. */
export interface Action {
  id: string;
  review: string;
  finding: string;
  text: Remark;
  owner: string | null;
  due_at: number | null;
  proof: string | null;
  done_at: number | null;
  state: "open" | "assigned" | "done" | "closed";
  turns: Turns;
  observed: { drill: string; passed: boolean; seq: number }[];
  closed_at: number | null;
  at: number;
  by: string;
  seq: number;
  history: number[];
}

/** What a person put on record of an action in a drill. */
export interface Observed {
  passed: boolean;
  seq: number;
  at: number | null;
  by: string | null;
  facts: number[];
}

/** What a drill showed of an action; without `asked_at` and what follows where no inject asked for it. */
export interface Look {
  drill: string;
  title: Remark;
  ended_at: number | null;
  inject: string | null;
  result: "pass" | "fail" | null;
  why: Words | null;
  observed: Observed[];
  asked_at?: number | null;
  asked_seq?: number | null;
  skipped_seq?: number | null;
  state?: string | null;
  took_ms?: number | null;
  fact?: number | null;
  settled_seq?: number | null;
}

export type TestedAction = Action & { look: Look };

/** What became of an action. */
export interface ActionStory {
  id: string;
  standing: "open" | "late" | "closed";
  review: { id: string; title: Words; subject: string; exercise: boolean; ended_at: number };
  finding: Finding;
  action: Action;
  drills: Look[];
}

/** A row of the table of response times. */
export interface TimingRow {
  row: string;
  about: Record<string, string>;
  start_seq: number | null;
  stop_seq: number | null;
  start_at: number | null;
  stop_at: number | null;
  outcome: "stopped" | "open" | "no_start" | "absent" | "moot" | "denied" | "emergency";
  seconds: number | null;
  open_s: number | null;
  paused_s: number;
  suspended_s: number;
  outage_s: number;
  target_s: number | null;
  target_share: number;
  target_source: string;
  verdict: "within" | "over" | null;
  flags: string[];
  lag_s: number;
  beside: { name: string; seq: number | null; seconds: number | null; count: number | null }[];
}

/** A row over all cases of its kind, or over those of one shift. */
export interface RowFigure {
  row: string;
  shift: string | null;
  n: number;
  gaps: number;
  median_s: number | null;
  p90_s: number | null;
  target_s: number | null;
  kept: number | null;
  lower: number | null;
  verdict: "kept" | "missed" | null;
}

export interface PlannedStep {
  state: "on_time" | "late" | "open" | "refused" | "not_issued";
  issued_s: number | null;
  done_s: number | null;
}

export interface Expectation {
  expectation: string;
  state: string;
  facts: number[];
  opened?: { text?: Words };
  not_played: number[];
}

/** An observer's note. */
export interface Observation {
  objective: string;
  rating: string;
  note: Remark | null;
  evidence: string | null;
  photographs: string[];
  at: number;
  by: string;
  seq: number;
  late: boolean;
  reason: Remark | null;
  was: { seq: number; objective: string; rating: string }[];
}

export interface Rating {
  objective: string;
  rating: string;
  by: string;
  at: number;
  seq: number;
  note: Remark | null;
}

export interface Grade {
  grade: string;
  by: string;
  at: number;
  seq: number;
  note: Remark | null;
}

export type WithdrawnReview = Omit<WithdrawnSeen, "turns">;

/** A review whole. It has no `clock` before what it is of has ended. */
export interface ReviewReport {
  id: string;
  subject: "incident" | "drill";
  exercise: boolean;
  title: Words;
  t0: number | null;
  until: number;
  status: "running" | "open" | "overdue" | "signed" | "withdrawn";
  withdrawn: WithdrawnReview | null;
  lacks: Lack[] | null;
  clock: Clock | null;
  hands: { people: number; virtual: number };
  shift: string | null;
  site_version: number | null;
  overview: Sentence[];
  not_played: Sentence[];
  planned: PlannedStep[];
  timing: TimingRow[];
  expectations: Expectation[];
  objectives: { id: string; text: Words }[];
  observations: Observation[];
  strengths: Sentence[];
  problems: Problem[];
  findings: Finding[];
  actions: Action[];
  ratings: Rating[];
  grade: Grade | null;
  tested: TestedAction[];
  earlier: {
    cases: {
      subject: string;
      row: string;
      shift: string | null;
      at: number;
      seconds: number | null;
    }[];
    figures: RowFigure[];
  };
  earlier_actions: Action[];
}

/** A review on the list of all. */
export interface ReviewSummary {
  id: string;
  subject: "incident" | "drill";
  exercise: boolean;
  title: Words;
  clock: Clock;
  signed: boolean;
  findings: number;
  actions: number;
  open_actions: number;
  grade: string | null;
}

/** GET /api/v1/reviews */
export interface ReviewList {
  reviews: ReviewSummary[];
  running: { id: string; title: Words; t0: number }[];
  withdrawn: (WithdrawnReview & { id: string; title: Words; t0: number })[];
  open_actions: Action[];
  steps: { step: Step; due_after_ms: number }[];
}

/** GET /api/v1/reviews/lineage */
export interface ActionStories {
  actions: ActionStory[];
}

/** A drill that is over, and the times in it that are its reader's own. */
export interface OwnDrill {
  drill: string;
  commanded: boolean;
  times: TimingRow[];
}

/** GET /api/v1/reviews/own */
export interface OwnTimes {
  person: string | null;
  drills: OwnDrill[];
}

/** A sign with the words beside it. */
export interface Reading {
  kind: Sign;
  word: string;
}
