import { Button } from '../shell/button.tsx';
import { plural } from '../shell/plural.ts';
import type { Conflict } from './model/save-step.ts';
import type { OpenSchedule } from './model/open-schedule.ts';
import { editWords } from './model/edit-words.ts';
import type { Review } from './model/review.ts';

/** Somebody else was faster: who, which of our edits wait, and the choice between them. */
export function ConflictNote({ review, open }: { review: Review; open: OpenSchedule }) {
  const conflict = open.conflict.value;
  if (!conflict) return null;
  const { unsaved } = conflict;
  const decide = (act: () => string) => (): void => {
    review.say(act());
    review.focus();
  };
  const again = () => {
    const { applied, lost } = open.applyAgain();
    return `${plural(applied, 'edit')} applied again.${lost > 0 ? ` ${plural(lost, 'edit')} no longer fit.` : ''}`;
  };
  const drop = () => {
    open.dropUnsaved();
    return unsaved.length > 0 ? `${plural(unsaved.length, 'edit')} dropped.` : '';
  };
  return (
    <section class="note note-weak conflict" role="alert">
      <p>
        <strong>{headline(conflict)}</strong>{' '}
        {unsaved.length > 0
          ? `You see the newer state. Not saved yet: ${plural(unsaved.length, 'edit')} of yours.`
          : 'You see the newer state.'}
      </p>
      {unsaved.length > 0 ? (
        <ul>
          {unsaved.map(({ edit, before }, at) => (
            <li key={at}>{editWords(edit, before)}</li>
          ))}
        </ul>
      ) : null}
      <div class="actions">
        {unsaved.length > 0 ? (
          <Button class="button-primary" onClick={decide(again)}>
            Apply mine again
          </Button>
        ) : null}
        <Button onClick={decide(drop)}>{unsaved.length > 0 ? 'Drop mine' : 'Understood'}</Button>
      </div>
    </section>
  );
}

function headline({ by, refused }: Conflict): string {
  if (refused !== null) return `The service did not take an edit: ${refused}`;
  const named = by.filter((name) => name !== '');
  return `This schedule was changed by ${named.length > 0 ? named.join(' and ') : 'somebody else'} meanwhile.`;
}
