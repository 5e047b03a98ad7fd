import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Archive, openArchive } from '../src/archive/archive.ts'
import { campaignsAmong, campaignVoice } from '../src/assistant/integrity/campaigns-among.ts'
import { findCampaigns } from '../src/desk/find-campaigns.ts'
import { PostHub } from '../src/desk/post-hub.ts'
import { readableCampaigns } from '../src/desk/readable-campaign.ts'
import { CampaignWatch } from '../src/desk/watch-campaigns.ts'
import { makePost, type Post } from '../src/domain/post.ts'
import { analyseText } from '../src/domain/text/analyse-text.ts'
import { detectCampaigns } from '../src/integrity/detect/detect-campaigns.ts'
import { PostTable } from '../src/integrity/detect/post-table.ts'
import { readCandidates } from '../src/integrity/detect/read-candidates.ts'
import { EXPORT_FORMATS, exportCampaign } from '../src/integrity/export/export-campaign.ts'
import type { Log } from '../src/lib/log.ts'
import { Random } from '../src/lib/random.ts'

const START = Date.UTC(2026, 0, 5)
const MINUTE = 60_000
const MEMBERS = ['m0', 'm1', 'm2', 'm3', 'm4']

describe('campaigns in the archive', () => {
  let directory: string
  let archive: Archive
  let nextId = 1
  const look = (now = START) => findCampaigns({ archive, now: () => now, newId: () => `id${nextId++}` })

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'verity-campaigns-'))
    archive = await openArchive({ kind: 'embedded', dataDir: directory })
    await store(archive, [...crowd(3_000), ...plantedGroup(0, 4)])
  })
  afterAll(async () => {
    await archive.close()
    await rm(directory, { recursive: true })
  })

  it('are the same from SQL candidates as from reading everything', async () => {
    const all = new PostTable()
    for await (const post of archive.exportPosts({})) all.add(post)
    const whole = detectCampaigns(all)
    const { table, activity, population } = await readCandidates(archive, { from: 0, to: 4e12 })
    const part = detectCampaigns(table, activity, population)
    const told = ({ campaigns }: typeof whole) =>
      campaigns.map(({ accounts, postIds, isConfirmed }) => [
        accounts.map(({ id }) => id).sort(),
        postIds.length,
        isConfirmed,
      ])
    expect(told(part)).toEqual(told(whole))
    expect(part.campaigns[0]?.qValue).toBeCloseTo(whole.campaigns[0]?.qValue ?? 0, 12)
    expect(table.count).toBeLessThan(all.count)
  })

  it('are kept with a permanent id and both times; posts and accounts are marked', async () => {
    expect(await archive.campaignPass()).toBeNull()
    expect(await campaignsAmong([{ author: 'm0' }], archive)).toBeNull()
    const update = await look(START + 1)
    expect(update?.risen.map(({ campaign }) => campaign.id)).toEqual(['id1'])
    const stored = await archive.getCampaign('id1')
    expect(stored?.campaign.accounts.map(({ id }) => id).sort()).toEqual(MEMBERS)
    expect([stored?.firstSeenAt, stored?.confirmedAt]).toEqual([START + 1, START + 1])
    expect(await archive.campaignsOfPosts(['m0-0', 'a-1'])).toEqual(
      new Map([['m0-0', { id: 'id1', accounts: 5, isConfirmed: true }]]),
    )
    const among = await campaignsAmong([{ author: 'm0' }, { author: 'u1' }], archive)
    expect([campaignVoice('m0', among), campaignVoice('u1', among)]).toEqual(['campaign:id1', null])
  })

  it('are not looked for again where nothing came, and grow under the same id where something did', async () => {
    expect(await look()).toBeNull()
    await store(archive, plantedGroup(4, 6))
    expect((await look(START + 2))?.risen).toEqual([])
    const stored = await archive.getCampaign('id1')
    expect(stored?.campaign.postIds).toHaveLength(30)
    expect(stored?.firstSeenAt).toBe(START + 1)
  })

  it('are exported in every form, on request without names and words', async () => {
    const [stored] = await readableCampaigns(await archive.listCampaigns({ limit: 1 }), archive)
    if (stored === undefined) throw new Error('there is no campaign')
    const posts = await archive.getPosts(stored.campaign.postIds)
    const json = { members: stored.campaign.accounts, links: stored.links, posts_stored: posts }
    for (const format of EXPORT_FORMATS) {
      expect(exportCampaign({ stored, json, posts }, { format, hidesNames: false }).text).toContain('m0')
      const hidden = exportCampaign({ stored, json, posts }, { format, hidesNames: true }).text
      expect(hidden).not.toMatch(/\bm[0-4]\b/)
    }
  })

  it('show no word of a post that was deleted', async () => {
    const post = makePost({ id: 'gone', author: 'm0', text: 'words that were taken back', createdAt: START })
    await store(archive, [post])
    const stored = await archive.getCampaign('id1')
    if (stored === null) throw new Error('there is no campaign')
    const telling = {
      ...stored,
      profile: { ...stored.profile, narrative: { text: '', postId: 'gone' } },
    }
    expect((await readableCampaigns([telling], archive))[0]?.profile.narrative?.text).toBe(post.text)
    await archive.buryPosts(['gone'])
    expect((await readableCampaigns([telling], archive))[0]?.profile.narrative).toBeNull()
    expect(JSON.stringify(stored)).not.toContain('RT text')
  })
})

describe('campaigns in the live stream', () => {
  it('are provisional as their posts arrive, confirmed by the archive, and keep both times', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'verity-campaigns-live-'))
    const archive = await openArchive({ kind: 'embedded', dataDir: directory })
    const hub = new PostHub()
    const stop = new AbortController()
    let now = START
    const timing = { now: () => now, wait: async () => {} }
    const locks = { hold: () => new Promise<never>(() => {}) }
    const watch = new CampaignWatch({
      ...{
        archive,
        hub,
        timing,
        locks,
        newId: () => 'live',
        limits: { sharingsMax: 16_384, textsMax: 1_024 },
      },
      log: { info: () => {}, warn: () => {}, error: () => {} } as unknown as Log,
    })
    const watching = watch.run(stop.signal)
    const posts = [...crowd(3_000), ...plantedGroup(0, 4)].toSorted(
      (one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0),
    )
    await store(archive, posts)
    hub.publish(posts)
    await vi.waitFor(() => expect(watch.liveMark({ author: 'm0' })).not.toBeNull(), { timeout: 20_000 })
    await vi.waitFor(async () => expect(await archive.getCampaign('live')).not.toBeNull(), {
      timeout: 20_000,
    })
    expect((await archive.getCampaign('live'))?.confirmedAt).toBeNull()
    now = START + MINUTE
    expect((await watch.pass())?.risen.map(({ campaign }) => campaign.id)).toEqual(['live'])
    const stored = await archive.getCampaign('live')
    expect([stored?.firstSeenAt, stored?.confirmedAt]).toEqual([START, START + MINUTE])
    expect(watch.liveMark({ author: 'm0' })?.isConfirmed).toBe(true)
    stop.abort()
    await Promise.race([watching, new Promise((resolve) => setImmediate(resolve))])
    await archive.close()
    await rm(directory, { recursive: true })
  })
})

async function store(archive: Archive, posts: readonly Post[]): Promise<void> {
  await archive.insertPosts(
    posts.map((post) => ({ post, analysed: analyseText(post.text, post), receivedAt: START, kept: true })),
  )
}

function repost(id: string, author: string, repostOf: string, minute: number): Post {
  return makePost({ id, author, text: 'RT text', repostOf, lang: 'en', createdAt: START + minute * MINUTE })
}

function crowd(posts: number): Post[] {
  const random = new Random('a')
  return Array.from({ length: posts }, (_, at) => {
    const object = `o${Math.floor(2_000 * random.next01() ** 3)}`
    return repost(`a-${at}`, `u${random.integer(0, posts / 3)}`, object, random.integer(0, 600))
  })
}

/** Five accounts that repost things nobody else does, each within ten minutes. */
function plantedGroup(from: number, to: number): Post[] {
  const random = new Random(`planted ${from}`)
  return MEMBERS.flatMap((member) =>
    Array.from({ length: to - from }, (_, at) => from + at).map((thing) =>
      repost(`${member}-${thing}`, member, `rare${thing}`, 50 + thing * 60 + random.integer(0, 10)),
    ),
  )
}
