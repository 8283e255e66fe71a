import type { Proof } from '#shared/schedules/schedule.ts';
import { GREEN, GREY, RED } from './looks.ts';

interface ProofMark {
  /** "✓ Foots and cross-foots" */
  text: string;
  color: string;
  tabColor: string;
}

const MARKS = {
  proved: { mark: '✓', color: GREEN, tabColor: GREEN },
  'proved-within-rounding': { mark: '✓', color: GREEN, tabColor: '8FBF9F' },
  broken: { mark: '✗', color: RED, tabColor: RED },
  'nothing-to-prove': { mark: '–', color: GREY, tabColor: 'C3C8CF' },
} as const;

const PLAIN_SENTENCES = {
  proved: 'proved',
  'proved-within-rounding': 'proved within rounding',
  broken: 'does not add up',
  'nothing-to-prove': 'nothing to prove',
} as const;

/** The proof as one line with its mark; never by colour alone, and nothing to prove is never shown as a pass. */
export function proofMark(proof: Proof): ProofMark {
  const { mark, color, tabColor } = MARKS[proof.state];
  const sentence = proof.sentence.trim() || PLAIN_SENTENCES[proof.state];
  const rounded = proof.state === 'proved-within-rounding' && !/rounding/i.test(sentence);
  const text = `${mark} ${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${rounded ? ', within rounding' : ''}`;
  return { text, color, tabColor };
}
