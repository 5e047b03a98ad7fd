import { expect, it } from 'vitest'
import { Random } from '../../lib/random.ts'
import { Namer, nickname } from './names.ts'

/** Common first names, family names and towns of English and French speakers. */
const REAL = [
  'Adam Alice Amelia Anna Antoine Arthur Camille Charlotte Chloe Claire Clara David Elena Elias Emily Emma Eva George Grace Hugo Ines Jack',
  'James Jean John Julia Karim Laura Leo Lina Louis Louise Lucas Manon Maria Marie Martin Mary Michael Mohamed Nathan Noah Nora Oliver Olivia',
  'Pierre Rose Sarah Sofia Sophie Thomas Victor William Yasmine Zoe Bernard Blanc Brown Davies Dubois Dupont Durand Evans Fontaine Garcia Garnier',
  'Girard Johnson Jones Lambert Laurent Lefebvre Leroy Lopez Martinez Meyer Michel Miller Moreau Morel Morris Murphy Petit Richard Robert Robinson',
  'Roux Simon Smith Taylor Thompson Vincent Walker Williams Wilson Wright Bath Belfort Bordeaux Boston Brest Bristol Calais Cambridge Dover Dublin',
  'Glasgow Leeds Lille London Lyon Marseille Metz Montreal Nancy Nantes Nice Oxford Paris Perth Quebec Reims Rennes Rouen Toulouse Tours Warwick York',
].flatMap((line) => line.toLowerCase().split(' '))

it('invents names that are no common name of a person or a town', () => {
  for (const seed of ['1', '2', '3']) {
    const namer = new Namer(new Random(seed))
    const names = Array.from({ length: 150 }, () => [namer.person(), namer.town(), namer.site()]).flat()
    for (const name of names.flatMap((one) => one.toLowerCase().split(/[ -]/)))
      expect(REAL).not.toContain(name)
  }
})

it('never gives a name twice, nor any part of a name', () => {
  const namer = new Namer(new Random('once'))
  const parts = Array.from({ length: 200 }, () => [
    ...namer.person().split(' '),
    namer.town(),
    namer.site(),
  ]).flat()
  expect(new Set(parts).size).toBe(parts.length)
})

it('gives accounts nicknames, which may repeat', () => {
  const random = new Random('nick')
  for (let turn = 0; turn < 50; turn += 1) expect(nickname(random)).toMatch(/^[a-z_]+\d{0,2}$/)
})
