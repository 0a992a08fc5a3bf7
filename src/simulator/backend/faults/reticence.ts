/** What an API user may not be shown. */
export const hideable = ['certificate', 'device-type', 'pac', 'prototype'] as const;
export type Hideable = (typeof hideable)[number];

/** What the backend keeps to itself, or understands in one form only. None of it is documented, all of it is possible. */
export interface Reticence {
  /** These fields are missing from every device, and calls that would tell no more than that are forbidden. */
  readonly hides: readonly Hideable[];
  /** Every request with `fields` is refused. */
  readonly refusesFields: boolean;
  /** `name`: a device's certificate has id and name, and no key. @source answers of 2018 in a public client */
  readonly certificateForm: 'key' | 'name';
  /** Filters by ID compare with the ID as the backend prints it, and so does the look-up by ID of v1. */
  readonly comparesIdsAsText: boolean;
}

export const openHearted: Reticence = {
  hides: [],
  refusesFields: false,
  certificateForm: 'key',
  comparesIdsAsText: false,
};
