import { findPortHolder, type PortHolder } from '../../serial/port-holder.ts';
import { surveyPlaces, type SurveyedSlot } from '../../station/presence/known-places.ts';
import type { PortDescription, PortSource } from '../../station/port-source.ts';
import type { SlotSetting } from '../../station/slot-setting.ts';
import type { Console } from '../shared/console.ts';
import { portLine } from '../shared/port-line.ts';

/** Every slot with what is at its place now, then the ports that are no slot, then what a person should know about them. */
export const showPlaces = async (
  slots: readonly SlotSetting[],
  ports: Pick<PortSource, 'list'>,
  console: Console,
): Promise<void> => {
  const survey = surveyPlaces({ slots, ports: await ports.list() });
  for (const place of survey.slots) {
    const holder = place.port === null ? null : await findPortHolder(place.port.path);
    console.result(slotPlaceObject(place, holder), slotPlaceRow(place, holder, console));
  }
  for (const port of survey.unassignedPorts) {
    console.result(
      { slot: null, presence: null, place: port.place, ...portObject(port), isAsTaught: null, holder: null },
      console.styled('dim', `${'-'.padEnd(12)} ${portLine(port)}  not a slot, skipped`),
    );
  }
  for (const { message, code } of survey.findings)
    console.remark(code === undefined ? message : `${message} (${code})`);
  if (slots.length === 0)
    console.remark(
      'The settings name no slot, so every port that comes is one; `pacline slots teach` gives them names and places.',
    );
};

/** A slot's place with what is there, as one line for people. */
const slotPlaceRow = (
  { slot, port, isAsTaught }: SurveyedSlot,
  holder: PortHolder | null,
  console: Console,
): string => {
  const presence = slot.presence === 'line' ? `line ${slot.line}` : slot.presence;
  const head = `${console.styled('bold', slot.name.padEnd(12))} ${presence.padEnd(8)} `;
  if (port === null) return `${head}${console.styled('dim', `○ nothing at ${slot.port}`)}`;
  const remarks = [
    ...(isAsTaught === false ? ['another adapter than taught'] : []),
    ...(holder === null ? [] : [`held by ${holder.program} (process ${holder.pid})`]),
  ];
  return `${head}● ${portLine(port)}${remarks.map((remark) => `  ${console.styled('yellow', remark)}`).join('')}`;
};

/** The same for programs. */
const slotPlaceObject = (
  { slot, port, isAsTaught }: SurveyedSlot,
  holder: PortHolder | null,
): Readonly<Record<string, unknown>> => ({
  slot: slot.name,
  presence: slot.presence,
  place: slot.port,
  ...portObject(port),
  isAsTaught,
  holder,
});

const portObject = (port: PortDescription | null): Readonly<Record<string, string | null>> => ({
  path: port?.path ?? null,
  vendorId: port?.vendorId ?? null,
  productId: port?.productId ?? null,
  serialNumber: port?.serialNumber ?? null,
});
