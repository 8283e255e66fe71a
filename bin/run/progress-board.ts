import type { JobView } from '#shared/jobs/job-view.ts';
import { dollars } from '../dollars.ts';

const barLength = 20;
/** Letters of a label on a terminal: its end tells most, and the bar has to fit beside it. */
const longestLabel = 30;

/** The progress of one file. */
export interface Lane {
  show: (job: JobView) => void;
}

/**
 * Progress on stderr, one lane a file: on a terminal a bar for each file at work, redrawn in place; elsewhere a line for
 * each tenth. What else is printed goes through `above`, so that bars and lines do not run into each other.
 */
export class ProgressBoard {
  readonly #terminal = process.stderr.isTTY;
  readonly #columns = process.stderr.columns ?? 80;
  readonly #lines = new Map<string, { label: string; line: string }>();
  #drawn = 0;

  /** `label` begins the lines where there are several files, and is empty where there is one. */
  lane(id: string, label: string): Lane {
    const startedAt = performance.now();
    let lastStep = -1;
    return {
      show: (job) => {
        const line = barOf(job, performance.now() - startedAt);
        if (line === null) return;
        const step = Math.floor(shareOf(job) * 10);
        if (!this.#terminal && step !== lastStep) process.stderr.write(`${labelled(label, line)}\n`);
        lastStep = step;
        if (this.#terminal) this.#replace(id, { label: label.slice(-longestLabel), line });
      },
    };
  }

  /** Takes a lane off and answers how it stood, without its label; empty where nothing was drawn. */
  take(id: string): string {
    const taken = this.#lines.get(id);
    this.#lines.delete(id);
    return taken?.line ?? '';
  }

  /** Prints while the bars are away. */
  above(print: () => void): void {
    this.#erase();
    print();
    this.#draw();
  }

  #replace(id: string, drawn: { label: string; line: string }): void {
    this.#erase();
    this.#lines.set(id, drawn);
    this.#draw();
  }

  #erase(): void {
    if (this.#drawn > 0) process.stderr.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }

  #draw(): void {
    if (!this.#terminal) return;
    for (const { label, line } of this.#lines.values()) {
      // A line that wraps would be two when it is erased.
      process.stderr.write(`${labelled(label, line).slice(0, this.#columns - 1)}\n`);
    }
    this.#drawn = this.#lines.size;
  }
}

function labelled(label: string, line: string): string {
  return label === '' ? line : `${label}  ${line}`;
}

function barOf({ pages, cost }: JobView, ms: number): string | null {
  if (pages.count === null) return null;
  const asked = pages.count - pages.notChosen;
  const share = shareOf({ pages });
  const bar = '█'.repeat(Math.round(share * barLength)).padEnd(barLength, '░');
  const seconds = (ms / 1000).toFixed(1);
  return `page ${Math.round(share * asked)}/${asked}  ${bar}  ${seconds} s   ${dollars(cost.spentCents)} of the ${dollars(cost.capCents)} cap`;
}

/** Of the pages that were asked for, 0..1. */
function shareOf({ pages }: Pick<JobView, 'pages'>): number {
  const asked = (pages.count ?? 0) - pages.notChosen;
  const ended = pages.done + pages.failed + pages.skipped - pages.notChosen;
  return asked <= 0 ? 0 : ended / asked;
}
