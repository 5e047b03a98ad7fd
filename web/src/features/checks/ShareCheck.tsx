import type { CheckDetailJson } from '../../../../src/contract/checks.ts'
import { useCheckAction } from '../../shared/api/checks.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { Button } from '../../shared/ui/controls.tsx'
import css from './checks.module.css'

/** How others may see a check: its page, its card, its ClaimReview. Nothing of it is open before it is published. */
export function ShareCheck({ detail }: { detail: CheckDetailJson }) {
  const { t } = useWords()
  const action = useCheckAction(detail.id)
  const { page, embed, claim_review } = detail.links
  const frame = `<iframe src="${location.origin}${embed}" width="100%" height="360" title="Verity" loading="lazy"></iframe>`
  return (
    <section className={css.section} aria-labelledby="share">
      <h2 id="share" className={css.sectionTitle}>
        {t('checks.share')}
      </h2>
      <p className={css.small}>{t(detail.published ? 'checks.shareOn' : 'checks.shareOff')}</p>
      {detail.published ? (
        <dl className={css.links}>
          <dt>{t('checks.link')}</dt>
          <dd>
            <code>{`${location.origin}${page}`}</code>
          </dd>
          <dt>{t('checks.embed')}</dt>
          <dd>
            <code>{frame}</code>
          </dd>
          <dt>{t('checks.review')}</dt>
          <dd>
            <a href={claim_review} className={css.originLink}>
              claimreview.json
            </a>
          </dd>
        </dl>
      ) : null}
      {detail.yours ? (
        <div className={css.actions}>
          <Button onClick={() => action.mutate({ kind: 'publish', published: !detail.published })}>
            {t(detail.published ? 'checks.unpublish' : 'checks.publish')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}
