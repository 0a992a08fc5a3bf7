import { describe, expect, test } from 'vitest';

import { parseSettings } from '../../../src/settings/file/load-settings.ts';
import { writeDraft, type StationDraft } from '../../../src/settings/file/station-draft.ts';
import { tableKeys } from '../../../src/settings/settings-schema.ts';

const small: StationDraft = {
  product: {
    name: 'Meter "A"',
    deviceTypeId: '00a100000000000000000001',
    amber: 'may leave',
    hasLabel: false,
  },
  slots: [],
  shifts: ['00:00'],
  people: [],
};
/** Everything that init asks for. */
const whole: StationDraft = {
  ...small,
  station: 'bench 1',
  product: { ...small.product, productCertificate: 'P_0001_AFAF_01', prefix: 'm-', hasLabel: true },
  order: { name: '4711', quantity: 9 },
  slots: [{ name: 'left', port: '/dev/ttyUSB0' }],
  shifts: ['06:00', '14:00'],
  reds: 3,
  printer: { zpl: '192.0.2.10:9100' },
};

/** A line that would count without its `#`: prose has a blank behind it. */
const commented = /^#(?=[^ ])/;

/** The lines of each example, by their numbers. */
const examplesIn = (text: string): readonly (readonly number[])[] => {
  const found: number[][] = [];
  for (const [number, line] of text.split('\n').entries()) {
    if (!commented.test(line)) continue;
    const last = found.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else found.push([number]);
  }
  return found;
};

const uncommented = (text: string, numbers: readonly number[]): string =>
  text
    .split('\n')
    .map((line, number) => (numbers.includes(number) ? line.replace(commented, '') : line))
    .join('\n');

const drafts = { 'that says little': small, 'that says all that init asks for': whole };

describe.each(Object.entries(drafts))('a file %s', (_, draft) => {
  const text = writeDraft(draft);
  const examples = examplesIn(text);

  test('loads as it is written', () => {
    expect(parseSettings('station.toml', text).products).toMatchObject([{ name: draft.product.name }]);
  });

  test.each(examples.map((numbers) => [text.split('\n')[numbers[0] ?? 0] ?? '', numbers] as const))(
    'loads with the example %s',
    (_line, numbers) => {
      expect(parseSettings('station.toml', uncommented(text, numbers))).not.toEqual(
        parseSettings('station.toml', text),
      );
    },
  );

  test('loads with all of them', () => {
    expect(parseSettings('station.toml', uncommented(text, examples.flat())).route).toMatchObject({ kind: 'url' });
  });

  test('shows every table, each once', () => {
    const headers = [...text.matchAll(/^#?\[+(\w+)\]+$/gm)].map(([, name = '']) => name);
    expect(headers.toSorted()).toEqual(
      Object.keys(tableKeys)
        .filter((name) => !name.includes('.'))
        .toSorted(),
    );
    for (const inner of ['checks', 'label']) expect(text).toMatch(new RegExp(`^#?${inner} = \\{`, 'm'));
  });
});
