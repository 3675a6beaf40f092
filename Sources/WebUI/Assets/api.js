/**
 * The client of `/api/v1`.
 *
 * The session lives in a cookie that scripts cannot read; every change also carries the CSRF token. An answer of 401
 * does not fail the call: the user signs in again and the same call, with the same idempotency key, is made once more.
 */

const base = '/api/v1';
let csrfToken = null;
let signInAgain = null;

/** A call that did not succeed; `message` is a sentence for the user. */
export class Refusal extends Error {
  /**
   * @param {number} status the HTTP status; 0 where no answer came.
   * @param {string} message the server's sentence, or ours where it sent none.
   * @param {string} code the server's stable name for the error; empty where it sent none.
   */
  constructor(status, message, code = '') {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }

  /** Whether the same call may well succeed later. */
  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Sets the token that every change carries. */
export function useToken(token) {
  csrfToken = token;
}

/** Sets what is done on 401: `again` resolves once the user is signed in. */
export function onSignedOut(again) {
  signInAgain = again;
}

/** A key that makes a repeated change count once. */
export function newKey() {
  // `crypto.randomUUID` is missing where the page is served over plain HTTP to another machine.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Reads one object. `query` entries that are empty are left out. */
export async function read(path, query = {}, { signal, mayAskToSignIn = true } = {}) {
  const response = await call('GET', path, { query, signal, mayAskToSignIn });
  return body(response);
}

/** Reads one page of a collection: its `items`, and the `total` over all pages. */
export async function list(path, query = {}, { signal } = {}) {
  const response = await call('GET', path, { query, signal });
  const items = await body(response);
  const total = Number(response.headers.get('X-Total-Count') ?? items.length);
  return { items, total };
}

/** Makes a change and gives the server's answer. A `key` of `null` sends none: no answer with a token is kept. */
export async function change(path, content = {}, { key = newKey(), mayAskToSignIn = true } = {}) {
  const response = await call('POST', path, { content, key, mayAskToSignIn });
  return body(response);
}

async function call(method, path, { query = {}, content, key, signal, mayAskToSignIn = true }) {
  let renewed = false;
  for (;;) {
    const response = await answer(method, path, query, content, key, signal);
    if (response.ok) return response;
    if (response.status === 401 && mayAskToSignIn && signInAgain) {
      await signInAgain();
      continue;
    }
    const refusal = await refused(response);
    // Another tab of the same browser has signed in since: the cookie is good, the token is the former one.
    if (response.status === 403 && refusal.code.startsWith('csrf') && mayAskToSignIn && !renewed) {
      renewed = true;
      useToken((await read('/auth/me')).csrf_token);
      continue;
    }
    throw refusal;
  }
}

async function answer(method, path, query, content, key, signal) {
  const parameters = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '' && value != null));
  const headers = { Accept: 'application/json' };
  if (content !== undefined) {
    headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    if (csrfToken) headers['X-CSRF-Token'] = csrfToken;
  }
  try {
    return await fetch(`${base}${path}${parameters.size ? `?${parameters}` : ''}`, {
      method,
      headers,
      body: content === undefined ? undefined : JSON.stringify(content),
      signal,
      cache: 'no-cache',
      credentials: 'same-origin',
      // A decision made just before the window closes still reaches the server.
      keepalive: content !== undefined,
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, 'The server does not answer. Check the connection, then try again.');
  }
}

async function body(response) {
  try {
    return await response.json();
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, 'The answer of the server did not arrive whole. Try again.');
  }
}

async function refused(response) {
  const content = await response.json().catch(() => ({}));
  const sentence = content.error ?? `The server answered ${response.status}. Try again, or ask whoever runs it.`;
  const details = Object.values(content.fields ?? {}).filter((detail) => !sentence.includes(detail));
  const incident = response.status === 500 && content.id ? ` (incident ${content.id})` : '';
  return new Refusal(response.status, [sentence + incident, ...details].join(' '), content.code ?? '');
}
