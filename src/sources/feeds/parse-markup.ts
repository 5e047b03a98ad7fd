import { type Handler, Parser } from 'htmlparser2'

/** Real pages nest about 40 deep. Parsers and everything after them cost the square of the depth. */
const DEPTH_MAX = 300
/** Far more elements than any article has. */
const ELEMENTS_MAX = 60_000

type MarkupHandlers = Pick<Partial<Handler>, 'onopentagname' | 'onopentag' | 'ontext' | 'onclosetag'>

/**
 * Reads HTML (or XML) from start to end through callbacks, and stops where it nests deeper or has more elements than
 * anything honest. Entities that the document declares itself are not expanded. Never throws.
 *
 * @returns false when it stopped before the end
 */
export function parseMarkup(markup: string, handlers: MarkupHandlers, mode: 'html' | 'xml'): boolean {
  let depth = 0
  let elements = 0
  let isWhole = true
  const parser = new Parser(
    {
      ...handlers,
      onopentagname: (name) => {
        depth += 1
        elements += 1
        if (depth > DEPTH_MAX || elements > ELEMENTS_MAX) {
          isWhole = false
          parser.pause()
        }
        handlers.onopentagname?.(name)
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
