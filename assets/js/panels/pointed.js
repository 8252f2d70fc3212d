/* A page whose words come after its address: what the address points at is looked at once it is there. */
(function (center) {
  "use strict";

  center.panel("pointed", function Pointed() {
    React.useEffect(() => {
      const id = center.decoded(location.hash.slice(1));
      const there = id ? document.getElementById(id) : null;
      if (there) there.scrollIntoView();
    }, []);
    return null;
  });
})((window.center = window.center || {}));
