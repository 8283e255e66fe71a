import { expect, test } from 'vitest';
import { onePagePdf, packedStream } from '#tests/fixtures/one-page-pdf.ts';
import { FileText } from '#worker/pdf/file-text.ts';
import { findActiveParts } from '#worker/pdf/find-active-parts.ts';

test.each([
  ['a script', '/OpenAction<</S/JavaScript/JS(1)>>', ['javascript']],
  ['a program to launch', '/OpenAction<</S/Launch/F(a)>>', ['launch-action']],
  ['a form that is sent', '/OpenAction<</S/SubmitForm/F(a)>>', ['form-submission']],
  ['files within it', '/Names<</EmbeddedFiles<</Names[]>>>>', ['embedded-file']],
  ['a form of XML', '/AcroForm<</XFA[]>>', ['xfa-form']],
  ['nothing of the kind', '', []],
])('%s in a file is told of', (_what, catalogue, parts) => {
  expect(findActiveParts(new FileText(onePagePdf({ catalogue })))).toEqual(parts);
});

test('what is packed into an object stream is told of as well', () => {
  const objects = [
    packedStream('/Type/ObjStm/N 1/First 4', '9 0 <</S/JavaScript/JS(1)>>').replace(
      '[/FlateDecode]',
      '/FlateDecode',
    ),
  ];
  expect(findActiveParts(new FileText(onePagePdf({ objects })))).toEqual(['javascript']);
});
