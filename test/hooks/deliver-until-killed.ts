import { PositionFile } from '../../src/hooks/position-file.ts';
import { Delivery } from '../../src/hooks/deliver.ts';
import { JsonPoster } from '../../src/hooks/json-poster.ts';
import { Webhook } from '../../src/hooks/receivers/webhook.ts';
import { openJournal } from '../../src/journal/open-journal.ts';
import { systemClock } from '../../src/machine/system-clock.ts';

/** Child process of a test: delivers the journal of argv[2] to the address argv[3] until killed. */
const [, , stateFolder = '', url = ''] = process.argv;
const journal = await openJournal({ path: `${stateFolder}/journal.sqlite`, station: 'bench-1', clock: systemClock });
const delivery = new Delivery({
  name: 'mes',
  kinds: null,
  journal,
  receiver: new Webhook({
    poster: new JsonPoster({ url: new URL(url), timeoutMs: 5000, connections: 'kept' }),
    secret: 'key',
    clock: systemClock,
  }),
  position: new PositionFile({ stateFolder, name: 'mes' }),
  clock: systemClock,
});
await delivery.run({ signal: new AbortController().signal });
