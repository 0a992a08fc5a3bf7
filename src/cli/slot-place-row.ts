import type { PortHolder } from '../serial/port-holder.ts';
import type { SurveyedSlot } from '../station/known-places.ts';
import type { Console } from './console.ts';
import { portLine } from './port-line.ts';

/** A slot's place with what is there, as one line for people. */
export const slotPlaceRow = ({ slot, port, isAsTaught }: SurveyedSlot, holder: PortHolder | null, console: Console): string => {
  const presence = slot.presence === 'line' ? `line ${slot.line}` : slot.presence;
  const head = `${console.styled('bold', slot.name.padEnd(12))} ${presence.padEnd(8)} `;
  if (port === null) return `${head}${console.styled('dim', `○ nothing at ${slot.port}`)}`;
  const remarks = [...(isAsTaught === false ? ['another adapter than taught'] : []), ...(holder === null ? [] : [`held by ${holder.program} (process ${holder.pid})`])];
  return `${head}● ${portLine(port)}${remarks.map((remark) => `  ${console.styled('yellow', remark)}`).join('')}`;
};

/** The same for programs. */
export const slotPlaceObject = ({ slot, port, isAsTaught }: SurveyedSlot, holder: PortHolder | null): Readonly<Record<string, unknown>> => ({
  slot: slot.name,
  presence: slot.presence,
  place: slot.port,
  path: port?.path ?? null,
  vendorId: port?.vendorId ?? null,
  productId: port?.productId ?? null,
  serialNumber: port?.serialNumber ?? null,
  isAsTaught,
  holder,
});
