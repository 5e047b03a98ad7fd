import type { AnswerJson } from '../../../../src/contract/answer.ts'
import { formatDuration, formatUsd } from '../../shared/i18n/format.ts'
import { codeInWords } from '../../shared/i18n/reason.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords, type Words } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import css from './ask.module.css'

type ModelCall = NonNullable<AnswerJson['trace']['model_calls']>[number]

/** Every call to a plugged model: its step, the prompt it was given, what it took and what came of it. */
export function ModelCalls({ calls }: { calls: readonly ModelCall[] }) {
  const words = useWords()
  const { t } = words
  if (calls.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it may scroll sideways, and a keyboard must be able to do that.
    <section className={css.calls} aria-label={t('trace.calls')} tabIndex={0}>
      <table className={css.callTable}>
        <caption className={css.callCaption}>{t('trace.calls')}</caption>
        <thead>
          <tr>
            {(['step', 'prompt', 'time', 'tokens', 'cost', 'outcome'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`trace.call.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map((call, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: calls of an answer are listed in the order they were made.
            <CallRow key={index} call={call} words={words} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function CallRow({ call, words }: { call: ModelCall; words: Words }) {
  const { locale, t } = words
  const { name, version, sha256 } = call.prompt
  return (
    <tr>
      <td>{codeInWords(words, 'step', call.step)}</td>
      <td>
        {name} v{version} <code className={css.hash}>{sha256.slice(0, 8)}</code>
      </td>
      <td className={css.figure}>{formatDuration(locale, call.ms)}</td>
      <td className={css.figure}>{tokensText(words, call)}</td>
      <td className={css.figure}>
        {call.cost_usd === null ? t('trace.unknown') : formatUsd(locale, call.cost_usd)}
      </td>
      <td>
        {t(`trace.outcome.${call.outcome}`)}
        {call.note ? <span className={css.traceAside}> {cleanLine(call.note)}</span> : null}
      </td>
    </tr>
  )
}

function tokensText({ locale, t }: Words, { input_tokens, output_tokens, is_estimated }: ModelCall): string {
  if (input_tokens === null || output_tokens === null) return t('trace.unknown')
  const number = numberFormat(locale)
  const counted = `${number.format(input_tokens)} + ${number.format(output_tokens)}`
  return is_estimated ? t('trace.about', { count: counted }) : counted
}
