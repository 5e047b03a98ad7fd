import type { MessageKey } from '../shared/i18n/translate.ts'
import { useWords } from '../shared/i18n/use-words.ts'
import { Dialog } from '../shared/ui/Dialog.tsx'
import css from './app.module.css'

const KEYS = [
  ['/', 'keys.focus'],
  ['j', 'keys.next'],
  ['k', 'keys.previous'],
  ['o', 'keys.open'],
  ['e', 'keys.trace'],
  ['p', 'keys.freeze'],
  ['Esc', 'keys.close'],
  ['?', 'keys.list'],
] as const satisfies readonly (readonly [string, MessageKey])[]

export function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className={css.keyList}>
        {KEYS.map(([key, label]) => (
          <div key={key} className={css.keyRow}>
            <dt>
              <kbd className={css.key}>{key}</kbd>
            </dt>
            <dd>{t(label)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
