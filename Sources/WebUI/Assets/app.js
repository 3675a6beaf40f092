/**
 * The review page: signs in, chooses the company, and joins queue, detail, decisions and keys.
 *
 * The address names the view and the company (`#queue/<id>`, `#insights/<id>`), so that a reload and the way back work.
 */

import { showAging } from './aging.js';
import { Refusal } from './api.js';
import { actionName, Detail, doneSentence } from './detail.js';
import { byId, element, fill, isNarrow } from './dom.js';
import { count, day } from './format.js';
import { showInsights } from './insights.js';
import { listenForKeys, showHelp } from './keyboard.js';
import { announce, warn } from './notices.js';
import { Queue, showState } from './queue.js';
import { askForReason } from './reject.js';
import { Review } from './review.js';
import { offerRun } from './run.js';
import { openSession, renewSession, signOut } from './session.js';

const views = ['queue', 'insights', 'aging'];
const searchDelay = 180;
/** After this long away, a page that is looked at again asks for the day and the queue afresh. */
const staleAfter = 10 * 60_000;

let session = null;
let desk = null;
let lastFresh = Date.now();

/** One company's desk: what is open of it, and how to close it. */
class Desk {
  #leaving = new AbortController();
  #open = null;

  constructor(company) {
    this.company = company;
    this.canDecide = company.role !== 'viewer';
    this.tally = readTally(company);
    this.detail = new Detail(company, {
      canDecide: this.canDecide,
      approve: () => this.approve(),
      reject: () => this.reject(),
      back: closeDetail,
    });
    this.queue = new Queue(company.id, {
      onChoose: (action) => this.detail.show(action),
      onOpen: () => openDetail(),
      onChange: () => this.showCounts(),
    });
    this.review = new Review(company.id, this.queue, {
      onDone: (verb) => {
        this.tally[verb === 'approve' ? 'approved' : 'rejected'] += 1;
        writeTally(this.company, this.tally);
        this.showCounts();
      },
    });
    offerRun(company, { signal: this.#leaving.signal, onFinished: () => this.reload() });
  }

  close() {
    this.#leaving.abort();
    this.#open?.abort();
    this.queue.stop();
    this.detail.stop();
  }

  async load() {
    const isFirst = this.queue.shownCount === 0;
    if (isFirst) showState(element('p', { role: 'status' }, 'Loading the queue …'));
    try {
      await this.queue.load();
      lastFresh = Date.now();
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (!(error instanceof Refusal)) throw error;
      if (isFirst) showState(element('p', { role: 'alert' }, error.message), button('Try again', () => this.load()));
      else warn(error.message, { retry: () => this.load() });
    }
  }

  reload() {
    this.load();
    this.showView(currentPlace().view);
  }

  async search(text) {
    if (this.queue.search === text) return;
    this.queue.search = text;
    await this.load();
  }

  async more() {
    try {
      await this.queue.loadMore();
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (!(error instanceof Refusal)) throw error;
      warn(error.message, { retry: () => this.more() });
    }
  }

  approve() {
    const action = this.queue.chosen;
    if (action && this.canDecide) this.review.decide(action, 'approve');
  }

  async reject() {
    const action = this.queue.chosen;
    if (!action || !this.canDecide) return;
    const content = await askForReason(`${action.recommendation_label}: ${actionName(action)}`, this.company.today);
    if (content) this.review.decide(action, 'reject', content);
  }

  /** Fills a view that is not the queue; the queue is filled by itself. */
  showView(view) {
    this.#open?.abort();
    this.#open = new AbortController();
    const { signal } = this.#open;
    if (view === 'insights') showInsights(byId('insights-view'), this.company, { signal });
    if (view === 'aging') showAging(byId('aging-view'), this.company, { signal });
  }

  showCounts() {
    const { queue, tally } = this;
    byId('count-left').textContent = count(queue.total);
    byId('count-done').textContent = count(tally.approved + tally.rejected);
    byId('queue-more').hidden = !queue.hasMore;
    document.title = queue.total > 0 ? `(${count(queue.total)}) Arclight` : 'Arclight';
    if (queue.shownCount > 0) showState();
    else if (queue.hasMore) this.more();
    else this.#showEmpty();
  }

  #showEmpty() {
    closeDetail();
    if (this.queue.search) {
      announce('No action matches the search.');
      showState(
        element('p', {}, `No action matches “${this.queue.search}”.`),
        button('Clear the search', clearSearch));
      return;
    }
    const isCleared = this.tally.approved + this.tally.rejected > 0;
    announce(isCleared ? `Queue cleared. ${doneSentence(this.tally)}` : 'Nothing waits for you.');
    showState(
      element('p', { class: 'state-title', 'data-queue-empty': isCleared ? 'cleared' : 'nothing' },
        isCleared ? 'Queue cleared.' : 'Nothing waits for you.'),
      element('p', { class: 'muted' },
        isCleared
          ? doneSentence(this.tally)
          : `No action of ${this.company.name} needs a decision today. A run brings the queue up to date.`),
      button('Look again', () => this.load()));
  }
}

function button(label, act) {
  return element('button', { type: 'button', class: 'quiet', on: { click: act } }, label);
}

// What was decided since the window was opened: one count per user and company.

function tallyName(company) {
  return `arclight.done.${session.user.id}.${company.id}`;
}

function readTally(company) {
  return { approved: 0, rejected: 0, ...JSON.parse(sessionStorage.getItem(tallyName(company)) ?? '{}') };
}

function writeTally(company, tally) {
  sessionStorage.setItem(tallyName(company), JSON.stringify(tally));
}

// Where the page is.

function currentPlace() {
  const [view, company] = location.hash.slice(1).split('/');
  return { view: views.includes(view) ? view : 'queue', company };
}

function goTo(view, company) {
  location.hash = `${view}/${company}`;
}

function showPlace() {
  const place = currentPlace();
  const { companies } = session;
  if (companies.length === 0) {
    showWholePage(
      element('h1', {}, 'No company yet'),
      element('p', {}, `${session.user.name} is a member of no company. `,
        'An admin of the company, or whoever runs Arclight, can change that.'),
      button('Look again', () => location.reload()), button('Sign out', signOut));
    return;
  }
  const company = companies.find(({ id }) => id === place.company) ?? companies[0];
  byId('blank').hidden = true;
  byId('app').hidden = false;
  for (const view of views) {
    byId(`${view}-view`).hidden = view !== place.view;
    const link = byId(`view-${view}`);
    link.href = `#${view}/${company.id}`;
    if (view === place.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.body.dataset.view = place.view;
  if (desk?.company.id !== company.id) {
    desk?.close();
    byId('queue').replaceChildren();
    byId('find').value = '';
    desk = new Desk(company);
    showCompany(company);
    desk.load();
  }
  desk.showView(place.view);
  if (history.state?.pane !== 'detail') document.body.dataset.pane = 'list';
}

function showCompany(company) {
  const { companies } = session;
  byId('company-name').textContent = company.name;
  byId('company-name').hidden = companies.length > 1;
  byId('company-choice').hidden = companies.length < 2;
  const select = byId('company-select');
  fill(select, companies.map(({ id, name }) => element('option', { value: id }, name)));
  select.value = company.id;
  const today = byId('today');
  fill(today, day(company.today), company.clock === 'fixed' && element('span', {
    class: 'fixed-clock', 'data-clock': 'fixed', title: 'This company’s clock stands still on this day.',
  }, 'clock fixed'));
  byId('user-name').textContent = session.user.name;
}

function showWholePage(...content) {
  byId('app').hidden = true;
  const blank = byId('blank');
  blank.hidden = false;
  fill(blank, ...content);
}

// In a narrow window list and detail take turns; the way back is the browser's own.

function openDetail() {
  if (!isNarrow()) return;
  if (document.body.dataset.pane !== 'detail') history.pushState({ pane: 'detail' }, '');
  document.body.dataset.pane = 'detail';
  byId('detail').focus({ preventScroll: true });
}

function closeDetail() {
  if (document.body.dataset.pane !== 'detail') return;
  // At once: the way back arrives later, and must not be asked for twice.
  document.body.dataset.pane = 'list';
  history.back();
  desk.queue.revealChosen();
}

async function clearSearch() {
  const find = byId('find');
  find.value = '';
  find.blur();
  await desk.search('');
  desk.queue.focusChosen();
}

/** Goes from the search to the rows it found; out of the field even where it found none, so that keys work again. */
function leaveSearch() {
  byId('find').blur();
  desk.queue.focusChosen();
}

function leave() {
  const find = byId('find');
  if (find.value !== '') clearSearch();
  else if (document.activeElement === find) leaveSearch();
  else if (document.body.dataset.pane === 'detail') closeDetail();
}

function step(steps) {
  if (currentPlace().view !== 'queue') return;
  desk.queue.move(steps);
  if (desk.queue.holdsFocus) desk.queue.focusChosen();
}

function inQueue(act) {
  return () => { if (desk && currentPlace().view === 'queue') act(); };
}

async function freshen() {
  const isBusy = document.querySelector('dialog[open]') !== null;
  if (document.visibilityState !== 'visible' || Date.now() - lastFresh < staleAfter || !desk || isBusy) return;
  lastFresh = Date.now();
  try {
    session = await renewSession();
    const company = session.companies.find(({ id }) => id === desk.company.id);
    if (!company) return location.reload();
    Object.assign(desk.company, company);
    showCompany(desk.company);
    desk.reload();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    warn(error.message, { retry: freshen });
  }
}

function wire() {
  addEventListener('hashchange', showPlace);
  addEventListener('popstate', (event) => {
    const wasDetail = document.body.dataset.pane === 'detail';
    document.body.dataset.pane = event.state?.pane === 'detail' ? 'detail' : 'list';
    if (wasDetail) desk?.queue.revealChosen();
  });
  document.addEventListener('visibilitychange', freshen);
  byId('company-select').addEventListener('change', (event) => goTo(currentPlace().view, event.target.value));
  byId('sign-out').addEventListener('click', () => {
    signOut().catch((error) => warn(error.message));
  });
  byId('open-help').addEventListener('click', showHelp);
  byId('queue-more').addEventListener('click', () => desk.more());
  document.querySelector('[data-skip]').addEventListener('click', (event) => {
    event.preventDefault();
    byId('detail').focus();
  });

  let typing = null;
  const find = byId('find');
  find.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => desk.search(find.value.trim()), searchDelay);
  });
  find.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    leaveSearch();
  });
  byId('queue').addEventListener('keydown', (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!steps) return;
    event.preventDefault();
    step(steps);
  });

  listenForKeys([
    { keys: ['j'], about: 'Next action', act: inQueue(() => step(1)), repeats: true },
    { keys: ['k'], about: 'Previous action', act: inQueue(() => step(-1)), repeats: true },
    { keys: ['a'], about: 'Approve, and on to the next', act: inQueue(() => desk.approve()) },
    { keys: ['r'], about: 'Reject with a reason', act: inQueue(() => desk.reject()) },
    { keys: ['/'], about: 'Search', act: inQueue(() => find.focus()) },
    { keys: ['1'], about: 'Queue', act: () => desk && goTo('queue', desk.company.id) },
    { keys: ['2'], about: 'Insights', act: () => desk && goTo('insights', desk.company.id) },
    { keys: ['3'], about: 'Aging', act: () => desk && goTo('aging', desk.company.id) },
    { keys: ['?'], about: 'This list', act: showHelp },
    { keys: ['Escape'], about: 'Clear the search; back to the list', act: () => desk && leave() },
  ]);
}

async function start() {
  try {
    session = await openSession();
    showPlace();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    showWholePage(element('p', { role: 'alert' }, error.message), button('Try again', () => location.reload()));
  }
}

wire();
start();
