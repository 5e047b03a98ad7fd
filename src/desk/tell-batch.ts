import type { Notifier, Told } from './notify/notifier.ts'

/** A batch of the API that is finished. */
export type FinishedBatch = {
  readonly id: string
  readonly name: string
  readonly made: number
  readonly failed: number
}

/** Tells the person whose batch it is, in the app and by the signed webhook where they have one. */
export async function tellBatch(
  ownerId: string,
  batch: FinishedBatch,
  notifier: Pick<Notifier, 'tell'>,
): Promise<void> {
  await notifier.tell([ownerId], toldOf(batch))
}

function toldOf({ id, name, made, failed }: FinishedBatch): Told {
  return {
    kind: 'batch',
    path: `/v1/batches/${encodeURIComponent(id)}/results`,
    eventKey: `batch:${id}:${made + failed}`,
    words: (locale) =>
      locale === 'fr'
        ? { title: `Lot terminé\u00a0: ${name}`, body: `${made} réponses, ${failed} échecs.` }
        : { title: `Batch done: ${name}`, body: `${made} answers, ${failed} failures.` },
  }
}
