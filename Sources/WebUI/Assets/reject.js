/**
 * The dialog that asks why an action is rejected. The reason is not a formality: a dispute is opened, a promise is
 * recorded, and the model learns from every one.
 */

import { byId, element, fill } from './dom.js';

const reasons = [
  ['wrong_amount', 'Wrong amount', 'the balance is not what is owed'],
  ['disputed', 'Disputed', 'opens a dispute'],
  ['already_paid', 'Already paid', 'the payment is not in the books yet'],
  ['promise_to_pay', 'Promised to pay', 'records the promise'],
  ['wrong_contact', 'Wrong contact', 'somebody else deals with it'],
  ['too_soon', 'Too soon', 'not before something changes'],
  ['relationship', 'Relationship', 'this customer is handled with care'],
  ['wrong_channel', 'Wrong channel', 'another way suits better'],
  ['other', 'Other', 'say why below'],
];

/**
 * Asks for a reason.
 *
 * @param {string} name the action in one line.
 * @param {string} today the company's day; a promise is for it or later.
 * @returns {Promise<object|null>} the body of the call, or `null` where the user kept the action.
 */
export function askForReason(name, today) {
  const dialog = byId('reject');
  const form = byId('reject-form');
  form.reset();
  byId('reject-what').textContent = name;
  byId('reject-error').textContent = '';
  byId('promise-due-date').min = today;
  fill(byId('reject-reasons'), reasons.map(([code, label, effect], index) => element('label', { class: 'reason' },
    element('input', { type: 'radio', name: 'reason', value: code, required: true, 'data-reason-choice': code }),
    element('kbd', { 'aria-hidden': 'true' }, index + 1),
    element('span', {}, label), element('span', { class: 'muted' }, effect))));
  showWhatApplies(form);

  return new Promise((resolve) => {
    let answer = null;
    const listeners = new AbortController();
    const { signal } = listeners;
    form.addEventListener('change', () => showWhatApplies(form), { signal });
    form.addEventListener('keydown', (event) => chooseByNumber(event, form), { signal });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const checked = check(form);
      if (checked.complaint) {
        byId('reject-error').textContent = checked.complaint;
        checked.field.focus();
        return;
      }
      answer = checked.content;
      dialog.close();
    }, { signal });
    form.querySelector('[data-reject-cancel]').addEventListener('click', () => dialog.close(), { signal });
    dialog.addEventListener('close', () => {
      listeners.abort();
      resolve(answer);
    }, { signal });
    dialog.showModal();
    form.querySelector('input[name="reason"]').focus();
  });
}

function chosenReason(form) {
  return form.querySelector('input[name="reason"]:checked')?.value ?? null;
}

function showWhatApplies(form) {
  const reason = chosenReason(form);
  byId('reject-promise').hidden = reason !== 'promise_to_pay';
  byId('reject-comment-need').textContent = reason === 'other' ? '(required)' : '(optional)';
  byId('reject-comment').required = reason === 'other';
  byId('reject-error').textContent = '';
}

function chooseByNumber(event, form) {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === 'Enter') form.requestSubmit();
    return;
  }
  if (event.target.matches('textarea, input[type="date"]')) return;
  const choice = form.querySelectorAll('input[name="reason"]')[Number(event.key) - 1];
  if (!/^[1-9]$/.test(event.key) || !choice) return;
  event.preventDefault();
  choice.checked = true;
  showWhatApplies(form);
  if (choice.value === 'other') byId('reject-comment').focus();
  else if (choice.value === 'promise_to_pay') byId('promise-due-date').focus();
  else choice.focus();
}

function check(form) {
  const reason = chosenReason(form);
  const comment = byId('reject-comment').value.trim();
  const promised = byId('promise-due-date');
  if (!reason) return { complaint: 'Choose a reason.', field: form.querySelector('input[name="reason"]') };
  if (reason === 'other' && comment === '') {
    const complaint = 'Say why: a comment is required where the reason is “Other”.';
    return { complaint, field: byId('reject-comment') };
  }
  const content = { reason };
  if (comment) content.comment = comment;
  if (reason === 'promise_to_pay' && promised.value) {
    if (promised.value < promised.min) {
      return { complaint: 'The promised day lies in the past. Enter today or a later day.', field: promised };
    }
    content.promise_due_date = promised.value;
  }
  return { content };
}
