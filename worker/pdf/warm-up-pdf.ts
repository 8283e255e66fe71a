import { deflateSync } from 'node:zlib';

/** A page with what most pages have: packed content, text, a ruling, a filled cell and a small grey picture. */
export function warmUpPdf(): Uint8Array {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R/B 6 0 R>>/XObject<</P 7 0 R>>>>>>',
    packed('', Buffer.from(CONTENT)),
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>',
    packed(
      `/Type/XObject/Subtype/Image/Width ${SIDE}/Height ${SIDE}/BitsPerComponent 8/ColorSpace/DeviceGray`,
      Buffer.from(Array.from({ length: SIDE * SIDE }, (_, index) => (index * 7) % 256)),
    ),
  ];
  return Buffer.from(assemble(objects), 'latin1');
}

/** Pixels of the picture along each side. */
const SIDE = 64;

const ROWS = Array.from(
  { length: 24 },
  (_, row) =>
    `BT /F 10 Tf 72 ${700 - row * 20} Td (Trade receivables, net) Tj 260 0 Td (1,234,567.89) Tj 90 0 Td (\\(98,076.54\\)) Tj ET`,
);

const CONTENT = `
  q .9 g 72 718 460 18 re f Q
  BT /B 12 Tf 72 722 Td (Balance sheet 0123456789 %&'()*+-./) Tj ET
  ${ROWS.join('\n')}
  q .5 w 332 696 m 400 696 l S 1 0 0 RG 332 190 200 30 re S Q
  q 120 0 0 120 72 60 cm /P Do Q
  q 300 60 m 340 160 380 160 420 60 c h f Q
`;

function packed(entries: string, data: Buffer): string {
  const body = deflateSync(data).toString('latin1');
  return `<<${entries}/Filter/FlateDecode/Length ${body.length}>>stream\n${body}\nendstream`;
}

function assemble(objects: string[]): string {
  let file = '%PDF-1.7\n';
  const places = objects.map((object, index) => {
    const place = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  return `${file}xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
}
