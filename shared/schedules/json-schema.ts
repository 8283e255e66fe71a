import { z } from 'zod';
import { exportForm } from './export-form.ts';

/**
 * The text of docs/schedule.schema.json (JSON Schema, draft 2020-12). Fields that are added leave the version as it is, so
 * that the schema lets others stand beside those it names.
 */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(exportForm, {
    override: ({ jsonSchema: part }) => {
      delete part.additionalProperties;
    },
  });
  const about = {
    title: 'LedgerLift schedules',
    description:
      'What an export of format json holds. Boxes are PDF points as the page is displayed, origin top-left; an amount is minor / 10^scale, a percentage in percent; rows and columns count from 0, pages and ordinals from 1.',
  };
  return `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`;
}
