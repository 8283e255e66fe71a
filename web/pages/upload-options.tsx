import type { Signal } from '@preact/signals';
import type { ReadChoices } from '../upload/read-choices.ts';

interface UploadOptionsProps {
  asked: Signal<{ pages: string; cap: string }>;
  read: ReadChoices;
}

/** What may be asked for beside the files; it holds for those that are chosen afterwards. */
export function UploadOptions({ asked, read }: UploadOptionsProps) {
  const faultOf = (field: string): string | null =>
    'fault' in read && read.field === field ? read.fault : null;
  return (
    <details class="options-box">
      <summary>{summaryOf(asked.value)}</summary>
      <fieldset class="options">
        <legend class="unseen">Options for the next files</legend>
        <Option
          name="pages"
          label="Pages"
          placeholder="all"
          hint="Such as 2-9,12. Only these are read and charged."
          fault={faultOf('pages')}
          value={asked.value.pages}
          onValue={(pages) => (asked.value = { ...asked.value, pages })}
        />
        <Option
          name="cap"
          label="Cost cap in dollars"
          placeholder="the service’s"
          hint="A job that would cost more does not start."
          fault={faultOf('cap')}
          value={asked.value.cap}
          onValue={(cap) => (asked.value = { ...asked.value, cap })}
        />
      </fieldset>
    </details>
  );
}

/** What holds for the next files, also where the fields are folded away. */
function summaryOf({ pages, cap }: { pages: string; cap: string }): string {
  const chosen = [
    ...(pages.trim() === '' ? [] : [`pages ${pages.trim()}`]),
    ...(cap.trim() === '' ? [] : [`cap $${cap.trim().replace(/^\$\s*/, '')}`]),
  ];
  return chosen.length === 0 ? 'Choose pages or a cost cap' : `For the next files: ${chosen.join(', ')}`;
}

interface OptionProps {
  name: string;
  label: string;
  placeholder: string;
  hint: string;
  fault: string | null;
  value: string;
  onValue: (value: string) => void;
}

function Option({ name, label, placeholder, hint, fault, value, onValue }: OptionProps) {
  return (
    <div class="field">
      <label for={name}>
        {label} <span class="soft optional">optional</span>
      </label>
      <input
        id={name}
        class="input"
        autocomplete="off"
        placeholder={placeholder}
        aria-describedby={`${name}-hint`}
        aria-invalid={fault === null ? undefined : 'true'}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <p class={fault === null ? 'hint' : 'hint fault'} id={`${name}-hint`}>
        {fault ?? hint}
      </p>
    </div>
  );
}
