/* An element of React, as every panel writes it: h(tag or component, props, ...children). */

/** @type {typeof React.createElement} */
export const h = (type, props, ...children) => React.createElement(type, props, ...children);
