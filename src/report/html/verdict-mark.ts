import type { VerdictColour } from '../../domain/outcome.ts';
import { html, type Markup } from './markup.ts';

const shapes: Readonly<Record<VerdictColour, string>> = { green: '●', amber: '▲', red: '■', blue: '◆' };

/** By colour, shape and word, as on the bench: on a grey print two of the three are left. */
export const verdictMark = (colour: VerdictColour | null): Markup => (colour === null ? html`none` : html`<span class="${colour}">${shapes[colour]} ${colour}</span>`);
