/* An element of React, as every panel writes it: h(tag or component, props, ...children). */
(function (center) {
  "use strict";

  /** @type {typeof React.createElement} */
  center.h = (type, props, ...children) => React.createElement(type, props, ...children);
})((window.center = window.center || {}));
