import type { AnswerJson, CitationJson } from '../contract/answer.ts'
import { visibleText } from '../domain/text/safe-text.ts'

/**
 * An answer as Markdown: the text with its numbers, what was struck, the sources with their words, and the work behind
 * it. Everything people or models wrote is escaped, so that it shows as it was written and links nowhere.
 *
 * @param question as it was asked
 */
export function answerMarkdown(question: string, answer: AnswerJson): string {
  const parts = [
    `# ${escapeMarkdown(question)}`,
    ...textOf(answer),
    ...(answer.abstained ? [] : struckOf(answer)),
    ...sourcesOf(answer),
    workOf(answer),
  ]
  return `${parts.join('\n\n')}\n`
}

function textOf({ answer, sections = [], abstained }: AnswerJson): string[] {
  if (answer.sentences.length === 0)
    return [escapeMarkdown(answer.text), ...(abstained ? ['*No answer was given.*'] : [])]
  const headings = sections.map(({ title, start }) => ({
    start,
    text: `## ${escapeMarkdown(title)}`,
    isHeading: true,
  }))
  const sentences = answer.sentences.map(({ text, start, citations }) => ({
    start,
    text: `${escapeMarkdown(text)} ${citations.map((n) => `[${n}]`).join('')}`.trim(),
    isHeading: false,
  }))
  const blocks: string[] = []
  let paragraph: string[] = []
  for (const piece of [...headings, ...sentences].sort((a, b) => a.start - b.start)) {
    if (!piece.isHeading) paragraph.push(piece.text)
    else {
      blocks.push(paragraph.join(' '), piece.text)
      paragraph = []
    }
  }
  return [...blocks, paragraph.join(' ')].filter((block) => block !== '')
}

const STRUCK_REASONS = {
  no_citation: 'no post is cited',
  invented_number: 'a number that no cited post contains',
  invented_url: 'a link that no post contains',
  invented_quote: 'quoted words that no cited post contains',
  not_in_evidence: 'the cited posts do not say this',
} as const satisfies Record<NonNullable<AnswerJson['unsupported']>[number]['reason'], string>

function struckOf({ unsupported = [] }: AnswerJson): string[] {
  if (unsupported.length === 0) return []
  const lines = unsupported.map(
    ({ text, reason }) => `- ~~${escapeMarkdown(text)}~~ (${STRUCK_REASONS[reason]})`,
  )
  return ['## Not supported by what was read', lines.join('\n')]
}

function sourcesOf({ citations, abstained }: AnswerJson): string[] {
  if (citations.length === 0) return []
  return [
    abstained ? '## Nearest posts, not vouched for' : '## Sources',
    [...citations]
      .sort((a, b) => a.n - b.n)
      .map(sourceOf)
      .join('\n\n'),
  ]
}

function sourceOf(citation: CitationJson): string {
  const { n, author, author_name, created_at, quote, url, id, independent } = citation
  const who = author_name === null ? author : `${author_name} (${author})`
  const facts = [who, created_at ?? 'unknown time', ...(independent ? [] : ['repeats another'])]
  return [
    `**[${n}]** ${facts.map(escapeMarkdown).join(' · ')}`,
    ...(quote === '' ? [] : [`> ${escapeMarkdown(quote)}`]),
    url !== null && /^https?:\/\//.test(url) ? `<${url.replace(/[<>\s]/g, encodeURIComponent)}>` : code(id),
  ].join('\n\n')
}

function workOf({ trace, model }: AnswerJson): string {
  const facts: [string, string][] = [
    ['Written by', model.embedded ? 'Verity, without a model' : `${model.model} (${model.provider})`],
    ...understoodFacts(trace),
    ['Read', `${trace.posts_read} of ${trace.posts_found} posts`],
    ['Searched for', trace.queries.map(code).join(', ') || 'nothing'],
    ['Left out', countsOf(trace.dropped) || 'nothing'],
    ['Time', `${Math.round(trace.total_ms)} ms (${countsOf(roundAll(trace.steps_ms))})`],
    ['Cost', trace.cost_usd === null ? 'unknown: the price is not known' : `$${trace.cost_usd.toFixed(4)}`],
    ...(trace.fallback_reason === undefined
      ? []
      : [['Note', escapeMarkdown(trace.fallback_reason)] as [string, string]]),
  ]
  return [
    '## How this was made',
    facts.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    ...callsOf(trace),
  ].join('\n\n')
}

function understoodFacts({ understood }: AnswerJson['trace']): [string, string][] {
  if (understood === undefined) return []
  const { standalone, follow_up, about, from, to, operators } = understood
  const facts: [string, string | null][] = [
    ['Understood as', follow_up ? escapeMarkdown(standalone) : null],
    ['About', about.map(escapeMarkdown).join(', ') || null],
    ['Time asked about', from === null || to === null ? null : `${from} to ${to}`],
    ['Operators', operators.map(code).join(', ') || null],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== null)
}

function callsOf({ model_calls: calls = [] }: AnswerJson['trace']): string[] {
  if (calls.length === 0) return []
  const rows = calls.map((call) =>
    [
      call.step,
      `${call.prompt.name} v${call.prompt.version} ${call.prompt.sha256}`,
      `${Math.round(call.ms)} ms`,
      `${tokens(call.input_tokens, call.is_estimated)} in, ${tokens(call.output_tokens, call.is_estimated)} out`,
      call.cost_usd === null ? 'unknown' : `$${call.cost_usd.toFixed(4)}`,
      escapeMarkdown([call.outcome, call.note ?? ''].filter((part) => part !== '').join(': ')),
    ].join(' | '),
  )
  return [
    [
      '| Step | Prompt | Time | Tokens | Cost | Outcome |',
      '|---|---|---|---|---|---|',
      ...rows.map((row) => `| ${row} |`),
    ].join('\n'),
  ]
}

function tokens(count: number | null, isEstimated: boolean): string {
  return count === null ? 'unknown' : `${isEstimated ? 'about ' : ''}${count}`
}

function countsOf(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${escapeMarkdown(name.replaceAll('_', ' '))} ${count}`)
    .join(', ')
}

function roundAll(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Math.round(value)]))
}

/** What Markdown and HTML would take for a mark. */
const MARKS = /[\\`*_[\]|<>~&]/g

/** Text as one line that shows as it is: no marks, no HTML, no link that a reader's program would make of it. */
function escapeMarkdown(text: string): string {
  return visibleText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(MARKS, (mark) => `\\${mark}`)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^(\d+)(?=[.)])/, '$1\\')
    .replace(/^(?=[#+-])/, '\\')
}

function code(text: string): string {
  return `\`${visibleText(text).replace(/\s+/g, ' ').replaceAll('`', 'ˋ')}\``
}
