import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, html, raw } from './html.ts';

test('a value is escaped between tags and in attributes', () => {
  const name = `<script>alert("x")</script> & 'co'`;
  expect(html`<p title="${name}">${name}</p>`.markup).toBe(
    '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;co&#39;">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;co&#39;</p>',
  );
});

test('markup made by html or raw is kept, arrays are joined, nothing is left by false, null and undefined', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${false}${null}${undefined}${raw('<hr>')}${0}</ul>`.markup).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li><hr>0</ul>',
  );
});

test('escaped text holds no character that opens a tag or closes an attribute', () => {
  fc.assert(fc.property(fc.string(), (text) => !/[<>"']|&(?!(amp|lt|gt|quot|#39);)/.test(escapeHtml(text))));
});
