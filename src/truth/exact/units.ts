/** What a unit measures and how many of the smallest common unit it is. */
type Unit = { readonly measures: string; readonly factor: number }

const TABLE: readonly (readonly [string, string, number])[] = [
  ['length', 'kilometres? kilometers? kilometre kilometres km', 1_000],
  ['length', 'metres? meters? metre metres m', 1],
  ['length', 'centimetres? centimeters? centimetre cm', 0.01],
  ['length', 'millimetres? millimeters? millimetre mm', 0.001],
  ['length', 'miles? mi', 1_609.344],
  ['length', 'nautical_miles? milles?_nautiques? milles?_marins?', 1_852],
  ['length', 'feet foot ft pieds?', 0.3048],
  ['length', 'inch inches pouces?', 0.0254],
  ['length', 'yards? yd verges?', 0.9144],
  ['mass', 'tonnes? metric_tons?', 1_000],
  ['mass', 'kilograms? kilogrammes? kilos? kg', 1],
  ['mass', 'grams? grammes? g', 0.001],
  ['mass', 'milligrams? milligrammes? mg', 0.000_001],
  ['mass', 'pounds? lbs? livres?', 0.45359237],
  ['mass', 'ounces? oz onces?', 0.028349523125],
  ['volume', 'litres? liters? l', 1],
  ['volume', 'millilitres? milliliters? ml', 0.001],
  ['volume', 'centilitres? centiliters? cl', 0.01],
  ['volume', 'us_gallons?', 3.785411784],
  ['volume', 'cubic_met(?:re|er)s? metres?_cubes?', 1_000],
  ['time', 'seconds? secondes? s', 1],
  ['time', 'minutes? min', 60],
  ['time', 'hours? heures? h', 3_600],
  ['time', 'days? jours?', 86_400],
  ['time', 'weeks? semaines?', 604_800],
  ['area', 'hectares? ha', 10_000],
  ['area', 'acres?', 4_046.8564224],
  ['area', 'square_met(?:re|er)s? metres?_carres? m2 m²', 1],
  ['area', 'square_kilomet(?:re|er)s? kilometres?_carres? km2 km²', 1_000_000],
  ['area', 'square_miles? milles?_carres?', 2_589_988.110336],
  ['data', 'bytes? octets?', 1],
  ['data', 'kilobytes? kilooctets? kb ko', 1_000],
  ['data', 'megabytes? megaoctets? mb mo', 1e6],
  ['data', 'gigabytes? gigaoctets? gb go', 1e9],
  ['temperature', '°\\s?c degrees?_celsius degres?_celsius celsius', 1],
  ['temperature', '°\\s?f degrees?_fahrenheit degres?_fahrenheit fahrenheit', 2],
]
const WORDS = TABLE.flatMap(([measures, names, factor]) =>
  names.split(' ').map((name) => ({ pattern: name.replaceAll('_', ' '), unit: { measures, factor } })),
).sort((a, b) => b.pattern.length - a.pattern.length)

/** Matches any unit, longest name first. */
export const UNIT = `(?:${WORDS.map(({ pattern }) => pattern).join('|')})(?![\\p{L}²])`
const KNOWN = WORDS.map(({ pattern, unit }) => ({ pattern: new RegExp(`^(?:${pattern})$`, 'u'), unit }))

export function unitOf(written: string): Unit | null {
  return KNOWN.find(({ pattern }) => pattern.test(written.trim()))?.unit ?? null
}

/** A value in another unit of the same kind; null where they measure different things. */
export function convert(value: number, from: string, to: string): number | null {
  const [one, other] = [unitOf(from), unitOf(to)]
  if (one === null || other === null || one.measures !== other.measures) return null
  if (one.measures !== 'temperature') return (value * one.factor) / other.factor
  if (one.factor === other.factor) return value
  return one.factor === 1 ? value * 1.8 + 32 : (value - 32) / 1.8
}
