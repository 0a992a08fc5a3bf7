/** Whose fault it is; whose turn it is then is in actor.ts. */
export type Blame = 'unit' | 'fixture' | 'station' | 'backend' | 'operator' | 'software';

/** When trying again makes sense: never; in the same slot at once; after a person did something; later by itself. */
export type Retry = 'never' | 'same-slot' | 'after-operator' | 'later';

/** What an error is about: it decides how far the error reaches, and with which code a command ends. */
export type ErrorArea = keyof typeof exitCodes;

/** 1 some unit failed; 2 usage or settings; 3 port or fixture; 4 backend; 5 journal; 70 a fault of ours; 130 interrupted; 141 nobody reads the output. */
const exitCodes = {
  unit: 1,
  usage: 2,
  port: 3,
  backend: 4,
  journal: 5,
  software: 70,
  interruption: 130,
  output: 141,
} as const;

export type ExitCode = (typeof exitCodes)[ErrorArea];

export interface ErrorEntry {
  readonly area: ErrorArea;
  readonly blame: Blame;
  readonly retry: Retry;
  readonly meaning: string;
  readonly operatorAction: string;
  /** Of a command that ends with it; follows from the area. */
  readonly exitCode: ExitCode;
}

/** Makes the rows of one area. */
export const entriesOf =
  (area: ErrorArea) =>
  (blame: Blame, retry: Retry, meaning: string, operatorAction: string): ErrorEntry => ({
    area,
    blame,
    retry,
    meaning,
    operatorAction,
    exitCode: exitCodes[area],
  });
