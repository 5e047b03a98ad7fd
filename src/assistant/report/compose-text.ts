import type { AnswerSection } from '../../domain/answer.ts'

/** Puts an answer's text together as it is written: sentences joined by a space, headings on lines of their own. */
export class TextComposer {
  readonly #sections: AnswerSection[] = []
  #text = ''

  get text(): string {
    return this.#text
  }

  get sections(): readonly AnswerSection[] {
    return this.#sections
  }

  addSection(title: string): void {
    this.#text += `${this.#text === '' ? '' : '\n\n'}## `
    const start = this.#text.length
    this.#text += title
    this.#sections.push({ title, start, end: this.#text.length })
  }

  /** @returns where the sentence begins in the text */
  addSentence(text: string): number {
    const follows = this.#sections.at(-1)?.end === this.#text.length && this.#text !== ''
    this.#text += follows ? '\n\n' : this.#text === '' ? '' : ' '
    const start = this.#text.length
    this.#text += text
    return start
  }
}
