import type { EvidenceItem, Turn } from '../answer-writer.ts'

const EVIDENCE_TEXT_MAX = 1_200
const AUTHOR_TEXT_MAX = 100
const TURNS_MAX = 4
const TURN_TEXT_MAX = 600

/** Evidence as a model sees it, one JSON line each under its number in this prompt, from 1. */
export function encodeEvidence(evidence: readonly EvidenceItem[]): string[] {
  return evidence.map(({ post }, index) => {
    const time = post.createdAt === null ? null : new Date(post.createdAt).toISOString()
    const author = (post.authorName ?? post.author).slice(0, AUTHOR_TEXT_MAX)
    return `[${index + 1}] ${encode({ author, time, text: post.text.slice(0, EVIDENCE_TEXT_MAX) })}`
  })
}

/** The newest exchanges of the chat, cut to what helps to understand a follow-up. */
export function encodeHistory(history: readonly Turn[]): string[] {
  return history
    .slice(-TURNS_MAX)
    .map(({ question, answer }) =>
      encode({ question: question.slice(0, TURN_TEXT_MAX), answer: answer.slice(0, TURN_TEXT_MAX) }),
    )
}

/**
 * What a reader does not see and a model reads: controls, direction marks, zero-width characters and the tag
 * characters that spell invisible words. And `<`, `>`, with which chat templates write their own marks (`<|im_start|>`).
 */
const HIDDEN =
  /[<>\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu

/**
 * The one encoder of untrusted text into prompts: JSON in which everything hidden is escaped, so that no post can end
 * its own quotation or pass for an instruction.
 */
export function encode(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
