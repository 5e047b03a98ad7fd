import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { type PointerEvent, useId, useMemo, useState, type WheelEvent } from 'react'
import type { CampaignJson } from '../../../../src/contract/campaign.ts'
import { numberFormat } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { IconButton } from '../../shared/ui/controls.tsx'
import { classes } from '../../shared/ui/styles.ts'
import { Time } from '../../shared/ui/Time.tsx'
import { wordsFor } from './campaign-words.ts'
import css from './campaigns.module.css'
import { type DrawnNode, layOutNetwork } from './lay-out-network.ts'

const NODES_MAX = 120
const LINKS_MAX = 1_200
const SIZE = 1_000
const ZOOM_STEP = 1.4
const ZOOM_MIN = 0.5
const ZOOM_MAX = 8
const SLIDER_STEPS = 200

type View = { readonly x: number; readonly y: number; readonly zoom: number }
const WHOLE: View = { x: 0, y: 0, zoom: 1 }

/** Accounts and what they shared, as a drawing; the tables below say the same. */
export function NetworkDrawing({ campaign }: { campaign: CampaignJson }) {
  const words = useWords()
  const { locale, t } = words
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [step, setStep] = useState(SLIDER_STEPS)
  const [chosen, setChosen] = useState<string | null>(null)
  const sliderId = useId()
  const from = Date.parse(campaign.first_at)
  const until = from + ((Date.parse(campaign.last_at) - from) * step) / SLIDER_STEPS
  const shown = useMemo(() => mostLinked(campaign), [campaign])
  const nodes = useMemo(() => layOutNetwork(shown, campaign.links), [shown, campaign])
  const links = campaign.links
    .filter(
      ({ channels, first_at }) =>
        Date.parse(first_at) <= until && channels.some((channel) => !hidden.has(channel)),
    )
    .slice(0, LINKS_MAX)
  const channels = [...new Set(campaign.links.flatMap((link) => link.channels))]
  const names = new Map(campaign.members.map(({ id, name }) => [id, cleanLine(name ?? id)]))
  return (
    <section className={css.section} aria-labelledby={`${sliderId}-title`}>
      <h2 id={`${sliderId}-title`}>{t('campaigns.network')}</h2>
      <p className={css.small}>{t('campaigns.networkText')}</p>
      <div className={css.tools}>
        {channels.map((channel) => (
          <button
            key={channel}
            type="button"
            className={classes(css.chip, !hidden.has(channel) && css.chipOn)}
            aria-pressed={!hidden.has(channel)}
            onClick={() => setHidden(toggled(hidden, channel))}
          >
            {wordsFor(words, 'campaigns.channel', channel) ?? channel}
          </button>
        ))}
        <label className={css.slider} htmlFor={sliderId}>
          {t('campaigns.until')} <Time iso={new Date(until).toISOString()} look="exact" />
          <input
            id={sliderId}
            type="range"
            min={0}
            max={SLIDER_STEPS}
            value={step}
            onChange={(event) => setStep(Number(event.target.value))}
          />
        </label>
      </div>
      <Canvas
        labelId={`${sliderId}-title`}
        nodes={nodes}
        links={links}
        names={names}
        chosen={chosen}
        onChoose={setChosen}
      />
      {campaign.members.length > shown.length ? (
        <p className={css.small}>
          {t('campaigns.networkCut', { n: numberFormat(locale).format(shown.length) })}
        </p>
      ) : null}
    </section>
  )
}

type CanvasProps = {
  labelId: string
  nodes: readonly DrawnNode[]
  links: CampaignJson['links']
  names: ReadonlyMap<string, string>
  chosen: string | null
  onChoose: (id: string | null) => void
}

function Canvas({ labelId, nodes, links, names, chosen, onChoose }: CanvasProps) {
  const { t } = useWords()
  const [view, setView] = useState(WHOLE)
  const places = new Map(nodes.map((node) => [node.id, node]))
  const near = new Set(
    links.filter(({ from, to }) => from === chosen || to === chosen).flatMap(({ from, to }) => [from, to]),
  )
  const zoomBy = (factor: number) => setView((before) => zoomed(before, factor))
  const width = SIZE / view.zoom
  return (
    <div className={css.canvas}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the heading above names it, and each account in it has a name. */}
      <svg
        viewBox={`${view.x} ${view.y} ${width} ${width}`}
        aria-labelledby={labelId}
        className={css.drawing}
        onWheel={(event: WheelEvent) => zoomBy(event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => setView(dragged(view, event))}
      >
        {links.map(({ from, to, posts }) => {
          const [one, other] = [places.get(from), places.get(to)]
          if (one === undefined || other === undefined) return null
          const isNear = chosen !== null && (from === chosen || to === chosen)
          return (
            <line
              key={`${from} ${to}`}
              {...{ x1: one.x, y1: one.y, x2: other.x, y2: other.y }}
              className={classes(css.link, isNear && css.linkNear, chosen !== null && !isNear && css.faint)}
              strokeWidth={Math.min(6, 0.6 + posts / 3)}
            />
          )
        })}
        {nodes.map(({ id, x, y, degree }) => (
          // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside a drawing.
          <g
            key={id}
            className={classes(css.node, chosen !== null && chosen !== id && !near.has(id) && css.faint)}
            role="button"
            tabIndex={0}
            aria-pressed={chosen === id}
            aria-label={names.get(id)}
            onClick={() => onChoose(chosen === id ? null : id)}
            onKeyDown={(event) => event.key === 'Enter' && onChoose(chosen === id ? null : id)}
          >
            <circle cx={x} cy={y} r={8 + Math.min(14, Math.sqrt(degree) * 2)} />
            <title>{names.get(id)}</title>
          </g>
        ))}
        {nodes
          .filter(({ id }) => id === chosen || (chosen === null && nodes.length <= 12) || near.has(id))
          .slice(0, 24)
          .map(({ id, x, y }) => (
            <text key={id} x={x + 22} y={y + 7} className={css.nodeName}>
              {(names.get(id) ?? id).slice(0, 24)}
            </text>
          ))}
      </svg>
      <div className={css.zoom}>
        <IconButton label={t('campaigns.zoomIn')} icon={ZoomIn} onClick={() => zoomBy(ZOOM_STEP)} />
        <IconButton label={t('campaigns.zoomOut')} icon={ZoomOut} onClick={() => zoomBy(1 / ZOOM_STEP)} />
        <IconButton label={t('campaigns.zoomReset')} icon={Maximize} onClick={() => setView(WHOLE)} />
      </div>
    </div>
  )
}

function zoomed({ x, y, zoom }: View, factor: number): View {
  const next = Math.max(ZOOM_MIN, Math.min(ZOOM_MAX, zoom * factor))
  const shift = (SIZE / zoom - SIZE / next) / 2
  return { x: x + shift, y: y + shift, zoom: next }
}

function dragged(view: View, event: PointerEvent<SVGSVGElement>): View {
  if (event.buttons !== 1) return view
  const scale = SIZE / view.zoom / event.currentTarget.clientWidth
  return { ...view, x: view.x - event.movementX * scale, y: view.y - event.movementY * scale }
}

function mostLinked({ members, links }: CampaignJson): string[] {
  const weights = new Map<string, number>()
  for (const { from, to, posts } of links)
    for (const id of [from, to]) weights.set(id, (weights.get(id) ?? 0) + posts)
  return members
    .map(({ id }) => id)
    .toSorted((one, other) => (weights.get(other) ?? 0) - (weights.get(one) ?? 0))
    .slice(0, NODES_MAX)
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}
