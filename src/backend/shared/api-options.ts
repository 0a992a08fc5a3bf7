import type { Clock } from '../../domain/clock.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { RateBudget } from '../limits/rate-budget.ts';

/** What both versions of the API are made with. */
export interface ApiOptions {
  /** Closed together with the backend. */
  readonly http: HttpClient;
  /** May be shared with whoever else calls the same backend. */
  readonly budget: RateBudget;
  readonly clock: Clock;
}
