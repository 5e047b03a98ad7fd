import type { GenerationUsage } from '../../assistant/generate/generation.ts'

/** 1 US dollar. */
const TICKS_PER_USD = 10_000_000_000

function ticks(costUsd: number | null): number | null {
  return costUsd === null ? null : Math.round(costUsd * TICKS_PER_USD)
}

export function toolDetails(usage: GenerationUsage): Record<string, number> {
  return {
    web_search_calls: usage.searches.web_search,
    x_search_calls: usage.searches.x_search,
    x_posts_fetched: usage.postsRead,
    x_users_fetched: 0,
    code_interpreter_calls: usage.codeRuns,
    file_search_calls: usage.searches.file_search,
    mcp_calls: usage.mcpCalls,
    document_search_calls: 0,
    image_generation_calls: 0,
  }
}

/** `sources` is how many addresses the answer rests on. */
export function chatUsage(usage: GenerationUsage, sources: number): Record<string, unknown> {
  const { inputTokens, outputTokens, reasoningTokens, cachedTokens, costUsd } = usage
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: {
      text_tokens: inputTokens,
      audio_tokens: 0,
      image_tokens: 0,
      cached_tokens: cachedTokens,
    },
    completion_tokens_details: {
      ...{ reasoning_tokens: reasoningTokens, audio_tokens: 0 },
      ...{ accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    },
    num_sources_used: sources,
    cost_in_usd_ticks: ticks(costUsd),
    server_side_tool_usage_details: toolDetails(usage),
  }
}

export function responsesUsage(usage: GenerationUsage, sources: number): Record<string, unknown> {
  const { inputTokens, outputTokens, reasoningTokens, cachedTokens, costUsd, searches, mcpCalls, codeRuns } =
    usage
  const searched = searches.x_search + searches.web_search + searches.file_search
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + outputTokens,
    num_sources_used: sources,
    num_server_side_tools_used: searched + mcpCalls + codeRuns,
    cost_in_usd_ticks: ticks(costUsd),
    server_side_tool_usage_details: toolDetails(usage),
  }
}
