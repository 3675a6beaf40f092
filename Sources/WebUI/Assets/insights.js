/**
 * Insights: the card, its thumbs, and the view that lists a company's by severity.
 */

import { change, list, Refusal } from './api.js';
import { element, fill } from './dom.js';
import { evidenceTable, ruleReference } from './evidence.js';
import { count, day, words } from './format.js';
import { announce, warn } from './notices.js';

const severities = ['critical', 'high', 'medium', 'low', 'healthy'];
const pageSize = 20;

/**
 * A card for one insight.
 *
 * @param {object} insight as the API gives it.
 * @param {{company: string, isFolded?: boolean}} options `isFolded` hides the evidence until it is asked for.
 */
export function insightCard(insight, { company, isFolded = false }) {
  const table = evidenceTable(insight.evidence, `Evidence of: ${insight.title}`);
  return element(
    'article',
    { class: 'insight', 'data-insight-id': insight.id, 'data-severity': insight.severity },
    element('header', {},
      element('span', { class: 'severity', 'data-severity': insight.severity }, words(insight.severity)),
      element('h3', {}, insight.title),
      thumbs(insight, company)),
    (insight.customer_name || insight.invoice_number) && element('p', { class: 'small muted', 'data-target': true },
      [insight.customer_name, insight.invoice_number].filter(Boolean).join(', ')),
    element('p', {}, insight.summary),
    table && (isFolded ? element('details', {}, element('summary', {}, 'Evidence'), table) : table),
    element('footer', { class: 'small' },
      element('span', { class: 'tags' },
        (insight.tags ?? []).map((tag) => element('span', { class: 'tag', 'data-tag': tag }, words(tag)))),
      ruleReference(insight.rule),
      insight.valid_from && element('span', { class: 'muted' }, `since ${day(insight.valid_from.slice(0, 10))}`)),
  );
}

/** The view of a company's insights, most severe first; each severity is a section with its own count and pages. */
export function showInsights(view, company, { signal }) {
  const sections = severities.map((severity) => new SeveritySection(severity, company, signal));
  const empty = element('p', { class: 'state', 'data-insights-state': true, role: 'status' }, 'Loading insights …');
  fill(view, element('h1', {}, 'Insights'),
    element('p', { class: 'muted' }, `What the rules say about ${company.name} today, most severe first.`),
    empty, sections.map((section) => section.root));
  Promise.all(sections.map((section) => section.more())).then((totals) => {
    const hasFailed = totals.includes(null);
    const total = totals.reduce((sum, each) => sum + (each ?? 0), 0);
    empty.hidden = total > 0 || hasFailed;
    empty.textContent = 'No insight holds today. A run makes them from the ledger and the rules.';
  });
}

class SeveritySection {
  #shown = 0;

  constructor(severity, company, signal) {
    this.severity = severity;
    this.company = company;
    this.signal = signal;
    this.total = element('span', { class: 'muted', 'data-severity-total': true });
    this.cards = element('div', { class: 'cards' });
    this.button = element('button', {
      type: 'button', class: 'more', hidden: true, 'data-insights-more': severity, on: { click: () => this.more() },
    }, 'Show more');
    this.root = element('section', { class: 'severity-section', hidden: true, 'data-severity-section': severity },
      element('h2', {}, words(severity), ' ', this.total), this.cards, this.button);
  }

  /** Loads the next page and gives the total; `null` where that failed or is no longer wanted. */
  async more() {
    this.button.disabled = true;
    try {
      const { items, total } = await list('/intelligence/insights', {
        company_id: this.company.id, severity: this.severity, limit: pageSize, offset: this.#shown,
      }, { signal: this.signal });
      this.#shown += items.length;
      this.cards.append(...items.map((insight) => insightCard(insight, { company: this.company.id })));
      this.total.textContent = count(total);
      this.root.hidden = total === 0;
      this.button.hidden = items.length === 0 || this.#shown >= total;
      return total;
    } catch (error) {
      if (error.name === 'AbortError') return null;
      if (!(error instanceof Refusal)) throw error;
      warn(`${words(this.severity)} insights: ${error.message}`, { retry: () => this.more() });
      return null;
    } finally {
      this.button.disabled = false;
    }
  }
}

/** Two buttons that rate an insight, and a line for the reason once one is pressed. */
function thumbs(insight, company) {
  const given = insight.my_feedback?.rating ?? insight.my_feedback ?? null;
  const comment = element('input', {
    type: 'text', 'data-feedback-comment': true, 'aria-label': 'Why, for those who keep the rules', maxlength: 500,
    placeholder: 'Why? (optional, Enter sends)',
  });
  const form = element('form', { class: 'feedback-comment', hidden: true }, comment);
  const ratings = [['up', 'Useful'], ['down', 'Not useful']];
  const buttons = new Map(ratings.map(([rating, label]) => [rating, element('button', {
    type: 'button', class: 'quiet thumb', 'data-rating': rating, 'aria-pressed': String(given === rating),
    'aria-label': `${label}: ${insight.title}`, on: { click: () => rate(rating) },
  }, label)]));

  const press = (rating) => {
    for (const [each, button] of buttons) button.setAttribute('aria-pressed', String(each === rating));
  };
  let chosen = given;

  async function rate(rating, text = '') {
    const former = chosen;
    chosen = rating;
    press(rating);
    form.hidden = text !== '';
    try {
      await change(`/companies/${company}/intelligence/insights/${insight.id}/feedback`, { rating, comment: text });
      insight.my_feedback = { rating, comment: text };
      announce(text ? 'Comment sent.' : `Marked as ${rating === 'up' ? 'useful' : 'not useful'}.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      chosen = former;
      press(former);
      form.hidden = true;
      warn(error.message, { retry: error.isPassing ? () => rate(rating, text) : undefined });
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (comment.value.trim() === '') return;
    buttons.get(chosen)?.focus();
    rate(chosen, comment.value.trim());
  });
  return element('div', { class: 'thumbs', 'data-thumbs': true }, form, [...buttons.values()]);
}
