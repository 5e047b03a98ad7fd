import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ArchiveStats } from '../archive/archive.ts'
import type { RunEnded } from '../assistant/answer-runs.ts'

/** Seconds. A post should be found within two. */
const FRESHNESS_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60]

/** What Prometheus reads at /metrics. Labels are few and bounded: never an id, a query or a person. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Counter<'method' | 'status'>
  readonly #requestSeconds: Histogram<'method'>
  readonly #answers: Counter<'outcome' | 'embedded'>
  readonly #answerSeconds: Histogram<'embedded'>
  readonly #freshnessSeconds: Histogram
  readonly #postsStored: Gauge
  readonly #archiveBytes: Gauge

  constructor() {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry, prefix: 'verity_' })
    this.#requests = new Counter({
      name: 'verity_http_requests_total',
      help: 'HTTP requests',
      labelNames: ['method', 'status'],
      registers,
    })
    this.#requestSeconds = new Histogram({
      name: 'verity_http_request_seconds',
      help: 'Time to the response head',
      labelNames: ['method'],
      registers,
    })
    this.#answers = new Counter({
      name: 'verity_answers_total',
      help: 'Answers given',
      labelNames: ['outcome', 'embedded'],
      registers,
    })
    this.#answerSeconds = new Histogram({
      name: 'verity_answer_seconds',
      help: 'Time of a whole answer',
      labelNames: ['embedded'],
      registers,
    })
    this.#freshnessSeconds = new Histogram({
      name: 'verity_post_freshness_seconds',
      help: 'From the arrival of a live post until it can be found',
      buckets: FRESHNESS_BUCKETS,
      registers,
    })
    this.#postsStored = new Gauge({ name: 'verity_archive_posts', help: 'Posts in the archive', registers })
    this.#archiveBytes = new Gauge({
      name: 'verity_archive_bytes',
      help: 'Bytes of the archive on disk',
      registers,
    })
  }

  countRequest({ method, status, seconds }: { method: string; status: number; seconds: number }): void {
    this.#requests.inc({ method, status: String(status) })
    this.#requestSeconds.observe({ method }, seconds)
  }

  countSearchable(ageMs: number): void {
    this.#freshnessSeconds.observe(ageMs / 1_000)
  }

  countAnswer({ state, answer }: Parameters<RunEnded>[0]): void {
    this.#answers.inc({
      outcome: answer?.abstained === true ? 'abstained' : state,
      embedded: String(answer?.model.embedded ?? true),
    })
    if (answer !== null)
      this.#answerSeconds.observe({ embedded: String(answer.model.embedded) }, answer.trace.totalMs / 1_000)
  }

  async read(stats: ArchiveStats): Promise<{ contentType: string; text: string }> {
    this.#postsStored.set(stats.posts)
    this.#archiveBytes.set(stats.sizeBytes)
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() }
  }
}
