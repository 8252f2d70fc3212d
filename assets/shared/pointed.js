/* A page whose words come after its address: what the address points at is looked at once it is there. */

import { decoded } from "../base/address.js";
import { panel } from "../live/react_panels.js";

panel("pointed", function Pointed() {
  React.useEffect(() => {
    const id = decoded(location.hash.slice(1));
    const there = id ? document.getElementById(id) : null;
    if (there) there.scrollIntoView();
  }, []);
  return null;
});
