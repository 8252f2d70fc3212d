/* Creates a React element: h(tag or component, props, ...children). Every panel uses it. */

/** @type {(...given: any[]) => ReactElement} */
const create = (type, props, ...children) => React.createElement(type, props, ...children);
export const h = /** @type {typeof React.createElement} */ (create);
