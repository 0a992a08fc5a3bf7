import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** null: it would not be smaller. */
  readonly zipped: Buffer | null;
  /** Its name changes with its content: it may be kept for ever. */
  readonly isHashed: boolean;
  readonly tag: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

const zippable = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest']);

const zip = promisify(gzip);

export const typeOfFile = (path: string): string | null => types[extname(path).toLowerCase()] ?? null;

/** @throws of the file system */
export const readPageFile = async (path: string): Promise<PageFile> => {
  const body = await readFile(path);
  const zipped = zippable.has(extname(path)) ? await zip(body, { level: 9 }) : null;
  return {
    type: typeOfFile(path) ?? 'application/octet-stream',
    body,
    zipped: zipped !== null && zipped.length < body.length ? zipped : null,
    isHashed: /-[\w-]{8}\.\w+$/.test(path),
    tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  };
};

/**
 * The built pages, by the path at which each is asked for: `/` is index.html, `/name` is name.html, every other is at its own. They are
 * few and small, and are read once. @throws of the file system
 */
export const readPageFiles = async (folder: string): Promise<ReadonlyMap<string, PageFile>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => [addressOf(relative(folder, path)), await readPageFile(path)] as const),
  );
  return new Map(files);
};

const addressOf = (path: string): string => {
  const address = `/${path.split(sep).join('/')}`;
  return address === '/index.html' ? '/' : address.replace(/\.html$/, '');
};
