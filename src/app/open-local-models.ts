import { GgufModels } from '../models/gguf/gguf-models.ts'
import type { Config } from './config.ts'

/** The models of the data directory that run in this machine. Nothing is loaded before one is asked. */
export function openLocalModels({ dataDir, gguf: { threads } }: Config): GgufModels {
  return new GgufModels({ dataDir, threads })
}
