import type { AnswerJson } from '../contract/answer.ts'
import type { ModelCall, Trace, Understood } from '../domain/answer.ts'

type TraceJson = AnswerJson['trace']
type ModelCallJson = NonNullable<TraceJson['model_calls']>[number]

/** The work behind an answer as it crosses our borders. */
export function traceToJson(trace: Trace): TraceJson {
  const { budget, depth, modelCalls, reading, fallbackReason } = trace
  return {
    kind: trace.kind,
    ...(trace.understood === undefined ? {} : { understood: understoodToJson(trace.understood) }),
    queries: [...trace.queries],
    posts_found: trace.postsFound,
    posts_read: trace.postsRead,
    dropped: { ...trace.dropped },
    steps_ms: { ...trace.stepsMs },
    total_ms: trace.totalMs,
    cost_usd: trace.costUsd,
    ...(depth === undefined ? {} : { depth }),
    ...(budget === undefined ? {} : { budget: budgetToJson(budget) }),
    ...(modelCalls === undefined ? {} : { model_calls: modelCalls.map(callToJson) }),
    ...(reading === undefined ? {} : { reading: reading.map((note) => ({ ...note })) }),
    ...(fallbackReason === undefined ? {} : { fallback_reason: fallbackReason }),
    ...(trace.web === undefined ? {} : { web: webToJson(trace.web) }),
  }
}

function understoodToJson(understood: Understood): NonNullable<TraceJson['understood']> {
  const { standalone, followUp, locale, about, window, operators } = understood
  return {
    ...{ standalone, follow_up: followUp, lang: locale, about: [...about] },
    from: window === null ? null : new Date(window.from).toISOString(),
    to: window === null ? null : new Date(window.to).toISOString(),
    operators: [...operators],
  }
}

function budgetToJson(budget: NonNullable<Trace['budget']>): NonNullable<TraceJson['budget']> {
  return {
    calls_max: budget.callsMax,
    calls: budget.calls,
    ms_max: budget.msMax,
    ms: budget.ms,
    cost_usd_max: budget.costUsdMax,
    cost_usd: budget.costUsd,
    ended_by: budget.endedBy,
  }
}

function webToJson(web: NonNullable<Trace['web']>): NonNullable<TraceJson['web']> {
  return {
    configured: web.isConfigured,
    searches: web.searches.map((search) => ({ ...search })),
    pages_read: web.pagesRead,
    pages_fetched: web.pagesFetched,
    files_read: web.filesRead,
    dropped: { ...web.dropped },
  }
}

function callToJson(call: ModelCall): ModelCallJson {
  return {
    step: call.step,
    prompt: { ...call.prompt },
    ms: call.ms,
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    is_estimated: call.isEstimated,
    cost_usd: call.costUsd,
    outcome: call.outcome,
    note: call.note,
  }
}
