/** Child process of a shift, to be killed at any moment: the line, and the people who work at it. argv[2]: the shift as JSON. */
import { join } from 'node:path';
import { Credentials } from '../../../src/backend/http/credentials.ts';
import { dialectNamed } from '../../../src/composition/dialects.ts';
import { openLine } from '../../../src/composition/open-line.ts';
import { runWithBackground } from '../../../src/composition/run-with-background.ts';
import type { DeviceId } from '../../../src/domain/device-id.ts';
import { ProductCertificate } from '../../../src/domain/product-certificate.ts';
import { ZplPrinter } from '../../../src/label/zpl-printer.ts';
import { demoIds, demoUsers } from '../../../src/simulator/backend/world/demo-world.ts';
import { VirtualBench } from '../../../src/simulator/bench/virtual-bench.ts';
import { plainRules } from '../../../src/station/line-rules.ts';
import { systemClock } from '../../../src/machine/system-clock.ts';
import { SeatingLog } from './seating-log.ts';
import { goldenUnit, identityOf } from './shift-boards.ts';
import { shiftBegins, shiftClock, shiftMinute } from './shift-clock.ts';
import type { FromLine, ShiftOfLine, ToLine } from './shift-messages.ts';
import { minuteMs } from './shift-plan.ts';
import { workShift } from './shift-robot.ts';

const { plan, beganAt, folder, backendUrl, printer }: ShiftOfLine = JSON.parse(process.argv[2] ?? '');
const clock = shiftClock({ beganAt, factor: plan.factor });
const tell = (message: FromLine): void => void process.send?.(message);

const certificate = ProductCertificate.parse('P_00A1_C077_01');
if (!certificate.ok) throw new Error(certificate.reason);

const rules = plainRules(
  {
    name: 'Shift sensor',
    deviceTypeId: demoIds.deviceType,
    certification: { kind: 'certificate', certificate: certificate.value },
    namePrefix: 'shift-',
  },
  {
    settingsDigest: 'the settings of the shift',
    order: { name: 'the order of the shift', quantity: 50_000 },
    dialect: dialectNamed('ax-wisol').definition,
    label: { showPac: false, scanBack: true },
    lockOutReds: 3,
    golden: {
      good: new Set(plan.slots.map((_, index) => identityOf(goldenUnit(index)).deviceId as DeviceId)),
      bad: ['no answer'],
      everyUnits: 500,
      everyMs: null,
    },
    debtLimit: { maxUnits: 2000, maxMs: null },
    shiftStarts: [shiftMinute],
  },
);

/** What the printer has printed, as the scanner sees it. */
const wanted = new Map<string, PromiseWithResolvers<string>>();
const labelOf = (deviceId: string): Promise<string> => {
  const waiting = wanted.get(deviceId) ?? Promise.withResolvers<string>();
  wanted.set(deviceId, waiting);
  tell({ kind: 'label wanted', deviceId });
  return waiting.promise;
};
process.on('message', ({ deviceId, code }: ToLine) => {
  wanted.get(deviceId)?.resolve(code);
  wanted.delete(deviceId);
});

const bench = new VirtualBench({ clock, pace: 'at once' });
const line = await openLine(
  {
    stateFolder: folder,
    station: 'factory shift',
    access: { url: backendUrl, credentials: new Credentials(demoUsers.writer) },
    // Of shift time, while sockets take their own.
    timing: { absentAfterMs: minuteMs },
    settings: { station: { contactBounceMs: 300, amberAfterMs: minuteMs } },
    rules,
    slots: plan.slots.map((name) => ({ name, port: name, presence: 'port' })),
    // A real socket, whose limits are real time.
    printer: new ZplPrinter({ address: printer, clock: systemClock }).labelsOf({
      template: null,
      showPac: false,
      symbology: 'datamatrix',
    }),
  },
  { clock, ports: bench },
);
const { station, journal, scans } = line;
const log = new SeatingLog(join(folder, 'seatings.jsonl'), plan.seed);

const takeFootprint = (): void => {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  tell({
    kind: 'footprint',
    footprint: {
      at: clock.now() - shiftBegins,
      rssMegabytes: rss / 2 ** 20,
      heapMegabytes: heapUsed / 2 ** 20,
      cpuSeconds: (user + system) / 1e6,
      illegalEvents: station.slots.reduce((sum, { illegalEvents }) => sum + illegalEvents, 0),
    },
  });
};

const footprints = async (signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await clock.sleep(10 * minuteMs, { signal }).catch(() => undefined);
    takeFootprint();
  }
};
const work = async (signal: AbortSignal): Promise<void> => {
  await workShift({
    plan,
    bench,
    station,
    scans,
    journal,
    log,
    clock,
    endsAt: shiftBegins + plan.hours * 60 * minuteMs,
    labelOf,
    signal,
  });
  while ((await journal.owing()).units > 0) await clock.sleep(1000, { signal });
};
try {
  await runWithBackground(work, [(signal) => line.run({ signal }), footprints], {
    signal: new AbortController().signal,
  });
} finally {
  await line.close();
  process.disconnect?.();
}
