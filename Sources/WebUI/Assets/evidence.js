/**
 * What a statement rests on: facts with value and threshold, the reasons of a score, and the rule that decided.
 */

import { element } from './dom.js';
import { evidenceValue, shortHash, signedPercent } from './format.js';

/** A table of facts; nothing where there are none. */
export function evidenceTable(evidence, caption) {
  if (!evidence?.length) return null;
  return element(
    'table',
    { class: 'evidence', 'data-evidence': true },
    element('caption', { class: 'unseen' }, caption),
    element('thead', {}, element('tr', {},
      element('th', { scope: 'col' }, 'Fact'),
      element('th', { scope: 'col', class: 'number' }, 'Value'),
      element('th', { scope: 'col', class: 'number' }, 'Needed'))),
    element('tbody', {}, evidence.map((row) => element('tr', { 'data-fact': row.fact },
      element('th', { scope: 'row' }, factName(row.fact)),
      element('td', { class: 'number' }, evidenceValue(row.value, row.unit)),
      element('td', { class: 'number muted' }, threshold(row))))),
  );
}

/** The reasons of a score that count, largest first as they come, each with a bar and its share in words. */
export function reasonBars(reasons) {
  const telling = (reasons ?? []).filter((reason) => Math.abs(reason.share) >= 0.005);
  if (telling.length === 0) return null;
  const widest = Math.max(...telling.map((reason) => Math.abs(reason.share)));
  return element('ul', { class: 'reasons-list', 'data-reasons': true }, telling.map((reason) => element(
    'li',
    { 'data-reason': reason.code, 'data-sign': reason.share < 0 ? 'lowers' : 'raises' },
    element('span', { class: 'reason-sentence' }, reason.sentence),
    element('span', {
      class: 'reason-bar', 'aria-hidden': 'true', vars: { '--share': Math.abs(reason.share) / widest },
    }),
    element('span', { class: 'reason-share' }, signedPercent(reason.share)),
  )));
}

/** `overdue-reminder  collections.rules:42  version 3f9a12c0`: where to look a rule up. */
export function ruleReference(rule) {
  if (!rule) return null;
  return element('span', { class: 'rule', 'data-rule': rule.id },
    element('code', { class: 'rule-id' }, rule.id),
    rule.file && element('code', {}, `${rule.file}:${rule.line}`),
    rule.version && element('span', { class: 'muted', title: rule.version }, `version ${shortHash(rule.version)}`));
}

/**
 * A plain path is a fact or an insight and reads as words; anything else is an expression and stays as its author wrote
 * it.
 */
function factName(fact) {
  const path = /^(insight |)(customer|invoice)\.([a-z0-9_]+)$/.exec(fact);
  const name = path ? path[3] : fact;
  if (!/^[a-z0-9_]+$/.test(name)) return element('code', {}, fact);
  // A window belongs to the name but is no part of the thing counted: `promises broken, 365 days`.
  const read = name.replace(/_(\d+_days)$/, ', $1').replaceAll('_', ' ');
  return [
    path && element('span', { class: 'entity' }, path[1] + path[2]),
    element('span', { title: fact }, read),
  ];
}

function threshold(row) {
  if (row.threshold === null || row.threshold === undefined) return element('span', { class: 'unseen' }, 'none');
  return evidenceValue(row.threshold, row.unit).replace('>=', '≥').replace('<=', '≤');
}
