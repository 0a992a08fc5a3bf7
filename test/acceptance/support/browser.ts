import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { inject, onTestFinished } from 'vitest';

const connection: { browser: Promise<Browser> | null } = { browser: null };

const theBrowser = (): Promise<Browser> =>
  (connection.browser ??= fetch(inject('browserAt'))
    .then((answer) => answer.text())
    .then((endpoint) => chromium.connect(endpoint)));

/** A browser of this test's own, as far as pages can tell: nothing is kept from one to the next. */
export const openBrowser = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
  const context = await (
    await theBrowser()
  ).newContext({
    viewport: { width: 1920, height: 1080 },
    locale: 'en',
    ...options,
  });
  onTestFinished(() => context.close());
  return context;
};

/** A page in a browser of its own, at this address. What goes wrong in it fails the test. */
export const openPage = async (url: string, options: BrowserContextOptions = {}): Promise<Page> => {
  const page = await (await openBrowser(options)).newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket connection|Failed to load resource/.test(message.text()))
      faults.push(message.text());
  });
  onTestFinished(() => {
    if (faults.length > 0) throw new Error(`The page complains: ${faults.join('; ')}`);
  });
  await page.goto(url);
  return page;
};
