import { createHash } from 'node:crypto'
import { changeText, labelText, missingText, summaryText } from '../assistant/verdict/verdict-words.ts'
import type { CheckEvidence, ClaimCheck } from '../domain/claim-check.ts'
import type { StoredClaim } from '../ledger/claims.ts'
import { type Html, html, jsonLd, safeHref } from './html.ts'

type Locale = 'en' | 'fr'

const WORDS = {
  en: {
    for: 'Best for',
    against: 'Best against',
    none: 'Nothing found.',
    change: 'What would change this',
    missing: 'Looked for and not found',
    waiting: 'Being checked.',
    confidence: 'confidence',
    asOf: 'as of',
    more: 'How this was checked',
    known: 'Already checked by',
    repeats: 'posts count as one',
    primary: 'primary source',
  },
  fr: {
    for: 'Le plus fort pour',
    against: 'Le plus fort contre',
    none: 'Rien trouvé.',
    change: 'Ce qui changerait ce verdict',
    missing: 'Cherché et non trouvé',
    waiting: 'Vérification en cours.',
    confidence: 'de confiance',
    asOf: 'au',
    more: 'Comment cela a été vérifié',
    known: 'Déjà vérifié par',
    repeats: 'messages comptent pour un',
    primary: 'source première',
  },
} as const

/** Inline, so that a card needs no request; the policy allows exactly these bytes. */
const STYLE = `:root{color-scheme:light dark;--paper:#fdfcf9;--ink:#1d2226;--ink2:#5a6268;--line:#d9d6cd;--accent:#0b5c6b;--for:#1f5fa8;--against:#a8540c}
@media(prefers-color-scheme:dark){:root{--paper:#15191c;--ink:#e8e6e0;--ink2:#a3aab0;--line:#353c42;--accent:#6fc3d3;--for:#7db4f0;--against:#eea45c}}
*{box-sizing:border-box;margin:0}body{background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,sans-serif;padding:16px}
main{max-width:720px;margin:0 auto;display:grid;gap:12px}main.page{padding:24px 0}
h1{font:600 1.2rem/1.3 Georgia,serif;overflow-wrap:anywhere}h2{font-size:.75rem;font-weight:600;color:var(--ink2);letter-spacing:.02em}
.label{font-weight:600}.bar{height:6px;border:1px solid var(--line);border-radius:3px;position:relative;overflow:hidden}
.bar svg{display:block;width:100%;height:100%}.fill{fill:var(--accent)}.range{fill:var(--accent);opacity:.3}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));gap:16px}
.side{display:grid;gap:8px;align-content:start;border-top:2px solid var(--line);padding-top:8px}.for{border-color:var(--for)}.against{border-color:var(--against)}
blockquote{font:400 .9375rem/1.5 Georgia,serif;overflow-wrap:anywhere}p,li,cite{font-style:normal;overflow-wrap:anywhere}ul{padding-left:18px}
.small,cite{color:var(--ink2);font-size:.8125rem}a{color:var(--accent)}`
export const EMBED_STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

/** The card that others put into their pages: the claim, the verdict, one item of each side, the way to the rest. */
export function embedCard(claim: StoredClaim, publicUrl: string): Html {
  const locale = localeOf(claim)
  const words = WORDS[locale]
  const url = `${publicUrl}/checks/${encodeURIComponent(claim.id)}`
  const body = html`<main>
<h1>${claim.text}</h1>
${claim.check === null ? html`<p>${words.waiting}</p>` : verdictPart(claim.check, locale)}
${claim.check === null ? null : sidesPart(claim.check, locale, 1)}
<p class="small"><a href="${url}" target="_blank" rel="noopener">${words.more} · Verity</a></p>
</main>`
  return documentOf(locale, claim.text, null, body)
}

/** The claim's page for who is not signed in: everything the verdict rests on, and nothing to click but its sources. */
export function standingPage(claim: StoredClaim, review: unknown, publicUrl: string): Html {
  const locale = localeOf(claim)
  const words = WORDS[locale]
  const { check } = claim
  const body = html`<main class="page">
<p class="small">Verity · <a href="${publicUrl}/checks">${publicUrl.replace(/^https?:\/\//, '')}</a></p>
<h1>${claim.text}</h1>
${check === null ? html`<p>${words.waiting}</p>` : verdictPart(check, locale)}
${check === null ? null : knownPart(check, locale)}
${check === null ? null : sidesPart(check, locale, 3)}
${
  check === null
    ? null
    : listPart(
        words.change,
        check.verdict.whatWouldChange.map((change) => changeText(change, locale)),
      )
}
${
  check === null
    ? null
    : listPart(
        words.missing,
        check.searched.missing.map((kind) => missingText(kind, locale)),
      )
}
</main>`
  return documentOf(locale, claim.text, review, body)
}

function documentOf(locale: Locale, title: string, review: unknown, body: Html): Html {
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><style>${{ html: STYLE }}</style>${review === null ? null : jsonLd(review)}</head><body>${body}</body></html>`
}

function verdictPart(check: ClaimCheck, locale: Locale): Html {
  const { verdict, range, checkedAt } = check
  const words = WORDS[locale]
  const number = new Intl.NumberFormat(locale, { style: 'percent' })
  const at = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(checkedAt)
  const span = `${number.format(range.low01)}–${number.format(range.high01)}`
  const low = Math.round(range.low01 * 100)
  const high = Math.round(range.high01 * 100)
  const bar = html`<div class="bar" role="img" aria-label="${number.format(verdict.confidence01)} (${span})"><svg viewBox="0 0 100 6" preserveAspectRatio="none"><rect class="fill" width="${Math.round(verdict.confidence01 * 100)}" height="6"/><rect class="range" x="${low}" width="${Math.max(1, high - low)}" height="6"/></svg></div>`
  return html`<p><span class="label">${labelText(verdict, locale)}</span> <span class="small">· ${number.format(verdict.confidence01)} ${words.confidence} (${span}) · ${words.asOf} ${at}</span></p>
${bar}
<p>${summaryText(check, locale)}</p>`
}

function sidesPart(check: ClaimCheck, locale: Locale, itemsMax: number): Html {
  const words = WORDS[locale]
  const side = (title: string, name: string, items: readonly CheckEvidence[]) =>
    html`<section class="side ${name}"><h2>${title}</h2>${items.length === 0 ? html`<p class="small">${words.none}</p>` : items.slice(0, itemsMax).map((item) => itemPart(item, locale))}</section>`
  return html`<div class="sides">${side(words.for, 'for', check.bestFor)}${side(words.against, 'against', check.bestAgainst)}</div>`
}

function itemPart(item: CheckEvidence, locale: Locale): Html {
  const words = WORDS[locale]
  const at =
    item.createdAt === null
      ? ''
      : ` · ${new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(item.createdAt)}`
  const marks = `${item.isPrimary ? ` · ${words.primary}` : ''}${item.repeats > 1 ? ` · ${item.repeats} ${words.repeats}` : ''}`
  const name = item.authorName ?? item.author
  const href = safeHref(item.url)
  const who =
    href === null
      ? html`${name}`
      : html`<a href="${href}" target="_blank" rel="noopener nofollow">${name}</a>`
  return html`<div><blockquote>${item.quote}</blockquote><cite>${who}${at}${marks}</cite></div>`
}

function knownPart({ alreadyChecked }: ClaimCheck, locale: Locale): Html {
  return html`${alreadyChecked.slice(0, 3).map((known) => {
    const href = safeHref(known.url)
    const name =
      href === null
        ? html`${known.publisher}`
        : html`<a href="${href}" target="_blank" rel="noopener nofollow">${known.publisher}</a>`
    return html`<p>${WORDS[locale].known} ${name}${known.rating === null ? '' : ` : ${known.rating}`}</p>`
  })}`
}

function listPart(title: string, items: readonly string[]): Html | null {
  if (items.length === 0) return null
  return html`<section><h2>${title}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></section>`
}

function localeOf({ lang }: StoredClaim): Locale {
  return lang === 'fr' ? 'fr' : 'en'
}
