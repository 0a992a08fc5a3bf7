import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AnyCommand, DialectDefinition } from '../../firmware-protocols/contract.ts';
import { dialects } from '../../firmware-protocols/index.ts';
import type { PowerOn, Reaction } from '../../firmware-protocols/simulator.ts';
import { beginExchange } from '../../src/dialect/exchange.ts';
import { madeUpUnit } from '../support/memory-bench.ts';
import { pacBytes } from '../support/pac-pieces.ts';
import { everyDialect, everyTranscript, folders, protocolsFolder, said, transcriptNames } from './dialect-folders.ts';

const effects = ['read', 'configure', 'transmit', 'reset', 'irreversible'];
const grades = ['log', 'test-code', 'manual', 'host-run', 'source-format', 'assumed'];

const commandsOf = (definition: DialectDefinition): readonly (readonly [string, AnyCommand])[] =>
  Object.entries(definition.commands);

/** What a command looks like on the wire: its fixed request, or the requests with arguments that transcripts show. */
const wireForms = (definition: DialectDefinition, name: string, command: AnyCommand): readonly string[] =>
  typeof command.request !== 'function'
    ? [beginExchange(definition, command, undefined).request]
    : everyTranscript
        .filter(([, dialect]) => dialect.definition.id === definition.id)
        .flatMap(([, , { exchanges }]) =>
          exchanges.filter((exchange) => exchange.command === name).map((exchange) => said(exchange, 'to modem')),
        );

/** The simulated modem as a session has opened it: some answer nothing before that. What it said at power-up is kept. */
const opened = (definition: DialectDefinition, powerOn: PowerOn): Reaction => {
  const { modem, replies } = powerOn(madeUpUnit);
  let now = modem;
  const opening = definition.opening?.();
  if (opening === undefined) return { modem, replies };
  for (let step = opening.next(); step.done !== true;) {
    const { command, args } = step.value;
    const known: AnyCommand | undefined = definition.commands[command];
    if (known === undefined) throw new Error(`${definition.id} opens with the unknown command ${command}`);
    const exchange = beginExchange(definition, known, args);
    const reaction = now.receive(exchange.request);
    now = reaction.modem;
    const state = exchange.judge(reaction.replies.map(({ bytes }) => bytes).join(''), { silent: true });
    step = state.state === 'value' ? opening.next(state.value) : opening.throw(new Error(`${command}: ${state.state}`));
  }
  return { modem: now, replies };
};

describe('the registry', () => {
  it('names every folder, and nothing that is no folder', () => {
    expect(dialects.map(({ definition }) => definition.id).toSorted()).toEqual(folders.toSorted());
  });

  it('imports nothing from outside firmware-protocols', () => {
    for (const file of globSync('**/*.ts', { cwd: protocolsFolder })) {
      const imported = [
        ...readFileSync(join(protocolsFolder, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g),
      ].map(([, path]) => path ?? '');
      for (const path of imported)
        expect(join('/protocols', file, '..', path), `${file} imports ${path}`).toMatch(
          path.startsWith('.') ? /^\/protocols\// : /^$/,
        );
    }
  });
});

describe.each(everyDialect)('%s', (id, { definition, powerOn }: (typeof dialects)[number]) => {
  it('has a definition, a simulator, a README and transcripts', () => {
    for (const file of ['definition.ts', 'simulator.ts', 'README.md'])
      expect(existsSync(join(protocolsFolder, id, file)), file).toBe(true);
    expect(transcriptNames(id)).not.toEqual([]);
  });

  it('states models, sources with a grade, a speed and how it is found', () => {
    expect(definition.models).not.toEqual([]);
    expect(definition.title).not.toBe('');
    expect(definition.serial.baudRate).toBeGreaterThan(0);
    for (const { evidence, where } of definition.sources) {
      expect(grades).toContain(evidence);
      expect(where).not.toBe('');
    }
    expect(definition.sources).not.toEqual([]);
    const { mode, banner, probes } = definition.identify;
    if (mode === 'automatic') expect(probes.length > 0 || banner !== undefined).toBe(true);
  });

  it.each(commandsOf(definition))('states purpose, source, effect and a time limit for %s', (_, command) => {
    expect(command.summary).not.toBe('');
    expect(command.source.where).not.toBe('');
    expect(grades).toContain(command.source.evidence);
    expect(effects).toContain(command.effect);
    expect(command.timeoutMs).toBeGreaterThan(0);
    expect(command.timeoutMs).toBeGreaterThan(command.reply.silenceMs ?? 0);
  });

  it('writes nothing to a board that only speaks, and tells how to hear it once more', () => {
    const { announcement, commands, opening, closing, wakeUp, identify } = definition;
    if (announcement === undefined) return;
    expect(announcement.again).toMatch(/\.$/);
    expect(Object.values(commands).filter(({ request }: AnyCommand) => request !== null)).toEqual([]);
    expect({ opening, closing, wakeUp, probes: identify.probes }).toEqual({ probes: [] });
  });

  it('asks its open questions of commands that it does not have', () => {
    for (const [name, question] of Object.entries(definition.openQuestions ?? {})) {
      expect(definition.commands, name).not.toHaveProperty(name);
      expect(question, name).toMatch(/\.$/);
    }
  });

  it('shows every command in a transcript', () => {
    const shown = everyTranscript
      .filter(([, dialect]) => dialect.definition.id === id)
      .flatMap(([, , { exchanges }]) => exchanges.map(({ command }) => command));
    expect(Object.keys(definition.commands).filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('marks every command that gives a PAC as sensitive, by a pattern that finds it all', () => {
    for (const [name, command] of commandsOf(definition)) {
      for (const request of wireForms(definition, name, command)) {
        const { modem, replies } = opened(definition, powerOn);
        const heard = [...(request === '' ? replies : modem.receive(request).replies)]
          .map(({ bytes }) => bytes)
          .join('');
        if (name !== 'readPac' && !heard.toUpperCase().includes(madeUpUnit.pac) && !heard.includes(pacBytes)) continue;
        expect(command.sensitive, name).toBeInstanceOf(RegExp);
        const shown = heard.replace(command.sensitive ?? '', '*');
        expect(shown.toUpperCase(), name).not.toContain(madeUpUnit.pac.slice(0, 4));
        expect(shown, name).not.toContain(pacBytes.slice(0, 2));
      }
      if (command.sensitive !== undefined) expect(command.sensitive.global, name).toBe(true);
    }
  });

  it('knows its unsolicited lines by their samples, and takes none of them for a result', () => {
    for (const { pattern, samples, name } of definition.unsolicited) {
      expect(samples, name).not.toEqual([]);
      for (const sample of samples) {
        expect(sample).toMatch(pattern);
        expect(sample).not.toMatch(definition.results.success);
        expect(sample).not.toMatch(definition.results.failure);
      }
    }
  });

  it('keeps no state in its patterns', () => {
    const { results, unsolicited, dangers, identify, commands } = definition;
    const patterns = [
      results.success,
      results.failure,
      identify.banner,
      ...unsolicited.map(({ pattern }) => pattern),
      ...dangers.map(({ pattern }) => pattern),
      ...identify.probes.map(({ expect: answer }) => answer),
      ...Object.values(commands).map(({ reply }) => reply.claims),
    ];
    for (const pattern of patterns) expect(pattern?.flags ?? '').not.toMatch(/[gy]/);
  });

  it('probes with nothing but what every dialect at its speed only reads', () => {
    if (definition.identify.mode !== 'automatic') return;
    // At another speed other bytes are heard: no table can speak of them. Over USB every speed is heard, but a board that is
    // known by its USB identity is never asked what it is.
    const heardBy = dialects
      .map((dialect) => dialect.definition)
      .filter(
        ({ serial, identify }) =>
          identify.usb === undefined && (serial.link === 'usb' || serial.baudRate === definition.serial.baudRate),
      );
    const sends = definition.identify.probes.map(({ send }) => send);
    for (const other of heardBy) {
      for (const send of [...sends, sends.join('')]) {
        for (const [name, command] of commandsOf(other)) {
          const hit = wireForms(other, name, command).some(
            (form) => form !== '' && send.toUpperCase().includes(form.toUpperCase()),
          );
          expect(hit ? command.effect : 'read', `${JSON.stringify(send)} is ${name} of ${other.id}`).toBe('read');
        }
        for (const danger of other.dangers)
          expect(danger.pattern.test(send), `${JSON.stringify(send)}: ${danger.why}`).toBe(false);
      }
    }
  });
});
