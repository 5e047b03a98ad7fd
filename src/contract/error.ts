import { z } from 'zod'

/** Every failed `/api` request: `code` is stable, `message` says what to do, `request_id` is also in `x-request-id`. */
export const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), request_id: z.string() }),
})
export type ErrorJson = z.infer<typeof errorSchema>
