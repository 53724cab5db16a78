import { LEVEL_STYLE } from './levels.ts';
import { DARK, LIGHT, paletteCss } from './palette.ts';

/** The whole style sheet. Print always takes the light colours; a reader's wish for dark applies to screens. */
export const STYLE = `
:root{color-scheme:light dark;${paletteCss(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{${paletteCss(DARK)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
.skip{position:absolute;left:-999px;top:0;padding:.6rem 1rem;background:var(--page);color:var(--accent);z-index:1}
.skip:focus{left:0}
a{color:var(--accent);text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 2rem}
header{padding-top:3.5rem}
.eyebrow{margin:0 0 .4rem;color:var(--muted);font-size:.875rem;letter-spacing:.02em}
h1{margin:0;max-width:24em;font-size:2.1rem;line-height:1.2;font-weight:600;letter-spacing:-.01em;text-wrap:balance}
nav ul{display:flex;max-width:none;flex-wrap:wrap;gap:.35rem 1.5rem;margin:1.5rem 0 0;padding:.8rem 0;list-style:none;border-block:1px solid var(--line);font-size:.9375rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
section{padding-top:3.25rem}
h2{margin:0 0 1rem;font-size:1.5rem;line-height:1.3;font-weight:600}
h3{margin:2.25rem 0 .6rem;font-size:1.0625rem;line-height:1.4;font-weight:600}
h4{margin:1.25rem 0 .4rem;font-size:1rem;font-weight:600}
p,ol,ul{max-width:68ch;margin:0 0 .9rem}
li{margin:.2rem 0}
.answer{font-size:1.25rem;line-height:1.5;max-width:60ch}
.badge{display:inline-flex;gap:.5rem;align-items:baseline;margin:0 0 1rem;padding:.15rem .75rem;border:1px solid currentColor;border-radius:1rem;font-weight:600;font-size:.9375rem}
.good{color:var(--good)}.caution{color:var(--caution)}.bad{color:var(--bad)}
.quiet{color:var(--muted)}
.facts{display:flex;flex-wrap:wrap;gap:.9rem 2.5rem;margin:1.5rem 0}
.facts dt,.ledger dt{color:var(--muted);font-size:.875rem}
.facts dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.ledger{margin:1.25rem 0;display:grid;gap:.5rem}
.ledger>div{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:.1rem 1.5rem}
.ledger dd{margin:0;overflow-wrap:anywhere}
code{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
pre{margin:0;padding:.9rem 1.1rem;background:var(--panel);border-radius:6px;width:max-content;min-width:100%}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;margin:1.25rem 0;font-size:.9375rem;line-height:1.45;font-variant-numeric:tabular-nums}
caption{caption-side:top;text-align:left;font-weight:600;padding:0 0 .5rem;white-space:nowrap}
caption.long{white-space:normal;min-width:20rem}
th,td{padding:.45rem 1.5rem .45rem 0;text-align:left;vertical-align:top;font-weight:400;border-bottom:1px solid var(--line)}
thead th{vertical-align:bottom;color:var(--muted);font-size:.875rem;border-bottom-color:var(--muted)}
tbody th{white-space:nowrap}
td.number,th.number{text-align:right;padding:.45rem 0 .45rem 1.5rem}
td.number{white-space:nowrap}
.interval{display:block;color:var(--muted);font-size:.8125rem;font-weight:400}
@media (min-width:64rem){.beside .interval{display:inline-block;min-width:5.5rem;padding-left:.5rem}.beside td.number:not(:has(.interval)){padding-right:5.5rem}}
th.number+th:not(.number),td.number+td:not(.number){padding-left:2rem}
tr.chosen>*{font-weight:600}
tr.baseline>*{color:var(--muted)}
.mark{margin-left:.35rem;padding:0 .45rem;border:1px solid var(--accent);border-radius:1rem;color:var(--accent);font-size:.8125rem;font-weight:600}
.mark.quiet{border-color:var(--line);color:var(--muted);font-weight:400}
.checklist{max-width:none}.asks{min-width:12rem;max-width:22rem}.answers{min-width:16rem;max-width:38rem}.answers p{margin:0 0 .4rem}
.references{font-size:.9375rem}
.finding{min-width:14rem;max-width:30rem}
.evidence{min-width:13rem}
h3+.scroll caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h3+.scroll table{margin-top:.5rem}
.setting{white-space:nowrap}
.status{white-space:nowrap;font-weight:600}
.status>span{display:inline-block;width:1em;text-align:center}
details{margin:.5rem 0 0;max-width:68ch}
summary{cursor:pointer;color:var(--accent)}
.meanings dt{font-weight:600;margin-top:.6rem}
.meanings dd{margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:2.5rem 3.5rem;margin:2.5rem 0;align-items:start}
.figure{margin:0;min-width:0;max-width:34rem}
.figure.wide{grid-column:1/-1;max-width:none}
.figure h3{margin:0 0 .75rem}
.figure svg{display:block;width:100%;height:auto;max-width:calc(var(--natural)*1.15);min-width:calc(var(--natural)*.75);font-family:inherit}
.figure figcaption{margin-top:.75rem;max-width:60ch;font-size:.9375rem;line-height:1.5}
.downloads{display:flex;gap:.4rem;margin:.6rem 0 0;font-size:.8125rem}
.downloads a,.downloads button{font:inherit;padding:.05rem .6rem;border:1px solid var(--line);border-radius:1rem;background:none;color:var(--muted);text-decoration:none;cursor:pointer}
.downloads a:hover,.downloads button:hover{border-color:var(--accent);color:var(--accent)}
.sample{display:grid;grid-template-columns:minmax(0,24rem) minmax(0,34rem);gap:.5rem 3.5rem;padding:1.5rem 0;border-top:1px solid var(--line)}
.sample h3{margin-top:0}
.sample .from-advanced{grid-column:1/-1}
.note{padding-left:1rem;border-left:3px solid var(--caution)}
fieldset{margin:0 0 1rem;padding:0;border:0;display:flex;flex-wrap:wrap;gap:.5rem}
legend{padding:0;margin-bottom:.5rem;color:var(--muted);font-size:.9375rem}
.level-switch{margin:1.25rem 0 0;font-size:.9375rem}
.level-switch input{position:absolute;opacity:0;width:1px;height:1px}
.level-switch label{padding:.2rem .9rem;border:1px solid var(--line);border-radius:1.25rem;cursor:pointer}
.level-switch input:checked+label{border-color:var(--accent);color:var(--accent);font-weight:600;box-shadow:inset 0 0 0 1px var(--accent)}
.level-switch input:focus-visible+label{outline:2px solid var(--accent);outline-offset:2px}
${LEVEL_STYLE}.levels>div{break-inside:avoid;padding-top:1.75rem}
.levels h3{margin-top:0}
@media (min-width:64rem){.levels:has(>div){columns:2;column-gap:3.5rem}}
footer{margin-top:4rem;padding-top:1.25rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}
@media (max-width:40rem){
header,main,footer{padding-left:1rem;padding-right:1rem}
header{padding-top:2rem}
h1{font-size:1.6rem}
h2{font-size:1.35rem}
section{padding-top:2.5rem}
.answer{font-size:1.125rem}
.sample{grid-template-columns:minmax(0,1fr)}
.facts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.9rem 1.25rem}
.ledger>div{grid-template-columns:minmax(0,1fr)}
tbody th{white-space:normal;min-width:7rem}
th,td{padding-right:1rem}
td.number,th.number{padding-left:1rem}
}
@media print{
@page{margin:18mm 16mm}
html{font-size:9.5pt}
body{font-size:1rem}
details::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none;color:inherit;font-weight:600}
header,main,footer{max-width:none;padding-left:0;padding-right:0}
header{padding-top:0}
nav,.skip,fieldset,.downloads{display:none!important}
section{padding-top:1.5rem}
.scroll{overflow:visible}
h2,h3,h4,caption,thead,summary,summary+p{break-after:avoid}
.sample,figure,tr,table:not(:has(tbody>tr:nth-child(9))),.note,.levels p{break-inside:avoid}
.levels:has(>div){columns:2;column-gap:2rem}
.levels>div{padding-top:1rem}
.figures{grid-template-columns:1fr 1fr;gap:1.5rem 2rem;margin:1.25rem 0}
.figure svg{min-width:0}
table{font-size:8pt}
th,td{padding:.3rem .7rem .3rem 0}
td.number,th.number{padding:.3rem 0 .3rem .7rem}
.finding,.evidence,.asks,.answers{min-width:0}
caption,tbody th{white-space:normal}
caption{break-inside:avoid}
pre{width:auto;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid var(--line)}
.levels p.intermediate{display:block!important}
.levels p.novice,.levels p.advanced{display:none!important}
}
`;
