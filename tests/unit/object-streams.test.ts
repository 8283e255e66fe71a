import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { stream } from '#tests/fixtures/one-page-pdf.ts';
import { objectStreams } from '#worker/pdf/object-streams.ts';

const packed = (text: string): string => {
  const data = deflateSync(Buffer.from(text, 'latin1')).toString('latin1');
  return `7 0 obj\n${stream('/Type/ObjStm/Filter/FlateDecode', data)}\nendobj\n`;
};
const textsOf = (file: string): string[] =>
  [...objectStreams(Buffer.from(file, 'latin1'))].map(({ text }) => text);

describe('the object streams of a file', () => {
  test('are unpacked one after the other', () => {
    expect(textsOf(`%PDF-1.7\n${packed('one')}${packed('two')}`)).toEqual(['one', 'two']);
  });

  test('are unpacked once each, however often they are named before', () => {
    expect(textsOf(`(${'/ObjStm '.repeat(50)})${packed('one')}`)).toEqual(['one']);
  });

  test('are left alone from the first one on that is too large', () => {
    const large = packed(' '.repeat(33 * 1024 * 1024));
    expect(textsOf(`${packed('one')}${large.repeat(50)}${packed('two')}`)).toEqual(['one']);
  });

  test('that cannot be unpacked hide none behind them', () => {
    const encrypted = stream('/Type/ObjStm/Filter/FlateDecode', 'junk');
    expect(textsOf(`${encrypted}${packed('two')}`)).toEqual(['', 'two']);
  });
});
