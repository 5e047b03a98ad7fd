import type { ConnectionKind } from '../../domain/model-roles.ts'
import type { ChatModel } from './chat-model.ts'
import type { ModelPrice } from './language-model.ts'
import { openAiChatModel } from './openai-chat.ts'
import { listPrice } from './prices.ts'
import type { SdkModel } from './sdk-chat.ts'

export type ChatModelAddress = {
  readonly kind: ConnectionKind
  readonly model: string
  /** Null: the address of the kind. */
  readonly url: string | null
  readonly key: string | null
  /** What the owner says it costs; else the list price, or unknown. */
  readonly price: ModelPrice | null
}

/** Hosts of the makers, for what is shown and for prices. */
export const MAKERS: Readonly<Record<Exclude<ConnectionKind, 'openai-compatible'>, string>> = {
  xai: 'https://api.x.ai/v1',
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
  google: 'https://generativelanguage.googleapis.com/v1beta',
  mistral: 'https://api.mistral.ai/v1',
}
/** Where Ollama listens, which is what most people mean by a server of their own. */
const OWN_SERVER = 'http://127.0.0.1:11434/v1'

/** Base address of a connection. */
export function addressOf({ kind, url }: Pick<ChatModelAddress, 'kind' | 'url'>): string {
  return url ?? (kind === 'openai-compatible' ? OWN_SERVER : MAKERS[kind])
}

/** A model by the kind of its server; the provider's package loads only where it is used. */
export async function openChatModel(address: ChatModelAddress): Promise<ChatModel> {
  const { kind, model: id, key } = address
  const url = addressOf(address)
  const { host } = new URL(url)
  const price = address.price ?? listPrice(host, id)
  if (kind === 'openai-compatible') return openAiChatModel({ id, url, key, price })
  const { sdkChatModel } = await import('./sdk-chat.ts')
  return sdkChatModel(await openSdkModel(kind, id, { baseURL: url, apiKey: key ?? '' }), {
    provider: host,
    id,
    price,
  })
}

type Settings = { readonly baseURL: string; readonly apiKey: string }

async function openSdkModel(
  kind: Exclude<ConnectionKind, 'openai-compatible'>,
  id: string,
  settings: Settings,
): Promise<SdkModel> {
  switch (kind) {
    case 'xai':
      return (await import('@ai-sdk/xai')).createXai(settings)(id)
    case 'openai':
      return (await import('@ai-sdk/openai')).createOpenAI(settings)(id)
    case 'anthropic':
      return (await import('@ai-sdk/anthropic')).createAnthropic(settings)(id)
    case 'google':
      return (await import('@ai-sdk/google')).createGoogleGenerativeAI(settings)(id)
    case 'mistral':
      return (await import('@ai-sdk/mistral')).createMistral(settings)(id)
  }
}
