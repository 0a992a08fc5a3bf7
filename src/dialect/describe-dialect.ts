import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';

/** A definition as plain JSON, for other tools: patterns as text with their flags; of what is a function, only that it is there. */
export const describeDialect = (definition: DialectDefinition): Readonly<Record<string, unknown>> => {
  const { commands, opening, beforeTransmit, closing, whyRefused, ...rest } = definition;
  return {
    ...(plain(rest) as Record<string, unknown>),
    opening: opening !== undefined,
    beforeTransmit: beforeTransmit !== undefined,
    closing: closing !== undefined,
    whyRefused: whyRefused !== undefined,
    commands: Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, describeCommand(command)])),
  };
};

const describeCommand = ({ request, reply, sensitive, ...rest }: AnyCommand): Readonly<Record<string, unknown>> => ({
  ...(plain(rest) as Record<string, unknown>),
  request: typeof request === 'function' ? { builtFrom: 'arguments' } : request,
  sensitive: sensitive !== undefined,
  ...(reply.silenceMs === undefined ? {} : { silenceMs: reply.silenceMs }),
});

const plain = (value: unknown): unknown => {
  if (value instanceof RegExp) return { pattern: value.source, flags: value.flags };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
};
