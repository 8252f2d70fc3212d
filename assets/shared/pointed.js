/* Scrolls to the address's target once the page's content has loaded. */

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
