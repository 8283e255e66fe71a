/**
 * Children in the order of their complex types, ECMA-376 Part 1 (5th edition), annex A.2; written from the standard, not from the
 * product.
 */
export const SEQUENCES: Readonly<Record<string, readonly string[]>> = {
  /** CT_Worksheet, 18.3.1.99 */
  worksheet:
    words(`sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
    scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors
    smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst`),
  /** CT_Workbook, 18.2.27 */
  workbook:
    words(`fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences
    definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr
    webPublishObjects extLst`),
  /** CT_SheetView, 18.3.1.87 */
  sheetView: words('pane selection pivotSelection extLst'),
  /** CT_Cell, 18.3.1.4 */
  c: words('f v is extLst'),
  /** CT_HeaderFooter, 18.3.1.46 */
  headerFooter: words('oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter'),
  /** CT_SheetPr, 18.3.1.82 */
  sheetPr: words('tabColor outlinePr pageSetUpPr'),
  /** CT_Table, 18.5.1.2 */
  table: words('autoFilter sortState tableColumns tableStyleInfo extLst'),
  /** CT_Comments, 18.7.6 */
  comments: words('authors commentList extLst'),
  /** CT_Stylesheet, 18.8.39 */
  styleSheet: words(
    'numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst',
  ),
  /** CT_Xf, 18.8.45 */
  xf: words('alignment protection extLst'),
  /** CT_Dxf, 18.8.14 */
  dxf: words('font numFmt fill alignment border protection extLst'),
  /** CT_Border, 18.8.4 */
  border: words('start end left right top bottom diagonal vertical horizontal'),
  /** CT_OneCellAnchor, 20.5.2.24 */
  'xdr:oneCellAnchor': words(
    'xdr:from xdr:ext xdr:sp xdr:grpSp xdr:graphicFrame xdr:cxnSp xdr:pic xdr:contentPart xdr:clientData',
  ),
  /** CT_Picture, 20.5.2.25 */
  'xdr:pic': words('xdr:nvPicPr xdr:blipFill xdr:spPr xdr:style'),
};

function words(text: string): string[] {
  return text.split(/\s+/);
}
