import { adeunis } from './adeunis/definition.ts';
import { powerOnAdeunis } from './adeunis/simulator.ts';
import { axWisol } from './ax-wisol/definition.ts';
import { powerOnAxWisol } from './ax-wisol/simulator.ts';
import type { DialectDefinition } from './contract.ts';
import { daviteqModbus } from './daviteq-modbus/definition.ts';
import { powerOnDaviteqModbus } from './daviteq-modbus/simulator.ts';
import { ht32sx } from './ht32sx/definition.ts';
import { powerOnHt32sx } from './ht32sx/simulator.ts';
import { lesurAt } from './lesur-at/definition.ts';
import { powerOnLesurAt } from './lesur-at/simulator.ts';
import { lsm1x0aLora115200 } from './lsm1x0a-lora-115200/definition.ts';
import { powerOnLsm1x0aLora115200 } from './lsm1x0a-lora-115200/simulator.ts';
import { lsm1x0aLora } from './lsm1x0a-lora/definition.ts';
import { powerOnLsm1x0aLora } from './lsm1x0a-lora/simulator.ts';
import { lsm1x0a } from './lsm1x0a/definition.ts';
import { powerOnLsm1x0a } from './lsm1x0a/simulator.ts';
import { m2commUplynx } from './m2comm-uplynx/definition.ts';
import { powerOnM2commUplynx } from './m2comm-uplynx/simulator.ts';
import { mkrfoxSketch } from './mkrfox-sketch/definition.ts';
import { powerOnMkrfoxSketch } from './mkrfox-sketch/simulator.ts';
import { nemeus } from './nemeus/definition.ts';
import { powerOnNemeus } from './nemeus/simulator.ts';
import { nxpOl2385Console } from './nxp-ol2385-console/definition.ts';
import { powerOnNxpOl2385Console } from './nxp-ol2385-console/simulator.ts';
import { pycomRepl } from './pycom-repl/definition.ts';
import { powerOnPycomRepl } from './pycom-repl/simulator.ts';
import { radiocraftsSig } from './radiocrafts-sig/definition.ts';
import { powerOnRadiocraftsSig } from './radiocrafts-sig/simulator.ts';
import { riotAta8520e } from './riot-ata8520e/definition.ts';
import { powerOnRiotAta8520e } from './riot-ata8520e/simulator.ts';
import { sensitSdk } from './sensit-sdk/definition.ts';
import { powerOnSensitSdk } from './sensit-sdk/simulator.ts';
import { sigfoxEpModem } from './sigfox-ep-modem/definition.ts';
import { powerOnSigfoxEpModem } from './sigfox-ep-modem/simulator.ts';
import { sigfoxSnt } from './sigfox-snt/definition.ts';
import { powerOnSigfoxSnt } from './sigfox-snt/simulator.ts';
import { sigfoxUnbAt } from './sigfox-unb-at/definition.ts';
import { powerOnSigfoxUnbAt } from './sigfox-unb-at/simulator.ts';
import type { PowerOn } from './simulator.ts';
import { smkWf931 } from './smk-wf931/definition.ts';
import { powerOnSmkWf931 } from './smk-wf931/simulator.ts';
import { stBootPrint } from './st-boot-print/definition.ts';
import { powerOnStBootPrint } from './st-boot-print/simulator.ts';
import { stCli } from './st-cli/definition.ts';
import { powerOnStCli } from './st-cli/simulator.ts';
import { stm32wlAt } from './stm32wl-at/definition.ts';
import { powerOnStm32wlAt } from './stm32wl-at/simulator.ts';
import { tdNext } from './td-next/definition.ts';
import { powerOnTdNext } from './td-next/simulator.ts';
import { telitLe51 } from './telit-le51/definition.ts';
import { powerOnTelitLe51 } from './telit-le51/simulator.ts';
import { udevEdk } from './udev-edk/definition.ts';
import { powerOnUdevEdk } from './udev-edk/simulator.ts';
import { unamkr } from './unamkr/definition.ts';
import { powerOnUnamkr } from './unamkr/simulator.ts';
import { wisolSfm20r } from './wisol-sfm20r/definition.ts';
import { powerOnWisolSfm20r } from './wisol-sfm20r/simulator.ts';

export interface Dialect {
  readonly definition: DialectDefinition;
  readonly powerOn: PowerOn;
}

/** Every dialect, the ones met most often first: identification asks in this order. */
export const dialects: readonly Dialect[] = [
  { definition: axWisol, powerOn: powerOnAxWisol },
  { definition: tdNext, powerOn: powerOnTdNext },
  { definition: stm32wlAt, powerOn: powerOnStm32wlAt },
  { definition: lsm1x0a, powerOn: powerOnLsm1x0a },
  { definition: lsm1x0aLora, powerOn: powerOnLsm1x0aLora },
  { definition: sigfoxSnt, powerOn: powerOnSigfoxSnt },
  { definition: sigfoxEpModem, powerOn: powerOnSigfoxEpModem },
  { definition: lsm1x0aLora115200, powerOn: powerOnLsm1x0aLora115200 },
  { definition: unamkr, powerOn: powerOnUnamkr },
  { definition: stCli, powerOn: powerOnStCli },
  { definition: ht32sx, powerOn: powerOnHt32sx },
  { definition: pycomRepl, powerOn: powerOnPycomRepl },
  { definition: riotAta8520e, powerOn: powerOnRiotAta8520e },
  { definition: nxpOl2385Console, powerOn: powerOnNxpOl2385Console },
  { definition: sigfoxUnbAt, powerOn: powerOnSigfoxUnbAt },
  { definition: lesurAt, powerOn: powerOnLesurAt },
  { definition: m2commUplynx, powerOn: powerOnM2commUplynx },
  { definition: sensitSdk, powerOn: powerOnSensitSdk },
  { definition: nemeus, powerOn: powerOnNemeus },
  { definition: radiocraftsSig, powerOn: powerOnRadiocraftsSig },
  { definition: daviteqModbus, powerOn: powerOnDaviteqModbus },
  { definition: wisolSfm20r, powerOn: powerOnWisolSfm20r },
  { definition: mkrfoxSketch, powerOn: powerOnMkrfoxSketch },
  { definition: stBootPrint, powerOn: powerOnStBootPrint },
  { definition: telitLe51, powerOn: powerOnTelitLe51 },
  { definition: adeunis, powerOn: powerOnAdeunis },
  { definition: smkWf931, powerOn: powerOnSmkWf931 },
  { definition: udevEdk, powerOn: powerOnUdevEdk },
];
