import type { Signal } from '@preact/signals';
import type { ExportFormat } from '../shell/wire.ts';

const formats: { format: ExportFormat; name: string; about: string }[] = [
  {
    format: 'xlsx',
    name: 'Excel workbook',
    about: 'Totals are live formulas, every figure points at its page',
  },
  { format: 'csv', name: 'CSV', about: 'One file a schedule, plain numbers' },
  { format: 'json', name: 'JSON', about: 'All cells with their places and proofs' },
  { format: 'pdf', name: 'Searchable PDF', about: 'The original, its scanned pages made searchable' },
];

/** One of the formats. */
export function ExportFormats({ format }: { format: Signal<ExportFormat> }) {
  return (
    <fieldset class="formats">
      <legend>Format</legend>
      {formats.map((each) => (
        <label key={each.format} class="format panel">
          <input
            type="radio"
            name="format"
            checked={format.value === each.format}
            onChange={() => (format.value = each.format)}
          />
          <span>
            <span class="row-name">{each.name}</span>
            <span class="row-facts">{each.about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
