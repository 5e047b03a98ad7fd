import { openArchive } from '../../src/archive/archive.ts'
import { storable } from './storable.ts'

// Inserts batch after batch and says so on stdout after each acknowledgement, until somebody kills it.
const [dataDir = '', durable] = process.argv.slice(2)
const archive = await openArchive({
  kind: 'embedded',
  dataDir,
  durable: durable === 'power' ? 'power' : 'process',
})
for (let batch = 0; ; batch += 1) {
  await archive.insertPosts(Array.from({ length: 200 }, (_, i) => storable({ id: `${batch}-${i}` })))
  process.stdout.write(`${batch}\n`)
}
