import { createHash } from 'node:crypto'
import { AppError } from '../../domain/errors.ts'
import { stripControls } from '../../domain/text/safe-text.ts'
import type { DocumentReader } from '../../sources/documents/document-reader.ts'
import type { DocumentText, UnreadableReason } from '../../sources/documents/read-document.ts'
import type { Locale } from '../understand/question-language.ts'

/** Largest file that is taken, in bytes. */
export const FILE_BYTES_MAX = 25_000_000
const NAME_LENGTH_MAX = 150

/** A file whose text could be read; its bytes are not needed any more. */
export type AcceptedFile = Pick<DocumentText, 'kind' | 'title' | 'text' | 'pageStarts'> & {
  readonly name: string
  readonly sizeBytes: number
  /** Of its bytes, hexadecimal. */
  readonly sha256: string
}

/**
 * Reads a file that a person gave.
 *
 * @param name as its owner calls it; folders before it are dropped
 * @throws {AppError} invalid_input that says in the person's language why it cannot be read and what to do
 */
export async function acceptFile(
  { name, bytes, locale }: { name: string; bytes: Uint8Array; locale: Locale },
  reader: Pick<DocumentReader, 'read'>,
): Promise<AcceptedFile> {
  const shown = fileName(name)
  if (bytes.length > FILE_BYTES_MAX) throw refusal(shown, 'too_large', locale)
  const reading = await reader.read({ bytes, name: shown, contentType: null, url: null })
  if (reading.kind === 'unreadable') throw refusal(shown, reading.reason, locale)
  const { kind, title, text, pageStarts } = reading.document
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { name: shown, kind, title, text, pageStarts, sizeBytes: bytes.length, sha256 }
}

/** One line that can be shown: what stands after the last slash, without control and direction marks. */
function fileName(name: string): string {
  const last = stripControls(name).split(/[/\\]/).at(-1)?.replace(/\s+/g, ' ').trim() ?? ''
  if (last.length <= NAME_LENGTH_MAX) return last === '' ? 'file' : last
  const extension = /\.[a-z0-9]{1,8}$/i.exec(last)?.[0] ?? ''
  return `${last.slice(0, NAME_LENGTH_MAX - extension.length - 1).toWellFormed()}…${extension}`
}

/** Why a file is refused, and what to do about it. */
export function refusal(name: string, reason: UnreadableReason, locale: Locale): AppError {
  return new AppError('invalid_input', REFUSALS[locale][reason](name))
}

const REFUSALS: Readonly<Record<Locale, Readonly<Record<UnreadableReason, (name: string) => string>>>> = {
  en: {
    wrong_type: (name) =>
      `${name} is none of the kinds that are read: PDF, Word (.docx), HTML, CSV and text.`,
    old_word: (name) => `${name} is in Word’s old format. Save it as .docx or PDF, then add it again.`,
    encrypted: (name) => `${name} is protected by a password. Save it without one, then add it again.`,
    broken: (name) => `${name} is damaged or cut off. Open it to see whether it is whole, then add it again.`,
    no_text: (name) => `${name} holds no text: it may be a scan or a picture. Text recognition would help.`,
    too_large: (name) => `${name} is larger than 25 MB, or unpacks to far more. Split it and add the parts.`,
    too_long: (name) =>
      `${name} holds more text than is read at once (2 million characters). Split it and add the parts.`,
    too_complex: (name) =>
      `${name} is built in a way that cannot be read safely. Save it as PDF or text instead.`,
    too_slow: (name) => `${name} takes too long to read. Split it, or save it as text.`,
    noindex: (name) => `${name} asks not to be kept.`,
  },
  fr: {
    wrong_type: (name) =>
      `${name} n’est d’aucun des formats lus\u00a0: PDF, Word (.docx), HTML, CSV et texte.`,
    old_word: (name) =>
      `${name} est dans l’ancien format de Word. Enregistrez-le en .docx ou en PDF, puis ajoutez-le de nouveau.`,
    encrypted: (name) =>
      `${name} est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis ajoutez-le de nouveau.`,
    broken: (name) =>
      `${name} est abîmé ou incomplet. Ouvrez-le pour voir s’il est entier, puis ajoutez-le de nouveau.`,
    no_text: (name) =>
      `${name} ne contient pas de texte\u00a0: c’est peut-être un scan ou une image. Une reconnaissance de texte aiderait.`,
    too_large: (name) =>
      `${name} dépasse 25 Mo, ou bien plus une fois décompressé. Découpez-le et ajoutez les parties.`,
    too_long: (name) =>
      `${name} contient plus de texte qu’il n’en est lu à la fois (2 millions de caractères). Découpez-le et ajoutez les parties.`,
    too_complex: (name) =>
      `${name} est construit d’une façon qui ne peut pas être lue sans risque. Enregistrez-le plutôt en PDF ou en texte.`,
    too_slow: (name) => `${name} prend trop de temps à lire. Découpez-le, ou enregistrez-le en texte.`,
    noindex: (name) => `${name} demande à ne pas être conservé.`,
  },
}
