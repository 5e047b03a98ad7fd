import type { CampaignSummaryJson } from '../../../../src/contract/campaign.ts'
import css from './campaigns.module.css'

const WIDTH = 96
const HEIGHT = 28

/** How its posts added up; the numbers stand beside it in words. */
export function GrowthLine({ growth }: { growth: CampaignSummaryJson['growth'] }) {
  const most = growth.at(-1)?.posts ?? 0
  if (growth.length < 2 || most === 0) return <span className={css.growth} />
  const points = growth.map(({ posts }, at) => {
    const x = (at / (growth.length - 1)) * WIDTH
    const y = HEIGHT - 2 - (posts / most) * (HEIGHT - 4)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg className={css.growth} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
    </svg>
  )
}
