import type { ByteInterner } from '../../lib/byte-interner.ts'
import type { UndirectedEdge } from './coortweet-rule.ts'
import type { DirectedEdge } from './toolkit-rule.ts'

/** A network as it is written: named columns, of which the first two name accounts. */
export type NetworkTable = {
  readonly isDirected: boolean
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** The table that the coordination-network-toolkit writes. */
export function toolkitTable(edges: readonly DirectedEdge[], names: ByteInterner): NetworkTable {
  return {
    isDirected: true,
    columns: ['user_1', 'user_2', 'weight'],
    rows: edges.map(({ from, to, weight }) => [names.text(from), names.text(to), weight]),
  }
}

const EDGE_COLUMNS = ['weight', 'avg_time_delta', 'edge_symmetry_score', 'weight_threshold'] as const

/** The table that CooRTweet writes. */
export function coortweetTable(edges: readonly UndirectedEdge[], names: ByteInterner): NetworkTable {
  return {
    isDirected: false,
    columns: ['from', 'to', ...EDGE_COLUMNS],
    rows: edges.map((edge) => [names.text(edge.from), names.text(edge.to), ...edgeCells(edge)]),
  }
}

/** The table of two windows: all edges of the wide one, and what the narrow one says of them where it says something. */
export function coortweetFastTable(
  full: readonly UndirectedEdge[],
  fast: readonly UndirectedEdge[],
  names: ByteInterner,
): NetworkTable {
  const key = (edge: UndirectedEdge) => edge.from * names.size + edge.to
  const fastEdges = new Map(fast.map((edge) => [key(edge), edge]))
  const none = EDGE_COLUMNS.map(() => null)
  return {
    isDirected: false,
    columns: [
      'from',
      'to',
      ...EDGE_COLUMNS.map((column) => `${column}_full`),
      ...EDGE_COLUMNS.map((column) => `${column}_fast`),
    ],
    rows: full.map((edge) => {
      const narrow = fastEdges.get(key(edge))
      const ends = [names.text(edge.from), names.text(edge.to)]
      return [...ends, ...edgeCells(edge), ...(narrow === undefined ? none : edgeCells(narrow))]
    }),
  }
}

function edgeCells(edge: UndirectedEdge): number[] {
  return [
    edge.weight,
    round(edge.averageTimeDeltaSeconds),
    round(edge.symmetry01),
    edge.isOverThreshold ? 1 : 0,
  ]
}

/** Six decimals, as R writes them. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

const NETWORK_FORMS = {
  csv: csvLines,
  graphml: graphmlLines,
  json: jsonLines,
} as const satisfies Record<string, (table: NetworkTable) => Iterable<string>>

/** How a network is written into a file of this name, by its ending (`.gz` may follow); undefined where it tells no form. */
export function networkForm(file: string): ((table: NetworkTable) => Iterable<string>) | undefined {
  const ending = /\.(csv|graphml|json)(?:\.gz)?$/i.exec(file)?.[1]?.toLowerCase()
  return ending === undefined ? undefined : NETWORK_FORMS[ending as keyof typeof NETWORK_FORMS]
}

function* csvLines(table: NetworkTable): Generator<string> {
  yield table.columns.join(',')
  for (const row of table.rows) yield row.map(csvCell).join(',')
}

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function* jsonLines(table: NetworkTable): Generator<string> {
  yield `{"directed":${table.isDirected},"edges":[`
  for (const [at, row] of table.rows.entries()) {
    const edge = Object.fromEntries(table.columns.map((column, place) => [column, row[place]]))
    yield JSON.stringify(edge) + (at + 1 < table.rows.length ? ',' : '')
  }
  yield ']}'
}

/** GraphML 1.0, with one node for each account that has an edge. */
function* graphmlLines({ isDirected, columns, rows }: NetworkTable): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>'
  yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
  const measures = columns.slice(2)
  for (const name of measures) yield `<key id="${name}" for="edge" attr.name="${name}" attr.type="double"/>`
  yield `<graph edgedefault="${isDirected ? 'directed' : 'undirected'}">`
  const accounts = new Set(rows.flatMap(([from, to]) => [String(from), String(to)]))
  for (const account of accounts) yield `<node id="${xmlText(account)}"/>`
  for (const [from, to, ...values] of rows) {
    const data = measures.flatMap((name, at) =>
      values[at] === null ? [] : [`<data key="${name}">${values[at]}</data>`],
    )
    yield `<edge source="${xmlText(String(from))}" target="${xmlText(String(to))}">${data.join('')}</edge>`
  }
  yield '</graph>'
  yield '</graphml>'
}

const XML_NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text inside XML; characters that XML 1.0 cannot hold become U+FFFD. */
function xmlText(text: string): string {
  const allowed = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
  return allowed.replace(/[&<>"]/g, (character) => XML_NAMES[character] as string)
}
