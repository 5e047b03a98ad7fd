import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Answer, AnswerEvent } from '../src/domain/answer.ts'
import { NO_FILTER } from '../src/domain/source-filter.ts'
import { type Ledger, type LedgerOptions, openLedger } from '../src/ledger/ledger.ts'
import { LOCAL_OWNER_ID } from '../src/ledger/people.ts'
import { describeBots } from './ledger-bots-behaviour.ts'
import { describeChecks } from './ledger-checks-behaviour.ts'
import type { TestDatabase } from './support/ledger-databases.ts'

const HOUR_MS = 3_600_000

/** What every ledger does, whichever database it lives in. */
export function describeLedger(name: string, start: () => Promise<TestDatabase>): void {
  describe(`the ledger in ${name}`, () => {
    let database: TestDatabase
    let ledger: Ledger
    let opened: Ledger[] = []
    let now = 0

    async function open(options: LedgerOptions = {}): Promise<Ledger> {
      const clock = () => now
      const another = await openLedger(database.config, { clock, leaseClock: clock, ...options })
      opened.push(another)
      return another
    }

    beforeAll(async () => {
      database = await start()
    })
    afterAll(() => database.close())
    beforeEach(async () => {
      now = Date.UTC(2026, 0, 2, 12)
      ledger = await open()
    })
    afterEach(async () => {
      for (const each of opened) await each.close()
      opened = []
      await database.reset()
    })

    async function addPerson(id: string): Promise<string> {
      const date = ledger.kind === 'sqlite' ? new Date(now).toISOString() : new Date(now)
      const emailVerified = ledger.kind === 'sqlite' ? 0 : false
      const row = {
        id,
        name: id,
        email: `${id}@example.org`,
        emailVerified,
        createdAt: date,
        updatedAt: date,
        role: 'member',
      }
      await ledger.db.insertInto('auth_user').values(row).execute()
      return id
    }

    describeBots({
      ledger: () => ledger,
      pass: (ms) => {
        now += ms
      },
    })

    describeChecks({
      ledger: () => ledger,
      addPerson,
      pass: (ms) => {
        now += ms
      },
    })

    describe('chats', () => {
      it('keep a question, the run that answers it and the answer', async () => {
        const { id } = await ledger.people.ensureOwner()
        const asked = await ledger.chats.ask(id, { chatId: null, question: 'What happened in Lyon?' })
        await ledger.runs.finish(id, asked.runId, { state: 'done', answer: answerOf('A storm.') })

        const messages = await ledger.chats.messages(id, asked.chatId)
        expect(messages).toMatchObject([
          { role: 'user', text: 'What happened in Lyon?', createdAt: now },
          {
            role: 'assistant',
            id: asked.messageId,
            run: { state: 'done', error: null, answer: { text: 'A storm.' } },
          },
        ])
        expect(await ledger.chats.list(id)).toEqual([
          { id: asked.chatId, title: 'What happened in Lyon?', createdAt: now, updatedAt: now },
        ])
      })

      it('go on in the same chat, in order, and move it to the top of the list', async () => {
        const { id } = await ledger.people.ensureOwner()
        const first = await ledger.chats.ask(id, { chatId: null, question: 'one' })
        now += 1
        const second = await ledger.chats.ask(id, { chatId: null, question: 'two' })
        now += 1
        await ledger.chats.ask(id, { chatId: first.chatId, question: 'three' })

        expect((await ledger.chats.list(id)).map((chat) => chat.id)).toEqual([first.chatId, second.chatId])
        const roles = (await ledger.chats.messages(id, first.chatId)).map((message) => message.role)
        expect(roles).toEqual(['user', 'assistant', 'user', 'assistant'])
      })

      it('are seen, read, continued, renamed, stopped and deleted by their owner only', async () => {
        const ada = await addPerson('ada')
        const eve = await addPerson('eve')
        const asked = await ledger.chats.ask(ada, { chatId: null, question: 'secret' })
        await ledger.runs.append(ada, asked.runId, [step(1)])

        expect(await ledger.chats.list(eve)).toEqual([])
        expect(await ledger.chats.get(eve, asked.chatId)).toBeNull()
        expect(await ledger.chats.messages(eve, asked.chatId)).toEqual([])
        expect(await ledger.chats.rename(eve, asked.chatId, 'mine')).toBe(false)
        expect(await ledger.chats.delete(eve, asked.chatId)).toBe(false)
        await expect(ledger.chats.ask(eve, { chatId: asked.chatId, question: 'more' })).rejects.toMatchObject(
          { code: 'not_found' },
        )
        expect(await ledger.runs.get(eve, asked.runId)).toBeNull()
        expect(await ledger.runs.events(eve, asked.runId)).toEqual([])
        expect(await ledger.runs.requestStop(eve, asked.runId)).toBe(false)
        expect(await ledger.runs.finish(eve, asked.runId, { state: 'stopped' })).toBe(false)
        await expect(ledger.runs.append(eve, asked.runId, [step(2)])).rejects.toMatchObject({
          code: 'not_found',
        })

        expect(await ledger.runs.get(ada, asked.runId)).toMatchObject({
          state: 'running',
          stopRequested: false,
        })
        expect(await ledger.chats.messages(ada, asked.chatId)).toHaveLength(2)
      })

      it('lose everything in them when they are deleted', async () => {
        const { id } = await ledger.people.ensureOwner()
        const asked = await ledger.chats.ask(id, { chatId: null, question: 'forget me' })
        await ledger.runs.append(id, asked.runId, [step(1)])
        expect(await ledger.chats.delete(id, asked.chatId)).toBe(true)

        expect(await ledger.chats.get(id, asked.chatId)).toBeNull()
        expect(await ledger.runs.events(id, asked.runId)).toEqual([])
        await expect(ledger.runs.append(id, asked.runId, [step(2)])).rejects.toMatchObject({
          code: 'not_found',
        })
        expect(await ledger.db.selectFrom('run_events').selectAll().execute()).toEqual([])
      })

      it('keep hostile text as it is, but for what no database can store', async () => {
        const { id } = await ledger.people.ensureOwner()
        const question = `<script>\u202e'"; drop table chats; -- \0 \ud800 🙂`
        const { chatId } = await ledger.chats.ask(id, { chatId: null, question })
        const [message] = await ledger.chats.messages(id, chatId)
        const stored = question.replace('\0', '\ufffd').replace('\ud800', '\ufffd')
        expect(message).toMatchObject({ text: stored })
        expect(await ledger.chats.get(id, 'no\0such')).toBeNull()
      })

      it('are named after the first line of the question, cut short', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { chatId } = await ledger.chats.ask(id, {
          chatId: null,
          question: `${'word '.repeat(60)}\nsecond line`,
        })
        const title = (await ledger.chats.get(id, chatId))?.title ?? ''
        expect(title).toMatch(/^(word )+word…$/)
        expect(title.length).toBeLessThanOrEqual(121)
      })

      it('number messages without a gap when two questions come at once', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { chatId } = await ledger.chats.ask(id, { chatId: null, question: 'one' })
        const other = await open()
        await Promise.all([
          ledger.chats.ask(id, { chatId, question: 'two' }),
          other.chats.ask(id, { chatId, question: 'three' }),
        ])
        expect(await ledger.chats.messages(id, chatId)).toHaveLength(6)
      })
    })

    describe('a run', () => {
      it('numbers its events from 1 and gives back those after any of them', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { runId } = await ledger.chats.ask(id, { chatId: null, question: 'why' })
        expect(await ledger.runs.append(id, runId, [step(1), step(2)])).toEqual({
          lastSeq: 2,
          stopRequested: false,
        })
        expect(await ledger.runs.append(id, runId, [step(3)])).toEqual({ lastSeq: 3, stopRequested: false })

        expect(await ledger.runs.events(id, runId, 1)).toEqual([
          { seq: 2, event: step(2) },
          { seq: 3, event: step(3) },
        ])
        expect(await ledger.runs.events(id, runId, 3)).toEqual([])
      })

      it('refuses events beyond its bound', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { runId } = await ledger.chats.ask(id, { chatId: null, question: 'why' })
        await ledger.runs.append(
          id,
          runId,
          Array.from({ length: 2_000 }, (_, index) => step(index)),
        )
        await expect(ledger.runs.append(id, runId, [step(0)])).rejects.toMatchObject({ code: 'over_limit' })
        expect(await ledger.runs.events(id, runId)).toHaveLength(500)
      })

      it('tells its writer, in whichever process, that somebody wants it to stop', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { runId } = await ledger.chats.ask(id, { chatId: null, question: 'why' })
        const elsewhere = await open()
        expect(await elsewhere.runs.requestStop(id, runId)).toBe(true)
        expect(await ledger.runs.append(id, runId, [])).toEqual({ lastSeq: 0, stopRequested: true })
      })

      it('ends once: a later end changes nothing', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { runId } = await ledger.chats.ask(id, { chatId: null, question: 'why' })
        const error = { code: 'cancelled', message: 'Stopped.' }
        expect(await ledger.runs.finish(id, runId, { state: 'stopped', error })).toBe(true)
        expect(await ledger.runs.finish(id, runId, { state: 'done', answer: answerOf('late') })).toBe(false)
        expect(await ledger.runs.requestStop(id, runId)).toBe(false)
        expect(await ledger.runs.get(id, runId)).toMatchObject({
          state: 'stopped',
          error,
          answer: null,
          endedAt: now,
        })
      })

      it('keeps its answer when its events are dropped a day later', async () => {
        const { id } = await ledger.people.ensureOwner()
        const { runId } = await ledger.chats.ask(id, { chatId: null, question: 'why' })
        await ledger.runs.append(id, runId, [step(1)])
        await ledger.runs.finish(id, runId, { state: 'done', answer: answerOf('so') })
        now += 23 * HOUR_MS
        expect(await ledger.runs.pruneEvents()).toBe(0)
        now += 2 * HOUR_MS
        expect(await ledger.runs.pruneEvents()).toBe(1)
        expect(await ledger.runs.get(id, runId)).toMatchObject({ answer: { text: 'so' } })
      })
    })

    describe('posts that answers cite', () => {
      const citing = (text: string, ...cited: readonly (readonly [id: string, author: string])[]) => ({
        ...answerOf(text),
        citations: cited.map(([id, author], at) => ({
          ...{ n: at + 1, kind: 'post' as const, id, url: null, author, authorName: null, createdAt: null },
          ...{ quote: 'q', start: 0, end: 1, snapshotId: id, independent: true },
        })),
      })
      const answered = async (text: string, ...cited: readonly (readonly [string, string])[]) => {
        const { id } = await ledger.people.ensureOwner()
        const { runId } = await ledger.chats.ask(id, { chatId: null, question: 'q?' })
        await ledger.runs.append(id, runId, [{ type: 'step', step: 'search', count: 1 }])
        await ledger.runs.finish(id, runId, { state: 'done', answer: citing(text, ...cited) })
        return { ownerId: id, runId }
      }

      it('are found by post and by author, in every answer', async () => {
        const one = await answered('one', ['x:1', 'ann'], ['x:2', 'bob'])
        const two = await answered('two', ['x:2', 'bob'], ['y:2', 'bob'])
        expect(await ledger.citedPosts.ofPosts(['x:1', 'x:9'])).toEqual([{ runId: one.runId, postId: 'x:1' }])
        expect((await ledger.citedPosts.ofPosts(['x:2'])).map(({ runId }) => runId).sort()).toEqual(
          [one.runId, two.runId].sort(),
        )
        const ofBob = await ledger.citedPosts.ofAuthor({ author: 'bob', source: 'x' })
        expect(ofBob.map(({ postId }) => postId)).toEqual(['x:2', 'x:2'])
        expect(await ledger.citedPosts.ofRun(one.runId)).toHaveLength(2)
      })

      it('can be rewritten, and what was told of the answer is gone; what stays the same is left alone', async () => {
        const { ownerId, runId } = await answered('words', ['x:1', 'ann'])
        await ledger.citedPosts.rewrite(runId, (answer) => answer)
        expect(await ledger.runs.events(ownerId, runId)).toHaveLength(1)
        await ledger.citedPosts.rewrite(runId, (answer) => ({ ...answer, text: 'other' }))
        expect(await ledger.runs.get(ownerId, runId)).toMatchObject({ answer: { text: 'other' } })
        expect(await ledger.runs.events(ownerId, runId)).toEqual([])
        await ledger.citedPosts.rewrite('never', () => {
          throw new Error('There is none.')
        })
      })

      it('are forgotten with their chat', async () => {
        const { ownerId, runId } = await answered('words', ['x:7', 'ann'])
        const [chat] = await ledger.chats.list(ownerId)
        await ledger.chats.delete(ownerId, chat?.id ?? '')
        expect(await ledger.citedPosts.ofRun(runId)).toEqual([])
      })
    })

    describe('settings', () => {
      it('start as 7 days, 10 GB and closed sign-up', async () => {
        const defaults = { retentionDays: 7, retentionSizeBytesMax: 10_000_000_000, signUp: 'closed' }
        expect(await ledger.settings.get()).toMatchObject(defaults)
      })

      it('keep what was changed and leave the rest', async () => {
        await ledger.settings.update({ retentionDays: 30 })
        const changed = await ledger.settings.update({ signUp: 'open' })
        expect(changed).toMatchObject({
          retentionDays: 30,
          retentionSizeBytesMax: 10_000_000_000,
          signUp: 'open',
        })
        expect(await (await open()).settings.get()).toEqual(changed)
      })

      it.each([
        [{ retentionDays: 0 }],
        [{ retentionDays: Number.NaN }],
        [{ retentionSizeBytesMax: 5 }],
        [{ retentionSizeBytesMax: 1e9 + 0.5 }],
        [{ signUp: 'maybe' as 'open' }],
        [{ retentionByNetwork: { x: { days: 0, sizeBytesMax: null } } }],
        [{ retentionByNetwork: { x: { days: 1 } as never } }],
        [{ pagesDays: 0 }],
        [{ thumbnails: 'sometimes' as 'on' }],
        [{ colour: 'red' } as object],
      ])('refuse %j and change nothing', async (patch) => {
        const update = ledger.settings.update({ retentionDays: 9, ...patch })
        await expect(update).rejects.toMatchObject({ code: 'invalid_input' })
        expect((await ledger.settings.get()).retentionDays).toBe(7)
      })
    })

    describe('sources', () => {
      it('are added once per id, switched off and on, and removed with their cursor', async () => {
        const added = await ledger.sources.add({
          id: 'bluesky',
          kind: 'bluesky',
          title: 'Bluesky',
          config: { url: 'wss://x' },
        })
        expect(added).toEqual({ ...added, enabled: true, config: { url: 'wss://x' }, createdAt: now })
        await ledger.sources.setEnabled('bluesky', false)
        const again = await ledger.sources.add({ id: 'bluesky', kind: 'bluesky', title: 'Another' })
        expect(again).toMatchObject({ title: 'Bluesky', enabled: false })
        expect(await ledger.sources.list()).toEqual([again])

        await ledger.cursors.set('bluesky', '12')
        expect(await ledger.sources.remove('bluesky')).toBe(true)
        expect(await ledger.sources.remove('bluesky')).toBe(false)
        expect(await ledger.cursors.get('bluesky')).toBeNull()
        expect(await ledger.sources.setEnabled('bluesky', true)).toBeNull()
      })

      it('change in what is named and keep the rest', async () => {
        await ledger.sources.add({ id: 's', kind: 'k', title: 'S', secrets: { token: 'sealed' } })
        const filter = { ...NO_FILTER, languages: ['fr'] }
        const changed = await ledger.sources.update('s', { filter, removed: true })
        expect(changed).toMatchObject({ filter, removed: true, enabled: true, secrets: { token: 'sealed' } })
        expect(await ledger.sources.get('s')).toEqual(changed)
        expect(await ledger.sources.update('none', { title: 'x' })).toBeNull()
      })

      it('take every cursor of theirs with them and nobody else’s', async () => {
        for (const id of ['a', 'a-b']) await ledger.sources.add({ id, kind: 'k', title: id })
        for (const name of ['a', 'a#1', 'a-b', 'a-b#1']) await ledger.cursors.set(name, '7')
        await ledger.sources.remove('a')
        const left = ['a', 'a#1', 'a-b', 'a-b#1'].map((name) => ledger.cursors.get(name))
        expect(await Promise.all(left)).toEqual([null, null, '7', '7'])
      })

      it('say how they are to other processes, for as long as they are there', async () => {
        await ledger.sources.add({ id: 's', kind: 'k', title: 'S' })
        const other = await open({ worker: { id: 'other', host: 'elsewhere', pid: 1 } })
        await other.sourceReports.write(new Map([['s#1', { state: 'connected' }]]))
        now += 4_000
        expect((await ledger.sourceReports.list()).get('s#1')).toEqual({
          report: { state: 'connected' },
          isOwn: false,
          ageMs: 4_000,
        })
        const mine = new Map(['s#1', 't'].map((name) => [name, { state: 'failed' }]))
        await ledger.sourceReports.write(mine)
        const reports = await ledger.sourceReports.list()
        expect(reports.get('s#1')).toEqual({ report: { state: 'failed' }, isOwn: true, ageMs: 0 })
        await ledger.sources.remove('s')
        expect([...(await ledger.sourceReports.list()).keys()]).toEqual(['t'])
      })

      it('keep the last cursor that was set', async () => {
        expect(await ledger.cursors.get('s')).toBeNull()
        await ledger.cursors.set('s', '1')
        await ledger.cursors.set('s', '2')
        expect(await (await open()).cursors.get('s')).toBe('2')
        await ledger.cursors.clear('s')
        expect(await ledger.cursors.get('s')).toBeNull()
      })
    })

    describe('a lease', () => {
      it('is held by one process at a time and changes hands when it runs out', async () => {
        const other = await open({ worker: { id: 'other', host: 'elsewhere', pid: 1 } })
        const mine = await ledger.locks.acquire('bluesky', 1_000)
        expect(mine).toMatchObject({ name: 'bluesky', fence: 1 })
        expect(await other.locks.acquire('bluesky', 1_000)).toBeNull()
        expect(await ledger.locks.acquire('bluesky', 1_000)).toBeNull()
        now += 900
        expect(await mine?.renew()).toBe(true)
        now += 900
        expect(await other.locks.acquire('bluesky', 1_000)).toBeNull()
        now += 200
        expect(await other.locks.acquire('bluesky', 1_000)).toMatchObject({ fence: 2 })
        expect(await mine?.renew()).toBe(false)
      })

      it('goes to exactly one of many who ask at once', async () => {
        const other = await open({ worker: { id: 'other', host: 'elsewhere', pid: 1 } })
        const asked = [ledger, other, ledger, other, ledger].map((each) => each.locks.acquire('one', 1_000))
        const got = (await Promise.all(asked)).filter((lease) => lease !== null)
        expect(got).toHaveLength(1)
      })

      it('is free again once released, and a released one cannot be renewed', async () => {
        const lease = await ledger.locks.acquire('x', 60_000)
        await lease?.release()
        expect(await lease?.renew()).toBe(false)
        expect(await ledger.locks.acquire('x', 60_000)).toMatchObject({ fence: 2 })
      })

      it('of a dead process on this host is taken over at once', async () => {
        const dead = await open({ worker: { id: 'dead', host: 'here', pid: 77 } })
        await dead.locks.acquire('x', 60_000)
        const next = await open({
          worker: { id: 'next', host: 'here', pid: 78 },
          isPidAlive: (pid) => pid !== 77,
        })
        expect(await next.locks.acquire('x', 60_000)).not.toBeNull()
      })

      it('is renewed while work is done under it and given back at the end', async () => {
        let waits = 0
        const wait = async (_ms: number, signal: AbortSignal) => {
          waits += 1
          if (waits > 3) await aborted(signal)
        }
        const signal = new AbortController().signal
        const result = await ledger.locks.hold({ name: 'x', ttlMs: 900, signal, wait }, async (inner) => {
          while (waits <= 3) await new Promise((resolve) => setImmediate(resolve))
          return inner.aborted
        })
        expect(result).toBe(false)
        expect(await ledger.locks.acquire('x', 1_000)).not.toBeNull()
      })

      it('aborts the work under it when it is lost', async () => {
        const other = await open({ worker: { id: 'other', host: 'elsewhere', pid: 1 } })
        const wait = async () => {
          now += 2_000
          await other.locks.acquire('x', 60_000)
        }
        const signal = new AbortController().signal
        await ledger.locks.hold({ name: 'x', ttlMs: 900, signal, wait }, aborted)
        expect(await ledger.locks.acquire('x', 1_000)).toBeNull()
      })

      it('stops being waited for when the caller gives up', async () => {
        await ledger.locks.acquire('x', 60_000)
        const caller = new AbortController()
        const wait = async () => caller.abort(new Error('enough'))
        const held = ledger.locks.hold({ name: 'x', ttlMs: 900, signal: caller.signal, wait }, async () => {})
        await expect(held).rejects.toThrow('enough')
      })
    })

    describe('a job', () => {
      it('reports progress and how it ended', async () => {
        const job = await ledger.jobs.start({ kind: 'import', title: 'posts.ndjson' })
        expect(job).toMatchObject({ state: 'running', progress01: null, report: null, createdAt: now })
        await ledger.jobs.progress(job.id, { progress01: 0.5, report: { read: 5 } })
        expect(await ledger.jobs.get(job.id)).toMatchObject({ progress01: 0.5, report: { read: 5 } })
        await ledger.jobs.finish(job.id, { state: 'done', report: { read: 10 } })
        expect(await ledger.jobs.list()).toMatchObject([
          { state: 'done', progress01: 1, report: { read: 10 }, endedAt: now },
        ])
      })

      it('hears that it should stop, and keeps its first end', async () => {
        const job = await ledger.jobs.start({ kind: 'simulate', title: 'demo' })
        expect(await ledger.jobs.requestStop(job.id)).toBe(true)
        expect(await ledger.jobs.progress(job.id, { progress01: 0.1 })).toEqual({ stopRequested: true })
        await ledger.jobs.finish(job.id, { state: 'stopped' })
        await ledger.jobs.finish(job.id, { state: 'done' })
        expect(await ledger.jobs.get(job.id)).toMatchObject({ state: 'stopped', progress01: 0.1 })
        expect(await ledger.jobs.requestStop(job.id)).toBe(false)
        expect(await ledger.jobs.get('unknown')).toBeNull()
      })
    })

    describe('work of a dead process', () => {
      const isPidAlive = (pid: number) => pid !== 77

      it('is marked failed by the next one that opens the ledger on the same host', async () => {
        const dead = await open({ worker: { id: 'dead', host: 'here', pid: 77 } })
        const { id } = await dead.people.ensureOwner()
        const job = await dead.jobs.start({ kind: 'import', title: 'posts.ndjson' })
        const { runId } = await dead.chats.ask(id, { chatId: null, question: 'why' })

        await open({ worker: { id: 'next', host: 'here', pid: 78 }, isPidAlive })
        const failed = {
          state: 'failed',
          error: { code: 'internal', message: expect.stringContaining('Start it again') },
        }
        expect(await ledger.jobs.get(job.id)).toMatchObject(failed)
        expect(await ledger.runs.get(id, runId)).toMatchObject(failed)
      })

      it('is known for dead when the same process id starts again in the same container', async () => {
        const dead = await open({ worker: { id: 'dead', host: 'here', pid: 1 } })
        const job = await dead.jobs.start({ kind: 'import', title: 'posts.ndjson' })
        await open({ worker: { id: 'next', host: 'here', pid: 1 }, isPidAlive: () => true })
        expect(await ledger.jobs.get(job.id)).toMatchObject({ state: 'failed' })
      })

      it('on another host is left alone until that process was silent for two minutes', async () => {
        const far = await open({ worker: { id: 'far', host: 'far', pid: 77 } })
        const job = await far.jobs.start({ kind: 'import', title: 'posts.ndjson' })
        now += 100_000
        await open({ worker: { id: 'near', host: 'near', pid: 78 }, isPidAlive })
        expect(await ledger.jobs.get(job.id)).toMatchObject({ state: 'running' })
        now += 30_000
        await open({ worker: { id: 'near', host: 'near', pid: 78 }, isPidAlive })
        expect(await ledger.jobs.get(job.id)).toMatchObject({ state: 'failed' })
      })

      it('is not confused with work of a live one', async () => {
        const job = await ledger.jobs.start({ kind: 'import', title: 'posts.ndjson' })
        await open({ worker: { id: 'next', host: 'here', pid: 78 }, isPidAlive: () => true })
        expect(await ledger.jobs.get(job.id)).toMatchObject({ state: 'running' })
      })
    })

    describe('import marks', () => {
      it('let an import go on where it stopped, until it is done', async () => {
        expect(await ledger.importMarks.get('sha')).toBeNull()
        await ledger.importMarks.set('sha', { position: 5_000_000_000, state: { read: 10 } })
        await ledger.importMarks.set('sha', { position: 6_000_000_000, state: { read: 12 } })
        const mark = { position: 6_000_000_000, state: { read: 12 }, updatedAt: now }
        expect(await (await open()).importMarks.get('sha')).toEqual(mark)
        await ledger.importMarks.clear('sha')
        expect(await ledger.importMarks.get('sha')).toBeNull()
      })
    })

    describe('usage', () => {
      it('adds up per owner and time, and tells "not measured" from zero', async () => {
        const { id } = await ledger.people.ensureOwner()
        const other = await addPerson('ada')
        const model = { provider: 'embedded', model: 'extract', embedded: true }
        await ledger.usage.record(id, {
          runId: null,
          model,
          tokensIn: null,
          tokensOut: null,
          costUsd: 0,
          ms: 120.5,
        })
        await ledger.usage.record(id, {
          runId: null,
          model,
          tokensIn: 10,
          tokensOut: null,
          costUsd: 0.25,
          ms: 100,
        })
        await ledger.usage.record(other, { runId: null, model, tokensIn: 7, tokensOut: 7, costUsd: 7, ms: 7 })

        const total = { answers: 2, tokensIn: 10, tokensOut: null, costUsd: 0.25, ms: 220.5 }
        expect(await ledger.usage.total(id, { from: now, to: now + 1 })).toEqual(total)
        const none = { answers: 0, tokensIn: null, tokensOut: null, costUsd: null, ms: 0 }
        expect(await ledger.usage.total(id, { from: 0, to: now })).toEqual(none)
      })
    })

    describe('people', () => {
      it('begin with nobody; the first visitor on the spot becomes the owner, once', async () => {
        expect(await ledger.people.ownerState()).toBe('missing')
        const other = await open()
        const both = await Promise.all([ledger.people.ensureOwner(), other.people.ensureOwner()])
        expect(both[0]).toEqual({ id: LOCAL_OWNER_ID, name: 'Owner', email: null, role: 'owner' })
        expect(both[1]).toEqual(both[0])
        expect(await ledger.people.ownerState()).toBe('unclaimed')
        expect(await ledger.people.list()).toHaveLength(1)
      })

      it('take their chats, jobs and usage with them when they are removed; the owner cannot be', async () => {
        const { id } = await ledger.people.ensureOwner()
        const ada = await addPerson('ada')
        const { chatId } = await ledger.chats.ask(ada, { chatId: null, question: 'mine' })
        expect(await ledger.people.remove(ada)).toBe(true)
        expect(await ledger.chats.get(ada, chatId)).toBeNull()
        expect(await ledger.people.remove(id)).toBe(false)
      })
    })

    describe('files', () => {
      const file = (name: string, text = 'Nine people were hurt.') => ({
        name,
        kind: 'pdf' as const,
        sizeBytes: 1_234,
        sha256: `${name}:${text.length}`.padEnd(64, '0'),
        title: null,
        text,
        pageStarts: [0, 5],
      })

      it('are kept with their text for their owner and nobody else', async () => {
        const { id } = await ledger.people.ensureOwner()
        const other = await addPerson('other')
        const { file: kept, isNew } = await ledger.files.add(id, file('report.pdf'))
        expect(isNew).toBe(true)
        expect(await ledger.files.get(id, kept.id)).toMatchObject({
          ...{
            name: 'report.pdf',
            kind: 'pdf',
            text: 'Nine people were hurt.',
            pageStarts: [0, 5],
            textLength: 22,
          },
          createdAt: now,
        })
        expect(await ledger.files.list(id)).toEqual([kept])
        expect(await ledger.files.get(other, kept.id)).toBeNull()
        expect(await ledger.files.list(other)).toEqual([])
        expect(await ledger.files.delete(other, kept.id)).toBe(false)
        expect(await ledger.files.usage(id)).toEqual({ files: 1, textLength: 22 })
      })

      it('are kept once, however often they are given', async () => {
        const { id } = await ledger.people.ensureOwner()
        const first = await ledger.files.add(id, file('report.pdf'))
        const again = await ledger.files.add(id, file('report.pdf'))
        expect(again).toEqual({ file: first.file, isNew: false })
        expect((await ledger.files.add(await addPerson('other'), file('report.pdf'))).isNew).toBe(true)
      })

      it('are refused when they are too many or hold too much text', async () => {
        const { id } = await ledger.people.ensureOwner()
        const long = 'x'.repeat(20_000_000)
        await ledger.files.add(id, file('one', long))
        await ledger.files.add(id, file('two', long))
        await expect(ledger.files.add(id, file('three'))).rejects.toMatchObject({ code: 'over_limit' })
      })

      it('belong to the questions they were asked with, and to the whole chat', async () => {
        const { id } = await ledger.people.ensureOwner()
        const one = (await ledger.files.add(id, file('one.pdf'))).file
        const two = (await ledger.files.add(id, file('two.pdf'))).file
        const { chatId } = await ledger.chats.ask(id, {
          chatId: null,
          question: 'a?',
          fileIds: [one.id, two.id],
        })
        await ledger.chats.ask(id, { chatId, question: 'b?', fileIds: [one.id] })
        const questions = (await ledger.chats.messages(id, chatId)).filter(({ role }) => role === 'user')
        expect(questions).toMatchObject([
          {
            files: [
              { id: one.id, name: 'one.pdf' },
              { id: two.id, name: 'two.pdf' },
            ],
          },
          { files: [{ id: one.id, name: 'one.pdf' }] },
        ])
        expect((await ledger.files.ofChat(id, chatId)).map(({ name }) => name)).toEqual([
          'one.pdf',
          'two.pdf',
        ])
        expect(await ledger.files.ofChat(await addPerson('other'), chatId)).toEqual([])
      })

      it('of somebody else, or deleted ones, cannot be asked about, and no question is left behind', async () => {
        const { id } = await ledger.people.ensureOwner()
        const theirs = (await ledger.files.add(await addPerson('other'), file('theirs.pdf'))).file
        const asking = ledger.chats.ask(id, { chatId: null, question: 'a?', fileIds: [theirs.id] })
        await expect(asking).rejects.toMatchObject({ code: 'not_found' })
        expect(await ledger.chats.list(id)).toEqual([])
      })

      it('go with the last chat that asked about them; their name stays where only they are deleted', async () => {
        const { id } = await ledger.people.ensureOwner()
        const one = (await ledger.files.add(id, file('one.pdf'))).file
        const two = (await ledger.files.add(id, file('two.pdf'))).file
        const first = await ledger.chats.ask(id, { chatId: null, question: 'a?', fileIds: [one.id, two.id] })
        const second = await ledger.chats.ask(id, { chatId: null, question: 'b?', fileIds: [two.id] })
        expect(await ledger.chats.delete(id, first.chatId)).toBe(true)
        expect((await ledger.files.list(id)).map(({ name }) => name)).toEqual(['two.pdf'])
        expect(await ledger.files.delete(id, two.id)).toBe(true)
        expect(await ledger.files.ofChat(id, second.chatId)).toEqual([])
        const [question] = await ledger.chats.messages(id, second.chatId)
        expect(question).toMatchObject({ files: [{ id: two.id, name: 'two.pdf' }] })
      })

      it('that nobody asked about are forgotten after a day', async () => {
        const { id } = await ledger.people.ensureOwner()
        const asked = (await ledger.files.add(id, file('asked.pdf'))).file
        await ledger.files.add(id, file('unasked.pdf'))
        await ledger.chats.ask(id, { chatId: null, question: 'a?', fileIds: [asked.id] })
        await ledger.files.deleteUnasked(id, asked.id)
        expect(await ledger.files.list(id)).toHaveLength(2)
        now += 24 * HOUR_MS + 1
        expect(await ledger.files.forgetUnasked()).toBe(1)
        expect((await ledger.files.list(id)).map(({ name }) => name)).toEqual(['asked.pdf'])
      })
    })

    it('keeps everything when it is closed and opened again', async () => {
      const { id } = await ledger.people.ensureOwner()
      const { chatId } = await ledger.chats.ask(id, { chatId: null, question: 'still there?' })
      await ledger.close()
      opened = []
      ledger = await open()
      expect(await ledger.chats.get(id, chatId)).not.toBeNull()
      await ledger.ping()
    })

    it('refuses a ledger that a newer Verity has written, and says what to do', async () => {
      const row = { name: '9999-from-the-future', timestamp: new Date(now).toISOString() }
      await (ledger.db as unknown as import('kysely').Kysely<{ ledger_migrations: typeof row }>)
        .insertInto('ledger_migrations')
        .values(row)
        .execute()
      const refusal = {
        code: 'store_failed',
        message: expect.stringMatching(/newer Verity.*9999-from-the-future.*Update Verity/),
      }
      await expect(open()).rejects.toMatchObject(refusal)
    })
  })
}

function step(count: number): AnswerEvent {
  return { type: 'step', step: 'read', count }
}

function answerOf(text: string): Answer {
  return {
    text,
    sentences: [],
    citations: [],
    abstained: false,
    integrity: null,
    model: { provider: 'embedded', model: 'extract', embedded: true },
    trace: {
      kind: 'other',
      queries: [],
      postsFound: 0,
      postsRead: 0,
      dropped: {},
      stepsMs: {},
      totalMs: 1,
      costUsd: 0,
    },
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
