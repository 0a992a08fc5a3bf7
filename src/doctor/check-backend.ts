import type { BaseUrl } from '../backend/base-url.ts';
import type { Backend } from '../backend/backend.ts';
import type { Clock } from '../domain/clock.ts';
import { PaclineError } from '../domain/pacline-error.ts';
import { askForTime } from './ask-for-time.ts';
import { callbackFindings } from './check-callbacks.ts';
import { checkProduct, type ProductToCheck } from './check-product.ts';
import type { Check } from './examine.ts';
import { fault, fromError, inOrder, notLookedAt, remark, type Finding } from './finding.ts';
import { reachPlace, shakeHands, words, type Place } from './reach.ts';

export interface BackendToCheck {
  /** @throws PaclineError bad settings | backend insecure */
  readonly base: () => BaseUrl;
  /** null: there are no credentials. Closed after the check. */
  readonly openBackend: () => Backend | null;
  readonly products: () => Promise<readonly ProductToCheck[]>;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The way to the backend step by step, and then what this API user may see there of the products. */
export const checkBackend = (options: BackendToCheck): Check => ({
  name: 'backend',
  whenItHangs: 'backend unreachable',
  // The registered units of a product are counted, up to 100 pages of them
  limitMs: 60_000,
  run: async ({ signal }) => {
    const base = options.base();
    const way = await reachBackend(base, options.clock, signal);
    const before = [...proxies(options.environment, base), ...way];
    if (way.some(({ severity }) => severity === 'fault')) return [...before, notLookedAt('rights', 'Not asked for: the backend is out of reach.')];
    return [...before, ...(await rights(options, signal))];
  },
});

const reachBackend = async (base: BaseUrl, clock: Clock, signal: AbortSignal): Promise<readonly Finding[]> => {
  const { protocol, hostname, port } = new URL(base.origin);
  const isSecure = protocol === 'https:';
  const place = { host: hostname, port: Number(port) || (isSecure ? 443 : 80) };
  const way = await reachPlace(place, 'backend unreachable', { signal });
  if (!way.isOpen) return way.findings;
  const secured = isSecure ? [await tls(place, clock, signal)] : [notLookedAt('TLS', 'Plain http, on this machine.')];
  if (secured.some(({ severity }) => severity === 'fault')) return [...way.findings, ...secured];
  const told = await askForTime(base, { clock, signal });
  const http = told.kind === 'answered' ? inOrder('HTTP', `${base.host} answers (status ${told.status} without credentials).`) : fault('HTTP', 'backend unreachable', `${base.host} does not answer a request: ${told.reason}.`);
  return [...way.findings, ...secured, http];
};

const tls = async (place: Place, clock: Clock, signal: AbortSignal): Promise<Finding> => {
  try {
    const { refusal, validFrom, validTo } = await shakeHands(place, { signal });
    if (refusal === null) return inOrder('TLS', `The certificate is accepted${validTo === null ? '' : `, valid until ${day(validTo)}`}.`);
    const now = clock.now();
    if (validFrom !== null && now < validFrom) return fault('TLS', 'clock wrong', `The certificate of ${place.host} is valid from ${day(validFrom)}, and this clock says ${day(now)}.`);
    if (validTo !== null && now > validTo) return fault('TLS', 'backend unreachable', `The certificate of ${place.host} ended on ${day(validTo)}, and this clock says ${day(now)}.`, 'Check the clock of this computer; if it is right, tell whoever runs the server.');
    return fault('TLS', 'backend unreachable', `The certificate of ${place.host} is not accepted (${refusal}).`, 'If a proxy of yours looks into TLS, name its certificate by NODE_EXTRA_CA_CERTS; else do not go on.');
  } catch (error) {
    signal.throwIfAborted();
    return fault('TLS', 'backend unreachable', `${place.host}:${place.port} does not speak TLS: ${words(error)}.`, 'Check the address, and whether a proxy is in between.');
  }
};

const rights = async ({ openBackend, products: readProducts, clock }: BackendToCheck, signal: AbortSignal): Promise<readonly Finding[]> => {
  const backend = openBackend();
  if (backend === null) return [notLookedAt('rights', 'Not asked for: there are no credentials.')];
  const findings: Finding[] = [];
  try {
    const products = await readProducts();
    if (products.length === 0) findings.push(await login(backend, signal));
    const deviceTypes = new Set<string>();
    for (const each of products) {
      const checked = await checkProduct(each, backend, { signal });
      findings.push(...checked.findings);
      // Products may share one
      const { deviceTypeId: id } = each.product;
      if (!deviceTypes.has(id)) findings.push(...(await callbackFindings({ deviceType: { id, name: checked.deviceTypeName }, backend, now: clock.now(), signal })));
      deviceTypes.add(id);
    }
    return findings;
  } catch (error) {
    signal.throwIfAborted();
    if (!PaclineError.is(error)) throw error;
    return [...findings, fromError('rights', error)];
  } finally {
    await backend.close();
  }
};

/** Without a product one page of the list is the least that can be asked. */
const login = async (backend: Backend, signal: AbortSignal): Promise<Finding> => {
  for await (const _ of backend.list({}, { signal })) break;
  return inOrder('rights', 'The API user may look at devices. Without a product nothing else is asked.');
};

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];

/** Pacline opens its own connections; whoever has set a proxy should know that. */
const proxies = (environment: BackendToCheck['environment'], base: BaseUrl): readonly Finding[] =>
  proxyVariables.flatMap((name) => {
    const value = environment[name];
    if (!value) return [];
    // Login and password may stand in it
    const host = URL.parse(value)?.host || 'a proxy';
    return [remark('proxy', `${name} names ${host}; Pacline does not use it and goes to ${base.host} directly.`, `Let the firewall pass connections to ${base.host}.`)];
  });

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
