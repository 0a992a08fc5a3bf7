import { describe, expect, it } from 'vitest';

import { PaclineError } from '../../src/domain/errors/pacline-error.ts';
import { valuesOf } from '../../src/label/label-form.ts';
import { parseLabelTemplate, renderLines } from '../../src/label/label-template.ts';
import { bareLabel, sampleLabel } from './sample-label.ts';

const where = { source: 'label.txt', showPac: true };

const rendered = (text: string, label = sampleLabel): readonly string[] =>
  renderLines(parseLabelTemplate(text, where), valuesOf(label, 'CODE'));

const refusal = (work: () => unknown): PaclineError => {
  try {
    work();
  } catch (error) {
    if (error instanceof PaclineError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

describe('a template', () => {
  it.each([
    ['{{deviceId}}', '00A1BCDE'],
    ['PAC {{pac}}', 'PAC 5EEDC0DE00A10001'],
    ['{{certificate}}/{{serial}}', 'P_0001_AFAF_01/00012345'],
    ['{{productName}} {{name}} {{code}}', 'Water meter wm-00A1BCDE CODE'],
    ['{{ deviceId }}{{deviceId}}', '00A1BCDE00A1BCDE'],
    ['{{productName:5}}|', 'Water|'],
    ['{ } } { plain', '{ } } { plain'],
  ])('%j gives %j', (text, line) => {
    expect(rendered(text)).toEqual([line]);
  });

  it('leaves out a line whose optional field has no value, and only that', () => {
    expect(rendered('a\nSN {{serial?}}\nPAC {{pac?}}\nb', bareLabel)).toEqual(['a', 'b']);
    expect(rendered('a\nSN {{serial?:4}}\r\nb')).toEqual(['a', 'SN 0001', 'b']);
  });

  it('that asks for what a unit has not is a fault of the label, named by field and line', () => {
    const error = refusal(() => rendered('a\nSN {{serial}}', bareLabel));
    expect(error.code).toBe('printer fault');
    expect(error.message).toContain('label.txt:2: the label asks for {{serial}}');
  });

  it.each([
    ['a\nb {{deviceID}}', 'label.txt:2: there is no field {{deviceID}}; known are {{deviceId}}'],
    ['{{}}', 'label.txt:1: there is no field {{}}'],
    ['{{serial:0}}', 'label.txt:1: there is no field'],
    ['{{serial', 'label.txt:1: a field is not closed'],
    ['{{code:4}}', 'label.txt:1: a code cannot be cut'],
  ])('%j is refused: %s', (text, words) => {
    const error = refusal(() => parseLabelTemplate(text, where));
    expect(error.code).toBe('bad settings');
    expect(error.message).toContain(words);
  });

  it('that asks for the PAC where the product does not show it is refused before anything is printed', () => {
    const error = refusal(() => parseLabelTemplate('{{deviceId}}\n{{pac?}}', { ...where, showPac: false }));
    expect(error.code).toBe('bad settings');
    expect(error.message).toContain('label.txt:2: the template asks for {{pac}}');
  });
});
