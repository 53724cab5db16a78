import * as Plot from '@observablehq/plot';
import { countOf, formatAmount, formatList, formatP, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { NetworkRecord } from '../record.ts';
import { ACCENT, drawSvg, type Figure, fitText, INK, MUTED, PAGE } from './figure.ts';
import { graphLayout } from './graph-layout.ts';

const WIDTH = 640;
const HEIGHT = 440;

interface Gene {
  readonly name: string;
  /** Mean |attribution|; absent of a gene between. */
  readonly importance?: number;
}

/** The drivers in a network of genes, with the genes that join them. Null without one, and where no two of them are joined. */
export function geneNetwork({ record }: ReportInput, document: Document): Figure | null {
  const { network } = record;
  if (!network || network.drawn.length === 0) return null;
  const joined = new Set(network.drawn.flat());
  const genes: Gene[] = [
    ...network.found.filter(({ gene }) => joined.has(gene)).map(({ gene: name, importance }) => ({ name, importance })),
    ...network.between.map((name) => ({ name })),
  ];
  const place = new Map(genes.map(({ name }, g) => [name, g]));
  const edges = network.drawn.map(([a, b]) => [place.get(a)!, place.get(b)!] as const);
  const { x, y } = graphLayout(genes.length, edges, WIDTH / HEIGHT);
  const most = Math.max(...network.found.map(({ importance }) => importance)) || 1;
  const alone = network.found.filter(({ gene }) => !joined.has(gene)).map(({ gene }) => gene);
  const alt = `Network of ${countOf(network.found.length, 'driver')} and ${countOf(network.between.length, 'gene')} between them, ${countOf(edges.length, 'edge')}. ${edgesSaid(network)} Edges: ${network.drawn.map((edge) => edge.join('–')).join(', ')}.`;
  const at = (g: number) => ({ x: x[g]!, y: y[g]! });
  const svg = drawSvg(document, alt, {
    width: WIDTH,
    height: HEIGHT,
    ...{ marginLeft: 46, marginRight: 46, marginTop: 18, marginBottom: 30 },
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.link([...edges], {
        x1: ([a]: readonly [number, number]) => at(a).x,
        y1: ([a]: readonly [number, number]) => at(a).y,
        x2: ([, b]: readonly [number, number]) => at(b).x,
        y2: ([, b]: readonly [number, number]) => at(b).y,
        stroke: MUTED,
        strokeOpacity: 0.6,
      }),
      Plot.dot(genes, {
        x: (_: Gene, g: number) => at(g).x,
        y: (_: Gene, g: number) => at(g).y,
        // Area by importance; a gene between has none.
        r: ({ importance }: Gene) => (importance === undefined ? 4 : 4 + 7 * Math.sqrt(importance / most)),
        fill: ({ importance }: Gene) => (importance === undefined ? PAGE : ACCENT),
        stroke: ({ importance }: Gene) => (importance === undefined ? MUTED : PAGE),
        strokeWidth: 1.5,
      }),
      [true, false].map((driver) =>
        Plot.text(
          [...genes.keys()].filter((g) => (genes[g]!.importance !== undefined) === driver),
          {
            x: (g: number) => at(g).x,
            y: (g: number) => at(g).y,
            text: (g: number) => fitText(genes[g]!.name, 90),
            dy: driver ? 20 : 13,
            fontSize: 12,
            fill: driver ? INK : MUTED,
            stroke: PAGE,
            strokeWidth: 3,
          },
        ),
      ),
    ],
    color: { type: 'identity' },
    r: { type: 'identity' } as Plot.ScaleOptions,
  });
  return {
    title: 'The drivers in the network',
    svg,
    sentence: `${edgesSaid(network)} Filled: drivers, the larger the more they move the answers; hollow: genes between them. An edge says that two genes are known to have to do with one another, not that one drives the other.${alone.length > 0 ? ` Without an edge to any of these: ${formatList(alone)}.` : ''}`,
    alt,
    width: WIDTH,
    data: {
      columns: ['gene', 'joined to', 'mean absolute attribution'],
      rows: [
        ...network.found.map(({ gene, importance }) => [gene, null, importance]),
        ...network.drawn.map(([a, b]) => [a, b, null]),
      ],
    },
  };
}

/** Do the drivers lie together? */
function edgesSaid(network: NetworkRecord): string {
  const { found, missing, edges, expectedEdges, p, file, 'min-weight': weight } = network;
  const [name] = file.split('/').slice(-1);
  const where = weight > 0 ? `${name}, edges of at least ${formatAmount(weight)}` : name;
  const verdict =
    p < 0.05 ? 'they lie together more than chance would have them' : 'that is not more than chance would give';
  return `Of ${countOf(found.length + missing.length, 'driver')} ${found.length} are in the network (${where}), with ${countOf(edges, 'edge')} among them, where random genes with as many edges of their own have ${formatScore(expectedEdges)} (${formatP(p)}): ${verdict}.`;
}
