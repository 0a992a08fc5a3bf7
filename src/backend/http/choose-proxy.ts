import { isLoopback } from '../../machine/loopback.ts';
import { HttpProxy } from './http-proxy.ts';

interface ProxyChoice {
  /** The whole base of the backend. */
  readonly url: string;
  /** `proxy` of the settings: a choice for the backend alone, so it wins over variables that speak of the whole machine. */
  readonly setting: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** As other programs read them: the small one first. HTTP_PROXY serves where there is no HTTPS_PROXY. */
const proxyVariables = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];
const exceptionVariables = ['no_proxy', 'NO_PROXY'];

/** The proxy on the way to the backend; null: there is none. An empty variable is an unset one. @throws PaclineError bad settings */
export const chooseProxy = ({ url, setting, environment }: ProxyChoice): HttpProxy | null => {
  const target = URL.parse(url);
  if (target === null || isLoopback(target.hostname)) return null;
  if (setting !== undefined) return HttpProxy.parse(setting, { namedBy: '`proxy` in [backend]' });
  const name = proxyVariables.find((variable) => environment[variable]);
  if (
    name === undefined ||
    isExcepted(target, exceptionVariables.map((variable) => environment[variable]).find(Boolean) ?? '')
  )
    return null;
  return HttpProxy.parse(environment[name] ?? '', { namedBy: name });
};

/** NO_PROXY: names with everything below them, each with a port if it means that port only, or `*`; separated by commas or blanks. */
const isExcepted = ({ hostname, port, protocol }: URL, list: string): boolean => {
  const host = bare(hostname.toLowerCase()).replace(/\.$/, '');
  const targetPort = port || (protocol === 'http:' ? '80' : '443');
  return list.split(/[,\s]+/).some((entry) => {
    const [, name = '', onlyPort = targetPort] =
      /^(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const domain = bare(name).replace(/^\*?\./, '');
    return (
      domain !== '' && onlyPort === targetPort && (domain === '*' || host === domain || host.endsWith(`.${domain}`))
    );
  });
};

/** An IPv6 address as a URL writes it stands in brackets. */
const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');
