import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRef, PDFStream, ParseSpeeds } from 'pdf-lib';
import type { PDFContext, PDFObject, PDFPageLeaf } from 'pdf-lib';
import { AppError } from '#shared/errors.ts';
import { embedGlyphless } from './embed-glyphless.ts';
import { FONT_NAME } from './page-text.ts';

/** Invisible text for one page. */
export interface TextLayer {
  /** From 1. */
  page: number;
  /** Operators in user space, as pageText writes them. */
  content: string;
}

export interface LayeredFile {
  bytes: Uint8Array;
  /** What the file has, as PDFium counts. */
  pageCount: number;
  layers: TextLayer[];
  /** See GlyphCodes.characters. */
  characters: string[];
}

/**
 * The file with the layers added, everything else as it was; same input, same bytes. Throws AppError pdf-broken where
 * the pages are not those that PDFium counted, and what pdf-lib throws. It may take for ever and use any memory: for a
 * thread that can be ended.
 */
export async function addTextLayers({
  bytes,
  pageCount,
  layers,
  characters,
}: LayeredFile): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.load(bytes, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest });
  const pages = document.getPages();
  if (pages.length !== pageCount) throw otherPages(pages.length, pageCount);
  const font = embedGlyphless(document.context, characters);
  // A page object that is named twice is one page, and has its words once.
  const done = new Set<PDFPageLeaf>();
  for (const { page, content } of layers) {
    const node = pages[page - 1]?.node;
    if (node === undefined || done.has(node)) continue;
    done.add(node);
    addLayer(node, font, content);
  }
  const saved = await document.save({
    addDefaultPage: false,
    updateFieldAppearances: false,
    objectsPerTick: Infinity,
  });
  // Its types leave open whose memory it is; it is an array of its own, which can be handed over.
  return saved as Uint8Array<ArrayBuffer>;
}

/**
 * The text goes before all else on the page: there the coordinates are still those of the page, whatever the page's
 * own content does to them, and what is invisible covers nothing.
 */
function addLayer(node: PDFPageLeaf, font: PDFRef, content: string): void {
  const { context } = node;
  const name = addFont(node, font);
  const text = content.replaceAll(`/${FONT_NAME} `, `/${name} `);
  const stream = context.register(context.flateStream(text));
  node.set(PDFName.of('Contents'), context.obj([stream, ...contentsOf(node)]));
}

/** The streams of a page, which may stand alone, in an array, or not at all. */
function contentsOf(node: PDFPageLeaf): PDFObject[] {
  const entry = node.get(PDFName.of('Contents'));
  const found = node.context.lookup(entry);
  if (found instanceof PDFArray) return found.asArray();
  return found instanceof PDFStream && entry instanceof PDFRef ? [entry] : [];
}

/** Into resources of the page's own, because those it has may be other pages' as well. Answers the name it got. */
function addFont(node: PDFPageLeaf, font: PDFRef): string {
  const { context } = node;
  const resources = copyOf(context, node.getInheritableAttribute(PDFName.Resources));
  const fonts = copyOf(context, resources.get(PDFName.Font));
  let name = FONT_NAME;
  for (let count = 2; fonts.has(PDFName.of(name)); count += 1) name = `${FONT_NAME}${count}`;
  fonts.set(PDFName.of(name), font);
  resources.set(PDFName.Font, fonts);
  node.set(PDFName.Resources, resources);
  return name;
}

function copyOf(context: PDFContext, object: PDFObject | undefined): PDFDict {
  const found = context.lookup(object);
  return found instanceof PDFDict ? found.clone(context) : context.obj({});
}

function otherPages(found: number, counted: number): AppError {
  return new AppError(
    'pdf-broken',
    'The pages of this PDF cannot be told for sure, so no text is added. Print it as a new PDF and lift that.',
    { facts: { found, counted } },
  );
}
