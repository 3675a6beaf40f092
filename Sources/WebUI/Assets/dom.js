/**
 * Makes elements. Text always goes in as text, never as markup: nothing a customer wrote can become part of the page.
 */

/**
 * An element with attributes and children.
 *
 * @param {string} name the tag.
 * @param {object} attributes set as attributes; `true` sets an empty one, `false`, `null` and `undefined` set none.
 *   `on` holds listeners by event, `vars` custom CSS properties (set through the object model, which the page's
 *   content security policy permits; a `style` attribute it does not).
 * @param {...(Node|string|number|null|undefined|false|Array)} children appended in order; nothing for empty ones.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key === 'on') {
      for (const [event, listener] of Object.entries(value)) made.addEventListener(event, listener);
    } else if (key === 'vars') {
      for (const [property, setting] of Object.entries(value)) made.style.setProperty(property, setting);
    } else {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...present(children));
  return made;
}

/** The element with this id; an error that names it where the page has none. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found;
}

/** Puts `children` in place of what `parent` holds. */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/** Whether people asked their system for less motion. */
export function prefersStillness() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Whether list and detail share the window; where they do not, one of them is shown at a time. */
export function isNarrow() {
  return matchMedia('(max-width: 860px)').matches;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}
