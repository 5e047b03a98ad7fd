import { createHash } from 'node:crypto'
import { judgeClaim } from '../src/truth/check/judge-claim.ts'
import { checkExactly } from '../src/truth/exact/check-exactly.ts'
import { readClaimSet } from './claim-sets.ts'
import { formatInterval, mean, withInterval } from './class-measures.ts'
import { numberClaims } from './number-claims.ts'
import type { NumberClaim } from './number-wording.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'

/** Bars of issue 5. */
const RIGHT_MIN = 0.98
const WRONG_MAX = 0

/** Never looked at either; drawn after two claims of the odd half ("the difference between 8 and 5") had come out wrong and the rule was mended. */
const FRESH_SEED = 'number-claims-fresh'
const FRESH_CLAIMS = 5_000
/** What the odd half gave when it was scored the first time, at commit b539f6f7. */
const FIRST_SCORE = { claims: 250, right: 248, wrong: 2, abstained: 0 }

type Outcome = { readonly claim: NumberClaim; readonly outcome: 'right' | 'wrong' | 'abstained' }

/**
 * 500 generated claims about numbers, dates and units. The checker was built on the even half alone; the odd half was scored when
 * it was done. Also counts real claims of other sets that it takes for sums.
 */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const claims = numberClaims()
  const outcomes = claims.map((claim): Outcome => ({ claim, outcome: outcomeOf(claim) }))
  const built = outcomes.filter((_, at) => at % 2 === 0)
  const unseen = outcomes.filter((_, at) => at % 2 === 1)
  const right = withInterval(unseen, (items) => mean(items.map(({ outcome }) => Number(outcome === 'right'))))
  console.log(`right of the unseen half ${formatInterval(right)}`)
  const wrong = unseen.filter(({ outcome }) => outcome === 'wrong').length
  recordResult('numbers', {
    results: {
      claims: claims.length,
      sha256OfClaims: createHash('sha256').update(JSON.stringify(claims)).digest('hex'),
      interval: '95 % by bootstrap over claims',
      unseenHalf: { rightShare: right, ...counts(unseen) },
      halfBuiltOn: counts(built),
      unseenByKind: Object.fromEntries(
        [...Map.groupBy(unseen, ({ claim }) => claim.kind)].map(([kind, items]) => [kind, counts(items)]),
      ),
      firstScoreOfUnseenHalf: FIRST_SCORE,
      freshSeed: counts(
        numberClaims(FRESH_SEED, FRESH_CLAIMS).map(
          (claim): Outcome => ({ claim, outcome: outcomeOf(claim) }),
        ),
      ),
      majority: mean(unseen.map(({ claim }) => Number(!claim.isTrue))),
      takenForSumsAmongRealClaims: await takenForSums(dataDir),
    },
    bars: [
      { name: 'right, unseen half', value: right.value, unit: 'share', atLeast: RIGHT_MIN },
      { name: 'wrong, unseen half', value: wrong, unit: 'claims', atMost: WRONG_MAX },
    ],
  })
}

function outcomeOf({ text, lang, isTrue }: NumberClaim): Outcome['outcome'] {
  const { basis, label } = judgeClaim(text, [], lang)
  if (basis !== 'exact') return 'abstained'
  return label === (isTrue ? 'supported' : 'refuted') ? 'right' : 'wrong'
}

function counts(outcomes: readonly Outcome[]) {
  const of = (outcome: Outcome['outcome']) => outcomes.filter((one) => one.outcome === outcome).length
  return { claims: outcomes.length, right: of('right'), wrong: of('wrong'), abstained: of('abstained') }
}

async function takenForSums(dataDir: string): Promise<{ claims: number; taken: number }> {
  const sets = ['healthver', 'climate-fever', 'averitec', 'rte3-fr', 'daccord-fr', 'fool-me-twice'] as const
  const claims = (await Promise.all(sets.map((set) => readClaimSet(set, dataDir)))).flat()
  const taken = claims.filter(({ claim, lang }) => checkExactly(claim, lang) !== null).length
  return { claims: claims.length, taken }
}
