import { describe, expect, it } from 'vitest';

import { axWisol } from '../../firmware-protocols/ax-wisol/definition.ts';
import { powerOnAxWisol } from '../../firmware-protocols/ax-wisol/simulator.ts';
import type { PowerOn, Reaction } from '../../firmware-protocols/simulator.ts';
import { ModemSession } from '../../src/modem/modem-session.ts';
import { MemoryBench } from '../support/memory-bench.ts';

const { signal } = new AbortController();

/** The simulated module, some of whose answers are those of another zone. */
const answering = (answers: Readonly<Record<string, string>>): PowerOn => {
  const changed = ({ modem, replies }: Reaction): Reaction => ({
    modem: { receive: (bytes) => changed(modem.receive(bytes)) },
    replies: replies.map(({ bytes, afterMs }) => ({ bytes: answers[bytes.trim()] ?? bytes, afterMs })),
  });
  return (unit) => changed(powerOnAxWisol(unit));
};

/** The commands that a module of this downlink frequency and these channels heard when one was asked for. */
const heardFor = async (
  command: 'sendFrame' | 'readFirmware',
  downlinkHertz: string,
  channels = '1,3',
): Promise<readonly (string | null)[]> => {
  const bench = new MemoryBench({
    dialect: {
      definition: axWisol,
      powerOn: answering({ 869525000: `${downlinkHertz}\r\n`, '1,3': `${channels}\r\n` }),
    },
  });
  const session = new ModemSession({ definition: axWisol, port: bench.port, clock: bench.clock });
  await bench.settle(
    command === 'sendFrame'
      ? session.perform(command, { payload: [1] }, { signal })
      : session.perform(command, { signal }),
  );
  await bench.settle(session.close({ signal }));
  return session.transcript.map((exchange) => exchange.command);
};

describe('before a frame goes on the air', () => {
  it.each(['905200000', '0922300000'])(
    'channels that are used up are reset, at a downlink frequency of %s Hz',
    async (hertz) => {
      expect(await heardFor('sendFrame', hertz, '1,0')).toEqual([
        'readDownlinkHertz',
        'readChannels',
        'resetChannels',
        'sendFrame',
      ]);
      expect(await heardFor('sendFrame', hertz, '0,5')).toEqual([
        'readDownlinkHertz',
        'readChannels',
        'resetChannels',
        'sendFrame',
      ]);
    },
  );

  it('channels that are ready are left alone', async () => {
    expect(await heardFor('sendFrame', '905200000')).toEqual(['readDownlinkHertz', 'readChannels', 'sendFrame']);
  });

  it.each(['869525000', '922200000'])(
    'no channels are looked at in a zone that has none, at a downlink frequency of %s Hz',
    async (hertz) => {
      expect(await heardFor('sendFrame', hertz)).toEqual(['readDownlinkHertz', 'sendFrame']);
    },
  );

  it('nothing is asked before a command that stays in the modem', async () => {
    expect(await heardFor('readFirmware', '905200000', '1,0')).toEqual(['readFirmware']);
  });
});
