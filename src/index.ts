/**
 * Pacline as a library: what the command line is made of.
 *
 * Reading: `readBoard` opens a port, finds out which modem is on it, and reads ID and PAC. Its pieces: `openSerialPort` (or
 * `createMachinePorts().open`) gives a `BytePort`, `readModem` reads it; `ModemSession` speaks to one whose dialect is known, one typed
 * command at a time.
 * The line: `openLine` is everything that `pacline run` does, from the ports to the backend; the README has ten lines that run one.
 * Registering: `openProvisioning` joins journal, backend and registrar; `ApiV2` is the backend, `openJournal` the memory, `Registrar`
 * the one that sends nothing twice.
 * Looking back: `makeReport` tells from a journal what became of every unit of a window, `reportPage` makes a page of it.
 *
 * Every error is a `PaclineError` with a code of `errorTable`; every wait takes an `AbortSignal`. The dialects themselves are
 * exported by `pacline/firmware-protocols`; a bench and a backend without hardware by `pacline/testing`.
 */
export { version } from './machine/version.ts';

// Values
export { DeviceId } from './domain/device-id.ts';
export { Pac } from './domain/pac.ts';
export { ProductCertificate } from './domain/product-certificate.ts';
export type { Certification, Product } from './domain/product.ts';
export type { PacSource, UnitIdentity } from './domain/unit.ts';
export type { Outcome, ResultCode, Verdict, VerdictColour } from './domain/outcome.ts';
export type { Parsed } from './domain/parsed.ts';
export type { Blame, ErrorEntry, ExitCode, Retry } from './domain/errors/error-entry.ts';
export { errorTable, type ErrorCode } from './domain/errors/error-table.ts';
export { PaclineError } from './domain/errors/pacline-error.ts';
export type { Clock } from './domain/clock.ts';
export { systemClock } from './machine/system-clock.ts';

// Ports and modems
export type { BytePort, ModemLine, ModemSignals, PortClosed, PortSignals } from './modem/byte-port.ts';
export type { OpenOptions, PortDescription, PortGone, PortSeen, PortSource } from './station/port-source.ts';
export { createMachinePorts } from './serial/machine-ports.ts';
export { readBoard, type BoardOptions, type ReadBoardOptions } from './composition/board-on-port.ts';
export { openSerialPort } from './serial/open-serial-port.ts';
export { ModemSession } from './modem/modem-session.ts';
export { readModem, type ModemReading, type ReadModemOptions, type ReadModemResult } from './modem/read-modem.ts';
export { parseTranscript, renderTranscript, type Transcript } from './dialect/transcript.ts';

// Backend, journal, registrar
export type { Backend, CreateResult, Preflight, RegisteredDevice, RegistrationRequest } from './backend/backend.ts';
export { BaseUrl } from './backend/http/base-url.ts';
export { Credentials } from './backend/http/credentials.ts';
export { readAuthorities } from './backend/http/authorities.ts';
export { chooseProxy } from './backend/http/choose-proxy.ts';
export { HttpClient } from './backend/http/http-client.ts';
export { RateBudget } from './backend/limits/rate-budget.ts';
export { ApiV2 } from './backend/v2/api-v2.ts';
export type { Journal, JournalReader, RegistrationRecord, RunRecord, UnitRecord } from './journal/journal.ts';
export type { RegistrationState } from './domain/registration.ts';
export type { JournalEvent } from './journal/events.ts';
export { openJournal } from './journal/open-journal.ts';
export { openJournalReader } from './journal/open-journal-reader.ts';
export { acceptLoss } from './journal/accept-loss.ts';
export { rebuildJournal } from './journal/rebuild-journal.ts';
export { verifyJournal } from './journal/verify/verify-journal.ts';
export type { JournalFinding, VerifiedJournal } from './journal/verify/verified-journal.ts';
export type { JournalHead } from './journal/journal-events.ts';
export { Registrar } from './registrar/registrar.ts';
export type { RegistrationResult } from './registrar/registration-result.ts';
export { loadDeliveryList } from './series/delivery-list/delivery-list.ts';
export type { PacList } from './station/pac-list.ts';

// What leaves the house
export type { PublicEvent } from './hooks/public-event.ts';
export { verifySignature, type SignedRequest } from './hooks/signature.ts';
// Reports
export { makeReport, type Report } from './report/report.ts';
export { orderWindow, shiftWindow, sinceWindow, type ReportWindow } from './report/report-window.ts';
export { reportPage } from './report/html/page.ts';

// The line
export { Station, type SlotSetting, type StationOptions } from './station/station.ts';
export type { Slot, SlotState } from './station/slot-state.ts';
export { plainRules, type LineRules } from './station/line-rules.ts';
export { allDialects, dialectNamed } from './composition/dialects.ts';
export { openBackend, type BackendAccess } from './composition/open-backend.ts';
export { openProvisioning, type Provisioning, type ProvisioningConfig } from './composition/open-provisioning.ts';
export { openLine, type Line, type LineConfig, type LineTools } from './composition/open-line.ts';
export { rulesOfSettings, type ReadingChoice } from './composition/rules-of-settings.ts';
export { readStationConfig, type ProductFlags, type StationConfig } from './composition/station-config.ts';
