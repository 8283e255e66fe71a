import { atoms } from './atoms.ts';
import { jobForms } from './job-forms.ts';
import { problemForm } from './problem-form.ts';
import { scheduleForms } from './schedule-forms.ts';
import { serviceForms } from './service-forms.ts';
import { trustForms } from './trust-forms.ts';

/** What the API answers, by the name it has in the OpenAPI document. Strict: a field that is not here fails its test. */
export const forms = {
  ...jobForms,
  ...scheduleForms,
  ...trustForms,
  ...serviceForms,
  PresignedRequest: atoms.presigned,
  Failure: atoms.failure,
  Problem: problemForm,
};

export type FormName = keyof typeof forms;
