/**
 * Login and password of an API user. The password is a secret: it prints as stars wherever the value strays,
 * and leaves this object only inside the header of a request.
 */
export class Credentials {
  readonly login: string;
  readonly #password: string;

  constructor(options: { readonly login: string; readonly password: string }) {
    this.login = options.login;
    this.#password = options.password;
  }

  /** The value of an HTTP Basic `Authorization` header. */
  authorization(): string {
    return `Basic ${this.#token()}`;
  }

  /** Outside text with our own secrets starred out, for the case that a server or proxy echoes what it was sent. */
  hide(text: string): string {
    return [this.#password, this.#token()].reduce(
      (rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, stars)),
      text,
    );
  }

  #token(): string {
    return Buffer.from(`${this.login}:${this.#password}`, 'utf8').toString('base64');
  }

  toString(): string {
    return `${this.login}:${stars}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Credentials(${this.toString()})`;
  }
}

const stars = '********';
