/**
 * What the page tells the user in passing: results go away by themselves, errors stay until they are dismissed. Both
 * are read out by screen readers.
 */

import { byId, element } from './dom.js';

const resultStaysFor = 5_000;

/** Reads `sentence` out and shows nothing. */
export function announce(sentence) {
  byId('announcer').textContent = sentence;
}

/** Shows a result for a few seconds. It takes the place of the result before it. */
export function tell(sentence) {
  const region = byId('notices');
  region.querySelectorAll('[data-notice="result"]').forEach((old) => old.remove());
  const notice = element('p', { class: 'notice', 'data-notice': 'result' }, sentence);
  region.append(notice);
  setTimeout(() => notice.remove(), resultStaysFor);
}

/**
 * Shows an error until it is dismissed.
 *
 * @param {string} sentence what went wrong and what to do.
 * @param {{retry?: () => void}} options `retry` makes the same call again.
 */
export function warn(sentence, { retry } = {}) {
  const region = byId('notices');
  for (const old of region.querySelectorAll('[data-notice="error"]')) {
    if (!old.querySelector('[data-retry]') && old.dataset.sentence === sentence) old.remove();
  }
  const notice = element(
    'div',
    { class: 'notice warning', role: 'alert', 'data-notice': 'error', 'data-sentence': sentence },
    element('span', {}, sentence),
    retry && element('button', {
      type: 'button', 'data-retry': true, on: { click: () => { notice.remove(); retry(); } },
    }, 'Try again'),
    element('button', {
      type: 'button', class: 'square', 'data-dismiss': true, 'aria-label': 'Dismiss',
      on: { click: () => notice.remove() },
    }, '×'),
  );
  region.append(notice);
}
