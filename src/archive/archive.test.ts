import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeArchive } from '../../test/archive-behaviour.ts'
import { type Archive, openArchive } from './archive.ts'

let directory: string
let archive: Archive

describeArchive('embedded', {
  open: async (clock) => {
    directory = await mkdtemp(join(tmpdir(), 'verity-archive-'))
    archive = await openArchive({ kind: 'embedded', dataDir: directory }, { clock })
    return archive
  },
  close: async () => {
    await archive.close()
    await rm(directory, { recursive: true })
  },
})
