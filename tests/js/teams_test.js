/* A team that was sent: who has got how far. */

import { standWords } from "../../assets/resources/kits.js";
import { givePlant } from "./fakes/plant.js";
import { equal, test } from "./testing.js";

test("each stand has a line with its people, what went wrong first", () => {
  const people = {
    a: { id: "a", name: "An" },
    b: { id: "b", name: "Bo" },
    c: { id: "c", name: "Cai" },
  };
  givePlant({ by: { people } });
  const said = standWords([
    { person: "a", directive: "DIR-1", stand: "arrived" },
    { person: "b", directive: "DIR-2", stand: "refused" },
    { person: "c", directive: "DIR-3", stand: "arrived" },
  ]);
  equal(said.map(({ stand }) => stand), ["refused", "arrived"]);
  equal(standWords([]), []);
});
