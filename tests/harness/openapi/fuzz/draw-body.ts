import type { Schema } from '#shared/openapi/openapi.ts';
import type { Dice } from './dice.ts';
import { drawHostile, drawValue } from './draw-value.ts';

/** A body as bytes: what the call takes, that with something wrong in it, or nothing of the kind. */
export function drawBody(schema: Schema | undefined, dice: Dice): Buffer | null {
  if (schema === undefined && dice.chance(0.5)) return dice.pick([null, Buffer.from(''), Buffer.from('{}')]);
  const value = schema === undefined ? {} : drawValue(schema, dice);
  const way = dice.below(10);
  if (way < 4) return textOf(value);
  if (way < 7) return textOf(mutated(value as Record<string, unknown>, dice));
  if (way < 8) return textOf(drawHostile(dice));
  return broken(value, dice);
}

function textOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** With one member or two that are wrong, missing or nobody's. */
function mutated(value: Record<string, unknown>, dice: Dice): unknown {
  const changed = { ...value };
  const names = Object.keys(changed);
  for (let change = 0; change <= dice.below(2); change += 1) {
    const name = names.length > 0 && dice.chance(0.7) ? dice.pick(names) : dice.pick(strangers);
    if (dice.chance(0.15)) delete changed[name];
    else
      Object.defineProperty(changed, name, {
        value: drawHostile(dice),
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return dice.chance(0.1) ? [changed] : changed;
}

const strangers = ['userId', 'tenantId', '__proto__', 'constructor', 'toString', '', '\0', 'bytes', 'jobId'];

/** Not JSON, or JSON that is hard on who reads it. */
function broken(value: unknown, dice: Dice): Buffer {
  const text = JSON.stringify(value);
  const depth = dice.below(30_000);
  return dice.pick<() => Buffer>([
    () => Buffer.from(text.slice(0, dice.below(text.length))),
    () => Buffer.from(`\uFEFF${text}`),
    () => Buffer.from(`${text}${text}`),
    () => Buffer.from(text.replace('{', '{"filename":"x","filename":"y",')),
    () => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`),
    () => Buffer.from(`${'{"a":'.repeat(depth / 3)}1${'}'.repeat(depth / 3)}`),
    () => Buffer.from('[1e999,-1e999,1E-999,00,+1]'),
    () => Buffer.from('{"bytes":123456789012345678901234567890}'),
    () => Buffer.from([0xff, 0xfe, 0x00, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
    () =>
      Buffer.concat([Buffer.from('{"filename":"'), Buffer.from([0xc3, 0x28, 0xf0, 0x9f]), Buffer.from('"}')]),
    () => Buffer.from('a=1&b=2'),
    () => Buffer.from('--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--'),
    () => Buffer.alloc(65_536 + dice.below(3), 0x20),
    () => Buffer.alloc(dice.below(200_000), 0x78),
  ])();
}
