import type { FrontPageJson, FrontStoryJson } from '../../src/contract/front-page.ts'
import type { PostJson } from '../../src/contract/post.ts'
import type { StoryDetailJson, StoryJson, TrendListJson } from '../../src/contract/story.ts'
import { seededRandom } from './mock-data.ts'

/** Invented stories over the invented posts of the mock. */

const BEAT_MS = 600_000
const HOUR_MS = 3_600_000
const POSTS_READ = 24

type Told = {
  readonly title: string
  readonly lang: string
  readonly terms: readonly string[]
  readonly voices: number
  readonly hours: number
  readonly links?: readonly string[]
  readonly isCalm?: boolean
}

const TOLD: readonly Told[] = [
  {
    title:
      'The swing bridge at Port Lumen is closed in both directions since 14:05, a barge hit the north pier',
    ...{ lang: 'en', terms: ['bridge', 'barge', 'Port Lumen', '#portlumen'], voices: 412, hours: 7 },
    links: [
      'https://harbour.example/notice/118',
      'https://news.example/lumen/bridge-closed-after-barge-hits-pier',
    ],
  },
  {
    title: 'La préfecture parle de deux blessés légers, pas de trois comme on l’a lu plus tôt',
    ...{ lang: 'fr', terms: ['préfecture', 'blessés', 'barge'], voices: 168, hours: 5 },
  },
  {
    title: 'Ferry replaces the bridge from 17:30, every 20 minutes, free until further notice',
    ...{ lang: 'en', terms: ['ferry', 'free', '17:30'], voices: 121, hours: 4 },
  },
  {
    title: 'Marché de Valbrune annulé demain à cause du vent, la mairie confirme',
    ...{ lang: 'fr', terms: ['marché', 'Valbrune', 'vent'], voices: 96, hours: 11 },
  },
  {
    title: 'Correction: the barge was NOT carrying fuel. Gravel. Please stop sharing the other thing',
    ...{ lang: 'en', terms: ['gravel', 'fuel', 'barge'], voices: 88, hours: 3 },
  },
  {
    title: 'El puente giratorio sigue cerrado y el tranvía 4 termina en la plaza',
    lang: 'es',
    terms: ['puente', 'tranvía'],
    voices: 74,
    hours: 6,
  },
  {
    title:
      'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft meldet einen Stromausfall',
    ...{ lang: 'de', terms: ['Stromausfall'], voices: 52, hours: 2 },
  },
  {
    title: 'أُغلق الجسر المتحرك في بورت لومن في الاتجاهين منذ الساعة 14:05',
    lang: 'ar',
    terms: ['الجسر'],
    voices: 41,
    hours: 4,
  },
  {
    title: 'Tram 4 runs again as far as the fish market',
    lang: 'en',
    terms: ['tram', 'market'],
    voices: 33,
    hours: 1,
  },
  {
    title: 'Quelqu’un sait si le tram 4 passe encore',
    lang: 'fr',
    terms: ['tram', 'site'],
    voices: 27,
    hours: 9,
  },
  {
    title: 'Two candidates answer the harbour workers’ letter, the third asks for more time',
    lang: 'en',
    terms: ['harbour', 'letter'],
    voices: 19,
    hours: 20,
  },
  { title: '', lang: 'en', terms: ['croissant', 'quay', 'Bodega 12'], voices: 11, hours: 16 },
  {
    title: 'Grève reconduite jusqu’à jeudi au dépôt nord, un train sur trois',
    lang: 'fr',
    terms: ['grève', 'dépôt'],
    voices: 8,
    hours: 28,
  },
  {
    title: 'Good morning to everyone except the barge captain',
    lang: 'en',
    terms: ['morning', 'captain'],
    voices: 4,
    hours: 30,
    isCalm: true,
  },
]

/** `growth`: a story that was not there at first comes in, and figures go on. */
export function mockStories(now: number, growth: number): StoryJson[] {
  const told =
    growth > 0
      ? [
          ...TOLD,
          {
            title: 'Divers look at the north pier before dark',
            lang: 'en',
            terms: ['divers', 'pier'],
            voices: 60,
            hours: 1,
          },
        ]
      : TOLD
  return told.map((one, at) => storyOf(one, at, now, growth)).sort((a, b) => b.voices - a.voices)
}

function storyOf(told: Told, at: number, now: number, growth: number): StoryJson {
  const random = seededRandom(at + 77)
  const firstAt = now - told.hours * HOUR_MS
  const beats = beatsOf(told.voices, told.hours, firstAt, random)
  const voices = told.voices + growth * (at % 3)
  const posts = Math.round(voices * (1.3 + random()))
  const second = told.lang === 'en' ? 'fr' : 'en'
  const isSmall = at % 3 === 2
  return {
    id: `s-${at}`,
    title: told.title,
    title_post_id: told.title === '' ? null : `bluesky:${at + 20}`,
    terms: [...told.terms],
    first_at: new Date(firstAt).toISOString(),
    last_at: new Date(now - at * 130_000).toISOString(),
    first_post_id: `bluesky:${at + 2}`,
    first_author: `did:plc:mock${at}`,
    ...{ posts, voices },
    languages: [
      { name: told.lang, posts: posts - (isSmall ? 0 : posts >> 2) },
      ...(isSmall ? [] : [{ name: second, posts: posts >> 2 }]),
    ],
    networks: [
      { name: 'bluesky', posts: posts - (posts >> 3) },
      ...(posts >> 3 > 0 ? [{ name: 'mastodon', posts: posts >> 3 }] : []),
    ],
    links: (told.links ?? []).map((name, index) => ({ name, posts: 9 - 4 * index })),
    tags: told.terms
      .filter((term) => term.startsWith('#'))
      .map((name) => ({ name: name.slice(1), posts: 12 })),
    beats,
    trend: told.isCalm
      ? null
      : {
          announced_at: new Date(firstAt + 14 * 60_000).toISOString(),
          score: 4 + random() * 20,
          voices: Math.max(3, Math.round(told.voices * 0.2)),
          expected: Math.round((0.3 + random() * 2) * 10) / 10,
          window_seconds: 600,
        },
  }
}

function beatsOf(voices: number, hours: number, firstAt: number, random: () => number): StoryJson['beats'] {
  const count = hours * 6
  const weights = Array.from(
    { length: count },
    (_, at) => Math.exp(-(((at - count * 0.3) / (count * 0.22)) ** 2)) + random() * 0.18,
  )
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights
    .map((weight, at) => {
      const part = Math.floor((weight / sum) * voices + random())
      return {
        at: new Date(firstAt + at * BEAT_MS).toISOString(),
        posts: Math.ceil(part * 1.5),
        voices: part,
      }
    })
    .filter((beat) => beat.posts > 0)
}

/** Posts of the mock that stand for a story's: those in its language first, oldest first. */
export function postsOfStory(story: StoryJson, posts: readonly PostJson[]): PostJson[] {
  const langs = story.languages.map(({ name }) => name)
  const fitting = posts.filter(({ lang, id }) => langs.includes(lang ?? '') && !id.startsWith('mock:'))
  const from = Number(story.id.slice(2)) * 3
  const read = (fitting.length > 3 ? fitting : posts.slice(20)).slice(from, from + POSTS_READ)
  const first = Date.parse(story.first_at)
  const stepMs = (Date.parse(story.last_at) - first) / Math.max(1, read.length - 1)
  return read.map((post, at) => ({
    ...post,
    created_at: new Date(first + at * stepMs).toISOString(),
    urls: at === 3 ? story.links.map(({ name }) => name) : [],
    ...(at % 6 === 4 && { campaign: { id: 'c-7', accounts: 7, confirmed: true } }),
  }))
}

export function mockFrontPage(
  posts: readonly PostJson[],
  url: URL,
  growth: number,
  isPartial: boolean,
): FrontPageJson {
  const now = Date.now()
  const lang = url.searchParams.get('lang')
  const about = url.searchParams.get('about')?.toLowerCase() ?? ''
  const wanted = (posts.length === 0 ? [] : mockStories(now, growth)).filter(
    (story) =>
      (!lang || story.languages[0]?.name === lang) &&
      (url.searchParams.get('risen') !== 'true' || story.trend !== null) &&
      [story.title, ...story.terms].join(' ').toLowerCase().includes(about),
  )
  const stories: FrontStoryJson[] = wanted.map((story) => {
    const read = postsOfStory(story, posts)
    const coordinated = { posts: Number(story.id.slice(2)) % 4 === 0 ? 3 : 0, read: read.length }
    return {
      ...story,
      summary: isPartial ? null : summaryOf(read),
      coordinated: isPartial ? null : coordinated,
    }
  })
  return { as_of: new Date(now).toISOString(), stories, count: stories.length }
}

export function mockStory(id: string, posts: readonly PostJson[], growth: number): StoryDetailJson | null {
  const story = mockStories(Date.now(), growth).find((one) => one.id === id)
  if (story === undefined || posts.length === 0) return null
  const stored = postsOfStory(story, posts)
  const first = stored[0]?.id ?? story.first_post_id
  return {
    ...story,
    first_post_id: first,
    title_post_id: story.title === '' ? null : (stored[1]?.id ?? null),
    is_live: true,
    post_ids: stored.map((post) => post.id),
    posts_stored: stored,
    summary: summaryOf(stored),
  }
}

export function mockTrends(posts: readonly PostJson[], growth: number): TrendListJson {
  const stories =
    posts.length === 0 ? [] : mockStories(Date.now(), growth).filter(({ trend }) => trend !== null)
  const trends = stories.slice(0, 12).map((story, at) => ({
    ...{ story, score: at === 5 ? 0 : (story.trend?.score ?? 0), cleaned_rank: at + 1 },
    posts_lately: Math.round(story.posts / (at === 3 ? 2 : 6)) + 1,
    voices_lately: Math.round(story.voices / 8) + 1,
  }))
  const byPosts = trends.toSorted((one, other) => other.posts_lately - one.posts_lately)
  const terms: TrendListJson['terms'] = stories.slice(0, 8).map((story) => ({
    ...{ word: story.terms[0] ?? '', story_id: story.id, score: 6, window_seconds: 600 },
    ...{ voices: story.trend?.voices ?? 0, expected: story.trend?.expected ?? 0 },
  }))
  return { terms, trends: trends.map((trend) => ({ ...trend, raw_rank: byPosts.indexOf(trend) + 1 })) }
}

function summaryOf(posts: readonly PostJson[]): FrontStoryJson['summary'] & object {
  const texts = new Map<string, string[]>()
  for (const { id, text } of posts) texts.set(text, [...(texts.get(text) ?? []), id])
  return [...texts].slice(0, 4).map(([text, ids]) => ({ text, post_ids: ids.slice(0, 3) }))
}
