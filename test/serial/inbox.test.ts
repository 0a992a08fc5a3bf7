import { expect, test } from 'vitest';
import { Inbox } from '../../src/serial/inbox.ts';
import { collect } from './collect.ts';

test('What nobody fetches is kept up to 64 kB, and the newest of it', () => {
  const inbox = new Inbox();
  for (let part = 0; part < 200; part += 1) inbox.receive(Buffer.alloc(1000, part));
  const kept = collect((listener) => inbox.subscribe(listener)).bytes();
  expect(kept.length).toBeLessThanOrEqual(Inbox.limitBytes);
  expect(kept.length).toBeGreaterThan(Inbox.limitBytes - 1000);
  expect(kept.at(-1)).toBe(199);
});

test('A listener that hands over to another one in mid-chunk loses nothing and repeats nothing', () => {
  const inbox = new Inbox();
  const heard: string[] = [];
  const unsubscribe = inbox.subscribe((chunk) => {
    heard.push(`first ${String(chunk)}`);
    unsubscribe();
    inbox.subscribe((later) => heard.push(`second ${String(later)}`));
  });
  inbox.receive(Buffer.from('a'));
  inbox.receive(Buffer.from('b'));
  expect(heard).toEqual(['first a', 'second b']);
});

test('Empty chunks are dropped, and a shut inbox neither calls nor keeps', () => {
  const inbox = new Inbox();
  inbox.receive(new Uint8Array());
  inbox.receive(Buffer.from('before'));
  inbox.shut();
  inbox.receive(Buffer.from('after'));
  expect(collect((listener) => inbox.subscribe(listener)).chunks).toEqual([]);
});
