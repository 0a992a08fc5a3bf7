import type { Backend } from '../../backend/backend.ts';
import type { Clock } from '../../domain/clock.ts';
import type { RegistrarActivity } from '../registrar-options.ts';

/** What every change of registered units works with. */
export interface ChangeTools<Calls extends keyof Backend> {
  readonly backend: Pick<Backend, 'find' | Calls>;
  readonly clock: Clock;
  readonly onActivity?: (activity: RegistrarActivity) => void;
}
