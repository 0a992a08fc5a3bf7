/**
 * `pacline/testing`: a bench and a backend without hardware and without an account, for tests of whoever builds on Pacline, for
 * training and for demonstrations. Nothing here is needed to run a line.
 *
 * `VirtualBench` is a `PortSource` of boards that speak any dialect; `serveBoardOnTerminal` puts one behind a real serial device.
 * `startSimulatedBackend` answers on loopback as the documented API does, and as badly as a `Fault` tells it to.
 */
export type { VirtualBoard } from './bench/bench-place.ts';
export type { WireFault } from './boards/wire-fault.ts';
export { VirtualBench } from './bench/virtual-bench.ts';
export { serveBoardOnTerminal, type BoardOnTerminal } from './boards/board-on-terminal.ts';

export { startSimulatedBackend, type SimulatedBackend, type SimulatedBackendOptions } from './backend/server.ts';
export { Registry } from './backend/world/registry.ts';
export type { WorldSeed } from './backend/world/entities.ts';
export { demoIds, demoUsers, demoWorld } from './backend/world/demo-world.ts';
export { parseFault } from './backend/faults/parse-fault.ts';
export type { Fault } from './backend/faults/faults.ts';
export { publishedLimits } from './backend/http/rate-limits.ts';

export { SimulatedLabelPrinter, type SimulatedPrinterOptions } from './label-printer.ts';
export { SimulatedMes, type SimulatedMesOptions } from './mes.ts';
