import { Link } from '@tanstack/react-router'
import { useWords } from '../shared/i18n/use-words.ts'
import { Button } from '../shared/ui/controls.tsx'
import { Note } from '../shared/ui/Note.tsx'
import ui from '../shared/ui/ui.module.css'
import css from './app.module.css'

export function NotFoundPage() {
  const { t } = useWords()
  return (
    <div className={css.alone}>
      <h1 className={ui.pageTitle}>{t('app.notFound')}</h1>
      <p>{t('app.notFoundHelp')}</p>
      <Link to="/" className={ui.textLink}>
        {t('ask.newQuestion')}
      </Link>
    </div>
  )
}

/** A screen that broke: says so, keeps the rest of the product standing. */
export function CrashPage() {
  const { t } = useWords()
  return (
    <div className={css.alone}>
      <Note title={t('app.crashed')} role="alert">
        <p>{t('app.crashedHelp')}</p>
        <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
      </Note>
    </div>
  )
}
