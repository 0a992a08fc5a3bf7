/** What a person decided, and why. */
export interface DecidedByPerson {
  /** The person's name in the settings, or the user of the machine. */
  readonly operator: string;
  readonly reason: string;
}

export type UnitEvent = UnitSetAside | UnitReleased | PairGaveWay | DeviceChanged;

/** The unit is not to be registered or judged until somebody releases it. */
export interface UnitSetAside extends DecidedByPerson {
  readonly kind: 'unit set aside';
  readonly deviceId: string;
}

export interface UnitReleased extends DecidedByPerson {
  readonly kind: 'unit released';
  readonly deviceId: string;
  /** `forgotten`: the unit came back with another PAC; the next one that is read of it counts. */
  readonly pair: 'kept' | 'forgotten';
}

/** A pair of ID and PAC that was only typed or listed, and never taken by the backend, contradicts a better witness: it no longer counts. */
export interface PairGaveWay {
  readonly kind: 'pair gave way';
  readonly deviceId: string;
  readonly reason: string;
}

/** What this station changed of a device that is registered. What is not named stays as it was. */
export interface DeviceChanged {
  readonly kind: 'device changed';
  readonly deviceId: string;
  readonly change:
    | 'edited'
    | 'transferred'
    | 'replaced'
    | 'suspended'
    | 'resumed'
    | 'restarted'
    | 'unsubscribed'
    | 'disengaged'
    | 'deleted';
  readonly deviceTypeId?: string;
  /** A key, or null: a prototype now. */
  readonly certificate?: string | null;
  readonly name?: string;
}
