import { join } from 'node:path'
import { REPLY_STANCES, type ReplyStance } from '../src/domain/verdict.ts'
import { judgeStance } from '../src/truth/stance/judge-stance.ts'
import { formatInterval, withInterval } from './class-measures.ts'
import { accuracy, calibrationError, macroF1, majority } from './label-measures.ts'
import { readRows } from './read-rows.ts'
import { recordResult } from './record-result.ts'
import type { EvalArguments } from './run.ts'
import { tfidfFiveFold } from './tfidf-classifier.ts'

/** Bar of issue 5; this set may not train. */
const F1_MIN = 0.35

type Tweet = {
  readonly thread: string
  readonly is_source: boolean
  readonly id_str: string
  readonly text: string
  readonly in_reply_to_status_id_str: string | null
  readonly stance: ReplyStance
}

/** rumoureval17: does a reply support, deny, ask about or comment on what it answers? Nothing was trained, on this set or another. */
export async function run({ dataDir }: EvalArguments): Promise<void> {
  const tweets = await readRows<Tweet>(join(dataDir, 'claims', 'rumoureval17', 'train_dev.jsonl.gz'))
  const texts = new Map(tweets.map(({ id_str, text }) => [id_str, text]))
  const judged = tweets
    .filter(({ stance }) => REPLY_STANCES.includes(stance))
    .map((tweet) => {
      const target = tweet.is_source
        ? ''
        : (texts.get(tweet.in_reply_to_status_id_str ?? '') ?? texts.get(tweet.thread) ?? '')
      const { stance, confidence01 } = judgeStance(tweet.text, target)
      return { said: stance, is: tweet.stance, confidence01, isRight: stance === tweet.stance, tweet, target }
    })
  const f1Of = (items: readonly { said: string; is: string }[]) => macroF1(items, REPLY_STANCES)
  const replies = judged.filter(({ tweet }) => !tweet.is_source)
  const tfidf = tfidfFiveFold(
    judged.map(({ tweet, target, is }) => ({ text: tweet.text, other: target, is, group: tweet.thread })),
  )
  const measures = {
    macroF1: withInterval(judged, f1Of),
    macroF1OfRepliesAlone: withInterval(replies, f1Of),
    accuracy: withInterval(judged, accuracy),
    calibrationError: calibrationError(judged),
  }
  const anchors = {
    majority: { macroF1: f1Of(majority(judged)), accuracy: accuracy(majority(judged)) },
    tfidfOfTheSetItself: { macroF1: f1Of(tfidf), accuracy: accuracy(tfidf) },
  }
  console.log(
    `macro-F1 ${formatInterval(measures.macroF1)}  replies alone ${formatInterval(measures.macroF1OfRepliesAlone)}`,
    anchors,
  )
  recordResult('rumoureval17', {
    results: { posts: judged.length, interval: '95 % by bootstrap over posts', measures, anchors },
    bars: [{ name: 'stance macro-F1', value: measures.macroF1.value, unit: 'F1', atLeast: F1_MIN }],
  })
}
