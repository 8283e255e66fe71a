import { degrees, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib';
import type { PDFDict, PDFObject, PDFPage } from 'pdf-lib';
import { afterEach, describe, expect, test } from 'vitest';
import type { GreyImage } from '#worker/pdf/grey-image.ts';
import { openPdf } from '#worker/pdf/open-pdf.ts';
import type { PdfDocument } from '#worker/pdf/pdf-document.ts';

// A page that is one picture gives the picture's own pixels instead of being drawn; nobody may see a difference.

const LIMITS = { maxPages: 10, maxPixels: 20_000_000, timeoutSeconds: 60 };
const WIDTH = 306;
const HEIGHT = 396;

const opened: PdfDocument[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (document) => document.close()));
});

type Matrix = [a: number, b: number, c: number, d: number, e: number, f: number];

type Literal = string | number | boolean | number[];

interface Drawn {
  dictionary?: Record<string, Literal>;
  /** Bits of one pixel, all components together. */
  bits?: number;
  matrix?: Matrix;
  /** Resolution at which its pixels come out as they are stored; 72 as a rule. */
  dpi?: number;
  /** Operators before the picture is placed. */
  before?: string;
  alter?: (page: PDFPage) => void;
}

/** A page with a picture of noise; `forced` adds a path outside of the page, so that the page has to be drawn. */
async function pageWith({ dictionary = {}, bits = 8, matrix, before = '', alter }: Drawn, forced: boolean) {
  const pdf = await PDFDocument.create();
  const page = pdf.addPage([WIDTH, HEIGHT]);
  const { context } = pdf;
  const head = { Type: 'XObject', Subtype: 'Image', Width: WIDTH, Height: HEIGHT };
  const all = context.obj({ ...head, ColorSpace: 'DeviceGray', BitsPerComponent: 8 });
  for (const [name, value] of Object.entries(dictionary))
    all.set(PDFName.of(name), context.obj({ value }).lookup(PDFName.of('value')) ?? PDFName.of(''));
  if ('ImageMask' in dictionary) all.delete(PDFName.of('ColorSpace'));
  const noise = Uint8Array.from({ length: Math.ceil((WIDTH * bits) / 8) * HEIGHT }, noiseAt);
  const name = page.node.newXObject('Picture', context.register(PDFRawStream.of(all, noise)));
  alter?.(page);
  const path = forced ? `1 1 1 rg ${WIDTH + 20} 0 5 5 re f` : '';
  const [a, b, c, d, e, f] = matrix ?? [WIDTH, 0, 0, HEIGHT, 0, 0];
  const content = `${path} 0.2 0.3 0.4 rg q ${before} ${a} ${b} ${c} ${d} ${e} ${f} cm ${name.toString()} Do Q`;
  page.node.addContentStream(context.register(context.stream(content)));
  // A name in hex digits, which pdf-lib does not write.
  return Buffer.from(
    Buffer.from(await pdf.save())
      .toString('latin1')
      .replace('/SMask00', '/S#4dask'),
    'latin1',
  );
}

/** Blocks of 16 bytes, some black, some white, some in between. */
function noiseAt(_: unknown, index: number): number {
  return [255, 0, 255, 200, 90][Math.floor(index / 16) % 5] ?? 0;
}

async function draw(drawn: Drawn, how: { forced: boolean; dpi: number }): Promise<GreyImage> {
  const document = await openPdf(await pageWith(drawn, how.forced), LIMITS);
  opened.push(document);
  return document.renderGrey(1, { dpi: how.dpi });
}

function masked(page: PDFPage, key: string, value: (page: PDFPage) => PDFObject): void {
  const objects = page.node.Resources()?.lookup(PDFName.of('XObject')) as PDFDict;
  const [reference] = objects.values();
  const stream = page.doc.context.lookup(reference) as PDFRawStream;
  stream.dict.set(PDFName.of(key), value(page));
}

function softMask({ doc: { context } }: PDFPage): PDFObject {
  const head = { Type: 'XObject', Subtype: 'Image', Width: 2, Height: 2, ColorSpace: 'DeviceGray' };
  const mask = PDFRawStream.of(
    context.obj({ ...head, BitsPerComponent: 8 }),
    Uint8Array.of(255, 128, 0, 255),
  );
  return context.register(mask);
}

function graphicsState(page: PDFPage, entries: Record<string, string | number>): void {
  page.node.setExtGState(PDFName.of('State'), page.doc.context.obj(entries));
}

const inverted = { Decode: [1, 0] };
const KINDS: [name: string, drawn: Drawn][] = [
  ['grey', {}],
  ['grey the other way round', { dictionary: inverted }],
  ['one bit a pixel', { bits: 1, dictionary: { BitsPerComponent: 1 } }],
  ['one bit the other way round', { bits: 1, dictionary: { BitsPerComponent: 1, ...inverted } }],
  ['four bits', { bits: 4, dictionary: { BitsPerComponent: 4 } }],
  ['colours', { bits: 24, dictionary: { ColorSpace: 'DeviceRGB' } }],
  ['printing colours', { bits: 32, dictionary: { ColorSpace: 'DeviceCMYK' } }],
  ['a stencil', { bits: 1, dictionary: { ImageMask: true, BitsPerComponent: 1 } }],
  ['turned by 90', { matrix: [0, HEIGHT, -WIDTH, 0, WIDTH, 0] }],
  ['mirrored', { matrix: [-WIDTH, 0, 0, HEIGHT, WIDTH, 0] }],
  ['upside down', { matrix: [WIDTH, 0, 0, -HEIGHT, 0, HEIGHT] }],
  ['with margins', { matrix: [WIDTH, 0, 0, HEIGHT, 30, -50] }],
  ['clipped', { before: '40 40 100 100 re W n' }],
  ['see-through', { before: '/State gs', alter: (page) => graphicsState(page, { ca: 0.5 }) }],
  ['blended', { before: '/State gs', alter: (page) => graphicsState(page, { BM: 'Difference' }) }],
  ['behind a soft mask', { alter: (page) => masked(page, 'SMask', softMask) }],
  ['with a colour cut out', { alter: (page) => masked(page, 'Mask', ({ doc }) => doc.context.obj([0, 10])) }],
  ['on a turned page', { alter: (page) => page.setRotation(degrees(90)) }],
  ['on a cropped page', { alter: (page) => page.setCropBox(20, 30, 200, 300) }],
  [
    'in units of two points',
    { dpi: 36, alter: (page) => page.node.set(PDFName.of('UserUnit'), page.doc.context.obj(2)) },
  ],
  ['with a soft mask named in hex digits', { alter: (page) => masked(page, 'SMask00', softMask) }],
  [
    'under seen text',
    {
      alter: (page) => {
        page.drawText('12,345', { x: 50, y: 50 });
      },
    },
  ],
];

/** These are drawn after all. */
const DRAWN = new Set([
  'a stencil',
  'turned by 90',
  'mirrored',
  'upside down',
  'clipped',
  'see-through',
  'blended',
  'behind a soft mask',
  'with a soft mask named in hex digits',
  'with a colour cut out',
  'on a turned page',
  'under seen text',
]);

describe('a page that is one picture', () => {
  test.each(KINDS)('looks as if drawn: %s', async (_name, { dpi = 72, ...drawn }) => {
    const taken = await draw(drawn, { forced: false, dpi });
    const rendered = await draw(drawn, { forced: true, dpi });
    expect([taken.width, taken.height, taken.dpi]).toEqual([rendered.width, rendered.height, rendered.dpi]);
    expect(Buffer.compare(taken.pixels, rendered.pixels)).toBe(0);
  });

  test.each(KINDS)(
    'keeps its own pixels where nearly its resolution is asked for: %s',
    async (name, { dpi = 72, ...drawn }) => {
      const nearly = await draw(drawn, { forced: false, dpi: dpi * 1.01 });
      expect(nearly.dpi).toBeCloseTo(DRAWN.has(name) ? dpi * 1.01 : dpi, 3);
    },
  );

  test.each([0.7, 0.95, 1.05, 2])(
    'is drawn where another resolution is asked for: %s times its own',
    async (times) => {
      const other = await draw({}, { forced: false, dpi: 72 * times });
      expect(other.dpi).toBe(72 * times);
    },
  );

  test('is drawn where its two resolutions differ, and where it has more pixels than a page may have', async () => {
    const wide = await draw({ matrix: [WIDTH, 0, 0, HEIGHT - 4, 0, 2] }, { forced: false, dpi: 72.5 });
    expect(wide.dpi).toBe(72.5);
    const document = await openPdf(await pageWith({}, false), { ...LIMITS, maxPixels: 30_000 });
    opened.push(document);
    const small = await document.renderGrey(1, { dpi: 72 });
    expect(small.width * small.height).toBeLessThanOrEqual(30_000);
  });
});
