import { describe, expect, test } from 'vitest';
import type { RegisteredDevice } from '../../src/backend/backend.ts';
import type { Product } from '../../src/domain/product.ts';
import type { LineRules } from '../../src/station/line-rules.ts';
import { unitOf } from '../registrar/registrar-bench.ts';
import { FarBackend } from './far-backend.ts';
import { boardOf, openLine, product } from './line-bench.ts';

const unit = unitOf(1);
const other: Product = { ...product, name: 'Other sensor', deviceTypeId: '6012aa34bb56cc78dd90ee13' };

/** A line on which the unit was confirmed, and taken out again. Its rules may be changed from one seating to the next. */
const openConfirmed = async (changes: Partial<LineRules> = {}) => {
  const backend = new FarBackend();
  const rules: { -readonly [Key in keyof LineRules]?: LineRules[Key] } = { ...changes };
  const line = await openLine({ backend, rules, drains: true, dialect: 'ax-wisol' });
  void line.start();
  expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'registered' });
  const edit = (edited: Partial<RegisteredDevice>): void => {
    const device = backend.devices.get(unit.deviceId);
    if (device === undefined) expect.fail('it was registered');
    backend.devices.set(unit.deviceId, { ...device, ...edited });
  };
  const standing = async () => line.journal.registration(unit.deviceId);
  return { line, backend, rules, edit, standing };
};

describe('A unit that was confirmed and is seated again', () => {
  test('is looked up, and green by that', async () => {
    const { line, backend, standing } = await openConfirmed();
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
      colour: 'green',
      code: 'already done',
      message: expect.stringMatching(/seen again now\.$/),
    });
    expect(backend.created).toEqual([unit.deviceId]);
    expect(await standing()).toMatchObject({ state: 'confirmed' });
  });

  test('is not green when the portal has deleted it meanwhile, neither at once nor later, and is not sent again by itself', async () => {
    const { line, backend, standing } = await openConfirmed();
    backend.devices.delete(unit.deviceId);
    line.bench.plug('left', boardOf(1));
    expect((await line.judged('left')).verdict).toMatchObject({ colour: 'amber', code: 'accepted' });
    await line.told('left', 'Look in the portal', 3_600_000);
    expect((await line.judged('left')).verdict.colour).toBe('amber');
    expect(backend.created).toEqual([unit.deviceId]);
    expect(await standing()).toMatchObject({ state: 'accepted' });
  });

  test.each<[string, Partial<RegisteredDevice>, string]>([
    ['another device type', { deviceTypeId: other.deviceTypeId }, 'other device type'],
    ['another certificate', { certificate: null, prototype: true }, 'other certificate'],
  ])('is red when somebody has given it %s meanwhile', async (_, edited, code) => {
    const { line, edit } = await openConfirmed();
    edit(edited);
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code });
  });

  test('is green out of reach of the backend by what the same backend, user and product have confirmed, and says so', async () => {
    const { line, backend, standing } = await openConfirmed();
    backend.isReachable = false;
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({
      colour: 'green',
      code: 'already done',
      message: expect.stringMatching(/^Confirmed at \d\d:\d\d, and not looked at again/),
    });
    expect(await standing()).toMatchObject({ state: 'confirmed' });
  });

  test.each([
    ['another API user', { backend: 'backend.test', apiUser: 'somebody else' }],
    ['nobody knows which user', { backend: 'backend.test', apiUser: null }],
  ])(
    'is amber out of reach of the backend where %s confirmed it, for as long as nothing is seen, and green once it is',
    async (_, confirmedBy) => {
      const backend = new FarBackend();
      const line = await openLine({ backend, drains: true, dialect: 'ax-wisol' });
      void line.start();
      await line.pass('left', boardOf(1));
      const { apiUser, ...by } = confirmedBy;
      await line.journal.append([
        {
          kind: 'registration confirmed',
          deviceId: unit.deviceId,
          code: 'registered',
          ...by,
          ...(apiUser !== null && { apiUser }),
        },
      ]);
      backend.isReachable = false;
      line.bench.plug('left', boardOf(1));
      expect((await line.judged('left')).verdict).toMatchObject({ colour: 'amber', code: 'backend unreachable' });
      await line.clock.advance(60_000);
      expect((await line.judged('left')).verdict.colour).toBe('amber');
      backend.isReachable = true;
      expect((await line.judged('left', 'green')).verdict.code).toBe('already done');
    },
  );

  test('is not green by memory while the backend keeps it waiting', async () => {
    const { line, backend } = await openConfirmed();
    const look = Promise.withResolvers<void>();
    backend.looks = look.promise;
    backend.devices.delete(unit.deviceId);
    line.bench.plug('left', boardOf(1));
    expect((await line.judged('left')).verdict).toMatchObject({ colour: 'amber' });
    await line.clock.advance(60_000);
    expect((await line.judged('left')).verdict.colour).toBe('amber');
    look.resolve();
    await line.clock.advance(60_000);
    expect((await line.judged('left')).verdict.colour).toBe('amber');
  });

  test('is green once the backend that kept it waiting has shown it', async () => {
    const { line, backend } = await openConfirmed();
    const look = Promise.withResolvers<void>();
    backend.looks = look.promise;
    line.bench.plug('left', boardOf(1));
    const { run, verdict } = await line.judged('left');
    expect(verdict.colour).toBe('amber');
    look.resolve();
    await line.judged('left', 'green');
    expect(await line.journal.run(run)).toMatchObject({ colour: 'green', code: 'already done' });
  });
});

describe('A later question that is wrong', () => {
  test.each<[string, Product, string]>([
    ['another device type', other, 'other device type'],
    [
      'another certification',
      { ...product, name: 'As a prototype', certification: { kind: 'prototype' } },
      'other certificate',
    ],
  ])('(%s) is the red of its run, and the journal stays confirmed', async (_, asked, code) => {
    const { line, backend, rules, standing } = await openConfirmed();
    const before = await standing();
    rules.product = asked;
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code });
    expect(await standing()).toEqual(before);
    expect(backend.created).toEqual([unit.deviceId]);
    delete rules.product;
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'already done' });
  });

  test('is red out of reach of the backend too', async () => {
    const { line, backend, rules, standing } = await openConfirmed();
    backend.isReachable = false;
    rules.product = other;
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'red', code: 'other device type' });
    expect(await standing()).toMatchObject({ state: 'confirmed', deviceTypeId: product.deviceTypeId });
  });

  test('is red after the backend kept it waiting, too', async () => {
    const { line, backend, rules, standing } = await openConfirmed();
    const look = Promise.withResolvers<void>();
    backend.looks = look.promise;
    rules.product = other;
    line.bench.plug('left', boardOf(1));
    expect((await line.judged('left')).verdict.colour).toBe('amber');
    look.resolve();
    expect((await line.judged('left', 'red')).verdict.code).toBe('other device type');
    expect(await standing()).toMatchObject({ state: 'confirmed', deviceTypeId: product.deviceTypeId });
  });

  test('was none where the unit was moved meanwhile: it is green, and known where it is', async () => {
    const { line, backend, rules, edit, standing } = await openConfirmed();
    edit({ deviceTypeId: other.deviceTypeId });
    rules.product = other;
    expect((await line.pass('left', boardOf(1))).verdict).toMatchObject({ colour: 'green', code: 'already done' });
    expect(await standing()).toMatchObject({ state: 'confirmed', deviceTypeId: other.deviceTypeId });
    expect(backend.created).toEqual([unit.deviceId]);
  });
});
