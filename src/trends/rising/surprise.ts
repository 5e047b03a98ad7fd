/**
 * How surprising a count is: -log of an upper bound for the chance of at least `count`, where counts follow a negative binomial
 * distribution (a Poisson distribution whose rate itself is uncertain).
 *
 * @param count 0 or more; need not be whole
 * @param expected mean, above 0
 * @param shape how sure the mean is: the variance is expected + expected² / shape
 * @returns nats, 0 or more; 0 where the count is not above what is expected
 * @see Chernoff's bound, with the moment generating function of the negative binomial
 */
export function countSurprise(count: number, expected: number, shape: number): number {
  if (count <= expected) return 0
  return Math.max(
    0,
    count * Math.log(count / expected) - (count + shape) * Math.log((count + shape) / (expected + shape)),
  )
}
