/** Children of a worksheet in the order of CT_Worksheet, ECMA-376 Part 1, 18.3.1.99 and annex A.2. */
const SEQUENCE = (
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios ' +
  'autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations ' +
  'hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ' +
  'ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls ' +
  'webPublishItems tableParts extLst'
).split(' ');

/**
 * Puts the children of a worksheet part into the order of the standard; children of one name keep their order. Excel calls a
 * file with another order corrupt, and exceljs writes legacyDrawing last. Throws where a child is not of the standard.
 */
export function orderWorksheet(xml: string): string {
  const start = xml.indexOf('>', xml.indexOf('<worksheet')) + 1;
  const end = xml.lastIndexOf('</worksheet>');
  const children = splitChildren(xml.slice(start, end));
  const ordered = children
    .map((child) => ({ ...child, rank: SEQUENCE.indexOf(child.name) }))
    .sort((one, other) => one.rank - other.rank);
  const stranger = ordered.find((child) => child.rank < 0);
  if (stranger) throw new Error(`A worksheet has no child <${stranger.name}>; add it to the sequence`);
  return xml.slice(0, start) + ordered.map((child) => child.xml).join('') + xml.slice(end);
}

/** No child holds an element of its own name, so that the first closing tag of that name ends it. */
function splitChildren(body: string): { name: string; xml: string }[] {
  const children: { name: string; xml: string }[] = [];
  for (let at = body.indexOf('<'); at >= 0; at = body.indexOf('<', at)) {
    const name = /[^\s/>]+/.exec(body.slice(at + 1, at + 80))?.[0] ?? '';
    const tagEnd = body.indexOf('>', at) + 1;
    const closing = `</${name}>`;
    const end = body[tagEnd - 2] === '/' ? tagEnd : body.indexOf(closing, tagEnd) + closing.length;
    children.push({ name, xml: body.slice(at, end) });
    at = end;
  }
  return children;
}
