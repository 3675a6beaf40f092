/**
 * Aging: what is owed by how late it is, today from the ledger, and night by night from the snapshots.
 */

import { list, read, Refusal } from './api.js';
import { element, fill } from './dom.js';
import { agingBucket, agingBuckets, count, counted, day, money } from './format.js';
import { warn } from './notices.js';

const pageSize = 20;
const nights = 30;

/** The view of a company's receivables; what is asked for may be given up by `signal`. */
export function showAging(view, company, { signal }) {
  const sums = element('section', { 'data-aging-sums': true }, element('p', { role: 'status' }, 'Adding up …'));
  const trend = element('section', { 'data-aging-trend': true });
  const customers = new CustomerTable(company, signal);
  fill(view, element('h1', {}, 'Aging'), sums, trend, customers.root);
  const base = `/companies/${company.id}/ar-aging`;

  async function load(part, show) {
    try {
      await show();
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (!(error instanceof Refusal)) throw error;
      warn(error.message, { retry: () => load(part, show) });
    }
  }

  load(sums, async () => {
    const summary = await read(`${base}/summary`, {}, { signal });
    showSums(sums, summary);
    if (summary.customer_count > 0) await customers.more();
  });
  load(trend, async () => {
    const { items } = await list(`${base}/history`, { limit: nights }, { signal });
    showTrend(trend, items.reverse(), company);
  });
}

function showSums(section, summary) {
  if (summary.customer_count === 0) {
    fill(section, element('p', { class: 'state', 'data-aging-empty': true },
      `Nobody owes anything on ${day(summary.as_of)}. Import invoices, and they are shown here by how late they are.`));
    return;
  }
  const rows = summary.by_currency.length > 1 ? summary.by_currency : [];
  fill(section,
    element('p', { class: 'muted' },
      `What ${counted(summary.customer_count, 'customer')} ${summary.customer_count === 1 ? 'owes' : 'owe'} on `,
      `${day(summary.as_of)}, by days past due.`),
    element('p', { class: 'aging-total' },
      element('b', { 'data-aging-total': true }, money(summary.total_balance, summary.currency)),
      element('span', { class: 'muted' }, ` of it past due: ${money(summary.overdue_balance, summary.currency)}`)),
    element('table', { class: 'aging', 'data-aging-by-currency': true },
      element('thead', {}, element('tr', {},
        agingBuckets.map((bucket) => element('th', { scope: 'col' }, agingBucket(bucket))),
        element('th', { scope: 'col' }, 'Overpaid'), element('th', { scope: 'col' }, 'Unapplied'))),
      element('tbody', {}, [summary, ...rows].map((part) => sumRow(part)))),
    summary.without_rate.length > 0 && element('p', { class: 'error', 'data-aging-without-rate': true },
      `There is no rate to ${summary.currency} on ${day(summary.as_of)} for ${summary.without_rate.join(', ')}; `,
      'sums with these currencies are unknown until rates are imported.'));
}

function sumRow(part) {
  const owed = agingBuckets.reduce((sum, bucket) => sum + (part.aging[bucket] ?? 0), 0);
  const share = (amount) => (owed > 0 && amount > 0 ? Math.min(1, amount / owed) : 0);
  const cell = (name, amount) => element('td', {
    'data-bucket': name, 'data-bucket-name': agingBucket(name), vars: { '--share': share(amount) },
  }, money(amount, part.currency));
  return element('tr', {}, agingBuckets.map((bucket) => cell(bucket, part.aging[bucket])),
    cell('overpaid', part.overpaid), cell('unapplied_cash', part.unapplied_cash));
}

/** A bar a night, as high as what was past due then; the figures stand in a table for those who cannot see it. */
function showTrend(section, snapshots, company) {
  const known = snapshots.filter(({ overdue_balance: overdue }) => typeof overdue === 'number');
  if (known.length < 2) {
    fill(section, element('h2', {}, 'Past due, night by night'), element('p', { class: 'muted', 'data-trend-empty': true },
      known.length === 0 ? 'No snapshot has been taken yet; each night takes one.'
        : `The first snapshot is of ${day(known[0].as_of)}; two make a line.`));
    return;
  }
  const highest = Math.max(...known.map((night) => night.overdue_balance), 1);
  fill(section, element('h2', {}, 'Past due, night by night'),
    element('ol', { class: 'trend', 'aria-label': `Past due in ${company.currency}, oldest first` },
      known.map(({ as_of, overdue_balance: overdue, currency }) => element('li', {
        'data-trend-day': as_of, title: `${day(as_of)}: ${money(overdue, currency)}`,
        vars: { '--share': Math.max(0, overdue) / highest },
      }, element('span', { class: 'unseen' }, `${day(as_of)}: ${money(overdue, currency)}`)))),
    element('p', { class: 'small muted' },
      `${day(known[0].as_of)} to ${day(known.at(-1).as_of)}; last: `,
      money(known.at(-1).overdue_balance, known.at(-1).currency)));
}

class CustomerTable {
  #shown = 0;

  constructor(company, signal) {
    this.company = company;
    this.signal = signal;
    this.body = element('tbody');
    this.total = element('span', { class: 'muted' });
    this.button = element('button', {
      type: 'button', class: 'more', hidden: true, 'data-aging-more': true, on: { click: () => this.press() },
    }, 'Show more');
    this.root = element('section', { hidden: true, 'data-aging-customers': true },
      element('h2', {}, 'Customers ', this.total),
      element('table', { class: 'evidence' },
        element('thead', {}, element('tr', {},
          ['Customer', 'Past due', 'Over 90 days', 'Total'].map((name) => element('th', { scope: 'col' }, name)))),
        this.body),
      this.button);
  }

  async more() {
    const { items, total } = await list(`/companies/${this.company.id}/ar-aging/details`,
      { limit: pageSize, offset: this.#shown }, { signal: this.signal });
    this.#shown += items.length;
    this.total.textContent = count(total);
    this.body.append(...items.map((entry) => element('tr', { 'data-aging-customer': entry.customer },
      element('th', { scope: 'row' }, entry.customer_name),
      [entry.overdue_balance, entry.aging['91_over'], entry.total_balance].map((amount) =>
        element('td', {}, money(amount, entry.currency))))));
    this.root.hidden = total === 0;
    this.button.hidden = items.length === 0 || this.#shown >= total;
  }

  async press() {
    this.button.disabled = true;
    try {
      await this.more();
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (!(error instanceof Refusal)) throw error;
      warn(error.message, { retry: () => this.press() });
    } finally {
      this.button.disabled = false;
    }
  }
}
