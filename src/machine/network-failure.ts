const knownFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host name not known',
  EAI_AGAIN: 'host name could not be looked up',
  ENETUNREACH: 'network not reachable',
  EHOSTUNREACH: 'host not reachable',
  ECONNRESET: 'connection reset',
  UND_ERR_SOCKET: 'connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'the answer is larger than allowed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer breaks off',
  UND_ERR_DESTROYED: 'the client was closed',
};

/** What an error of the network is called, for a person; without a full stop. By code only: texts of foreign errors may quote what was sent. */
export const describeNetworkFailure = (error: unknown): string => {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'fault without a code';
  const known = knownFailures[code];
  return known === undefined ? code : `${known} (${code})`;
};
