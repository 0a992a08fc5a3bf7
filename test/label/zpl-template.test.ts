import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { printable } from '../../src/domain/text/printable.ts';
import { escapeZpl, renderZpl, zplTemplateOf } from '../../src/label/zpl-template.ts';
import { codeOfLabel } from '../../src/label/label-code.ts';
import { readZpl } from '../../src/simulator/read-zpl.ts';
import type { LabelContent } from '../../src/station/label-printer.ts';
import { bareLabel, builtIn, ownTemplate, sampleLabel } from './sample-label.ts';

const printed = (label: LabelContent, form = builtIn) => readZpl(renderZpl(zplTemplateOf(form), label));

describe('the built-in label', () => {
  it.each(['datamatrix', 'qr'] as const)(
    'has the device ID in its %s code, and what the unit has as text',
    (symbology) => {
      expect(printed(sampleLabel, { ...builtIn, symbology, showPac: true })).toMatchObject({
        code: { symbology, text: '00A1BCDE' },
        texts: ['Water meter', '00A1BCDE', 'P_0001_AFAF_01', 'SN 00012345', 'PAC 5EEDC0DE00A10001'],
      });
      expect(printed(bareLabel, { ...builtIn, symbology })).toMatchObject({
        code: { symbology, text: '00A1BCDE' },
        texts: ['Water meter', '00A1BCDE'],
      });
    },
  );

  it('shows no PAC that the product does not show', () => {
    expect(printed(sampleLabel).zpl).not.toContain('5EEDC0DE');
  });
});

describe("a template of one's own", () => {
  it('says in a comment what its code holds', () => {
    const form = ownTemplate(
      '^XA^CI28\n^FXcode = {{deviceId}};{{serial}}\n^FO0,0^BXN,6,200,,,,|^FH^FD{{code}}^FS\n^XZ',
    );
    expect(codeOfLabel(zplTemplateOf(form).code, sampleLabel)).toBe('00A1BCDE;00012345');
    expect(printed(sampleLabel, form)).toMatchObject({
      code: { symbology: 'datamatrix', text: '00A1BCDE;00012345' },
      texts: [],
    });
  });

  it.each([['12~1'], ['a|b'], ['ä'], ['1\n2'], [' 7'], ['']])(
    'whose code would hold the serial %j is refused: scanners would not read it back',
    (serial) => {
      const form = ownTemplate('^XA^CI28\n^FXcode = {{serial}}\n^BXN,6,200^FH^FD{{code}}^FS\n^XZ');
      expect(() => printed({ ...sampleLabel, serial }, form)).toThrow(/printer fault/);
    },
  );

  it.each([
    ['^FO0,0^FH^FD{{deviceId}}^FS', 'own.zpl:1: a label begins with ^XA'],
    ['^XA^FH^FD{{deviceId}}^FS^XZ', 'own.zpl:1: the template has to say ^CI28'],
    ['^XA^CI28\n^FD{{deviceId}}^FS\n^XZ', 'own.zpl:2: {{deviceId}} does not stand in field data with escapes'],
    ['^XA^CI28\n^FH^FDa^FS\n^FD{{deviceId}}^FS^XZ', 'own.zpl:3: {{deviceId}} does not stand'],
    ['^XA^CI28\n^FO{{serial}},0^FH^FDx^FS^XZ', 'own.zpl:2: {{serial}} does not stand'],
    ['^XA^CI28\n^FH\\^FD{{serial}}^FS^XZ', 'own.zpl:2: {{serial}} does not stand'],
    ['^XA^CI28\n^FH^FDx~{{serial}}^FS^XZ', 'own.zpl:2: {{serial}} does not stand'],
    ['^XA^CI28^FH^FD{{serial?}}^FS^XZ', 'own.zpl:1: a line that may be left out must hold neither ^XA nor ^XZ'],
    ['^XA^CI28\n\n~CC!^FH^FD{{serial}}^FS^XZ', 'own.zpl:3: ^CC, ^CT and ^CD change'],
    ['^XA^CI28\n^FXcode = {{code}}\n^XZ\n{{nothing}}', 'own.zpl:4: there is no field {{nothing}}'],
    ['^XA^CI28\n^FH^FD{{pac}}^FS^XZ', 'own.zpl:2: the template asks for {{pac}}'],
  ])('%j is refused: %s', (text, words) => {
    expect(() => zplTemplateOf(ownTemplate(text))).toThrow(words);
  });
});

test.each([
  ['00A1BCDE', '00A1BCDE'],
  ['^XZ', '_5EXZ'],
  ['~JA', '_7EJA'],
  ['_5E', '_5F5E'],
  ['a\\&b', 'a_5C_26b'],
  ['Zähler', 'Z_C3_A4hler'],
  ['水\n', '_E6_B0_B4_0A'],
  ['\uD800', '_EF_BF_BD'],
])('%j is sent as %s', (value, sent) => {
  expect(escapeZpl(value)).toBe(sent);
});

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^(?:\^XZ|\^XA|\^FS|\^FD|~HS|~JA|~CC|\^CC|_5E|_|\\|\^|~|\{\{pac\}\}|[a-z ]){0,8}$/),
);

test('no value is taken for a command, and each comes out as it went in, with hidden characters shown', () => {
  const form = {
    ...builtIn,
    showPac: true,
    template: {
      source: 'own.zpl',
      text: '^XA^CI28\n^FH^FD{{productName}}^FS\n^FH_^FV{{name}}^FS\n^fh^fd{{serial}}^fs\n^BQN,2,4^FH^FDMA,{{code}}^FS\n^XZ',
    },
  };
  const commands = printed(sampleLabel, form).commands;
  fc.assert(
    fc.property(anything, anything, anything, (productName, name, serial) => {
      const label = printed({ ...sampleLabel, productName, name, serial }, form);
      expect(label.commands).toEqual(commands);
      expect(label.texts).toEqual([productName, name, serial].map(printable));
      expect(label.code?.text).toBe('00A1BCDE');
      expect(label.zpl).toMatch(/^[\x20-\x7E\n]+$/);
    }),
    { seed: 5, numRuns: 500 },
  );
});
