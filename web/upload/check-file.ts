import { ApiProblem } from '../shell/api-problem.ts';

/** How far into a file its mark may stand; the service looks as far. */
const headBytes = 1024;

/** Throws ApiProblem for what the service would refuse anyway: an empty file, and one that is no PDF. */
export async function checkFile(file: File): Promise<void> {
  const head = await file
    .slice(0, headBytes)
    .text()
    .catch(() => {
      throw refusal('unreadable', 'This cannot be read. A folder? Choose the files in it instead.');
    });
  if (file.size === 0) throw refusal('pdf-empty', 'The file is empty: choose another one.');
  if (!head.includes('%PDF-'))
    throw refusal('not-a-pdf', 'This is not a PDF. Print or export it as PDF, then choose that file.');
}

function refusal(code: string, detail: string): ApiProblem {
  return new ApiProblem({ status: 0, code, detail });
}
