import type { BaseUrl } from '../../backend/http/base-url.ts';
import type { Backend } from '../../backend/backend.ts';
import { inspectCertificate, proxyTo } from '../../backend/http/connector.ts';
import { directAccess, type NetworkAccess } from '../../backend/http/network-access.ts';
import { explainRefusal } from '../../backend/http/server-certificate.ts';
import type { Clock } from '../../domain/clock.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';
import { askForTime } from '../ask-for-time.ts';
import { callbackFindings } from './check-callbacks.ts';
import { checkProduct, type ProductToCheck } from './check-product.ts';
import type { Check } from '../examine.ts';
import { fault, fromError, inOrder, notLookedAt, remark, withFullStop, type Finding } from '../finding.ts';
import { reachPlace, stepLimitMs, words } from '../reach.ts';

export interface BackendToCheck {
  /** @throws PaclineError bad settings | backend insecure */
  readonly base: () => BaseUrl;
  /** Default: directly. @throws PaclineError bad settings */
  readonly network?: () => NetworkAccess;
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
    const network = options.network?.() ?? directAccess;
    const before = [
      ...surroundings(options.environment, base, network),
      ...(await reachBackend(base, { clock: options.clock, network, signal })),
    ];
    if (before.some(({ severity }) => severity === 'fault'))
      return [...before, notLookedAt('rights', 'Not asked for: the backend is out of reach.')];
    return [...before, ...(await rights(options, signal))];
  },
});

interface ReachOptions {
  readonly clock: Clock;
  readonly network: NetworkAccess;
  readonly signal: AbortSignal;
}

const reachBackend = async (base: BaseUrl, options: ReachOptions): Promise<readonly Finding[]> => {
  const proxy = proxyTo(base, options.network);
  const { hostname: host, port } = proxy?.place ?? base.place;
  const way = await reachPlace({ host, port }, 'backend unreachable', options);
  if (!way.isOpen) return way.findings;
  const secured = base.isPlain ? notLookedAt('TLS', 'Plain http, on this machine.') : await tls(base, options);
  if (secured.severity === 'fault') return [...way.findings, secured];
  const told = await askForTime(base, options);
  const http =
    told.kind === 'answered'
      ? inOrder('HTTP', `${base.host} answers (status ${told.status} without credentials).`)
      : fault('HTTP', 'backend unreachable', `${base.host} does not answer a request: ${told.reason}.`);
  return [...way.findings, secured, http];
};

const tls = async (base: BaseUrl, { clock, network, signal }: ReachOptions): Promise<Finding> => {
  try {
    const { refusal, certificate } = await inspectCertificate({ base, network, timeoutMs: stepLimitMs, signal });
    const { validFrom = null, validTo = null } = certificate ?? {};
    if (refusal === null)
      return inOrder('TLS', `The certificate is accepted${validTo === null ? '' : `, valid until ${day(validTo)}`}.`);
    const now = clock.now();
    if (validFrom !== null && now < validFrom)
      return fault(
        'TLS',
        'clock wrong',
        `The certificate of ${base.host} is valid from ${day(validFrom)}, and this clock says ${day(now)}.`,
      );
    const isOver = validTo !== null && now > validTo;
    const { reason, remedy } = explainRefusal(base.host, {
      refusal: isOver ? 'CERT_HAS_EXPIRED' : refusal,
      certificate,
    });
    return fault(
      'TLS',
      'backend not trusted',
      capitalised(`${reason}${isOver ? `; this clock says ${day(now)}` : ''}`),
      capitalised(remedy),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (PaclineError.is(error)) return fault('proxy', error.code, capitalised(error.sentence));
    return fault(
      'TLS',
      'backend unreachable',
      `${base.host} does not speak TLS: ${words(error)}.`,
      'Check the address, and whether a proxy is in between.',
    );
  }
};

const capitalised = (text: string): string => withFullStop(text.charAt(0).toUpperCase() + text.slice(1));

const rights = async (
  { openBackend, products: readProducts, clock }: BackendToCheck,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
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
      if (!deviceTypes.has(id))
        findings.push(
          ...(await callbackFindings({
            deviceType: { id, name: checked.deviceTypeName },
            backend,
            now: clock.now(),
            signal,
          })),
        );
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

/** What of the environment bears upon the way. */
const surroundings = (
  environment: BackendToCheck['environment'],
  base: BaseUrl,
  network: NetworkAccess,
): readonly Finding[] => {
  const proxy = proxyTo(base, network);
  const findings: Finding[] = [];
  if (proxy !== null)
    findings.push(
      inOrder('proxy', `The way to ${base.host} goes through ${proxy.host}, which ${proxy.namedBy} names.`),
    );
  else if (!base.isPlain && ['ALL_PROXY', 'all_proxy'].some((name) => environment[name])) {
    findings.push(
      remark(
        'proxy',
        `ALL_PROXY is set; Pacline does not use it and goes to ${base.host} directly.`,
        'If the way out is by a proxy, name it by HTTPS_PROXY or by `proxy` in [backend].',
      ),
    );
  }
  return findings;
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
