import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { tdNext } from '../../firmware-protocols/td-next/definition.ts';
import { beginExchange, mayRepeat } from '../../src/dialect/exchange.ts';

describe('an exchange', () => {
  it('ends a request as the dialect does', () => {
    expect(beginExchange(axWisol, axWisol.commands.readPac, undefined).request).toBe('AT$I=11\r');
  });

  it('encodes what the command is given', () => {
    expect(beginExchange(tdNext, tdNext.commands.setUplinkHertz, { hertz: 868_130_000 }).request).toBe(
      'AT$IF=868130000\r',
    );
  });

  it('passes on the limits of the command', () => {
    expect(beginExchange(axWisol, axWisol.commands.ping, undefined)).toMatchObject({ timeoutMs: 500, silenceMs: null });
    expect(beginExchange(tdNext, tdNext.commands.normalise, undefined)).toMatchObject({
      timeoutMs: 2000,
      silenceMs: 300,
    });
  });

  it('takes no answer without an end', () => {
    const exchange = beginExchange(axWisol, axWisol.commands.readPac, undefined);
    expect(exchange.judge('A'.repeat(8192), { silent: false }).state).toBe('pending');
    expect(exchange.judge('A'.repeat(8193), { silent: false })).toEqual({
      state: 'malformed',
      words: 'more than 8192 bytes without an end',
    });
  });

  it('may be repeated only when it changes nothing', () => {
    const repeated = Object.entries({ ...axWisol.commands, ...tdNext.commands }).filter(([, command]) =>
      mayRepeat(command),
    );
    expect(repeated.every(([name]) => name === 'ping' || name.startsWith('read'))).toBe(true);
    expect(repeated.length).toBeGreaterThan(20);
  });
});
