/**
 * "Run now": asks the rules for today's insights and actions, and shows how far the run is.
 */

import { change, read, Refusal } from './api.js';
import { byId } from './dom.js';
import { count } from './format.js';
import { tell, warn } from './notices.js';

const pollMilliseconds = 700;
const final = ['succeeded', 'failed', 'cancelled'];

/**
 * Offers the button for one company.
 *
 * @param {object} company the company, as the session gives it.
 * @param {{signal: AbortSignal, onFinished: () => void}} options `signal` ends it when another company is chosen.
 */
export function offerRun(company, { signal, onFinished }) {
  const button = byId('run-now');
  byId('run').hidden = company.role !== 'admin';
  show('');
  button.disabled = false;
  button.addEventListener('click', () => run(), { signal });

  async function run() {
    button.disabled = true;
    show('Starting …');
    try {
      const started = await change('/jobs/trigger', { company_id: company.id, job: 'recommend' });
      const job = await follow(started.job_id);
      if (signal.aborted) return;
      if (job.status === 'succeeded') {
        tell('The run is done; the queue is up to date.');
        onFinished();
      } else {
        const ending = job.status === 'failed' ? 'failed' : 'was cancelled';
        warn(`The run ${ending}. ${job.error ?? ''}`.trim(), { retry: run });
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (!signal.aborted) warn(error.message, { retry: run });
    } finally {
      if (!signal.aborted) {
        button.disabled = false;
        show('');
      }
    }
  }

  async function follow(id) {
    for (;;) {
      const job = await read('/jobs/status', { job_id: id });
      if (final.includes(job.status) || signal.aborted) return job;
      show(progressSentence(job));
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
  }
}

function progressSentence({ status, progress }) {
  if (status === 'queued') return 'Queued …';
  if (!progress?.total) return 'Running …';
  return `${count(progress.done)} of ${count(progress.total)} ${progress.unit ?? ''}`.trim();
}

function show(sentence) {
  byId('run-progress').textContent = sentence;
}
