/**
 * Who is signed in, and the sign-in form.
 *
 * The form is a modal dialog over the page, so that a session that ends in the middle of the work leaves everything
 * where it was: what was typed, what was chosen, and the call that was under way.
 */

import { change, onSignedOut, read, Refusal, useToken } from './api.js';
import { byId } from './dom.js';

let current = null;
let signingIn = null;

/** The session: `user` and `companies`, asked for when it is not known. Resolves once somebody is signed in. */
export async function openSession() {
  onSignedOut(() => signIn('Your session has ended. Sign in to go on; what you were doing is kept.'));
  try {
    accept(await read('/auth/me', {}, { mayAskToSignIn: false }));
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
    await signIn('Whom to contact today, and why.');
  }
  return current;
}

/** Asks the server again: the companies' day moves on while the page stands open. */
export async function renewSession() {
  accept(await read('/auth/me'));
  return current;
}

/** Ends the session and starts the page afresh, so that nothing of it stays in memory. */
export async function signOut() {
  try {
    await change('/auth/logout/', {}, { key: null, mayAskToSignIn: false });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
  }
  location.reload();
}

function accept(answer) {
  useToken(answer.csrf_token);
  current = { user: answer.user, companies: answer.companies };
}

/** Shows the form; calls that come while it is open wait for the same sign-in. */
function signIn(reason) {
  signingIn ??= askForPassword(reason).finally(() => { signingIn = null; });
  return signingIn;
}

function askForPassword(reason) {
  const dialog = byId('sign-in');
  const form = byId('sign-in-form');
  const username = byId('username');
  const password = byId('password');
  const error = byId('sign-in-error');
  const submit = byId('sign-in-submit');
  byId('sign-in-reason').textContent = reason;
  error.textContent = '';
  byId('blank').hidden = true;
  if (current) username.value = current.user.username;

  return new Promise((resolve) => {
    const keepOpen = () => { if (!dialog.open) dialog.showModal(); };
    const send = async (event) => {
      event.preventDefault();
      submit.disabled = true;
      error.textContent = '';
      try {
        const answer = await change(
          '/auth/login/',
          { username: username.value.trim(), password: password.value },
          { key: null, mayAskToSignIn: false },
        );
        const isSomebodyElse = current && current.user.id !== answer.user.id;
        accept(answer);
        // Somebody else's half-done work is not for this user to finish.
        if (isSomebodyElse) return location.reload();
        form.removeEventListener('submit', send);
        dialog.removeEventListener('close', keepOpen);
        password.value = '';
        dialog.close();
        resolve();
      } catch (refusal) {
        if (!(refusal instanceof Refusal)) throw refusal;
        error.textContent = refusal.message;
        password.select();
        password.focus();
      } finally {
        submit.disabled = false;
      }
    };
    form.addEventListener('submit', send);
    dialog.addEventListener('close', keepOpen);
    keepOpen();
    (username.value ? password : username).focus();
  });
}
