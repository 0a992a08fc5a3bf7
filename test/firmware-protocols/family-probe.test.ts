import { describe, expect, it } from 'vitest';

import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects, type Dialect } from '../../firmware-protocols/index.ts';
import type { SimulatedModem } from '../../firmware-protocols/simulator.ts';
import { beginExchange } from '../../src/dialect/exchange.ts';
import { madeUpUnit } from '../support/memory-bench.ts';
import { everyDialect, everyTranscript } from './dialect-folders.ts';

/**
 * `AT$ID?` is asked of unknown modems, for it names four families. Why that is harmless:
 * - it ends in a question mark: no known family writes, sends or restarts by it. Sigfox's own testers answer it with a delay, ST's with help;
 * - its stem is `AT$ID`: a parser that knows commands by how they begin (Sens'it, the older kit of ST) finds the reading of an ID there;
 * - the families to which any byte may be harm are asked nothing by themselves, or at another speed.
 */
const familyProbe = 'AT$ID?\r';

const asking: readonly DialectDefinition[] = dialects
  .map(({ definition }) => definition)
  .filter(({ identify }) => identify.probes.some(({ send }) => send.startsWith('AT$ID?')));

/** What one fresh modem says to requests, one after the other. */
const said = ({ powerOn }: Dialect, requests: readonly string[]): readonly string[] => {
  let { modem }: { modem: SimulatedModem } = powerOn({ ...madeUpUnit, faults: new Set() });
  return requests.map((request) => {
    const reaction = modem.receive(request);
    modem = reaction.modem;
    return reaction.replies.map(({ bytes }) => bytes).join('');
  });
};

describe('the probe AT$ID?', () => {
  it('names several families', () => {
    expect(asking.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['unamkr', 'sigfox-unb-at', 'lesur-at', 'm2comm-uplynx', 'sensit-sdk']),
    );
  });

  it.each(everyDialect)('leaves a modem of %s as it was', (_, dialect) => {
    const { definition } = dialect;
    // Asked at its speed, or read by its name only.
    const isHeard =
      definition.identify.mode === 'automatic' &&
      asking.some(({ serial }) => serial.baudRate === definition.serial.baudRate);
    if (!isHeard) return;
    for (const { pattern, why } of definition.dangers) expect(pattern.test(familyProbe), why).toBe(false);
    const identity: readonly string[] = (['readDeviceId', 'readPac'] as const).flatMap((name) => {
      const command = (definition.commands as Readonly<Record<string, AnyCommand>>)[name];
      return command === undefined ? [] : [beginExchange(definition, command, undefined).request];
    });
    // A modem whose commands end otherwise keeps it, and says so once.
    const flush = definition.framing.commandEnd;
    expect(said(dialect, [familyProbe, flush, ...identity]).slice(2)).toEqual(
      said(dialect, ['', flush, ...identity]).slice(2),
    );
  });
});

describe('a secret key', () => {
  const keyCommand = /AT\$KEY(\?|[\r\n]|$)|AT\+APPKEY|AT\+NWKKEY/i;

  it.each(everyDialect)('is never asked for: %s', (_, { definition }) => {
    for (const { send } of definition.identify.probes) expect(send).not.toMatch(keyCommand);
    for (const { request } of Object.values(definition.commands as Readonly<Record<string, AnyCommand>>))
      if (typeof request === 'string') expect(request).not.toMatch(keyCommand);
  });

  it('stands in no transcript', () => {
    for (const [name, , { exchanges }] of everyTranscript)
      for (const { entries } of exchanges)
        expect(entries.map(({ bytes }) => bytes).join(''), name).not.toMatch(keyCommand);
  });
});
