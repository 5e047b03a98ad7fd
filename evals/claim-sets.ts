import { join } from 'node:path'
import type { ClaimLabel } from '../src/domain/verdict.ts'
import { readRows } from './read-rows.ts'

/** A claim with the evidence that its set gives, and what people said of it. */
export type ClaimItem = {
  readonly id: string
  readonly claim: string
  readonly evidence: readonly { readonly id: string; readonly text: string }[]
  readonly lang: 'en' | 'fr'
  readonly label: ClaimLabel
  /** Items of one group stay in one fold: the same claim, page or premise. */
  readonly group: string
  /** By piece of evidence, where the set says it. */
  readonly evidenceLabels?: readonly ClaimLabel[]
}

export type ClaimSetName = keyof typeof READERS

const READERS = {
  healthver: readHealthver,
  'climate-fever': readClimateFever,
  averitec: readAveritec,
  'rte3-fr': readRte3,
  'daccord-fr': readDaccord,
  'fool-me-twice': readFoolMeTwice,
  'covid-fact': readCovidFact,
} as const

/** One development set, in one form. */
export async function readClaimSet(name: ClaimSetName, dataDir: string): Promise<ClaimItem[]> {
  return await READERS[name](join(dataDir, 'claims', name))
}

const NLI_LABELS: readonly ClaimLabel[] = ['supported', 'not_enough', 'refuted']

async function readHealthver(folder: string): Promise<ClaimItem[]> {
  const labels: Readonly<Record<string, ClaimLabel>> = {
    Supports: 'supported',
    Refutes: 'refuted',
    Neutral: 'not_enough',
  }
  const rows = await readRows<{ id: string; evidence: string; claim: string; label: string }>(
    join(folder, 'dev.jsonl.gz'),
  )
  return rows.map(({ id, evidence, claim, label }, at) => ({
    id: `${id}-${at}`,
    claim,
    evidence: [{ id: '0', text: evidence }],
    lang: 'en',
    label: labels[label] ?? 'not_enough',
    group: claim,
  }))
}

const FEVER_LABELS: Readonly<Record<string, ClaimLabel>> = {
  SUPPORTS: 'supported',
  REFUTES: 'refuted',
  NOT_ENOUGH_INFO: 'not_enough',
  DISPUTED: 'conflicting',
}

async function readClimateFever(folder: string): Promise<ClaimItem[]> {
  const rows = await readRows<{
    claim_id: string
    claim: string
    claim_label: string
    evidences: { evidence: string; evidence_label: string }[]
  }>(join(folder, 'dev.jsonl.gz'))
  return rows.map(({ claim_id, claim, claim_label, evidences }) => ({
    id: claim_id,
    claim,
    evidence: evidences.map(({ evidence }, at) => ({ id: String(at), text: evidence })),
    lang: 'en',
    label: FEVER_LABELS[claim_label] ?? 'not_enough',
    group: claim_id,
    evidenceLabels: evidences.map(({ evidence_label }) => FEVER_LABELS[evidence_label] ?? 'not_enough'),
  }))
}

type Answer = { answer: string; boolean_explanation?: string }

async function readAveritec(folder: string): Promise<ClaimItem[]> {
  const labels: Readonly<Record<string, ClaimLabel>> = {
    Supported: 'supported',
    Refuted: 'refuted',
    'Not Enough Evidence': 'not_enough',
    'Conflicting Evidence/Cherrypicking': 'conflicting',
  }
  const rows = await readRows<{
    claim: string
    label: string
    questions: { question: string; answers: Answer[] }[]
  }>(join(folder, 'dev.jsonl.gz'))
  return rows.map(({ claim, label, questions }, at) => ({
    id: String(at),
    claim,
    evidence: questions
      .flatMap(({ question, answers }) => answers.map((answer) => `${question} ${answerText(answer)}`))
      .map((text, place) => ({ id: String(place), text })),
    lang: 'en',
    label: labels[label] ?? 'not_enough',
    group: String(at),
  }))
}

function answerText({ answer, boolean_explanation: why }: Answer): string {
  return why === undefined || why === '' ? answer : `${answer}. ${why}`
}

async function readRte3(folder: string): Promise<ClaimItem[]> {
  const rows = await readRows<{ id: string; premise: string; hypothesis: string; label: string }>(
    join(folder, 'dev.jsonl.gz'),
  )
  return rows.map(({ id, premise, hypothesis, label }) => ({
    id,
    claim: hypothesis,
    evidence: [{ id: '0', text: premise }],
    lang: 'fr',
    label: NLI_LABELS[Number(label)] ?? 'not_enough',
    group: premise,
  }))
}

/** Contradiction or compatible; what is compatible here says the same in other words nearly always, and counts as supported. */
async function readDaccord(folder: string): Promise<ClaimItem[]> {
  const rows = await readRows<{ id: string; premise: string; hypothesis: string; label: string }>(
    join(folder, 'dev.jsonl.gz'),
  )
  return rows.map(({ id, premise, hypothesis, label }) => ({
    id,
    claim: hypothesis,
    evidence: [{ id: '0', text: premise }],
    lang: 'fr',
    label: label === '1' ? 'refuted' : 'supported',
    group: premise,
  }))
}

async function readFoolMeTwice(folder: string): Promise<ClaimItem[]> {
  const rows = await readRows<{
    id: string
    text: string
    label: string
    gold_evidence: { text: string }[]
    retrieved_evidence: { text: string }[]
    wikipedia_page: string
  }>(join(folder, 'dev.jsonl.gz'))
  return rows.map(({ id, text, label, gold_evidence, wikipedia_page }) => ({
    id,
    claim: text,
    evidence: gold_evidence.map((piece, at) => ({ id: String(at), text: piece.text })),
    lang: 'en',
    label: FEVER_LABELS[label] ?? 'not_enough',
    group: wikipedia_page,
  }))
}

async function readCovidFact(folder: string): Promise<ClaimItem[]> {
  const rows = await readRows<{ claim: string; label: string; evidence: string[]; gold_source: string }>(
    join(folder, 'dev.jsonl.gz'),
  )
  return rows.map(({ claim, label, evidence, gold_source }, at) => ({
    id: String(at),
    claim,
    evidence: evidence.map((text, place) => ({ id: String(place), text })),
    lang: 'en',
    label: label === 'SUPPORTED' ? 'supported' : 'refuted',
    group: gold_source,
  }))
}
