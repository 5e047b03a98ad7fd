/** Exponents that are tried; the best is close to one of them. */
const TILTS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
/** Probabilities are brought together in steps of this ratio, each as its upper end. */
const STEP = 1.1
const LOG_STEP = Math.log(STEP)

/**
 * Upper bound for the chance that independent events carry this much surprise together: the sum of -log p over those that
 * happened. Events of probability p weigh -log p.
 *
 * @param surprise observed sum, in nats
 * @param probabilities of all events that could have happened, each above 0 and below 1
 * @returns natural logarithm of the bound, at most 0
 * @see Chernoff, "A measure of asymptotic efficiency for tests of a hypothesis based on the sum of observations", 1952
 */
export function logTailBound(surprise: number, probabilities: Iterable<number>): number {
  const bins = new Map<number, number>()
  for (const probability of probabilities) {
    const bin = Math.ceil(Math.log(probability) / LOG_STEP)
    bins.set(bin, (bins.get(bin) ?? 0) + 1)
  }
  let best = 0
  for (const tilt of TILTS) {
    let bound = -tilt * surprise
    for (const [bin, count] of bins) {
      const probability = Math.min(1, Math.exp(bin * LOG_STEP))
      bound += count * Math.log1p(probability ** (1 - tilt) - probability)
    }
    if (bound < best) best = bound
  }
  return best
}
