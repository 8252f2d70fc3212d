// Written by tools/browser_types.py; a test compares it.

/** When it happened: every command may say it.
 * @type {FieldBounds} */
export const HAPPENED = {
  reads: "moment",
  number: true,
  longest: 8,
};

/** @type {Record<string, Record<string, FieldBounds>>} */
export const TYPED_IN_ROWS = {
  "action.assign": {
    action: {
      needed: true,
      longest: 40,
    },
    owner: {
      needed: true,
      longest: 40,
    },
    due_at: {
      needed: true,
      number: true,
      longest: 13,
      least: 1,
      most: 4102444800000,
      whole: true,
    },
  },
  "action.done": {
    action: {
      needed: true,
      longest: 40,
    },
    proof: {
      needed: true,
      longest: 200,
      shortest: 2,
    },
  },
  "action.observe": {
    action: {
      needed: true,
      longest: 40,
    },
    drill: {
      needed: true,
      longest: 40,
    },
    facts: {
      longest: 900,
    },
  },
  "action.open": {
    finding: {
      needed: true,
      longest: 40,
    },
    text: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "alarm.shelve": {
    reason: {
      needed: true,
      rows: 2,
      longest: 200,
      shortest: 3,
    },
    minutes: {
      needed: true,
      number: true,
      longest: 2,
      least: 1,
      most: 30,
      whole: true,
    },
  },
  "alarm.take_out": {
    reason: {
      needed: true,
      rows: 2,
      longest: 200,
      shortest: 3,
    },
    hours: {
      needed: true,
      number: true,
      longest: 3,
      least: 1,
      most: 336,
      whole: true,
    },
  },
  "authority.ask": {
    scope: {
      needed: true,
      longest: 40,
    },
    target: {
      needed: true,
      longest: 40,
    },
    person: {
      longest: 64,
    },
  },
  "authority.deny": {
    request: {
      needed: true,
      longest: 40,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "authority.grant": {
    request: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "authority.revoke": {
    delegation: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "authority.use_emergency": {
    request: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "custody.attempt": {
    store: {
      needed: true,
      longest: 40,
    },
    by_key: {
      longest: 40,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "custody.force": {
    store: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "directive.ack": {
    directive: {
      needed: true,
      longest: 40,
    },
  },
  "directive.done": {
    directive: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
    evidence: {
      rows: 2,
      longest: 200,
    },
  },
  "directive.progress": {
    directive: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
    evidence: {
      rows: 2,
      longest: 200,
    },
    percent: {
      needed: true,
      number: true,
      longest: 3,
      least: 0,
      most: 100,
      whole: true,
    },
  },
  "directive.refuse": {
    directive: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "directive.return": {
    directive: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "directive.start": {
    directive: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
    evidence: {
      rows: 2,
      longest: 200,
    },
  },
  "directive.take_back": {
    directive: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "directive.verify": {
    directive: {
      needed: true,
      longest: 40,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "directive.withdraw": {
    directive: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "drill.end": {
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "drill.pause": {
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "drill.plan": {
    name: {
      needed: true,
      longest: 200,
      shortest: 1,
    },
    safety_officer: {
      longest: 40,
    },
    window: {
      longest: 60,
    },
  },
  "drill.start": {
    exercise_at: {
      number: true,
      longest: 13,
      least: 1,
      most: 4102444800000,
      whole: true,
    },
    speed: {
      number: true,
      longest: 16,
      least: 0.1,
      most: 600,
    },
  },
  "drill.suspend": {
    seq: {
      number: true,
      longest: 16,
      least: 1,
      most: 9007199254740991,
      whole: true,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "entry.at_work": {
    person: {
      needed: true,
      longest: 40,
    },
    element: {
      longest: 40,
    },
  },
  "entry.in": {
    person: {
      needed: true,
      longest: 40,
    },
    pressure_mpa: {
      needed: true,
      number: true,
      longest: 16,
      above: 0,
      most: 35,
    },
    reason: {
      rows: 2,
      longest: 200,
      shortest: 3,
    },
  },
  "entry.out": {
    person: {
      needed: true,
      longest: 40,
    },
  },
  "feed.sign_off": {
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "feed.test_loop": {
    injected: {
      needed: true,
      number: true,
      longest: 16,
      least: -1000000000000.0,
      most: 1000000000000.0,
    },
    seen: {
      needed: true,
      number: true,
      longest: 16,
      least: -1000000000000.0,
      most: 1000000000000.0,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "finding.add": {
    review: {
      needed: true,
      longest: 40,
    },
    text: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
    facts: {
      longest: 900,
    },
    problem: {
      longest: 120,
    },
    cause: {
      longest: 500,
      shortest: 3,
    },
  },
  "finding.change": {
    finding: {
      needed: true,
      longest: 40,
    },
    text: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
    cause: {
      longest: 500,
      shortest: 3,
    },
    facts: {
      longest: 900,
    },
  },
  "finding.rate": {
    finding: {
      needed: true,
      longest: 40,
    },
  },
  "found_alarm.see": {
    found: {
      needed: true,
      longest: 80,
    },
  },
  "incident.level": {
    level: {
      needed: true,
      longest: 40,
    },
  },
  "incident.withdraw": {
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
    same_as: {
      longest: 40,
    },
  },
  "inject.add": {
    planned: {
      number: true,
      longest: 13,
      least: 1,
      most: 4102444800000,
      whole: true,
    },
    text: {
      needed: true,
      rows: 2,
      longest: 200,
      shortest: 1,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "inject.fire": {
    planned: {
      number: true,
      longest: 13,
      least: 1,
      most: 4102444800000,
      whole: true,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "inject.hold": {
    planned: {
      number: true,
      longest: 13,
      least: 1,
      most: 4102444800000,
      whole: true,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "inject.skip": {
    planned: {
      number: true,
      longest: 13,
      least: 1,
      most: 4102444800000,
      whole: true,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "kit.draw": {
    kit: {
      needed: true,
      longest: 40,
    },
    store: {
      needed: true,
      longest: 40,
    },
    by_key: {
      longest: 40,
    },
  },
  "kit.inspect": {
    kit: {
      needed: true,
      longest: 40,
    },
    evidence: {
      needed: true,
      rows: 2,
      longest: 200,
      shortest: 1,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "kit.need": {
    kit: {
      needed: true,
      longest: 40,
    },
  },
  "matter.settle": {
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "observation.change": {
    observation: {
      needed: true,
      number: true,
      longest: 16,
      least: 1,
      most: 9007199254740991,
      whole: true,
    },
    objective: {
      longest: 60,
      shortest: 1,
    },
    note: {
      rows: 2,
      longest: 500,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "observation.note": {
    objective: {
      needed: true,
      longest: 60,
      shortest: 1,
    },
    note: {
      rows: 2,
      longest: 500,
    },
    evidence: {
      rows: 2,
      longest: 200,
    },
  },
  "outside.answer": {
    unit: {
      needed: true,
      longest: 40,
    },
    reference: {
      longest: 60,
    },
  },
  "outside.arrive": {
    unit: {
      needed: true,
      longest: 40,
    },
  },
  "outside.call": {
    unit: {
      needed: true,
      longest: 40,
    },
  },
  "person.assign": {
    person: {
      needed: true,
      longest: 40,
    },
  },
  "person.find": {
    person: {
      needed: true,
      longest: 40,
    },
  },
  "person.miss": {
    person: {
      needed: true,
      longest: 40,
    },
  },
  "person.sos": {
    place: {
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "person.sos_answer": {
    person: {
      needed: true,
      longest: 64,
    },
  },
  "person.sos_end": {
    person: {
      needed: true,
      longest: 64,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "programme.draw": {
    year: {
      needed: true,
      number: true,
      longest: 4,
      least: 2000,
      most: 2099,
      whole: true,
    },
  },
  "programme.prepare": {
    year: {
      needed: true,
      number: true,
      longest: 4,
      least: 2000,
      most: 2099,
      whole: true,
    },
    window: {
      needed: true,
      longest: 60,
      shortest: 1,
    },
    base: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    safety_officer: {
      longest: 40,
    },
  },
  "readiness.accept_limits": {
    vessel: {
      needed: true,
      longest: 40,
    },
    h: {
      needed: true,
      number: true,
      longest: 16,
      least: -1000000000000.0,
      most: 1000000000000.0,
    },
    hh: {
      needed: true,
      number: true,
      longest: 16,
      least: -1000000000000.0,
      most: 1000000000000.0,
    },
    reason: {
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "readiness.close": {
    gap: {
      needed: true,
      longest: 100,
    },
    evidence: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "readiness.interim": {
    gap: {
      needed: true,
      longest: 100,
    },
    what: {
      needed: true,
      longest: 500,
      shortest: 3,
    },
    hours: {
      needed: true,
      number: true,
      longest: 3,
      least: 1,
      most: 744,
      whole: true,
    },
    evidence: {
      rows: 2,
      longest: 500,
    },
  },
  "readiness.withdraw_interim": {
    gap: {
      needed: true,
      longest: 100,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "report.submit": {
    unit: {
      longest: 40,
    },
    deaths: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    injured: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    missing: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    loss_wan: {
      number: true,
      longest: 16,
      least: 0,
      most: 100000000.0,
    },
    profile: {
      longest: 500,
    },
    scene: {
      longest: 500,
    },
    course: {
      longest: 500,
    },
    measures: {
      longest: 500,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "report.supplement": {
    unit: {
      longest: 40,
    },
    deaths: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    injured: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    missing: {
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
    loss_wan: {
      number: true,
      longest: 16,
      least: 0,
      most: 100000000.0,
    },
    profile: {
      longest: 500,
    },
    scene: {
      longest: 500,
    },
    course: {
      longest: 500,
    },
    measures: {
      longest: 500,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "report.waive": {
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "resource.arrive": {
    dispatch: {
      needed: true,
      longest: 40,
    },
  },
  "resource.cannot_hand_out": {
    dispatch: {
      needed: true,
      longest: 40,
    },
    store: {
      needed: true,
      longest: 40,
    },
    reason: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "resource.consume": {
    dispatch: {
      needed: true,
      longest: 40,
    },
  },
  "resource.count": {
    resource: {
      needed: true,
      longest: 40,
    },
    store: {
      needed: true,
      longest: 40,
    },
    quantity: {
      needed: true,
      number: true,
      longest: 16,
      least: 0,
      most: 1000000000.0,
    },
    batch: {
      longest: 40,
    },
    damaged: {
      number: true,
      longest: 16,
      least: 0,
      most: 1000000000.0,
    },
  },
  "resource.dispatch": {
    kit: {
      needed: true,
      longest: 40,
    },
    place: {
      needed: true,
      longest: 40,
    },
  },
  "resource.hand_out": {
    dispatch: {
      needed: true,
      longest: 40,
    },
    store: {
      needed: true,
      longest: 40,
    },
  },
  "resource.inspect": {
    resource: {
      needed: true,
      longest: 40,
    },
    store: {
      needed: true,
      longest: 40,
    },
    evidence: {
      needed: true,
      rows: 2,
      longest: 200,
      shortest: 1,
    },
    unfit: {
      number: true,
      longest: 16,
      least: 0,
      most: 1000000000.0,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "resource.lose": {
    dispatch: {
      needed: true,
      longest: 40,
    },
  },
  "resource.put_in": {
    resource: {
      needed: true,
      longest: 40,
    },
    store: {
      needed: true,
      longest: 40,
    },
    quantity: {
      needed: true,
      number: true,
      longest: 16,
      above: 0,
      most: 1000000000.0,
    },
    batch: {
      longest: 40,
      shortest: 1,
    },
  },
  "resource.receive": {
    unit: {
      needed: true,
      longest: 40,
    },
  },
  "resource.reserve": {
    kit: {
      needed: true,
      longest: 40,
    },
    place: {
      needed: true,
      longest: 40,
    },
  },
  "resource.return": {
    dispatch: {
      needed: true,
      longest: 40,
    },
  },
  "resource.settle": {
    dispatch: {
      needed: true,
      longest: 40,
    },
  },
  "review.agree": {
    review: {
      needed: true,
      longest: 40,
    },
  },
  "review.freeze": {
    review: {
      needed: true,
      longest: 40,
    },
  },
  "review.grade": {
    review: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
  },
  "review.hold": {
    review: {
      needed: true,
      longest: 40,
    },
    present: {
      needed: true,
      number: true,
      longest: 5,
      least: 1,
      most: 10000,
      whole: true,
    },
    notes: {
      needed: true,
      longest: 500,
    },
  },
  "review.hotwash": {
    review: {
      needed: true,
      longest: 40,
    },
    present: {
      needed: true,
      number: true,
      longest: 5,
      least: 1,
      most: 10000,
      whole: true,
    },
    notes: {
      needed: true,
      longest: 500,
    },
  },
  "review.rate": {
    review: {
      needed: true,
      longest: 40,
    },
    note: {
      rows: 2,
      longest: 500,
    },
    objective: {
      needed: true,
      longest: 80,
      shortest: 2,
    },
  },
  "review.rectify": {
    review: {
      needed: true,
      longest: 40,
    },
    fact: {
      needed: true,
      number: true,
      longest: 16,
      least: 1,
      most: 9007199254740991,
      whole: true,
    },
    text: {
      needed: true,
      rows: 2,
      longest: 500,
      shortest: 3,
    },
  },
  "review.sign": {
    review: {
      needed: true,
      longest: 40,
    },
    seen: {
      number: true,
      longest: 16,
      least: 0,
      most: 9007199254740991,
      whole: true,
    },
  },
  "roll_call.start": {
    every_min: {
      number: true,
      longest: 3,
      least: 1,
      most: 120,
      whole: true,
    },
  },
  "scenario.retire": {
    base: {
      needed: true,
      number: true,
      longest: 7,
      least: 1,
      most: 1000000,
      whole: true,
    },
  },
  "scenario.save": {
    base: {
      needed: true,
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
  },
  "simulation.leak": {
    tank: {
      longest: 40,
    },
  },
  "template.retire": {
    base: {
      needed: true,
      number: true,
      longest: 7,
      least: 1,
      most: 1000000,
      whole: true,
    },
  },
  "template.save": {
    base: {
      needed: true,
      number: true,
      longest: 7,
      least: 0,
      most: 1000000,
      whole: true,
    },
  },
  "visitor.leave": {
    visitor: {
      needed: true,
      longest: 40,
    },
  },
};
