type Numbers = Uint32Array | Float32Array | Float64Array | Int32Array | Uint8Array | Uint16Array

/** What the old array held, at the beginning of a larger one that takes its place. */
export function grownNumbers<Kind extends Numbers>(old: Kind, larger: Kind): Kind {
  larger.set(old)
  return larger
}
