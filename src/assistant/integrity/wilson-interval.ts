/** Two-sided 95 %. */
const Z = 1.959964

/**
 * Interval for a share of which `hits` of `of` were seen. Where nothing was seen, anything is possible.
 *
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927
 */
export function wilsonInterval(
  hits: number,
  of: number,
): { readonly low01: number; readonly high01: number } {
  if (of === 0) return { low01: 0, high01: 1 }
  const share = hits / of
  const spread = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))
  const middle = share + Z ** 2 / (2 * of)
  const scale = 1 + Z ** 2 / of
  return {
    low01: hits === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high01: hits === of ? 1 : Math.min(1, (middle + spread) / scale),
  }
}
