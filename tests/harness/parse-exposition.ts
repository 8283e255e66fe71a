/** A sample of Prometheus' text exposition. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/**
 * Parses the text exposition (version 0.0.4) as a scraper does. Throws on a line that is not of it, a sample before its
 * TYPE, or one that stands there twice.
 */
export function parseExposition(text: string): Sample[] {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line);
    if (type !== null) types.set(type[1] ?? '', type[2] ?? '');
    if (line.startsWith('#')) continue;
    const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) throw new Error(`not a sample: ${line}`);
    const [, name = '', labelText = '', value = ''] = sample;
    const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
    if (!types.has(family)) throw new Error(`no type: ${line}`);
    const key = `${name}{${labelText}}`;
    if (seen.has(key)) throw new Error(`twice: ${line}`);
    seen.add(key);
    const labels = [...labelText.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', said = '']) => [
      label,
      said,
    ]);
    samples.push({
      name,
      labels: Object.fromEntries(labels),
      value: value === '+Inf' ? Infinity : Number(value),
    });
  }
  return samples;
}
