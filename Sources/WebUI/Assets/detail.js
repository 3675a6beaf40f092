/**
 * The chosen action: what to do, why, on which facts, what the draft says, and who the customer is.
 *
 * What the row brings is drawn at once. What must be fetched (invoice, alternatives, customer, insights) follows a
 * moment later and is dropped where another row was chosen meanwhile, so that moving fast costs nothing.
 */

import { list, read, Refusal } from './api.js';
import { byId, element, fill } from './dom.js';
import { evidenceTable, reasonBars, ruleReference } from './evidence.js';
import {
  agingBucket, agingBuckets, counted, day, dayOfInstant, lateness, money, percent, shortHash, words,
} from './format.js';
import { insightCard } from './insights.js';
import { channelBadge, invoiceNames } from './queue.js';

/** How long a row stays chosen before more is fetched about it. */
const settleMilliseconds = 90;

export class Detail {
  #fetching = null;
  #timer = null;

  /**
   * @param {object} company the company, as the session gives it.
   * @param {{canDecide: boolean, approve: () => void, reject: () => void, back: () => void}} context what the buttons
   *   do, and whether there are any.
   */
  constructor(company, context) {
    this.company = company;
    this.context = context;
  }

  /** Stops what is being fetched. */
  stop() {
    clearTimeout(this.#timer);
    this.#fetching?.abort();
  }

  /** Shows `action`; nothing for `null`. */
  show(action) {
    this.stop();
    const root = byId('detail');
    if (!action) {
      delete root.dataset.actionId;
      fill(root);
      return;
    }
    // The keyboard stays on the button it was on: whoever works with it decides row after row.
    const held = root.contains(document.activeElement) ? document.activeElement.dataset.decide : null;
    root.dataset.actionId = action.id;
    root.scrollTop = 0;
    // Alone in a narrow window, the detail scrolls with the page.
    if (document.body.dataset.pane === 'detail') scrollTo(0, 0);
    const later = {
      invoice: section('Invoice', 'invoice', waiting()),
      alternatives: section('Instead of this', 'alternatives', waiting()),
      customer: section(action.customer_name, 'customer', waiting()),
      insights: section('What else is known', 'insights', waiting()),
    };
    fill(
      root,
      this.#head(action),
      this.#why(action),
      draft(action),
      facts(action),
      reasons(action),
      later.customer,
      later.invoice,
      later.insights,
      later.alternatives,
      provenance(action),
    );
    if (held) root.querySelector(`[data-decide="${held}"]`)?.focus({ preventScroll: true });
    this.#timer = setTimeout(() => this.#fetchLater(action, later), settleMilliseconds);
  }

  #head(action) {
    const { canDecide, approve, reject, back } = this.context;
    return element('header', { class: 'detail-head' },
      element('button', { type: 'button', class: 'quiet back', 'data-back': true, on: { click: back } }, '‹ Queue'),
      element('p', { class: 'detail-who' },
        channelBadge(action.channel),
        element('b', { 'data-customer-name': true }, action.customer_name), invoiceNames(action)),
      element('h2', { id: 'detail-title', 'data-detail-title': true }, action.recommendation_label),
      element('dl', { class: 'figures' },
        figure('Balance', money(action.amount, action.currency), 'balance'),
        figure('Due', lateness(action.days_past_due), 'lateness', { isLate: action.days_past_due > 0 }),
        figure('Cash at stake', money(action.expected_cash, action.expected_cash_currency), 'expected-cash', {
          meaning: 'The balance times the chance that it is paid late; all of it once it is past due',
        }),
        figure('Chance of approval', percent(action.probability_approved), 'probability-approved', {
          meaning: 'How likely this is approved, by former decisions; times the cash at stake it orders the queue',
        })),
      canDecide
        ? element('div', { class: 'decide', 'data-decide-bar': true },
          element('button', {
            type: 'button', class: 'primary', 'data-decide': 'approve', 'aria-keyshortcuts': 'a',
            on: { click: approve },
          }, 'Approve ', element('kbd', { 'aria-hidden': 'true' }, 'a')),
          element('button', {
            type: 'button', class: 'quiet', 'data-decide': 'reject', 'aria-keyshortcuts': 'r',
            on: { click: reject },
          }, 'Reject … ', element('kbd', { 'aria-hidden': 'true' }, 'r')))
        : element('p', { class: 'muted small', 'data-read-only': true },
          'You may read this queue. A collector or an admin of the company decides.'));
  }

  #why(action) {
    return section('Why', 'why',
      element('p', { class: 'why', 'data-description': true }, action.description),
      element('p', { class: 'small' }, ruleReference(action.rule)),
      action.expires_at && element('p', { class: 'small muted', 'data-expires': true },
        `Stands until ${dayOfInstant(action.expires_at, this.company.timezone)}.`));
  }

  async #fetchLater(action, later) {
    const fetching = new AbortController();
    this.#fetching = fetching;
    const { signal } = fetching;
    const path = `/companies/${this.company.id}`;
    const currency = action.currency;
    await Promise.all([
      settle(later.customer, signal, async () => customerContent(
        await read(`${path}/customers/${action.customer}`, {}, { signal }), currency, this.company.timezone)),
      settle(later.invoice, signal, async () => (action.invoice
        ? invoiceContent(await read(`${path}/invoices/${action.invoice}`, {}, { signal })) : null)),
      settle(later.insights, signal, async () => {
        const { items } = await list('/intelligence/insights', {
          company_id: this.company.id, customer_id: action.customer, limit: 20,
        }, { signal });
        return items.map((insight) => insightCard(insight, { company: this.company.id, isFolded: true }));
      }),
      settle(later.alternatives, signal, async () => {
        if (!action.invoice) return null;
        const { items } = await list(`${path}/actions`, {
          category: 'alternatives', invoice_id: action.invoice, limit: 20,
        }, { signal });
        return alternativesContent(items.filter((other) => other.id !== action.id));
      }),
    ]);
  }
}

/** Fills a section once `make` has its content; hides it where there is none, says so where it could not be read. */
async function settle(part, signal, make) {
  const show = (...content) => {
    part.hidden = content.flat().filter(Boolean).length === 0;
    fill(part.querySelector('[data-content]'), ...content);
  };
  try {
    const content = await make();
    if (!signal.aborted) show(content);
  } catch (error) {
    if (error.name === 'AbortError' || signal.aborted) return;
    if (!(error instanceof Refusal)) throw error;
    const again = element('button', {
      type: 'button', class: 'link', on: { click: () => { show(waiting()); settle(part, signal, make); } },
    }, 'Try again');
    show(element('p', { class: 'small error' }, error.message, ' ', again));
  }
}

function section(title, name, ...content) {
  return element('section', { class: 'part', 'data-part': name },
    element('h3', {}, title), element('div', { 'data-content': true }, content));
}

function waiting() {
  return element('p', { class: 'small muted' }, 'Loading …');
}

function figure(name, value, key, { isLate = false, meaning = null } = {}) {
  return element('div', { 'data-figure': key, 'data-late': isLate, title: meaning },
    element('dt', {}, name), element('dd', {}, value));
}

/** What goes out in writing. */
const messageChannels = new Set(['email', 'sms', 'letter']);
const draftTitles = { call: 'What to say', task: 'What to do', wait: 'Meanwhile' };

function draft(action) {
  if (!action.subject && !action.body) return null;
  return section(draftTitles[action.channel] ?? 'Draft', 'draft', element('div', { class: 'draft', 'data-draft': true },
    element('dl', { class: 'draft-head' },
      action.recipient && [element('dt', {}, 'To'), element('dd', { 'data-recipient': true }, action.recipient)],
      action.subject && [element('dt', {}, 'Subject'), element('dd', { 'data-subject': true }, action.subject)]),
    action.body && element('div', { class: 'draft-body', 'data-body': true }, action.body)),
  messageChannels.has(action.channel) && element('p', { class: 'small muted', 'data-not-sent': true },
    'Approving records the decision. Nothing is sent yet: send the text from your own mailbox or phone.'));
}

function facts(action) {
  const table = evidenceTable(action.evidence, 'Facts the rule read');
  return table && section('Facts', 'facts', table);
}

function reasons(action) {
  const bars = reasonBars(action.reasons);
  return bars && section('What the score rests on', 'reasons', bars);
}

function provenance(action) {
  return element('p', { class: 'provenance small muted', 'data-provenance': true },
    action.trigger_event_label && `${action.trigger_event_label}. `,
    'Model ', element('code', { title: action.model_version ?? '' }, shortHash(action.model_version)),
    ', facts ', element('code', { title: action.facts_hash ?? '' }, shortHash(action.facts_hash)), '.');
}

function customerContent(customer, currency, timeZone) {
  const kept = customer.currency ?? currency;
  return [
    element('dl', { class: 'pairs' },
      pair('Owes', money(customer.total_balance, kept)),
      pair('Past due', money(customer.overdue_balance, kept)),
      customer.unapplied_cash !== 0 && pair('On account', money(customer.unapplied_cash, kept)),
      otherCurrencies(customer, kept),
      pair('Risk', risk(customer)),
      pair('Last contact',
        customer.last_contact_at ? dayOfInstant(customer.last_contact_at, timeZone) : 'none on record'),
      customer.segment && pair('Segment', words(customer.segment)),
      customer.country && pair('Country', customer.country)),
    customer.aging && aging(customer.aging, kept),
  ];
}

/** What is owed in each currency, where that is not all in the company's own. */
function otherCurrencies(customer, kept) {
  const balances = customer.balances_by_currency ?? [];
  if (balances.every(({ currency }) => currency === kept)) return null;
  return pair('By currency', balances.map(({ currency, total_balance: total }) => money(total, currency)).join(', '));
}

function risk({ risk_score: score, risk_level: level }) {
  if (typeof score !== 'number') return 'unknown';
  const points = `${Math.round(score)} of 100`;
  return level ? `${words(level)}, ${points}` : points;
}

/** Open balance by age: a table whose cells carry a bar. */
function aging(buckets, currency) {
  const known = agingBuckets.filter((bucket) => typeof buckets[bucket] === 'number');
  const largest = Math.max(...known.map((bucket) => buckets[bucket]), 0);
  if (largest <= 0) return null;
  return element('table', { class: 'aging', 'data-aging': true },
    element('caption', { class: 'unseen' }, 'Balance by days past due'),
    element('thead', {}, element('tr', {},
      known.map((bucket) => element('th', { scope: 'col' }, agingBucket(bucket))))),
    element('tbody', {}, element('tr', {}, known.map((bucket) => element('td', {
      'data-bucket': bucket,
      'data-bucket-name': agingBucket(bucket),
      vars: { '--share': Math.max(0, buckets[bucket]) / largest },
    }, money(buckets[bucket], currency))))));
}

function invoiceContent(invoice) {
  const { predicted_pay_date_low: low, predicted_pay_date_high: high } = invoice;
  const band = low && high && element('div', { class: 'small muted' }, `${day(low)} to ${day(high)}`);
  return element('dl', { class: 'pairs' },
    pair('Number', invoice.invoice_number),
    pair('Amount', money(invoice.amount, invoice.currency)),
    pair('Issued', day(invoice.invoice_date)),
    pair('Due', day(invoice.due_date)),
    invoice.po_number && pair('Order', invoice.po_number),
    // Past due it is late already, and the number says nothing.
    typeof invoice.late_probability === 'number' && !(invoice.days_past_due > 0)
      && pair('Chance it is paid late', percent(invoice.late_probability)),
    invoice.predicted_pay_date && pair('Payment expected', [day(invoice.predicted_pay_date), band]),
    invoice.disputed && pair('Dispute', 'open'));
}

function alternativesContent(others) {
  if (others.length === 0) return null;
  return element('ul', { class: 'alternatives', 'data-alternatives': true }, others.map((other) => element(
    'li',
    { 'data-action-id': other.id },
    channelBadge(other.channel),
    element('span', {}, element('b', {}, other.recommendation_label), ' ',
      element('span', { class: 'muted' }, other.description)),
  )));
}

function pair(name, value) {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}

/** One line that names an action in a notice: `Acme Ltd, INV-1042`. */
export function actionName(action) {
  return [action.customer_name, invoiceNames(action)].filter(Boolean).join(', ');
}

/** `12 actions decided in this session: 10 approved, 2 rejected.` */
export function doneSentence({ approved, rejected }) {
  const total = counted(approved + rejected, 'action');
  return `${total} decided in this session: ${approved} approved, ${rejected} rejected.`;
}
