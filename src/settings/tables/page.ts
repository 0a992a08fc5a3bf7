import { z } from 'zod';

import { errorTable, type ErrorCode } from '../../domain/errors/error-table.ts';
import { isLoopback } from '../../machine/loopback.ts';
import { languageTags, type LanguageTag } from '../../words/language-tags.ts';
import { nearestWord } from '../values/nearest-word.ts';
import { only, show } from '../values/settings-words.ts';
import { distinct, socketPlace, tableList, text, yesOrNo, type SocketPlace } from '../values/value-schemas.ts';

/** Where and how the pages are served. */
export interface PageSetting {
  /** Absent: they are served where a command says so. */
  readonly listen?: SocketPlace;
  readonly language: LanguageTag;
  /** Whether other computers may reach the pages. Then there are certificate and key. */
  readonly network: boolean;
  /** Paths of PEM files; after loading, no longer relative to the settings file. */
  readonly certificateFile?: string;
  readonly keyFile?: string;
  /** Names by which others call this station, as they stand in the certificate. */
  readonly names: readonly string[];
}

const hostName = 'a host name such as "bench1.example"';

export const pageKeys = {
  listen: socketPlace('an address and port such as "127.0.0.1:8088"')
    .exactOptional()
    .describe(
      'where `pacline run` serves the pages, as in `127.0.0.1:8088`; served only with `--page` if left out. Another address than a loopback one needs `network`',
    ),
  language: z
    .literal([...languageTags], only(languageTags.map((tag) => `"${tag}"`).join(', ')))
    .default('en')
    .describe(
      `of the pages, until another is chosen at a screen: ${languageTags.map((tag) => `\`${tag}\``).join(', ')}`,
    ),
  network: yesOrNo()
    .default(false)
    .describe(
      '`true`: other computers may reach the pages, with a certificate, and whoever looks at them signs in first',
    ),
  certificateFile: text('the path of a PEM file')
    .exactOptional()
    .describe('with `network`: PEM file of the certificate'),
  keyFile: text('the path of a PEM file').exactOptional().describe('with `network`: PEM file of its private key'),
  names: z
    .array(
      z.string(only(hostName)).regex(/^[\w.-]+$/, only(hostName)),
      only(`a list of host names such as ["bench1.example"]`),
    )
    .default([])
    .describe(
      'by which other computers call this one, as they stand in the certificate; a page that is asked for by another name is not answered',
    ),
};

/** Whether only this machine can reach what listens there. */
const isHere = ({ host }: SocketPlace): boolean => isLoopback(host.includes(':') ? `[${host}]` : host);

export const page = z
  .strictObject(pageKeys, only('a [page] table'))
  .superRefine(({ listen, network, certificateFile, keyFile }, context) => {
    const fault = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
    if (!network) {
      if (listen !== undefined && !isHere(listen))
        fault('listen', 'other computers reach this address; that takes network = true, certificateFile and keyFile');
      for (const [key, file] of Object.entries({ certificateFile, keyFile }))
        if (file !== undefined) fault(key, 'belongs to network = true, which is not given');
      return;
    }
    for (const [key, file] of Object.entries({ certificateFile, keyFile }))
      if (file === undefined) fault(key, 'missing; other computers are served with a certificate and its key only');
  })
  .prefault({});

/** What the pages show beside the words of a code. */
export interface PictureSetting {
  readonly code: ErrorCode;
  /** The path is no longer relative to the settings file after loading. */
  readonly file: string;
}

const codes = Object.keys(errorTable) as readonly ErrorCode[];

const code = z.string(only('a code such as "no answer"')).transform((written, context): ErrorCode => {
  const known = codes.find((one) => one === written);
  if (known !== undefined) return known;
  const meant = nearestWord(written, codes);
  context.addIssue(`${show(written)} is no code${meant === null ? '' : ` (did you mean ${show(meant)}?)`}`);
  return z.NEVER;
});

const file = text('the path of a picture').regex(
  /\.(png|jpe?g|webp|svg)$/i,
  only('the path of a picture that ends with .png, .jpg, .webp or .svg'),
);

export const pictureKeys = {
  code: code.describe('of the red or amber that it explains, as in `no answer`'),
  file: file.describe('PNG, JPEG, WebP or SVG, such as a photograph of the seat with its pins'),
};

export const pictures = z
  .array(z.strictObject(pictureKeys, only('a [[picture]] table')), tableList('picture'))
  .superRefine(distinct<PictureSetting>('picture', ['code']));
