/** What goes back, before it becomes bytes. No body: none is documented. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** @source official API description, error content: where the problem is, the dotted path of the field, words for people */
export interface FieldError {
  readonly type: 'body' | 'query' | 'path';
  readonly field: string;
  readonly message: string;
}

export const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

export const noContent: ApiAnswer = { status: 204 };

export const badRequest = (errors: readonly FieldError[]): ApiAnswer => ({
  status: 400,
  body: { message: 'bad request', errors },
});

/** @source a live answer of 2026 */
export const badCredentials: ApiAnswer = { status: 401, body: { message: 'Bad Credentials' } };

export const forbidden = (message = 'This API user has no right to do that.'): ApiAnswer => ({
  status: 403,
  body: { message },
});

export const notFound: ApiAnswer = { status: 404, body: { message: 'There is no such resource.' } };

export const methodNotAllowed = (method: string, allowedMethods: readonly string[]): ApiAnswer => ({
  status: 405,
  headers: { allow: allowedMethods.join(', ') },
  body: { message: `${method} is not allowed here.`, allowedMethods },
});

/** @source official response codes: 500 has no documented body */
export const serverFault: ApiAnswer = { status: 500 };
