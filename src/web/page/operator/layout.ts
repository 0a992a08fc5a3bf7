/** How much room a place has: `roomy` and `tall` for few slots, `plain` up to eight, `dense` where the sentences stand beside the places. */
export type Density = 'roomy' | 'tall' | 'plain' | 'dense';

export interface LayoutOptions {
  readonly rows: number;
  readonly columns: number;
  /** Of the window, in px. */
  readonly width: number;
  readonly height: number;
}

/** A tile that is narrower has no room for a sentence, in px; nor has one of a larger fixture. */
const narrowest = 320;
const mostWithSentence = 8;

/** Of width to height: such a tile has its shape beside the word. */
const wideFrom = 1.6;

/** How the tiles of a fixture are laid out in a window; it depends on nothing else, so that nothing moves while the line runs. */
export const densityOf = ({ rows, columns, width, height }: LayoutOptions): Density => {
  const tileWidth = width / columns;
  // What bar, foot and gaps leave
  const tileHeight = (height * 0.81) / rows;
  if (rows * columns > mostWithSentence || tileWidth < narrowest || tileHeight < tileWidth / 3.2) return 'dense';
  if (tileWidth / tileHeight >= wideFrom) return 'roomy';
  return rows * columns <= 3 ? 'tall' : 'plain';
};
