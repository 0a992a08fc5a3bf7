import { entriesOf } from './error-entry.ts';

const backend = entriesOf('backend');

/** The backend and the way to it. */
export const backendErrors = {
  'backend unreachable': backend(
    'backend',
    'later',
    'The backend could not be reached, nothing was sent',
    'Check the network; the registration stays owed',
  ),
  'backend not trusted': backend(
    'station',
    'after-operator',
    'The certificate of the backend, or of a proxy before it, is not accepted; nothing was sent',
    'Do as the message says: if the certificate is your own, name its authority by `caFile` in [backend] or NODE_EXTRA_CA_CERTS',
  ),
  'proxy refused': backend(
    'station',
    'after-operator',
    'The proxy does not let Pacline through to the backend; nothing was sent',
    'Check HTTPS_PROXY or `proxy` in [backend], its login, and what the proxy lets through',
  ),
  'wrong address': backend(
    'operator',
    'after-operator',
    "What answers at the backend's address is not its API",
    'Correct PACLINE_API_URL or `url` in [backend]: the whole base, as in https://api.sigfox.com/v2; else look for a proxy or login page in between',
  ),
  'request too large': backend(
    'station',
    'after-operator',
    'The backend, or a proxy before it, does not take a request of this size; nothing was done',
    'Let the proxy or gateway in between pass requests of 10 MB; no unit is at fault',
  ),
  'bad credentials': backend(
    'operator',
    'after-operator',
    'The backend does not accept login and password',
    'Set PACLINE_API_LOGIN and PACLINE_API_PASSWORD of an API user',
  ),
  'no rights': backend(
    'operator',
    'after-operator',
    'The API user may not do this',
    'Give the API user the profiles Customer [R] and Device Manager [W]',
  ),
  'not shown': backend(
    'operator',
    'after-operator',
    'The API user may not see what confirms a unit',
    'Give the API user a profile that shows device types, certificates and PACs of units, or set ifHidden = "green" in the settings',
  ),
  'unknown device type': backend(
    'operator',
    'after-operator',
    'The backend has no such device type',
    'Check the ID; `pacline device-types` lists those that the API user can see',
  ),
  'no tokens left': backend(
    'backend',
    'after-operator',
    'The contract of this device type has no free token',
    'Order tokens or choose another device type',
  ),
  'backend throttled': backend(
    'backend',
    'later',
    'The backend asks to slow down',
    'Nothing: the queue goes on by itself',
  ),
  'backend fault': backend(
    'backend',
    'later',
    'The backend answered with a fault of its own, or not as its documentation says',
    'Nothing: the unit is looked up before anything is sent again',
  ),
  'registration unknown': backend(
    'backend',
    'later',
    'An answer got lost; whether the unit is registered is being looked up',
    'Nothing: it is settled by looking, never by sending again',
  ),
  owed: backend(
    'backend',
    'later',
    'The registration is owed and was not sent yet',
    'Nothing: a running line, the same command or `pacline outbox drain` sends it',
  ),
  'in a job': backend(
    'backend',
    'later',
    'A job of the backend works on the unit',
    'Nothing: the job is followed to its end',
  ),
  accepted: backend(
    'backend',
    'later',
    'The backend has taken the unit, and does not list it yet',
    'Nothing: it is looked up until it is listed, and never sent again by itself',
  ),
  'not listed': backend(
    'backend',
    'after-operator',
    'The backend took the unit long ago, and still does not list it',
    'Look in the portal; only if it is not there, allow it to be sent again with `pacline outbox resend`',
  ),
  'other backend': backend(
    'operator',
    'after-operator',
    'The unit was sent to another backend, and its end there is not known',
    'Set PACLINE_API_URL to that backend and let it be settled there; or look in its portal, and let it be sent here with `pacline outbox resend`',
  ),
  'change unknown': backend(
    'backend',
    'after-operator',
    'Whether a change of a registered unit was carried out is not known',
    'Look at the unit with `pacline status` or in the portal before you do it again',
  ),

  // The line's own rules
  'debt limit': backend(
    'backend',
    'later',
    'More registrations are owed than the line may run up',
    'Wait until the backend is back and the debt is worked off, then seat the unit again',
  ),

  // What doctor finds
  'tokens low': backend(
    'backend',
    'after-operator',
    'The contract has fewer free tokens than the order needs',
    'Order tokens before the first frames are sent',
  ),
  'no callback': backend(
    'operator',
    'after-operator',
    'What units of this device type send is passed on to nobody',
    'Give the device type a callback for uplink data in the portal, unless the messages are fetched through the API',
  ),
  'callback failing': backend(
    'backend',
    'after-operator',
    'What units of this device type send does not reach its receiver',
    'Repair the receiver that the message names; what it missed can be fetched through the API',
  ),
};
