import * as z from 'zod';
import type { ApiRequest } from './route.ts';
import { deviceId } from './schema.ts';

const properties = z.record(z.string(), z.unknown());

/** Notes an arrival for every unit that has an ID, however wrong the rest of the request is; one without has nothing to count. */
export const countArrivals =
  (unitsOf: (body: Readonly<Record<string, unknown>>) => unknown) =>
  ({ world, body, now }: Pick<ApiRequest, 'world' | 'body' | 'now'>): void => {
    const root = properties.safeParse(body);
    const units = root.success ? unitsOf(root.data) : [];
    for (const unit of Array.isArray(units) ? units : []) {
      const id: unknown = typeof unit === 'object' && unit !== null && 'id' in unit ? unit.id : undefined;
      const asked = deviceId.safeParse(id);
      if (asked.success) world.createCounter.record('arrived', asked.data, now);
    }
  };
