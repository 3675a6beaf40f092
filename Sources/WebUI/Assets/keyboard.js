/**
 * Single keys, and the overlay that lists them. They can be switched off, since people who steer by voice press keys
 * they did not mean.
 */

import { byId, element, fill } from './dom.js';

const setting = 'arclight.keys';

/**
 * Listens for keys.
 *
 * @param {Array<{keys: string[], about: string, act: () => void, repeats?: boolean}>} shortcuts in the order of the
 *   overlay. A held key repeats only where `repeats` says so: nobody approves fifty rows by leaning on `a`.
 */
export function listenForKeys(shortcuts) {
  const isOn = byId('keys-on');
  isOn.checked = localStorage.getItem(setting) !== 'off';
  isOn.addEventListener('change', () => localStorage.setItem(setting, isOn.checked ? 'on' : 'off'));

  fill(byId('help-keys'), shortcuts.map(({ keys, about }) => element('div', {},
    element('dt', {}, keys.map((key) => element('kbd', {}, key))), element('dd', {}, about))));

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]')) return;
    const shortcut = shortcuts.find(({ keys }) => keys.includes(event.key));
    if (!shortcut || (event.repeat && !shortcut.repeats)) return;
    const isTyping = event.target.matches('input, textarea, select');
    if (event.key !== 'Escape' && (isTyping || !isOn.checked)) return;
    event.preventDefault();
    shortcut.act();
  });
}

/** Shows the overlay. */
export function showHelp() {
  byId('help').showModal();
}
