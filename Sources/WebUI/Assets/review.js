/**
 * Decisions: the row leaves before the server has answered, and comes back with a sentence where it refuses.
 */

import { change, newKey, read, Refusal } from './api.js';
import { actionName } from './detail.js';
import { announce, tell, warn } from './notices.js';

const done = { approve: 'Approved', reject: 'Rejected' };

export class Review {
  /**
   * @param {string} company the company's id.
   * @param {import('./queue.js').Queue} queue the rows to decide.
   * @param {{onDone: (verb: 'approve'|'reject') => void}} listeners `onDone` after each decision that the server took.
   */
  constructor(company, queue, listeners) {
    this.company = company;
    this.queue = queue;
    this.listeners = listeners;
  }

  /**
   * Decides one action and chooses the next.
   *
   * @param {object} action the action.
   * @param {'approve'|'reject'} verb what is done.
   * @param {object} content the body of the call.
   * @param {string} key the idempotency key; a repeated call carries the first one's, so that it counts once.
   */
  async decide(action, verb, content = {}, key = newKey()) {
    const taken = this.queue.takeOut(action.id);
    if (!taken) return;
    const next = this.queue.chosen;
    if (next) {
      announce(`${done[verb]}: ${actionName(action)}. Next: ${next.recommendation_label}, ${actionName(next)}.`);
    }
    try {
      await change(`/companies/${this.company}/actions/${action.id}/${verb}`, content, { key });
      this.queue.settle(action.id);
      this.listeners.onDone(verb);
      tell(`${done[verb]}: ${actionName(action)}.`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await this.#refused(error, taken, verb, content, key);
    }
  }

  async #refused(refusal, taken, verb, content, key) {
    const { action } = taken;
    const sentence = `${actionName(action)}: ${refusal.message}`;
    if (refusal.isPassing) {
      this.queue.putBack(taken, refusal.message);
      warn(sentence, { retry: () => this.decide(action, verb, content, key) });
      return;
    }
    warn(sentence);
    if (refusal.status !== 409 && refusal.status !== 404) {
      this.queue.putBack(taken, refusal.message);
      return;
    }
    const fresh = await this.#reread(action);
    if (fresh.status === 'proposed') this.queue.putBack({ ...taken, action: fresh }, refusal.message);
    else this.queue.settle(action.id);
  }

  /** The action as it stands now; as it was where it cannot be read, and gone where it is not there any more. */
  async #reread(action) {
    try {
      return await read(`/companies/${this.company}/actions/${action.id}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.status === 404 ? { ...action, status: 'cancelled' } : action;
    }
  }
}
