import type { MessageKey } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import css from './search.module.css'

/** What is shown, and what pressing it puts into the field. */
const LINES = [
  ['from:account', 'from:', 'search.op.from'],
  ['to:account', 'to:', 'search.op.to'],
  ['since:2026-11-01', 'since:', 'search.op.since'],
  ['until:2026-11-08', 'until:', 'search.op.until'],
  ['lang:fr', 'lang:', 'search.op.lang'],
  ['url:example.org', 'url:', 'search.op.url'],
  ['has:media', 'has:', 'search.op.has'],
  ['min_likes:10', 'min_likes:', 'search.op.min'],
  ['"high water"', '"high water"', 'search.op.phrase'],
  ['-rumour', '-', 'search.op.not'],
] as const satisfies readonly (readonly [string, string, MessageKey])[]

/** Every operator on one line each; pressing one begins it in the field. */
export function OperatorHelp({ id, onUse }: { id: string; onUse: (completion: string) => void }) {
  const { t } = useWords()
  return (
    <section id={id} className={css.help} aria-label={t('search.help')}>
      <dl className={css.helpLines}>
        {LINES.map(([example, completion, meaning]) => (
          <div key={example} className={css.helpLine}>
            <dt>
              <button type="button" className={css.example} onClick={() => onUse(completion)}>
                <code>{example}</code>
              </button>
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
      <p className={css.helpNote}>{t('search.helpNote')}</p>
    </section>
  )
}
