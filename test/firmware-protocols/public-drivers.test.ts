import { describe, expect, it } from 'vitest';

import { dialects } from '../../firmware-protocols/index.ts';
import type { ModemFault, SimulatedModem } from '../../firmware-protocols/simulator.ts';
import { madeUpUnit } from '../support/memory-bench.ts';
import { pacBytes } from '../support/pac-pieces.ts';

const { deviceId, pac } = madeUpUnit;

/** A modem of the dialect, powered; what it is sent is answered at once. */
const modemOf = (id: string, faults: readonly ModemFault[] = []) => {
  const dialect = dialects.find(({ definition }) => definition.id === id);
  if (dialect === undefined) throw new Error(`no dialect ${id}`);
  let { modem }: { modem: SimulatedModem } = dialect.powerOn({ ...madeUpUnit, faults: new Set(faults) });
  return (request: string): string => {
    const reaction = modem.receive(request);
    modem = reaction.modem;
    return reaction.replies.map(({ bytes }) => bytes).join('');
  };
};

/** What a driver takes for the value in what has come. */
type Take = (answer: string) => string | undefined;

const wholeAnswer: Take = (answer) => answer.trim();
const line =
  (number: number): Take =>
  (answer) =>
    answer.split('\n')[number]?.trim();
const characters =
  (start: string, count: number): Take =>
  (answer) =>
    answer.split(start)[1]?.slice(0, count);
const upTo =
  (end: string, from = 0): Take =>
  (answer) =>
    answer.slice(from).split(end)[0]?.trim();

interface Driver {
  readonly driver: string;
  readonly dialect: string;
  readonly faults?: readonly ModemFault[];
  /** Sent first, each for itself; the answers are dropped. */
  readonly before?: readonly string[];
  readonly id: readonly [request: string, take: Take];
  readonly pac?: readonly [request: string, take: Take];
  /** Other requests of the driver that the modem has to take: with the answer that the driver waits for. */
  readonly also?: readonly (readonly [request: string, awaited: string | RegExp])[];
  /** The ID as this family prints it. */
  readonly idAs?: string;
}

/**
 * Requests of public host drivers, byte for byte, and what they take from the answer: written down from their sources, so that a
 * simulated modem is one that somebody else's program can read.
 */
const drivers: readonly Driver[] = [
  {
    driver: 'UnaBiz/unabiz-arduino, Wisol.cpp',
    dialect: 'ax-wisol',
    id: ['AT$I=10\r', upTo('\r')],
    pac: ['AT$I=11\r', upTo('\r')],
    also: [
      ['AT$T?\r', '277\r\n'],
      ['AT$V?\r', '3350\r\n'],
      ['ATS410=0\r', 'OK\r\n'],
      ['AT$GI?\r', /^\d,\d\r\n$/],
      ['AT$RC\r', 'OK\r\n'],
      ['ATS302=15\r', 'OK\r\n'],
      ['AT$IF=868130000\r', 'OK\r\n'],
      ['AT$SF=00112233\r', 'OK\r\n'],
    ],
  },
  {
    driver: 'gcohler/sigfox-iohtee-driver, which waits for silence',
    dialect: 'ax-wisol',
    id: ['AT$I=10\r', wholeAnswer],
    pac: ['AT$I=11\r', wholeAnswer],
    also: [
      ['AT\r', 'OK\r\n'],
      ['AT$SF=0a0b0c\r', 'OK\r\n'],
    ],
  },
  {
    driver: 'thingforward/c99-sigfox-wisol',
    dialect: 'ax-wisol',
    id: ['AT$I=10\n', wholeAnswer],
    pac: ['AT$I=11\n', wholeAnswer],
  },
  {
    driver: 'Juanjofp/at-command, eRIC-Sigfox',
    dialect: 'ax-wisol',
    id: ['AT$I=10\r\n', wholeAnswer],
    pac: ['AT$I=11\r\n', wholeAnswer],
    also: [
      ['AT$IF?\r\n', /^0?868130000\r\n$/],
      ['AT$SF=010203,0\r\n', 'OK\r\n'],
      ['ATS302?\r\n', /^\d+\r\n$/],
    ],
  },
  {
    driver: 'UnaBiz/unabiz-arduino, Akeru.cpp',
    dialect: 'td-next',
    id: ['ATI7\r\n', line(1)],
    idAs: deviceId.replace(/^0{1,4}/, ''),
    also: [
      ['AT\r\n', /\r\nOK\r\n$/],
      ['ATI13\r\n', /SOFT\d+\r\n/],
      ['AT$IF?\r\n', /868130000/],
      ['AT$SS=00112233\r\n', /OK/],
    ],
  },
  {
    driver: 'rudylacrete/sigfox-td12xx-driver, whose second line is the result',
    dialect: 'td-next',
    id: ['ATI7\r', line(1)],
    idAs: deviceId.replace(/^0{1,4}/, ''),
    also: [
      ['AT\r', 'AT\r\r\nOK\r\n'],
      ['AT$SS=0a0b0c\r', /\r\nOK\r\n$/],
    ],
  },
  {
    driver: 'inBiot, LSM driver',
    dialect: 'lsm1x0a',
    faults: ['asleep'],
    before: ['AT\r\n', 'AT\r\n'],
    id: ['AT$ID\r\n', line(0)],
    pac: ['AT$PAC\r\n', line(0)],
  },
  {
    driver: 'ST I-CUBE-SIGFOX, readme of SignatureGenerator for the Murata module',
    dialect: 'stm32wl-at',
    faults: ['old firmware'],
    id: ['AT$ID?\r', line(0)],
    pac: ['AT$PAC\r', line(0)],
  },
  {
    driver: 'UnaBiz/UnaMKR, UnaMKR.cpp',
    dialect: 'unamkr',
    before: ['\r\r', 'AT$ECHO=0\r'],
    id: ['AT$ID?\r', upTo('\r')],
    pac: ['AT$PAC?\r', upTo('\r')],
    also: [
      ['AT?\r', 'OK\r\n'],
      ['AT$ZONE?\r', '4\r\n'],
      ['AT$SETZONE=1\r', 'OK\r\n'],
      ['AT$FW?\r', /^F\/?W:V\d{4}\r\n$/],
      ['AT$SF=00112233,0\r', 'OK\r\n'],
    ],
  },
  {
    driver: 'Wisol, host driver of its S2-LP Monarch module',
    dialect: 'st-cli',
    id: ['get_id\r\n', characters('{id:', 8)],
    pac: ['get_pac\r\n', characters('{pac: ', 16)],
  },
  {
    driver: 'htmicron/ht32sx, AT_Commands README',
    dialect: 'ht32sx',
    id: ['AT+IDPAC;', characters('{', 8)],
    pac: ['AT+IDPAC;', characters(':', 16)],
    also: [
      ['AT+CFGRCZ=2;', '0x0000\n'],
      ['AT+SEND=0:0011;', '0x0000\n'],
    ],
  },
  {
    driver: 'UnaBiz/unabiz-arduino, Radiocrafts.cpp, thirteen bytes by count',
    dialect: 'radiocrafts-sig',
    before: ['\0'],
    id: [
      '9',
      (answer) =>
        Buffer.from(answer.slice(0, 4).split('').toReversed().join(''), 'latin1').toString('hex').toUpperCase(),
    ],
    pac: ['9', (answer) => (answer.slice(4, 12) === pacBytes ? pac : undefined)],
  },
  {
    driver: 'ameltech/sme-le51-868-library, which keeps eleven characters and waits for two lines of version',
    dialect: 'telit-le51',
    before: ['+++'],
    id: ['ATS192?\r', (answer) => answer.slice(0, 11).split('=')[1]],
    idAs: deviceId.slice(2),
    also: [
      ['AT/V\r', /^[!-~]+\r[!-~]+\r$/],
      ['AT$SF=333336,1\r', /^OK\r\+RX=[0-9A-F]{16}\r\+RX END\r$/],
      ['AT$SF=333336,0\r', 'OK\r'],
      ['ATX\r', 'OK\r'],
    ],
  },
  {
    driver: 'A. de Chassey, Uplynx RCZ1 in Python, second of three lines',
    dialect: 'm2comm-uplynx',
    id: ['\rAT$ID?\r\n', (answer) => line(1)(answer)?.slice(0, 8)],
    pac: ['\rAT$PAC?\r\n', (answer) => line(1)(answer)?.slice(0, 16)],
  },
  { driver: 'SMK-RD/WF931-Sigfox-module, up to the line end', dialect: 'smk-wf931', id: ['AT$ID?\r', upTo('\r')] },
  {
    driver: 'nemeus/arduino-nemeus-lib',
    dialect: 'nemeus',
    before: ['\r\nAT+SF=ON\r\n'],
    id: ['\r\nAT+SF=?\r\n', characters('UID ', 8)],
    pac: ['\r\nAT+SF=?\r\n', characters('PAC ', 16)],
    also: [['\r\nAT+SF=SNDBIN,CAFE,0\r\n', 'OK\r\n']],
  },
  {
    driver: 'RIOT-OS/RIOT, test shell of the ATA8520E',
    dialect: 'riot-ata8520e',
    id: ['sigfox keys\n', characters('ID: ', 8)],
    pac: ['sigfox keys\n', characters('PAC: ', 16)],
  },
];

describe.each(drivers)('$driver', ({ dialect, faults, before = [], id, pac: pacOf, also = [], idAs = deviceId }) => {
  const prepared = () => {
    const say = modemOf(dialect, faults);
    for (const request of before) say(request);
    return say;
  };

  it(`reads the right ID from a simulated ${dialect}, and the right PAC where it asks for one`, () => {
    const say = prepared();
    expect(id[1](say(id[0]))).toBe(idAs);
    if (pacOf !== undefined) expect(pacOf[1](say(pacOf[0]))).toBe(pac);
  });

  if (also.length > 0) {
    it('is answered what it waits for', () => {
      const say = prepared();
      for (const [request, awaited] of also)
        expect(say(request), JSON.stringify(request)).toEqual(
          typeof awaited === 'string' ? awaited : expect.stringMatching(awaited),
        );
    });
  }
});
