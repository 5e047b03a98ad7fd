import { createReadStream, createWriteStream, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip, gunzipSync } from 'node:zlib'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { runVerity } from './run-verity.ts'

/** R writes six decimals, so that the last one may differ. */
const ROUNDING = 1.1e-6
const DEV_FILES = ['ira', 'organic_airline', 'organic_breaking_news', 'organic_gop_debate']
const CHANNEL_OF_KIND: Readonly<Record<string, string>> = {
  co_retweet: 'repost',
  co_tweet: 'text',
  co_similar_tweet: 'similar',
  co_link: 'url',
  co_reply: 'reply',
}

/** One recorded output of a detector: how we make the same, and in which file it stands. */
type Case = { readonly expected: string; readonly options: readonly string[] }
type Row = Readonly<Record<string, string>>
type Verdict = {
  readonly expected: string
  readonly edges: number
  readonly missing: number
  readonly extra: number
  readonly different: number
}

/** `verity network` against the recorded outputs of CooRTweet and the coordination-network-toolkit: every edge, every number. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const folder = join(dataDir, 'integrity')
  const scratch = await mkdtemp(join(tmpdir(), 'verity-parity-'))
  try {
    await writeSlice(join(folder, 'bench', 'bench_1m.csv.gz'), join(scratch, 'bench100k.csv'))
    const verdicts: Verdict[] = []
    for (const file of readdirSync(join(folder, 'expected')).sort()) {
      const verdict = await judge(caseOf(file, folder, scratch), folder, scratch)
      console.log(Object.values(verdict).join('\t'))
      verdicts.push(verdict)
    }
    const wrong = verdicts.reduce(
      (sum, { missing, extra, different }) => sum + missing + extra + different,
      0,
    )
    const bars = [{ name: 'edges that differ from both tools', value: wrong, unit: 'edges', atMost: 0 }]
    recordResult('network-parity', { results: { verdicts }, bars })
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Data rows 300,001 to 400,000 of the large file. */
async function writeSlice(from: string, to: string): Promise<void> {
  const out = createWriteStream(to)
  let line = 0
  for await (const text of createInterface({ input: createReadStream(from).pipe(createGunzip()) })) {
    if (line === 0 || (line > 300_000 && line <= 400_000)) out.write(`${text}\n`)
    line += 1
  }
  await new Promise((resolve) => out.end(resolve))
}

/** Everything stands in the file's name. */
function caseOf(expected: string, folder: string, scratch: string): Case {
  const toolkit = /^(\w+?)_toolkit\.(\w+?)_(\d+)_(\d+)(?:_([\d.]+)_(\d+))?\.csv\.gz$/.exec(expected)
  if (toolkit !== null) {
    const [, set = '', kind = '', window = '', weight = '', similarity, tokens] = toolkit
    const similar = similarity === undefined ? [] : ['--similarity', similarity, '--min-tokens', tokens ?? '']
    const channel = ['--channel', CHANNEL_OF_KIND[kind] ?? kind]
    const rule = ['--rule', 'toolkit', '--window', window, '--min-weight', weight]
    return { expected, options: [...inputsOf(set, folder, scratch), ...channel, ...rule, ...similar] }
  }
  const coortweet = /^(\w+?)_coortweet_tw(\d+)_mp(\d+)_ew([\d.]+?)(?:_fast(\d+))?\.edges\.csv\.gz$/.exec(
    expected,
  )
  if (coortweet === null) throw new Error(`${expected} is named like nothing known`)
  const [, set = '', window = '', participation = '', quantile = '', fast] = coortweet
  const rule = ['--rule', 'coortweet', '--window', window, '--min-participation', participation]
  const more = ['--edge-weight', quantile, ...(fast === undefined ? [] : ['--fast', fast])]
  return { expected, options: [...inputsOf(set, folder, scratch), ...rule, ...more] }
}

function inputsOf(set: string, folder: string, scratch: string): string[] {
  const german = (object: string, channel: string) => [
    ...['--in', join(folder, 'parity', 'german_elections.csv.gz'), '--channel', channel],
    ...['--columns', `object=${object},content=post_id,time=timestamp`],
  ]
  if (set === 'ru') return ['--in', join(folder, 'parity', 'russian_coord_tweets.csv.gz')]
  if (set === 'bench1m') return ['--in', join(folder, 'bench', 'bench_1m.csv.gz')]
  if (set === 'bench100k') return ['--in', join(scratch, 'bench100k.csv')]
  if (set === 'de_phash') return german('phash_id', 'image')
  if (set === 'de_url') return german('url_id', 'url')
  return DEV_FILES.flatMap((name) => ['--in', join(folder, `${name}.ndjson.gz`)])
}

async function judge({ expected, options }: Case, folder: string, scratch: string): Promise<Verdict> {
  const out = join(scratch, 'network.csv')
  await runVerity(['network', ...options, '--out', out])
  const wanted = rowsOf(gunzipSync(readFileSync(join(folder, 'expected', expected))).toString())
  const written = new Map(rowsOf(readFileSync(out, 'utf8')).map((row) => [endsOf(row), row]))
  let missing = 0
  let different = 0
  for (const row of wanted) {
    const ours = written.get(endsOf(row))
    if (ours === undefined) missing += 1
    else if (!agrees(row, ours)) different += 1
  }
  return {
    expected,
    edges: wanted.length,
    missing,
    extra: written.size - (wanted.length - missing),
    different,
  }
}

function rowsOf(csv: string): Row[] {
  const [header = '', ...lines] = csv.trimEnd().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])))
}

function endsOf(row: Row): string {
  return Object.values(row).slice(0, 2).join('\t')
}

/** Columns that only the recorded file has are not compared: CooRTweet mixes the ends of its content counts. */
function agrees(wanted: Row, ours: Row): boolean {
  return Object.entries(wanted)
    .slice(2)
    .every(([name, value]) => {
      const other = ours[name]
      if (other === undefined || value === other) return true
      return value !== '' && other !== '' && Math.abs(Number(value) - Number(other)) <= ROUNDING
    })
}
