export interface ServiceOptions {
  /** What starts pacline: absolute paths. */
  readonly program: readonly string[];
  /** Absolute path of station.toml. */
  readonly settings: string;
  /** What is worked, by name; left out: the only one of the settings. */
  readonly product?: string;
  readonly order?: string;
  readonly user: string;
  /** Folders that the settings let the line write into; absolute. */
  readonly writable: readonly string[];
}

/** Where login and password stand, readable by root only: systemd reads it before it becomes the user. */
export const secretsFile = '/etc/pacline/secrets.env';

/**
 * The systemd unit. Type and watchdog need `systemd-notify`, which is a child: hence NotifyAccess=all. Memory that is written
 * and then executed is how JavaScript is run, so MemoryDenyWriteExecute cannot be set.
 * @source systemd.service(5), systemd.exec(5), systemd.resource-control(5)
 */
export const systemdUnit = ({
  program,
  settings,
  product,
  order,
  user,
  writable,
}: ServiceOptions): string => `# Written by \`pacline init --service\`.
[Unit]
Description=Pacline, the provisioning station
Documentation=man:systemd.service(5)
After=network.target time-sync.target modprobe@usbserial.service modprobe@cdc_acm.service
# Ports are allowed by the names of drivers that are there when the line starts; an adapter may come later.
Wants=modprobe@usbserial.service modprobe@cdc_acm.service
# It is tried again for ever: nobody sits at the keyboard.
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
ExecStart=${[...program, 'run', '--json', '--settings', settings, ...option('--product', product), ...option('--order', order)].map((word) => quoted(word).replaceAll('$', '$$$$')).join(' ')}
User=${user}
SupplementaryGroups=dialout
# PACLINE_API_LOGIN=… and PACLINE_API_PASSWORD=…, one a line; of root, mode 0600.
EnvironmentFile=${secretsFile}
Environment=PACLINE_STATE_DIR=%S/pacline
StateDirectory=pacline
StateDirectoryMode=0700
UMask=0077
Restart=always
RestartSec=5
WatchdogSec=30
KillSignal=SIGTERM
KillMode=mixed
TimeoutStopSec=10
# A crash writes no memory to the disk: login and password are in it.
LimitCORE=0

# The line needs serial ports, its state folder and the network, and nothing else.
DevicePolicy=closed
DeviceAllow=char-ttyUSB rw
DeviceAllow=char-ttyACM rw
DeviceAllow=char-ttyS rw
DeviceAllow=char-ttyAMA rw
ProtectSystem=strict
ProtectHome=read-only
${writable.map((folder) => `ReadWritePaths=-${quoted(folder)}\n`).join('')}PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
`;

const option = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [name, value];

/** One word: a blank would end it and % be replaced; in a command line $ too. @source systemd.syntax(7), systemd.service(5) */
const quoted = (word: string): string => {
  const escaped = word.replaceAll('%', '%%');
  return /[\s"'\\;]/.test(escaped) ? `"${escaped.replaceAll(/["\\]/g, '\\$&')}"` : escaped;
};

/** USB vendors of the usual serial adapters and of boards with a port of their own, in hex. @source the USB ID list, www.linux-usb.org/usb-ids.html */
const adapterVendors = ['0403', '067b', '0483', '04d8', '10c4', '1a86', '2341'];

/**
 * The udev rule. It stands before ModemManager's own rules (77, 80), which look at what is set here.
 * @source ModemManager reference manual, "Common udev tags"; udev(7)
 */
export const udevRules = (): string => `# Written by \`pacline init --service\`: serial adapters of this station.

# ModemManager leaves them alone; else it sends each new port AT commands for some seconds.
ACTION!="remove", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="${adapterVendors.join('|')}", ENV{ID_MM_DEVICE_IGNORE}="1"
ACTION!="remove", SUBSYSTEM=="tty", SUBSYSTEMS=="usb", ENV{ID_MM_DEVICE_IGNORE}="1", ENV{ID_MM_PORT_IGNORE}="1", GROUP="dialout", MODE="0660"

# Adapters that collect what they receive for 16 ms hand it over after 1 ms: answers here are short.
ACTION=="add", SUBSYSTEM=="usb-serial", DRIVER=="ftdi_sio", ATTR{latency_timer}="1"
`;
