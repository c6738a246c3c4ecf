// SPDX-License-Identifier: Apache-2.0
export interface DiffPiece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** Above this many cells the middle is shown as replaced: nobody reads such a difference letter by letter. */
const maxCells = 1_500_000;

/** Longest common subsequence by character (numbers and Latin words stay whole), after equal ends are set aside. */
export function compareText(before: string, after: string): DiffPiece[] {
  const a = split(before);
  const b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const pieces: DiffPiece[] = [];
  const add = (kind: DiffPiece['kind'], text: string): void => {
    if (text === '') return;
    const last = pieces[pieces.length - 1];
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  add('same', a.slice(0, head).join(''));
  middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), add);
  add('same', a.slice(a.length - tail).join(''));
  return pieces;
}

function split(text: string): string[] {
  return text.match(/[A-Za-z0-9.%]+|[\s\S]/gu) ?? [];
}

function middle(a: string[], b: string[], add: (kind: DiffPiece['kind'], text: string) => void): void {
  if (a.length * b.length > maxCells) {
    add('gone', a.join(''));
    add('new', b.join(''));
    return;
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j]
        ? (common[(i + 1) * width + j + 1] as number) + 1
        : Math.max(common[(i + 1) * width + j] as number, common[i * width + j + 1] as number);
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i] as string);
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || (common[(i + 1) * width + j] as number) >= (common[i * width + j + 1] as number))) {
      add('gone', a[i] as string);
      i += 1;
    } else {
      add('new', b[j] as string);
      j += 1;
    }
  }
}
