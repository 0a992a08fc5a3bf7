/** The interfaces by which the journal is known inside the house. */
const journal = ['src/journal/journal.ts', 'src/journal/events.ts', 'src/journal/line-events.ts', 'src/journal/unit-events.ts'];
/** The interface by which the backend is known inside the house. */
const backend = ['src/backend/backend.ts'];

/**
 * What each part may import besides itself: a folder with everything in it, or one file. What is not named is forbidden.
 * `everything`: the places that join the parts.
 */
export const arrows: Readonly<Record<string, readonly string[] | 'everything'>> = {
  'firmware-protocols': [],
  'src/domain': [],
  'src/dialect': ['src/domain', 'firmware-protocols'],
  'src/modem': ['src/domain', 'src/dialect', 'firmware-protocols'],
  'src/registrar': ['src/domain', ...backend, ...journal],
  'src/station': ['src/domain', 'src/dialect', 'src/modem', 'src/registrar', 'firmware-protocols', ...backend, ...journal],

  // The walls: what touches the world, each known inside only by the interface it fulfils.
  'src/serial': ['src/domain', 'src/modem/byte-port.ts', 'src/station/port-source.ts'],
  'src/backend': ['src/domain'],
  'src/journal': ['src/domain'],
  'src/series': ['src/domain', 'src/station/pac-list.ts', ...journal],
  'src/label': ['src/domain', 'src/station/label-desk.ts', 'src/write-whole.ts'],
  'src/hooks': ['src/domain', 'src/station/gate.ts', 'src/write-whole.ts', ...journal],
  'src/report': ['src/domain', ...journal],
  'src/settings': ['src/domain', 'src/station', 'src/backend/base-url.ts', 'src/backend/credentials.ts', 'src/backend/choose-proxy.ts', 'src/backend/authorities.ts', 'src/backend/network-access.ts'],
  'src/doctor': ['src/domain', 'src/backend', 'src/journal', 'src/serial', 'src/settings', 'src/station/port-source.ts', 'src/station/station.ts', 'src/station/slot-setting.ts', 'src/station/presence/known-places.ts', 'src/registrar/survey-product.ts'],
  'src/web': ['src/domain', 'src/station', 'src/report', ...journal],
  'src/simulator': ['src/domain', 'src/dialect', 'src/modem/byte-port.ts', 'src/station', 'src/hooks/signature.ts', 'firmware-protocols', ...journal],

  'src/system-clock.ts': ['src/domain/clock.ts'],
  'src/version.ts': [],
  'src/write-whole.ts': [],
  'src/composition': 'everything',
  'src/index.ts': 'everything',
  'src/cli': 'everything',
};
