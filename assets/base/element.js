/* An element of React, as every panel writes it: h(tag or component, props, ...children). */

/** @type {(...given: any[]) => ReactElement} */
const create = (type, props, ...children) => React.createElement(type, props, ...children);
export const h = /** @type {typeof React.createElement} */ (create);
