/* Whoever reads elsewhere is told by which clocks times are; the same is said by tests/reports/test_zone_words.py. */

import { zoneWords } from "../../assets/base/zone_words.js";
import { equal, test } from "./testing.js";

const WINTER = Date.UTC(2026, 0, 15), SUMMER = Date.UTC(2026, 6, 15);

test("a zone is named with what it is ahead of UTC, in summer and in winter", () => {
  const said = [
    "Asia/Shanghai, UTC+08:00",
    "Asia/Kathmandu, UTC+05:45",
    "America/Phoenix, UTC-07:00",
    "Europe/Berlin, UTC+01:00 / UTC+02:00",
    "America/St_Johns, UTC-03:30 / UTC-02:30",
    "UTC, UTC+00:00",
  ];
  equal(said.map((one) => zoneWords(one.split(",")[0], SUMMER, WINTER, SUMMER)), said);
});

test("only the offset of the times that are told is named", () => {
  equal(zoneWords("Europe/Berlin", SUMMER), "Europe/Berlin, UTC+02:00");
  equal(zoneWords("Europe/Berlin"), "Europe/Berlin");
});
