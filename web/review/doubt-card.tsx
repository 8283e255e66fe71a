import { Button } from '../shell/button.tsx';
import { plural } from '../shell/plural.ts';
import { type Explanation, explainCell } from './model/explain-cell.ts';
import { runCommand } from './model/run-command.ts';
import type { OpenSchedule } from './model/open-schedule.ts';
import type { Review } from './model/review.ts';
import { PROOF_SIGNS } from './proof-signs.ts';

/** What is wrong with the selected cell and what to do about it; else what is left to do. */
export function DoubtCard({ review, open }: { review: Review; open: OpenSchedule }) {
  const at = review.selection.value;
  const explained = explainCell(open.schedule.value, at);
  if (!explained) return <RestCard {...{ review, open }} />;
  const { tone, headline, body, repair, raw, alternatives } = explained;
  const keep = (): void => {
    review.edit({ type: 'keep-cell', ...at }, `${raw} kept.`);
    review.focus();
  };
  const use = (text: string) => (): void => {
    review.edit({ type: 'set-cell', ...at, text }, `${text} taken.`);
    review.focus();
  };
  return (
    <section class={`doubt-card card-${tone}`} aria-label="Cell to check">
      <h2>{headline}</h2>
      <p>{repair ? marked(body, repair.reading) : body}</p>
      <div class="actions">
        {repair ? (
          <Button class="button-primary" onClick={() => runCommand(review, { type: 'accept' })}>
            Use {repair.reading}
          </Button>
        ) : null}
        {alternatives.map((text) => (
          <Button key={text} onClick={use(text)}>
            Use {text}
          </Button>
        ))}
        <Button class={repair ? '' : 'button-primary'} onClick={keep}>
          Keep {raw === '' ? 'it blank' : shortened(raw)}
        </Button>
      </div>
    </section>
  );
}

function RestCard({ review, open }: { review: Review; open: OpenSchedule }) {
  const { state, sentence } = open.schedule.value.proof;
  const { mark, tone } = PROOF_SIGNS[state];
  const left = review.listed.value.reduce((sum, { toCheck }) => sum + toCheck.length, 0);
  const next = (): void => runCommand(review, { type: 'next-doubt' });
  return (
    <section class="doubt-card card-rest" aria-label="Left to check">
      <p>
        <span class={tone} aria-hidden="true">
          {mark}
        </span>{' '}
        {`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. `}
        {left === 0 ? 'Nothing is left to check.' : `${plural(left, 'cell')} left to check.`}
      </p>
      {left === 0 ? null : (
        <Button onClick={next}>
          Next to check <kbd>N</kbd>
        </Button>
      )}
    </section>
  );
}

/** The reading stands out of its sentence. */
function marked(body: Explanation['body'], reading: string) {
  const at = body.lastIndexOf(reading);
  if (at < 0) return body;
  return (
    <>
      {body.slice(0, at)}
      <strong>{reading}</strong>
      {body.slice(at + reading.length)}
    </>
  );
}

const LONGEST = 32;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
