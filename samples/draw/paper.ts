import { PDFDocument, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';

/** A document being drawn. The fonts are the standard ones, so the files stay small and need no licence. */
export interface Paper {
  document: PDFDocument;
  fonts: Fonts;
  /** Width and height in points. */
  size: [number, number];
}

interface Fonts {
  regular: PDFFont;
  bold: PDFFont;
  italic: PDFFont;
}

/** One page and what is needed to write on it. */
export interface Pen {
  page: PDFPage;
  fonts: Fonts;
  widthPoints: number;
  heightPoints: number;
}

export type Typeface = 'serif' | 'sans' | 'mono';

/** Opens an empty document; `date` stands for every date inside, so that two runs give the same bytes. */
export async function openPaper(options: {
  title: string;
  author: string;
  typeface: Typeface;
  size: [number, number];
  date: Date;
}): Promise<Paper> {
  const document = await PDFDocument.create();
  document.setTitle(options.title);
  document.setAuthor(options.author);
  document.setCreator('LedgerLift samples');
  document.setProducer('pdf-lib');
  document.setCreationDate(options.date);
  document.setModificationDate(options.date);
  return { document, fonts: await embedFonts(document, options.typeface), size: options.size };
}

async function embedFonts(document: PDFDocument, typeface: Typeface): Promise<Fonts> {
  const [regular, bold, italic] = await Promise.all(
    faces[typeface].map(async (face) => document.embedFont(face)),
  );
  if (regular === undefined || bold === undefined || italic === undefined)
    throw new Error('a face is missing');
  return { regular, bold, italic };
}

export function newPage({ document, fonts, size }: Paper): Pen {
  return { page: document.addPage(size), fonts, widthPoints: size[0], heightPoints: size[1] };
}

export async function finishPaper({ document }: Paper): Promise<Uint8Array> {
  return document.save({ updateFieldAppearances: false });
}

const faces: Record<Typeface, StandardFonts[]> = {
  serif: [StandardFonts.TimesRoman, StandardFonts.TimesRomanBold, StandardFonts.TimesRomanItalic],
  sans: [StandardFonts.Helvetica, StandardFonts.HelveticaBold, StandardFonts.HelveticaOblique],
  mono: [StandardFonts.Courier, StandardFonts.CourierBold, StandardFonts.CourierOblique],
};
