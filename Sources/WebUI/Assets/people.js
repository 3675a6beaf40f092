/**
 * The people at a customer, and what has happened with it lately.
 */

import { element } from './dom.js';
import { day, money, words } from './format.js';

const channelNames = { email: 'mail', call: 'calls', sms: 'text messages', letter: 'letters' };

/** The people a customer is reached by, the primary one first; nothing where there are none. */
export function contactsContent(contacts) {
  if (contacts.length === 0) return null;
  return element('ul', { class: 'people', 'data-contacts': true }, contacts.map(contact));
}

function contact(person) {
  if (person.forgotten_on) {
    return element('li', { class: 'small muted', 'data-forgotten': true }, `A person forgotten on ${day(person.forgotten_on)}`);
  }
  const refused = Object.keys(person.do_not_contact).filter((channel) => person.do_not_contact[channel]);
  return element('li', { 'data-contact': person.id },
    element('b', {}, person.name), person.role && `, ${person.role}`, person.is_primary && ' (primary)',
    element('div', { class: 'small muted' },
      [person.email, person.phone].filter(Boolean).join(' · ') || 'no address on record'),
    person.bounced && element('div', { class: 'small error' }, 'Mail to this address comes back.'),
    refused.length > 0 && element('div', { class: 'small error' },
      `Asked for no ${refused.map((channel) => channelNames[channel] ?? channel).join(', no ')}.`));
}

/** What happened with a customer, the latest first; nothing where nothing did. */
export function timelineContent(events) {
  if (events.length === 0) return null;
  return element('ol', { class: 'timeline', 'data-timeline': true }, events.map((event) => element('li', {
    'data-kind': event.kind,
  },
  element('span', { class: 'small muted' }, day(event.date), ' '),
  event.kind === 'payment' ? words(event.title) : `${words(event.kind)}: ${event.title}`,
  typeof event.amount === 'number' && `, ${money(event.amount, event.currency)}`,
  event.detail && element('span', { class: 'small muted' }, ` ${event.detail}`))));
}
