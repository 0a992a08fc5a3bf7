import { onTestFinished } from 'vitest';

import { openApi } from '../../backend/api-bench.ts';
import { startScriptedServer, type Reply } from '../../backend/scripted-server.ts';

export interface ListedType {
  readonly id: string;
  readonly name: string;
  readonly projectId?: string;
  readonly contracts?: readonly { readonly id: string }[];
}

/** A made-up ID of a device type. */
export const typeId = (number: number): string => `00a1${String(number).padStart(20, '0')}`;

export const threeTypes: readonly ListedType[] = [
  { id: typeId(1), name: 'Gas meter', contracts: [{ id: 'c1'.repeat(12) }] },
  { id: typeId(2), name: 'Water meter', projectId: 'e1'.repeat(12) },
  { id: typeId(3), name: 'Tank "sensor"' },
];

/** An account of API v2 with these device types, on a real socket. `instead`: what any request is answered with. */
export const openAccount = async (types: readonly ListedType[], { instead }: { readonly instead?: Reply } = {}) => {
  const server = await startScriptedServer(({ path, query }) => {
    if (instead !== undefined) return instead;
    if (path === '/v2/device-types/')
      return { status: 200, json: { data: types.filter(({ name }) => name.includes(query.get('name') ?? '')) } };
    const one = types.find(({ id }) => path === `/v2/device-types/${id}`);
    return one === undefined ? { status: 404, json: {} } : { status: 200, json: one };
  });
  const { api } = openApi(server.base);
  onTestFinished(async () => {
    await api.close();
    await server[Symbol.asyncDispose]();
  });
  return { api, server };
};
