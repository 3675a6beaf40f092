/**
 * The queue: the rows that are loaded, which of them is chosen, and how they look.
 *
 * A row that is being decided leaves at once and keeps its place in mind, so that a refused decision puts it back where
 * it stood.
 */

import { list } from './api.js';
import { byId, element, fill, prefersStillness } from './dom.js';
import { counted, lateness, money, wholeMoney, words } from './format.js';

const pageSize = 50;
/** With fewer rows than this below the chosen one, the next page is fetched. */
const lookAhead = 15;
const fadeMilliseconds = 160;

export class Queue {
  #rows = new Map();
  #decided = new Set();
  #pending = new Set();
  #chosen = null;
  #places = 0;
  #loading = null;
  #offset = 0;
  #hasMore = false;

  /** How many actions of the search wait for a decision, loaded or not. */
  total = 0;
  /** What the list is searched for; empty for all. */
  search = '';

  /**
   * @param {string} company the company's id.
   * @param {{onChoose: (action: object|null) => void, onOpen: () => void, onChange: () => void}} listeners `onChoose`
   *   with the row that became the chosen one, `onOpen` when a row was pressed, `onChange` when counts may have moved.
   */
  constructor(company, listeners) {
    this.company = company;
    this.listeners = listeners;
  }

  /** The chosen action; `null` in an empty queue. */
  get chosen() {
    return this.#rows.get(this.#chosen)?.action ?? null;
  }

  /** How many rows are shown. */
  get shownCount() {
    return this.#rows.size;
  }

  /** Whether the server has rows that are not loaded. */
  get hasMore() {
    return this.#hasMore;
  }

  /** Stops what is under way; its answer is dropped. */
  stop() {
    this.#loading?.abort();
    this.#loading = null;
  }

  /** Loads the first page afresh, and keeps the chosen row where it is still there. */
  async load() {
    this.stop();
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const { items, total } = await this.#page(0, loading.signal);
      const former = this.#chosen;
      this.#rows.clear();
      // What was decided and is proposed again (its facts moved) is shown again.
      this.#decided = new Set(this.#pending);
      byId('queue').replaceChildren();
      this.#offset = items.length;
      this.#take(items, total);
      this.#chosen = null;
      this.choose(this.#rows.has(former) ? former : this.#order()[0] ?? null);
    } finally {
      if (this.#loading === loading) this.#loading = null;
    }
    this.listeners.onChange();
  }

  /** Loads the next page, unless a page is on its way. */
  async loadMore() {
    if (this.#loading || !this.hasMore) return;
    const loading = new AbortController();
    this.#loading = loading;
    try {
      // Rows decided since have left the server's list, so the next page begins as many rows earlier. Where a decision
      // is still on its way the pages overlap, and rows that are known are dropped.
      this.#offset = Math.min(this.#offset, this.#rows.size);
      let added = 0;
      while (added === 0 && this.#hasMore) {
        const { items, total } = await this.#page(this.#offset, loading.signal);
        this.#offset += items.length;
        added = this.#take(items, total);
        if (items.length === 0) this.#hasMore = false;
      }
    } finally {
      if (this.#loading === loading) this.#loading = null;
    }
    if (this.#chosen === null) this.choose(this.#order()[0] ?? null);
    this.listeners.onChange();
  }

  /** Makes the row with this id the chosen one; `null` for none. */
  choose(id) {
    if (id === this.#chosen && id !== null) return;
    this.#rows.get(this.#chosen)?.button.removeAttribute('aria-current');
    this.#chosen = id;
    const row = this.#rows.get(id);
    row?.button.setAttribute('aria-current', 'true');
    this.listeners.onChoose(row?.action ?? null);
    // Last, because it makes the browser lay the page out: once for everything that changed.
    row?.item.scrollIntoView({ block: 'nearest' });
  }

  /** Chooses the row `steps` below the chosen one (above, where negative); stays at either end. */
  move(steps) {
    const order = this.#order();
    if (order.length === 0) return;
    const at = order.indexOf(this.#chosen);
    const next = Math.max(0, Math.min(order.length - 1, at + steps));
    this.choose(order[next]);
    if (order.length - next <= lookAhead) this.#prefetch();
  }

  /** Puts the keyboard on the chosen row. */
  focusChosen() {
    this.#rows.get(this.#chosen)?.button.focus({ preventScroll: true });
  }

  /** Brings the chosen row into the middle of the window, with the keyboard on it. */
  revealChosen() {
    this.#rows.get(this.#chosen)?.item.scrollIntoView({ block: 'center' });
    this.focusChosen();
  }

  /** Whether the keyboard is on a row, or nowhere. */
  get holdsFocus() {
    const active = document.activeElement;
    return !active || active === document.body || byId('queue').contains(active);
  }

  /**
   * Takes a row out because it is being decided, and chooses the one after it.
   *
   * @returns {{action: object, place: number}|null} what {@link putBack} needs; `null` where there is no such row.
   */
  takeOut(id) {
    const row = this.#rows.get(id);
    if (!row) return null;
    const hadFocus = row.item.contains(document.activeElement);
    const height = prefersStillness() ? null : row.item.offsetHeight;
    const order = this.#order();
    const at = order.indexOf(id);
    const wasChosen = this.#chosen === id;
    this.#rows.delete(id);
    this.#decided.add(id);
    this.#pending.add(id);
    this.total = Math.max(0, this.total - 1);
    row.button.disabled = true;
    row.item.dataset.state = 'leaving';
    if (height === null) {
      row.item.remove();
    } else {
      row.item.style.setProperty('--height', `${height}px`);
      setTimeout(() => row.item.remove(), fadeMilliseconds);
    }
    if (wasChosen) this.choose(order[at + 1] ?? order[at - 1] ?? null);
    if (hadFocus) this.focusChosen();
    if (order.length - at <= lookAhead) this.#prefetch();
    this.listeners.onChange();
    return { action: row.action, place: row.place };
  }

  /** Notes that the server has answered for a row that was taken out. */
  settle(id) {
    this.#pending.delete(id);
  }

  /** Puts a row back where it stood, with the sentence why. */
  putBack({ action, place }, remark) {
    this.settle(action.id);
    this.#decided.delete(action.id);
    if (this.#rows.has(action.id)) return;
    this.total += 1;
    const row = this.#add(action, place);
    row.item.dataset.state = 'returned';
    row.item.append(element('p', { class: 'row-remark', 'data-row-remark': true }, remark));
    if (this.#chosen === null) this.choose(action.id);
    this.listeners.onChange();
  }

  async #page(offset, signal) {
    return list(`/companies/${this.company}/actions`, {
      category: 'needs_action', limit: pageSize, offset, search: this.search,
    }, { signal });
  }

  #prefetch() {
    this.loadMore().catch((error) => {
      // The rows that are here can be worked on; the button under them repeats the call and says what is wrong.
      if (error.name !== 'AbortError') this.listeners.onChange();
    });
  }

  /** Adds rows that are not known yet, and gives how many those were. */
  #take(items, total) {
    const fresh = items.filter((action) => !this.#rows.has(action.id) && !this.#decided.has(action.id));
    for (const action of fresh) this.#add(action, this.#places++);
    this.#hasMore = this.#offset < total;
    // The server still counts those whose decision is on its way.
    this.total = Math.max(this.#hasMore ? total - this.#pending.size : 0, this.#rows.size);
    return fresh.length;
  }

  #add(action, place) {
    const row = { action, place, ...draw(action) };
    row.button.addEventListener('click', () => {
      this.choose(action.id);
      this.listeners.onOpen();
    });
    const after = [...this.#rows.values()].filter((other) => other.place > place);
    const next = after.reduce((least, other) => (!least || other.place < least.place ? other : least), null);
    byId('queue').insertBefore(row.item, next?.item ?? null);
    this.#rows.set(action.id, row);
    return row;
  }

  /** The ids in the order of the list. */
  #order() {
    return [...this.#rows.values()].sort((left, right) => left.place - right.place).map((row) => row.action.id);
  }
}

/** `INV-1042`, or `INV-1042 and 2 more` for an action on several invoices. */
export function invoiceNames(action) {
  const others = (action.invoices?.length ?? 1) - 1;
  const first = action.invoice_number;
  if (!first) return others >= 0 && action.invoices?.length ? counted(action.invoices.length, 'invoice') : '';
  return others > 0 ? `${first} and ${others} more` : first;
}

/** The channel of an action, as a badge. */
export function channelBadge(channel) {
  return element('span', { class: 'channel', 'data-channel': channel }, channel === 'sms' ? 'SMS' : words(channel));
}

function draw(action) {
  const late = action.days_past_due > 0;
  const button = element(
    'button',
    { type: 'button', class: 'row-button', 'data-choose': true },
    element('span', { class: 'row-what' },
      channelBadge(action.channel), element('span', {}, action.recommendation_label)),
    element('span', { class: 'row-who' },
      element('b', {}, action.customer_name), ' ', element('span', { class: 'muted' }, invoiceNames(action))),
    element('span', { class: 'row-why' }, action.description),
    element('span', { class: 'row-figures' },
      element('b', {}, money(action.amount, action.currency)),
      element('span', { 'data-late': late }, lateness(action.days_past_due)),
      typeof action.expected_cash === 'number' && element('span', { class: 'row-cash' },
        action.expected_cash_currency === action.currency
          ? wholeMoney(action.expected_cash) : money(action.expected_cash, action.expected_cash_currency),
        ' at stake')),
  );
  const item = element('li', { class: 'row', 'data-action-id': action.id, 'data-state': action.status }, button);
  return { item, button };
}

/** Shows what stands in place of rows: loading, empty, or an error with a way on. */
export function showState(...content) {
  const state = byId('queue-state');
  state.hidden = content.length === 0;
  fill(state, ...content);
}
