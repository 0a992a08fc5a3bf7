import { accepted, type Parsed } from '../../domain/parsed.ts';
import type { StationDraft } from '../../settings/file/station-draft.ts';
import { productKeys } from '../../settings/tables/product.ts';
import type { Account } from '../device-types/device-types-shown.ts';
import { askWhereToRegister } from '../device-types/ask-where-to-register.ts';
import { checkedCertificate } from '../device-types/check-certificate.ts';
import type { Dialogue } from '../shared/dialogue.ts';
import type { DialogueStep } from '../shared/in-steps.ts';
import { dialectAnswer, oneOf, optionalSettingOf, settingOf } from './init-answers.ts';

type Product = StationDraft['product'];

/** The questions about a product, each a step of its own. */
export const productSteps = (dialogue: Dialogue, account: Account | null): readonly DialogueStep<Product>[] => [
  {
    ask: async (product) => ({
      ...product,
      name: await dialogue.ask({
        words: 'Name of the product',
        usual: product.name,
        parse: settingOf(productKeys.name),
      }),
    }),
  },
  {
    ask: async (product) => ({
      ...product,
      deviceTypeId: await askWhereToRegister(dialogue, product.deviceTypeId, account),
    }),
  },
  {
    ask: async (product) => {
      const checked =
        account === null || !dialogue.isTerminal
          ? accepted
          : checkedCertificate(product.deviceTypeId, {
              account,
              signal: dialogue.signal,
              say: (text) => dialogue.say(text),
            });
      return {
        ...product,
        productCertificate: await dialogue.ask({
          words: 'Its certificate, P_… as on its page at partners.sigfox.com, or "prototype"',
          usual: product.productCertificate ?? 'prototype',
          parse: async (answer) => {
            const written = certificateAnswer(answer);
            return written.ok && written.value !== undefined ? checked(written.value) : written;
          },
        }),
      };
    },
  },
  {
    ask: async (product) => ({
      ...product,
      prefix: await dialogue.ask({
        words: 'What the names of units begin with',
        usual: product.prefix ?? '',
        parse: optionalSettingOf(productKeys.prefix),
      }),
    }),
  },
  {
    ask: async (product) => ({
      ...product,
      dialect: await dialogue.ask({
        words: 'How its modem speaks (`pacline protocols list`), or auto',
        usual: product.dialect ?? 'auto',
        parse: dialectAnswer,
      }),
    }),
  },
  {
    ask: async (product) => ({
      ...product,
      serial: await dialogue.ask({
        words: "Regular expression of the board's own serial, as in [0-9]{8}; none if it has none",
        usual: product.serial ?? '',
        parse: optionalSettingOf(productKeys.serial),
      }),
    }),
  },
  {
    ask: async (product) => {
      const amber = await dialogue.ask({
        words: 'May an amber unit leave its slot, or is it held: leave or held',
        usual: product.amber === 'held' ? 'held' : 'leave',
        parse: oneOf('leave', 'held'),
      });
      return { ...product, amber: amber === 'held' ? 'held' : 'may leave' };
    },
  },
  {
    ask: async (product) => {
      const label = await dialogue.ask({
        words: 'Is a label printed: yes or no',
        usual: product.hasLabel ? 'yes' : 'no',
        parse: oneOf('yes', 'no'),
      });
      return { ...product, hasLabel: label === 'yes' };
    },
  },
];

const certificateAnswer = (answer: string): Parsed<string | undefined> =>
  answer.toLowerCase() === 'prototype' ? accepted(undefined) : settingOf(productKeys.productCertificate)(answer);
