import { sha256 } from '@noble/hashes/sha2.js';
import type { Figure } from './figures/figure.ts';
import { csvOf } from './figures/figure-data.ts';
import { type Html, html } from './html.ts';

/**
 * Adds buttons to each figure that save it as SVG and as PNG, in the light colours and 2.5 times its size. Without script there is only
 * the table of the figure, a link that needs none.
 */
export const DOWNLOAD_SCRIPT = `'use strict';
for (const box of document.querySelectorAll('.downloads')) {
  const drawing = box.closest('figure').querySelector('svg');
  const save = (url, kind) => {
    const link = document.createElement('a');
    link.href = url;
    link.download = box.dataset.name + '.' + kind;
    link.click();
  };
  const asFile = () => {
    const copy = drawing.cloneNode(true);
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('font-family', 'system-ui, Helvetica, Arial, sans-serif');
    return 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  };
  const asPixels = () => {
    const image = new Image();
    image.onload = () => {
      const { width, height } = drawing.viewBox.baseVal;
      const canvas = document.createElement('canvas');
      canvas.width = 2.5 * width;
      canvas.height = 2.5 * height;
      const pen = canvas.getContext('2d');
      pen.fillStyle = 'white';
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      save(canvas.toDataURL('image/png'), 'png');
    };
    image.src = asFile();
  };
  for (const [kind, action] of [['PNG', asPixels], ['SVG', () => save(asFile(), 'svg')]]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = kind;
    button.setAttribute('aria-label', kind + ' of the figure: ' + box.dataset.title);
    button.addEventListener('click', action);
    box.prepend(button);
  }
}
`;

/** The source that a content security policy allows to run: this text and no other. */
export function scriptSource(script: string): string {
  const digest = sha256(new TextEncoder().encode(script));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

/** Where a figure can be saved from. */
export function downloads({ title, data }: Pick<Figure, 'title' | 'data'>): Html {
  const name = fileName(title);
  return html`<p class="downloads" data-name="${name}" data-title="${title}"><a download="${name}.csv" href="data:text/csv;charset=utf-8,${encoded(csvOf(data))}" aria-label="CSV of the figure: ${title}">CSV</a></p>`;
}

/** Commas need no escape in an address, and are every fifth character. */
const encoded = (text: string) => encodeURIComponent(text).replaceAll('%2C', ',');

function fileName(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['figure'];
  return words.join('-').slice(0, 80);
}
