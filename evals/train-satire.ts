import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash32 } from '../src/lib/random.ts'
import { jokeFeatures } from '../src/trends/satire/joke-features.ts'
import { type Example, fitLogistic } from './logistic-regression.ts'
import { readSatire } from './satire-rows.ts'

const FOLDS = 10
const PENALTY = 6
const FILE = join(import.meta.dirname, '..', 'src', 'trends', 'satire', 'joke-weights.ts')

/** Fits the joke guard on the development half of `evals/satire-set`, prints how it does in ten folds, writes its weights. */
export async function run(): Promise<void> {
  const rows = await readSatire('development')
  const examples = rows.map((row) => ({
    id: row.id,
    features: jokeFeatures(row),
    label: row.isJoke ? 1 : 0,
  }))
  const foldOf = ({ id }: { id: string }) => hash32(id) % FOLDS
  let right = 0
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = fitLogistic(
      examples.filter((example) => foldOf(example) !== fold),
      PENALTY,
    )
    const left = examples.filter((example) => foldOf(example) === fold)
    right += left.filter((example) => sum(example, weights) > 0 === (example.label === 1)).length
  }
  console.log(`right in ten folds: ${right} of ${examples.length}`)
  const weights = fitLogistic(examples, PENALTY)
  const lines = weights.map((weight) => `  ${weight.toFixed(3)},`)
  await writeFile(
    FILE,
    [
      '/** Written by `npm run eval -- train-satire`: one weight for each of `jokeFeatures`, the bias last. */',
      'export const JOKE_WEIGHTS: readonly number[] = [',
      ...lines,
      ']',
      '',
    ].join('\n'),
  )
}

function sum({ features }: Example, weights: readonly number[]): number {
  return features.reduce((total, value, at) => total + value * (weights[at] ?? 0), weights.at(-1) ?? 0)
}
