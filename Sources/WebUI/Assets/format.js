/**
 * How values read: amounts, days, shares and words. The page is in English, and so are its numbers.
 */

const language = 'en';
const nonBreakingSpace = '\u00a0';
const moneyFormats = new Map();
const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });

/** `8,500.00 USD`: the currency's own decimals, thousands separated, the code behind. */
export function money(amount, currency) {
  if (typeof amount !== 'number') return 'unknown';
  if (!currency) return plain.format(amount);
  let format = moneyFormats.get(currency);
  if (!format) {
    const decimals = new Intl.NumberFormat(language, { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits;
    format = new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    moneyFormats.set(currency, format);
  }
  return format.format(amount) + nonBreakingSpace + currency;
}

/** `8,500`: an estimate beside an amount that names the currency. */
export function wholeMoney(amount) {
  return whole.format(amount);
}

/** `1,204`. */
export function count(number) {
  return whole.format(number);
}

/** `1 action`, `3 actions`. */
export function counted(number, singular, plural = singular + 's') {
  return `${count(number)} ${number === 1 ? singular : plural}`;
}

/** A ratio as `82%`. */
export function percent(ratio) {
  return typeof ratio === 'number' ? whole.format(ratio * 100) + '%' : 'unknown';
}

/** A ratio with its sign, `+34%` or `−12%`. */
export function signedPercent(ratio) {
  if (typeof ratio !== 'number') return 'unknown';
  const sign = ratio < 0 ? '\u2212' : '+';
  return sign + whole.format(Math.abs(ratio) * 100) + '%';
}

/** `3 days past due`, `due today`, `due in 4 days`. */
export function lateness(daysPastDue) {
  if (typeof daysPastDue !== 'number') return 'due date unknown';
  if (daysPastDue === 0) return 'due today';
  return daysPastDue > 0 ? `${counted(daysPastDue, 'day')} past due` : `due in ${counted(-daysPastDue, 'day')}`;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC',
});

/** `2013-06-30` as `30 Jun 2013`. A day has no time zone, so none is applied. */
export function day(text) {
  if (!text) return 'unknown';
  const parsed = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) ? text : dayFormat.format(parsed);
}

/** The day of an instant (`…Z`) in the company's time zone; a plain day is given as it is. */
export function dayOfInstant(text, timeZone) {
  if (!text) return 'unknown';
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day(text);
  const parsed = new Date(text);
  if (Number.isNaN(parsed.getTime())) return text;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(parsed);
}

/** `past_due_1_30` as `Past due 1 30`: a name of the API as people read it. */
export function words(name) {
  const spaced = String(name).replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The first eight characters of a hash or version, which are enough to tell two apart. */
export function shortHash(hash) {
  return hash ? String(hash).slice(0, 8) : 'none';
}

const buckets = { current: 'Current', '1_30': '1–30', '31_60': '31–60', '61_90': '61–90', '91_over': '91+' };

/** The name of an aging bucket: `1_30` as `1–30`. */
export function agingBucket(name) {
  return buckets[name] ?? words(name);
}

/** The buckets of an aging report, youngest first. */
export const agingBuckets = Object.keys(buckets);

/**
 * A value of an evidence row in its unit: a currency code, `days`, `percent` (a ratio: 0.35 is 35%), `points`, `count`,
 * `date`, or none.
 */
export function evidenceValue(value, unit) {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : value;
  if (unit === 'percent') return percent(value);
  if (unit === 'days') return counted(value, 'day');
  if (unit === 'count') return count(value);
  if (/^[A-Z]{3}$/.test(unit ?? '')) return money(value, unit);
  return unit ? `${plain.format(value)} ${unit}` : plain.format(value);
}
