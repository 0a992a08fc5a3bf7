import type { SeriesDefaults } from '../../src/series/series-units.ts';

export const madeUpId = (index: number): string => (0x00a1_0000 + index).toString(16).toUpperCase().padStart(8, '0');

export const madeUpPac = (index: number): string => `5EEDC0DE${(0x1000_0000 + index * 7).toString(16).toUpperCase()}`;

/** Row `index` of a made-up list: `00A10000;PAC`, `00A10001;…`, each with a PAC of its own. */
export const madeUpRow = (index: number): string => `${madeUpId(index)};${madeUpPac(index)}`;

export const deviceTypeId = '5eed0000000000000000000c';

/** What made-up units are registered as, if their row does not say. */
export const defaults: SeriesDefaults = { deviceTypeId, certification: { kind: 'prototype' }, namePrefix: 'u-' };
