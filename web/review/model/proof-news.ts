import { nameFigure } from '#shared/proofs/name-figure.ts';
import type { Check, Schedule } from '#shared/schedules/schedule.ts';

/**
 * What an edit changed in the proofs, for the ear: "Additions adds up now. Everything proved: foots and cross-foots." Empty
 * where it changed nothing.
 */
export function proofNews(before: Schedule, after: Schedule): string {
  if (before.proof === after.proof) return '';
  const [was, is] = [brokenSums(before), brokenSums(after)];
  const mended = [...was].filter(([key]) => !is.has(key)).map(([, name]) => name);
  const broken = [...is].filter(([key]) => !was.has(key));
  const whole = after.proof.state !== before.proof.state || was.size !== is.size;
  return [
    ...(mended.length > 0 ? [`${listed(mended)} ${mended.length > 1 ? 'add' : 'adds'} up now.`] : []),
    ...(broken.length > 0
      ? [`${listed(broken.map(([, name]) => name))} no longer ${broken.length > 1 ? 'add' : 'adds'} up.`]
      : []),
    ...(whole ? [verdict(after)] : []),
  ].join(' ');
}

/** Broken checks by what they speak of; a column is called by its heading, a row by its label. */
function brokenSums(schedule: Schedule): Map<string, string> {
  const broken = schedule.proof.checks.filter(({ state }) => state === 'broken');
  return new Map(broken.map((check) => [keyOf(check), nameSum(schedule, check)]));
}

function keyOf({ prover, target, addends }: Check): string {
  return `${prover} ${target.row},${target.col} ${addends.length}`;
}

function nameSum(schedule: Schedule, { target, addends }: Check): string {
  const down = addends.every(({ col }) => col === target.col);
  const heading = schedule.columns[target.col]?.heading;
  if (down && heading) return heading;
  const [label = ''] = nameFigure(schedule, target).split(', ');
  return label;
}

function listed(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  if (distinct.length > MOST_NAMES) return `${distinct.length} sums`;
  return distinct.length < 2
    ? distinct.join('')
    : `${distinct.slice(0, -1).join(', ')} and ${distinct.at(-1)}`;
}

const MOST_NAMES = 3;

function verdict({ proof: { state, sentence } }: Schedule): string {
  if (state === 'broken') return `${sentence}.`;
  return state === 'nothing-to-prove' ? 'Nothing is left to prove.' : `Proved: ${sentence}.`;
}
