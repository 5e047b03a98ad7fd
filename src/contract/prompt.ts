import { z } from 'zod'

/** What a plugged model is told, as it stands in its file. `{{name}}` marks what is filled in for each call. */
export const promptSchema = z.object({
  name: z.string(),
  version: z.int(),
  purpose: z.string(),
  text: z.string(),
  sha256: z.string(),
})
export const promptListSchema = z.object({ prompts: z.array(promptSchema) })
