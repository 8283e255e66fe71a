import { noteOf } from './variable-kinds.ts';
import { variables } from './variables.ts';

/** The text of .env.example: every variable with what it means, its range with unit, and its default. */
export function envExample(): string {
  const entries = Object.entries(variables).map(([name, variable]) => {
    const note = noteOf(variable);
    const fallback = variable.safeParse(undefined).data;
    const shown = note?.shownDefault ?? (fallback === undefined ? '(not set)' : String(fallback));
    const assignment =
      note?.shownDefault === undefined && fallback !== undefined ? `${name}=${String(fallback)}` : `${name}=`;
    return `# ${note?.about}\n# ${note?.range} · default ${shown}\n#${assignment}\n`;
  });
  return `# Every setting of LedgerLift. All are optional on the command line: nothing set means everything embedded.\n\n${entries.join('\n')}`;
}
