import { type Html, html } from './html.ts';

/** For whom the report is shown: the answer and its figures; tables and audit; settings of every fold, evidence and details. */
export const LEVELS = ['novice', 'intermediate', 'advanced'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * The buttons that say how much is shown. They and the style sheet do it, so it works without script: what has the class `from-<level>` is
 * shown from that level on, and where an address points at it; of texts at three depths the one of the level. A browser without `:has`
 * shows everything, and so does print, with the middle depth.
 */
export function levelSwitch(): Html {
  return html`<fieldset class="level-switch"><legend>Show it for a reader who is</legend>${LEVELS.map(
    (level) =>
      html`<input type="radio" name="level" id="level-${level}"${level === 'intermediate' && html` checked`}><label for="level-${level}">${level}</label>`,
  )}</fieldset>`;
}

/** Shown from this level on. */
export function fromLevel(level: Exclude<Level, 'novice'>, ...body: readonly (Html | null | false)[]): Html {
  return html`<div class="from-${level}">${body}</div>`;
}

const hidden = (level: Level, from: string) =>
  `:root:has(#level-${level}:checked) ${from}:not(:target,:has(:target),section[class]:target *)`;

/** What is hidden, on screens only. */
export const LEVEL_STYLE = `
.levels .intermediate,.levels .advanced{display:none}
@media screen{
${LEVELS.filter((level) => level !== 'novice')
  .map(
    (level) => `:root:has(#level-${level}:checked) .levels .${level}{display:block}
:root:has(#level-${level}:checked) .levels .novice{display:none}`,
  )
  .join('\n')}
${hidden('novice', ':is(.from-intermediate,.from-advanced)')},
${hidden('intermediate', '.from-advanced')}{display:none}
:root:has(#level-novice:checked) .only-novice{display:block}
}
.only-novice{display:none}
`;
