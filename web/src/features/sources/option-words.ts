import type { OptionFieldJson } from '../../../../src/contract/sources.ts'
import { MESSAGES } from '../../shared/i18n/messages.ts'
import type { Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import type { OptionTexts } from './option-values.ts'

type PlainKey = Extract<
  keyof typeof MESSAGES,
  `kind.${string}` | `option.${string}.${string}` | `optionHelp.${string}` | `choice.${string}`
>

/** What a kind of source is called; networks by their own name. */
export function kindName(words: Words, { kind, title }: { kind: string; title: string }): string {
  return known(words, `kind.${kind}`) ?? cleanLine(title)
}

/** What a field is called; an option we have no words for by its own name, `pollMinSeconds` as "poll min seconds". */
export function optionLabel(words: Words, kind: string, { name }: OptionFieldJson): string {
  return known(words, `option.${kind}.${name}`) ?? name.replaceAll(/_|(?=[A-Z])/g, ' ').toLowerCase()
}

/** What it means, in the reader's language; where we have no words for the option, as the server describes it. */
export function optionHelp(
  words: Words,
  kind: string,
  { name, description }: OptionFieldJson,
): string | null {
  const isKnown = known(words, `option.${kind}.${name}`) !== null
  return known(words, `optionHelp.${kind}.${name}`) ?? (isKnown ? null : description)
}

export function choiceLabel(words: Words, kind: string, { name }: OptionFieldJson, choice: string): string {
  return known(words, `choice.${kind}.${name}.${choice}`) ?? choice
}

/** Fields that only another one's choice makes sensible. */
const ASKED_WHEN: Readonly<Record<string, (texts: OptionTexts) => boolean>> = {
  'mastodon.tag': ({ stream = '' }) => stream.startsWith('hashtag'),
  'mastodon.list': ({ stream }) => stream === 'list',
  'bluesky.verify': ({ transport }) => transport === 'firehose',
  'bluesky.plcDirectory': ({ verify }) => verify === 'true',
  'bluesky.compressionDictionary': ({ transport }) => transport === 'jetstream',
  'bluesky.appView': ({ handles }) => handles === 'appview',
}

/** Whether the form asks for a field, given what else is chosen. */
export function isAsked(kind: string, { name }: OptionFieldJson, texts: OptionTexts): boolean {
  return ASKED_WHEN[`${kind}.${name}`]?.(texts) ?? true
}

/** The form without what it does not ask for: a tag typed for one stream is not sent with another. */
export function askedTexts(
  { kind, fields }: { kind: string; fields: readonly OptionFieldJson[] },
  texts: OptionTexts,
): OptionTexts {
  return Object.fromEntries(
    fields.map((field) => [field.name, isAsked(kind, field, texts) ? (texts[field.name] ?? '') : '']),
  )
}

function known({ t }: Words, key: string): string | null {
  return Object.hasOwn(MESSAGES, key) ? t(key as PlainKey) : null
}
