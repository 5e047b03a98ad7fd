import { AI_SDK_XAI_CASES } from './ai-sdk-xai.ts'
import { ANTHROPIC_CASES } from './anthropic.ts'
import type { ConformanceCase } from './case.ts'
import { LANGCHAIN_XAI_CASES } from './langchain-xai.ts'
import { OPENAI_CASES } from './openai.ts'
import { OPENAI_MORE_CASES } from './openai-more.ts'

/** Everything that the report and the tests run, in the order of the report. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...OPENAI_CASES,
  ...OPENAI_MORE_CASES,
  ...AI_SDK_XAI_CASES,
  ...LANGCHAIN_XAI_CASES,
  ...ANTHROPIC_CASES,
]
