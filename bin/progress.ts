import type { JobView } from '#shared/jobs/job-view.ts';
import { dollars } from './dollars.ts';

const barLength = 20;

/** Progress of a job on stderr: a bar that redraws itself on a terminal, a line per tenth elsewhere. */
export class Progress {
  readonly #startedAt = performance.now();
  readonly #terminal = process.stderr.isTTY;
  #lastStep = -1;

  show({ pages, cost }: JobView): void {
    if (pages.count === null) return;
    const ended = pages.done + pages.failed + pages.skipped;
    const share = ended / pages.count;
    const step = Math.floor(share * 10);
    if (!this.#terminal && step === this.#lastStep) return;
    this.#lastStep = step;
    const bar = '█'.repeat(Math.round(share * barLength)).padEnd(barLength, '░');
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    const line = `page ${ended}/${pages.count}  ${bar}  ${seconds} s   ${dollars(cost.spentCents)} of the ${dollars(cost.capCents)} cap`;
    process.stderr.write(this.#terminal ? `\r\u001b[2K${line}` : `${line}\n`);
  }

  end(): void {
    if (this.#terminal) process.stderr.write('\n');
  }
}
