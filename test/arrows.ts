/** The interfaces by which the journal is known inside the house. */
const journal = [
  'src/journal/journal.ts',
  'src/journal/events.ts',
  'src/journal/line-events.ts',
  'src/journal/batch-events.ts',
  'src/journal/unit-events.ts',
];
/** The interface by which the backend is known inside the house. */
const backend = ['src/backend/backend.ts'];

/**
 * What each part may import besides itself: a folder with everything in it, or one file. What is not named is forbidden.
 * `everything`: the places that join the parts.
 */
export const arrows: Readonly<Record<string, readonly string[] | 'everything'>> = {
  'firmware-protocols': [],
  'src/domain/errors': [],
  'src/domain': [],
  'src/async': ['src/domain'],
  'src/dialect': ['src/domain', 'firmware-protocols'],
  'src/modem': ['src/domain', 'src/dialect', 'firmware-protocols'],
  'src/registrar/changes': [
    'src/domain',
    'src/registrar/follow-job.ts',
    'src/registrar/registrar-options.ts',
    ...backend,
  ],
  'src/registrar': ['src/domain', 'src/async', ...backend, ...journal],
  'src/station': [
    'src/domain',
    'src/async',
    'src/dialect',
    'src/modem',
    'src/registrar',
    'firmware-protocols',
    ...backend,
    ...journal,
  ],

  // The walls: what touches the world, each known inside only by the interface it fulfils.
  'src/serial': ['src/domain', 'src/modem/byte-port.ts', 'src/station/port-source.ts'],
  'src/backend/http': ['src/domain', 'src/machine'],
  'src/backend/limits': ['src/domain', 'src/async'],
  'src/backend/shared': [
    'src/domain',
    'src/backend/backend.ts',
    'src/backend/backend-records.ts',
    'src/backend/http',
    'src/backend/limits',
  ],
  'src/backend': ['src/domain'],
  'src/journal/sqlite': ['src/domain', 'src/async', ...journal],
  'src/journal/projections': ['src/domain', 'src/journal/sqlite', ...journal],
  'src/journal': ['src/domain'],
  'src/series/file': ['src/domain', 'src/series/columns/column-names.ts'],
  'src/series/columns': ['src/domain', 'src/series/file'],
  'src/series/delivery-list': ['src/domain', 'src/station/pac-list.ts', 'src/series/file', 'src/series/columns'],
  'src/series': ['src/domain', 'src/station/pac-list.ts', ...journal],
  'src/label': ['src/domain', 'src/async', 'src/station/label-desk.ts', 'src/machine'],
  'src/hooks': ['src/domain', 'src/async', 'src/station/gate.ts', 'src/machine', ...journal],
  'src/report': ['src/domain', ...journal],
  'src/settings': [
    'src/domain',
    'src/machine/loopback.ts',
    'src/station',
    'src/backend/http/base-url.ts',
    'src/backend/http/credentials.ts',
    'src/backend/http/choose-proxy.ts',
    'src/backend/http/authorities.ts',
    'src/backend/http/network-access.ts',
  ],
  'src/doctor': [
    'src/domain',
    'src/async',
    'src/backend',
    'src/journal',
    'src/serial',
    'src/settings',
    'src/station/port-source.ts',
    'src/station/station.ts',
    'src/station/slot-setting.ts',
    'src/station/presence/known-places.ts',
    'src/registrar/survey-product.ts',
  ],
  'src/web': ['src/domain', 'src/station', 'src/report', ...journal],
  'src/simulator/backend/world': ['src/domain', 'src/simulator/backend/invented.ts'],
  'src/simulator/backend/faults': ['src/domain', 'src/simulator/backend/world/job.ts'],
  'src/simulator/backend/http': [
    'src/domain',
    'src/simulator/backend/invented.ts',
    'src/simulator/backend/world',
    'src/simulator/backend/faults',
  ],
  'src/simulator/backend/v1': [
    'src/simulator/backend/invented.ts',
    'src/simulator/backend/world',
    'src/simulator/backend/faults',
    'src/simulator/backend/http',
  ],
  'src/simulator/backend/v2': [
    'src/simulator/backend/invented.ts',
    'src/simulator/backend/world',
    'src/simulator/backend/faults',
    'src/simulator/backend/http',
  ],
  'src/simulator': [
    'src/domain',
    'src/dialect',
    'src/modem/byte-port.ts',
    'src/station',
    'src/hooks/signature.ts',
    'firmware-protocols',
    ...journal,
  ],

  'src/machine': ['src/domain'],
  'src/composition': 'everything',
  'src/index.ts': 'everything',
  'src/cli': 'everything',
};
