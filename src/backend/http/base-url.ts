import { isLoopback } from '../../machine/loopback.ts';
import { PaclineError } from '../../domain/errors/pacline-error.ts';

/** Where the API lives: scheme, host and the path that stands before every call's own (`/v2`, `/api`). */
export class BaseUrl {
  readonly #url: URL;

  private constructor(url: URL) {
    this.#url = url;
  }

  /**
   * Plain http is accepted to this machine only: with it, login, password and PACs cross the network readable.
   * @throws PaclineError bad settings | backend insecure
   */
  static parse(text: string): BaseUrl {
    const url = URL.parse(text);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
      throw new PaclineError(
        'bad settings',
        'The backend address is not an http(s) address; give the whole base, as in https://api.sigfox.com/v2',
      );
    }
    if (url.username !== '' || url.password !== '') {
      throw new PaclineError(
        'bad settings',
        `The backend address of ${url.host} contains a login or password; give them by PACLINE_API_LOGIN and PACLINE_API_PASSWORD`,
      );
    }
    if (url.search !== '' || url.hash !== '') {
      throw new PaclineError(
        'bad settings',
        `The backend address of ${url.host} has a query or fragment; give the base only, as in https://api.sigfox.com/v2`,
      );
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      throw new PaclineError(
        'backend insecure',
        `Plain http to ${url.host} would show login, password and PACs to the network; use https`,
        { context: { host: url.host } },
      );
    }
    return new BaseUrl(url);
  }

  get origin(): string {
    return this.#url.origin;
  }

  /** Host name, with the port where it is not the scheme's own. */
  get host(): string {
    return this.#url.host;
  }

  /** The whole base, as it was given. */
  get href(): string {
    return `${this.origin}${this.#prefix}`;
  }

  /** What to say where no API was found, as half a sentence. */
  get wrongHere(): string {
    return `no API answers under ${this.href}; PACLINE_API_URL, or url in [backend], may be wrong: give the whole base, as in https://api.sigfox.com/v2`;
  }

  /** What a connection is opened to; an IPv6 address stands in brackets. */
  get place(): { readonly hostname: string; readonly port: number } {
    return { hostname: this.#url.hostname, port: Number(this.#url.port) || (this.isPlain ? 80 : 443) };
  }

  /** Without TLS: on this machine only. */
  get isPlain(): boolean {
    return this.#url.protocol === 'http:';
  }

  /** What stands in the request line for a path relative to the base, such as `/devices/?id=1`. */
  requestTarget(path: string): string {
    return `${this.#prefix}${path}`;
  }

  /** The host that a link points to, such as a `Location` header; null if it cannot be understood or means no host (`javascript:`). */
  hostOf(location: string): string | null {
    return URL.parse(location, this.#url.href)?.host || null;
  }

  /**
   * The path, relative to the base, of a link that the backend gave in its answer to `path`; null if the link leads to
   * another host or out of the API. The scheme is not compared: the request goes over our own connection in any case.
   */
  pathWithin(link: string, path: string): string | null {
    const target = URL.parse(link, `${this.origin}${this.requestTarget(path)}`);
    if (target === null || target.host !== this.host || !target.pathname.startsWith(`${this.#prefix}/`)) return null;
    return `${target.pathname.slice(this.#prefix.length)}${target.search}`;
  }

  get #prefix(): string {
    return this.#url.pathname.replace(/\/+$/, '');
  }
}
