import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** A proxy that opens tunnels by CONNECT. Its login is a secret: it leaves this object only inside a header to the proxy. */
export class HttpProxy {
  readonly origin: string;
  /** Host name, with the port where it is not the scheme's own. */
  readonly host: string;
  /** Where it was named, for messages: a variable or a key of the settings. */
  readonly namedBy: string;
  readonly #authorization: string | null;

  private constructor(url: URL, options: { readonly namedBy: string; readonly authorization: string | null }) {
    this.origin = url.origin;
    this.host = url.host;
    this.namedBy = options.namedBy;
    this.#authorization = options.authorization;
  }

  /** An address without a scheme means http. @throws PaclineError bad settings, without the address, which may hold a password */
  static parse(text: string, { namedBy }: { readonly namedBy: string }): HttpProxy {
    const url = URL.parse(text.includes('://') ? text : `http://${text}`);
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw unusable(namedBy);
    return new HttpProxy(url, { namedBy, authorization: authorizationOf(url, namedBy) });
  }

  /** What a connection is opened to; an IPv6 address stands in brackets. */
  get place(): { readonly hostname: string; readonly port: number } {
    const { hostname, port, protocol } = new URL(this.origin);
    return { hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) };
  }

  /** The value of a `Proxy-Authorization` header; null: the proxy was named without a login. */
  authorization(): string | null {
    return this.#authorization;
  }
}

const authorizationOf = ({ username, password }: URL, namedBy: string): string | null => {
  if (username === '' && password === '') return null;
  try {
    return `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`, 'utf8').toString('base64')}`;
  } catch {
    throw unusable(namedBy);
  }
};

const unusable = (namedBy: string): PaclineError =>
  new PaclineError(
    'bad settings',
    `${namedBy} does not name an http proxy; give it as http://proxy.example:3128, with special characters of a password written as %XX`,
  );
