import { type Handler, Parser } from 'htmlparser2'

/**
 * Real pages nest about 40 deep and have some ten thousand elements and pieces of text; entities are pieces of their
 * own. What works on trees costs the square of such numbers. A sitemap is flat and long.
 */
const BOUNDS = {
  html: { depthMax: 200, piecesMax: 60_000 },
  xml: { depthMax: 50, piecesMax: 500_000 },
} as const

type MarkupHandlers = Pick<Partial<Handler>, 'onopentagname' | 'onopentag' | 'ontext' | 'onclosetag'>

/**
 * Reads HTML (or XML) from start to end through callbacks, and stops where it nests deeper or has more pieces than
 * anything honest. Entities that the document declares itself are not expanded. Never throws.
 *
 * @returns false when it stopped before the end
 */
export function parseMarkup(markup: string, handlers: MarkupHandlers, mode: 'html' | 'xml'): boolean {
  const { depthMax, piecesMax } = BOUNDS[mode]
  let depth = 0
  let pieces = 0
  let isWhole = true
  const count = () => {
    pieces += 1
    if (depth <= depthMax && pieces <= piecesMax) return
    isWhole = false
    parser.pause()
  }
  const parser = new Parser(
    {
      ...handlers,
      onopentagname: (name) => {
        depth += 1
        count()
        handlers.onopentagname?.(name)
      },
      ontext: (text) => {
        count()
        handlers.ontext?.(text)
      },
      onclosetag: (name, isImplied) => {
        depth -= 1
        handlers.onclosetag?.(name, isImplied)
      },
    },
    { xmlMode: mode === 'xml', decodeEntities: true },
  )
  parser.end(markup)
  return isWhole
}
