import { accepted, refused, type Parsed } from '../domain/parsed.ts';

export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
}

/** The port on which printers take raw data. */
const rawPort = 9100;

/** `192.0.2.10`, `printer.example:9100` or `[2001:db8::1]:9100`. */
export const parsePrinterAddress = (text: string): Parsed<PrinterAddress> => {
  const { six, name, port } =
    /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[\w.-]+))(?::(?<port>\d{1,5}))?$/i.exec(text.trim())?.groups ?? {};
  const host = six ?? name;
  const number = port === undefined ? rawPort : Number(port);
  if (host === undefined || number < 1 || number > 65_535)
    return refused(
      'bad settings',
      `${JSON.stringify(text.slice(0, 60))} is no address of a printer, as in 192.0.2.10:9100`,
    );
  return accepted({ host, port: number });
};

export const showAddress = ({ host, port }: PrinterAddress): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;
