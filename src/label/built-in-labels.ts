import type { Symbology } from './label-form.ts';

/**
 * 50 × 25 mm at 8 dots a millimetre (203 dpi): the code left, its text right of it. The escape character of the DataMatrix is named,
 * for its default differs between printers, and no code holds it.
 * @source ZPL II Programming Guide: ^BX (quality 200, parameter g), ^BQ (model 2; field data begins with level and mode), ^A0, ^PW, ^LL
 */
export const builtInZpl = ({
  symbology,
  showPac,
}: {
  readonly symbology: Symbology;
  readonly showPac: boolean;
}): string => `\
^XA
^CI28
^PW400
^LL200
^LH0,0
^FO20,16^A0N,24,22^FH^FD{{productName:30}}^FS
${codeField[symbology]}
^FO170,54^A0N,54,46^FH^FD{{deviceId}}^FS
^FO170,112^A0N,22,20^FH^FD{{certificate?:20}}^FS
^FO170,140^A0N,22,20^FH^FDSN {{serial?:18}}^FS
${showPac ? '^FO170,168^A0N,22,20^FH^FDPAC {{pac?}}^FS\n' : ''}^XZ
`;

const codeField: Readonly<Record<Symbology, string>> = {
  datamatrix: '^FO28,62^BXN,8,200,,,,|^FH^FD{{code}}^FS',
  qr: '^FO24,56^BQN,2,6^FH^FDMA,{{code}}^FS',
};

/** For PDF: a line that begins with # is large. */
export const builtInSheet = ({ showPac }: { readonly showPac: boolean }): string => `\
{{productName}}
# {{deviceId}}
{{certificate?}}
SN {{serial?}}
${showPac ? 'PAC {{pac?}}\n' : ''}`;
