import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FileUp, FlaskConical, type LucideIcon, RadioTower } from 'lucide-react'
import { useRef, useState } from 'react'
import { activeJob } from '../../shared/active-job.ts'
import { sourcesQuery } from '../../shared/api/queries.ts'
import { liveStatus } from '../../shared/api/status-store.ts'
import type { MessageKey } from '../../shared/i18n/translate.ts'
import { useWords } from '../../shared/i18n/use-words.ts'
import { useStore } from '../../shared/store.ts'
import { cleanLine } from '../../shared/text/clean-text.ts'
import { Failure } from '../../shared/ui/Note.tsx'
import css from './intake.module.css'
import { connectBluesky, importFile, startSimulation } from './intake-api.ts'
import { JobCard, UploadCard } from './JobCard.tsx'

/** The ways to bring posts in. First of all on an empty archive; later, without the network, on the sources screen. */
export function Intake({ isFirst }: { isFirst: boolean }) {
  const { t } = useWords()
  const job = useStore(activeJob)
  const { status } = useStore(liveStatus)
  const upload = useUpload()
  const simulation = useStart(startSimulation)
  const network = useStart(connectBluesky)
  const isBusy = upload.isPending || simulation.isPending
  const failed = [upload, simulation, network].find((action) => action.isError)
  return (
    <div className={css.intake}>
      {isFirst ? (
        <header>
          <h1 className={css.title}>
            {t(status && status.posts > 0 ? 'intake.readyTitle' : 'intake.emptyTitle')}
          </h1>
          <p className={css.lead}>{t('intake.emptyLead')}</p>
        </header>
      ) : null}
      <div className={css.ways}>
        {isFirst ? <NetworkWay isBusy={network.isPending} onConnect={() => network.mutate()} /> : null}
        <FileWay isBusy={isBusy} onChoose={(file) => upload.mutate(file)} />
        <Way
          icon={FlaskConical}
          label="intake.simulate"
          help={t('intake.simulateHelp')}
          disabled={isBusy}
          onClick={() => simulation.mutate()}
        />
      </div>
      {upload.isPending && upload.variables ? (
        <UploadCard name={cleanLine(upload.variables.name)} sent01={upload.sent01} onStop={upload.stop} />
      ) : job ? (
        <JobCard key={job} jobId={job} isFirst={isFirst} />
      ) : null}
      {failed ? <Failure title={t('answer.failed')} error={failed.error} /> : null}
    </div>
  )
}

function useStart(start: typeof startSimulation | typeof connectBluesky) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: (): Promise<unknown> => start(queries) })
}

function useUpload() {
  const queries = useQueryClient()
  const [sent01, setSent01] = useState(0)
  const stopper = useRef(new AbortController())
  const upload = useMutation({
    mutationFn: async (file: File) => {
      stopper.current = new AbortController()
      setSent01(0)
      const { signal } = stopper.current
      await importFile(queries, { file, signal, onProgress: setSent01 }).catch((thrown: unknown) => {
        if (!signal.aborted) throw thrown
      })
    },
  })
  return { ...upload, sent01, stop: () => stopper.current.abort() }
}

type WayProps = { icon: LucideIcon; label: MessageKey; help: string; disabled?: boolean; onClick: () => void }

function Way({ icon: Glyph, label, help, disabled, onClick }: WayProps) {
  const { t } = useWords()
  return (
    <button type="button" className={css.way} disabled={disabled} onClick={onClick}>
      <Glyph size={16} className={css.wayIcon} aria-hidden />
      <span className={css.wayLabel}>{t(label as 'intake.network')}</span>
      <span className={css.wayHelp}>{help}</span>
    </button>
  )
}

/** Says how the network is doing where it is already on, so that waiting for it is a choice. */
function NetworkWay({ isBusy, onConnect }: { isBusy: boolean; onConnect: () => void }) {
  const { t } = useWords()
  const { data } = useQuery(sourcesQuery)
  const state = data?.sources.find((source) => source.kind === 'bluesky' && source.enabled)?.state
  const help = state ? t(STATE_HELP[state]) : t('intake.networkHelp')
  return <Way icon={RadioTower} label="intake.network" help={help} disabled={isBusy} onClick={onConnect} />
}

const STATE_HELP = {
  connecting: 'intake.networkConnecting',
  connected: 'intake.networkOn',
  unreachable: 'intake.networkUnreachable',
  failed: 'intake.networkUnreachable',
  waiting: 'intake.networkHelp',
  paused: 'intake.networkHelp',
} as const satisfies Record<string, MessageKey>

function FileWay({ isBusy, onChoose }: { isBusy: boolean; onChoose: (file: File) => void }) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Way
        icon={FileUp}
        label="intake.file"
        help={t('intake.fileHelp')}
        disabled={isBusy}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('intake.choose')}
        accept=".ndjson,.jsonl,.json,.csv,.tsv,.gz,.zip,.tar,.tgz,.car,.js"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onChoose(file)
          event.target.value = ''
        }}
      />
    </>
  )
}
